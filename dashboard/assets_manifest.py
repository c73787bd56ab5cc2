"""The front-end files that `make assets` built: which name means which file of build/assets/."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

STATIC_URL = "/static/"
ENCODINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""Content encoding → ending of the copy that lies beside every file."""

_NEEDED = frozenset({"plotly", "bootstrap", "runtime"})


@dataclass(frozen=True)
class AssetManifest:
    """The outputs of the last build; `files` maps a name ("plotly") to a file name ("plotly-<hash>.js")."""

    folder: Path
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads manifest.json of the folder; empty when the build never ran or its manifest cannot be read."""
        try:
            entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls(folder)
        if not isinstance(entries, dict):
            return cls(folder)
        return cls(folder, {str(name): str(file) for name, file in entries.items() if _is_file_of(folder, file)})

    def without(self, *names: str) -> Self:
        """The same build with some parts left out, so that their sources are used."""
        return replace(self, files={name: file for name, file in self.files.items() if name not in names})

    @property
    def ready(self) -> bool:
        """Whether every third-party part was built; if not, the pages use the files that come with Dash."""
        return self.files.keys() >= _NEEDED

    def url(self, name: str) -> str | None:
        """The address of a part, or None when it was not built."""
        file = self.files.get(name)
        return None if file is None else STATIC_URL + file

    def path(self, file_name: str, encoding: str | None = None) -> Path | None:
        """The file on disk behind a file name of the manifest, and of no other.

        With `encoding` ("br" or "gzip") its compressed copy; None when there is no such file or copy.
        """
        if file_name not in self.files.values():
            return None
        if encoding is None:
            return self.folder / file_name
        copy = self.folder / (file_name + ENCODINGS[encoding]) if encoding in ENCODINGS else None
        return copy if copy is not None and copy.is_file() else None


def _is_file_of(folder: Path, file: object) -> bool:
    return isinstance(file, str) and Path(file).name == file and (folder / file).is_file()
