"""The manifest of built files gives addresses and nothing outside its folder."""

import json
from pathlib import Path

import pytest

from dashboard.assets_manifest import AssetManifest

FILES = {"plotly": "plotly-0a.js", "bootstrap": "bootstrap-0b.css", "runtime": "runtime-0c.js"}


def build(folder: Path, files: dict[str, object], *, missing: str = "") -> AssetManifest:
    for file in files.values():
        if isinstance(file, str) and "/" not in file and file != missing:
            (folder / file).write_text(file, encoding="utf-8")
            (folder / f"{file}.br").write_bytes(b"brotli")
    (folder / "manifest.json").write_text(json.dumps(files), encoding="utf-8")
    return AssetManifest.load(folder)


def test_a_built_part_has_an_address_and_a_file(tmp_path: Path) -> None:
    manifest = build(tmp_path, FILES)
    assert manifest.ready
    assert manifest.url("plotly") == "/static/plotly-0a.js"
    assert manifest.path("plotly-0a.js") == tmp_path / "plotly-0a.js"


def test_a_part_that_was_not_built_has_no_address(tmp_path: Path) -> None:
    assert build(tmp_path, FILES).url("app-js") is None


def test_copies_are_found_by_encoding(tmp_path: Path) -> None:
    manifest = build(tmp_path, FILES)
    assert manifest.path("plotly-0a.js", "br") == tmp_path / "plotly-0a.js.br"
    assert manifest.path("plotly-0a.js", "gzip") is None
    assert manifest.path("plotly-0a.js", "zstd") is None


def test_without_a_build_the_manifest_is_empty_and_not_ready(tmp_path: Path) -> None:
    manifest = AssetManifest.load(tmp_path / "never-built")
    assert not manifest.ready
    assert manifest.url("plotly") is None
    assert manifest.path("plotly-0a.js") is None


@pytest.mark.parametrize("text", ["", "{half", "[1]", "\x00", '"plotly"'])
def test_a_broken_manifest_counts_as_no_build(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert AssetManifest.load(tmp_path) == AssetManifest(tmp_path)


@pytest.mark.parametrize(
    "name", ["manifest.json", "../secret", "/etc/passwd", "plotly-0a.js/../secret", "plotly-0a.js.br", "", "plotly"]
)
def test_only_files_of_the_manifest_can_be_reached(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    assert build(tmp_path, FILES).path(name) is None


@pytest.mark.parametrize("entry", ["../secret", "/etc/passwd", 7, None])
def test_a_manifest_cannot_name_a_file_elsewhere(tmp_path: Path, entry: object) -> None:
    (tmp_path.parent / "secret").write_text("x", encoding="utf-8")
    assert build(tmp_path, {**FILES, "app-js": entry}).files == FILES


def test_a_lost_file_makes_the_build_unusable(tmp_path: Path) -> None:
    manifest = build(tmp_path, FILES, missing="plotly-0a.js")
    assert not manifest.ready
    assert manifest.url("bootstrap") == "/static/bootstrap-0b.css"
