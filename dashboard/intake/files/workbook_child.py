"""Runs alone (`python -I`): takes a workbook on its standard input, limits itself, writes JSON lines.

It imports nothing of the project. The first line holds hidden sheets and bad cells, or {"refused": code}; then comes
one line per visible sheet. If the workbook makes the reading library crash, only this process dies.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

ZIP = b"PK\x03\x04"
BLOCK = 1 << 20
SMALL = 1 << 20
TOLD = 50
NO_VALUE = "#FORMULA"  # as in `model`
# Bytes without which a sheet has neither a formula nor an error cell; the slow look is then not needed.
_SUSPECT = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']|<!DOCTYPE")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class WorkbookRefusal(Exception):
    """The workbook is not read; `code` is a problem code."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def limit_self(limits: dict[str, int]) -> None:
    """No more memory, processor time or core file than allowed; the kernel ends the process otherwise."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_container(raw: bytes, limits: dict[str, int]) -> None:
    """Refuse by the outside of the file: macros, a password, a bomb. `raw` is a zip or an OLE file."""
    if not raw.startswith(ZIP):
        _check_ole(raw)
        return
    # The end record tells the number of parts before anything is built from it.
    end = raw.rfind(b"PK\x05\x06")
    if end < 0:
        raise WorkbookRefusal("workbook_damaged")
    if int.from_bytes(raw[end + 10 : end + 12], "little") > limits["parts"]:
        raise WorkbookRefusal("workbook_too_many_parts", most=limits["parts"])
    with zipfile.ZipFile(io.BytesIO(raw)) as box:
        parts = box.infolist()
        if len(parts) > limits["parts"]:
            raise WorkbookRefusal("workbook_too_many_parts", most=limits["parts"])
        names = {part.filename for part in parts}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise WorkbookRefusal("workbook_macros")
        if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            raise WorkbookRefusal("workbook_damaged")
        unpacked = sum(part.file_size for part in parts)
        too_dense = unpacked > SMALL and unpacked > limits["ratio"] * len(raw)
        if unpacked > limits["unpacked_bytes"] or too_dense:
            raise WorkbookRefusal("workbook_unpacks_too_big", size=unpacked >> 20, most=limits["unpacked_bytes"] >> 20)
        for part in parts:
            with box.open(part) as stream:
                _check_declarations(stream.read(4096))


def _check_ole(raw: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise WorkbookRefusal("workbook_password")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in raw:
        raise WorkbookRefusal("workbook_macros")


def _check_declarations(head: bytes) -> None:
    """XML of a workbook never declares a document type; entities are how a file reads others or grows without end."""
    plain = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise WorkbookRefusal("workbook_xml_entities")


class CellScan:
    """Finds what the reading library shows as an empty cell: errors (#REF!), and formulas without a saved result."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.found: list[dict[str, Any]] = []
        self.row = self.column = -1
        self.kind = ""
        self.formula = self.in_value = False
        self.text = ""

    def read(self, stream: IO[bytes]) -> None:
        """Go through one sheet's XML."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_document_type
        while block := stream.read(BLOCK):
            parser.Parse(block)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif name == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind, self.formula, self.text = attributes.get("t", ""), False, ""
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.in_value = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "is"):
            self.in_value = False
        elif name == "c":
            if self.kind == "e":
                self._tell("excel_error", self.text)
            elif self.formula and not self.text and self.kind != "str":  # a saved result may be an empty text
                self._tell("formula_without_value", None)

    def _characters(self, data: str) -> None:
        if self.in_value:
            self.text = (self.text + data)[:100]

    def _tell(self, code: str, value: str | None) -> None:
        self.found.append({"code": code, "sheet": self.sheet, "row": self.row, "column": self.column, "value": value})


def _no_document_type(*_: object) -> None:
    raise WorkbookRefusal("workbook_xml_entities")


def _column(reference: str) -> int:
    index = 0
    for letter in reference.rstrip("0123456789").upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def scan_xlsx(raw: bytes, visible: list[str]) -> list[dict[str, Any]]:
    """Bad cells of the visible sheets of an XLSX file."""
    found: list[dict[str, Any]] = []
    with zipfile.ZipFile(io.BytesIO(raw)) as box:
        if "xl/workbook.xml" not in box.namelist():
            return found
        for name, part in _sheet_parts(box).items():
            if name in visible and part in box.namelist() and _suspect(box, part):
                scan = CellScan(name)
                with box.open(part) as stream:
                    scan.read(stream)
                found += scan.found
    return found


def _suspect(box: zipfile.ZipFile, part: str) -> bool:
    with box.open(part) as stream:
        tail = b""
        while block := stream.read(BLOCK):
            if _SUSPECT.search(tail + block) or block.startswith(_WIDE_MARKS):
                return True
            tail = block[-64:]
    return False


def _sheet_parts(box: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → part of the package."""
    targets = {
        attributes.get("Id", ""): posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
        for tag, attributes in _elements(box.read("xl/_rels/workbook.xml.rels"))
        if tag == "Relationship"
    }
    parts: dict[str, str] = {}
    for tag, attributes in _elements(box.read("xl/workbook.xml")):
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            parts[attributes.get("name", "")] = targets.get(relation, "")
    return parts


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    elements: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = lambda tag, attributes: elements.append((tag.rpartition(" ")[2], attributes))
    parser.Parse(xml, True)
    return elements


def read(raw: bytes, limits: dict[str, int]) -> list[str]:
    """The lines to write."""
    import python_calamine as calamine

    check_container(raw, limits)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except calamine.PasswordError as error:
        raise WorkbookRefusal("workbook_password") from error
    tables = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    visible = [meta.name for meta in tables if meta.visible == calamine.SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in tables if meta.visible != calamine.SheetVisibleEnum.Visible]
    found = scan_xlsx(raw, visible) if raw.startswith(ZIP) else []
    lines, told, cells, size = [], [], 0, 0
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        cells += rows * columns
        if rows > limits["rows"] or columns > limits["columns"] or cells > limits["cells"]:
            raise WorkbookRefusal("sheet_too_big", sheet=name, rows=limits["rows"], columns=limits["columns"])
        grid = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)] if rows else []
        own = [each for each in found if each["sheet"] == name]
        _show(own, grid)
        told += own[:TOLD]
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        lines.append(json.dumps({"name": name, "rows": grid, "merged": merged}))
        size += len(lines[-1])
        if size > limits["output_bytes"]:
            raise WorkbookRefusal("sheet_too_big", sheet=name, rows=limits["rows"], columns=limits["columns"])
    return [json.dumps({"hidden": hidden, "cells": told}), *lines]


def _show(found: list[dict[str, Any]], grid: list[list[Any]]) -> None:
    """Bad cells as they are shown, in the grid where the reading library left them empty."""
    for cell in found:
        row, column = cell["row"], cell["column"]
        if 0 <= row < len(grid) and 0 <= column < len(grid[row]):
            grid[row][column] = cell["value"] or NO_VALUE


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    return {"date": cell.isoformat()} if isinstance(cell, date) else str(cell)


def main() -> None:
    """Limit, read, write; whatever goes wrong is said in one line."""
    limits: dict[str, int] = json.loads(sys.argv[1])
    limit_self(limits)
    try:
        lines = read(sys.stdin.buffer.read(), limits)
    except WorkbookRefusal as refusal:
        lines = [json.dumps({"refused": refusal.code, "params": refusal.params})]
    except MemoryError:
        lines = [json.dumps({"refused": "workbook_kills_reader", "params": {}})]
    except Exception:
        # Whatever a damaged file makes the libraries raise means the same to the person who sent it.
        lines = [json.dumps({"refused": "workbook_damaged", "params": {}})]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
