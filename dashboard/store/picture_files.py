"""Pictures of works as files in the photo folder, named after their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

#: Widths in pixels every picture is kept in; a smaller picture keeps its own width.
SIZES: Final = (480, 960, 1600)


def store_files(folder: Path, files: Iterable[tuple[int, str, bytes]]) -> str:
    """Write the sizes of one picture as `<name>-<size>.<kind>` and return the name: sha256 of all of them."""
    files = tuple(files)
    name = hashlib.sha256(b"".join(data for _, _, data in files)).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    for size, kind, data in files:
        target = folder / f"{name}-{size}.{kind}"
        if not target.exists():
            _write_whole(target, data)
    return name


def _write_whole(target: Path, data: bytes) -> None:
    """The file is there with all its bytes or not at all, whenever the power goes."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).chmod(0o644)
    Path(out.name).replace(target)
