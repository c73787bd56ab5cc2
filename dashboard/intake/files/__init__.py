"""Reads a file of any supported kind into raw grids; nothing is interpreted here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from dashboard.intake.files.csv_reader import read_csv
from dashboard.intake.files.json_reader import parse_json, read_json
from dashboard.intake.files.model import MIB, Limits, Sheet, SourceFile, column_letter
from dashboard.intake.files.workbook import read_workbook
from dashboard.intake.problems import refuse

__all__ = ["MIB", "Limits", "Sheet", "SourceFile", "column_letter", "read_bytes", "read_file", "read_package"]

_TEXT = frozenset({".csv", ".tsv", ".txt"})
_NESTED = frozenset({".json", ".geojson"})
_WORKBOOK = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
#: The first bytes of a workbook, whatever the file is called: of a zip and of an OLE file.
_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read_file(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, limits: Limits | None = None
) -> SourceFile:
    """Read a CSV, a workbook or a JSON file.

    `encoding` and `delimiter` overrule what is found in a CSV. Out: raw sheets and what was noticed.
    Raises Refused where nothing can be read: wrong kind, damaged, too big, hostile.
    """
    limits = limits or Limits()
    kind = path.suffix.lower()
    if kind not in _TEXT | _WORKBOOK | {".json"}:
        raise refuse("unknown_kind", kind=kind or path.name)
    most = limits.json_bytes if kind == ".json" else limits.csv_bytes if kind in _TEXT else limits.workbook_bytes
    raw = read_bytes(path, most)
    sha256 = hashlib.sha256(raw).hexdigest()
    if raw.startswith(_WORKBOOK_MARKS) != (kind in _WORKBOOK):
        raise refuse("not_workbook" if kind in _WORKBOOK else "not_csv", kind=kind)
    if kind in _WORKBOOK:
        sheets, hidden, problems = read_workbook(raw, limits)
        return SourceFile(path, sha256, "workbook", sheets, hidden, problems)
    if kind == ".json":
        return SourceFile(path, sha256, "json", (read_json(raw, path.stem, limits),))
    sheet, problems = read_csv(raw, path.stem, encoding=encoding, delimiter=delimiter, limits=limits)
    return SourceFile(path, sha256, "csv", (sheet,), (), problems)


def read_package(path: Path, limits: Limits | None = None) -> tuple[Any, str]:
    """The content of a JSON file as it is nested, and its fingerprint. Raises Refused like `read_file`."""
    if path.suffix.lower() not in _NESTED:
        raise refuse("unknown_kind", kind=path.suffix.lower() or path.name)
    raw = read_bytes(path, (limits or Limits()).json_bytes)
    return parse_json(raw), hashlib.sha256(raw).hexdigest()


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file of at most `most` bytes. Raises Refused when it is empty, too big or cannot be read."""
    try:
        size = path.stat().st_size
        if size > most:
            raise refuse("file_too_big", size=-(-size // MIB), most=most // MIB)
        raw = path.read_bytes()
    except OSError as error:
        raise refuse("file_not_readable", name=path.name) from error
    if not raw.strip():
        raise refuse("file_empty")
    return raw
