"""Codes of lines: cleaned, of the right length, and what they say about who is part of whom."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence

from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import CodeSpec, Hierarchy, Mapping
from dashboard.intake.table.columns import Coded, combine
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid

_CODE_FIELDS = ("code", "source_code", "function_code", "economic_code")


def clean_codes(grid: Grid, mapping: Mapping, fields: Fields, findings: Findings) -> Coded | None:
    """Clean every column of codes in `fields`, in place; returns the code of each row, or None without codes.

    Where a file has only separate function, economic or source codes, the row's code is those joined by ".".
    """
    for name in _CODE_FIELDS:
        if name in fields:
            cleaned = fields[name].map(lambda text: _clean(text, mapping.code))
            if mapping.code.digits:
                _check_length(grid, mapping, name, cleaned, findings)
            fields[name] = cleaned
    if "code" in fields:
        return fields["code"]
    parts = [fields[name] for name in ("function_code", "economic_code", "source_code") if name in fields]
    return combine(parts, lambda *codes: ".".join(filter(None, codes))) if parts else None


def _clean(text: str, spec: CodeSpec) -> str:
    text = "".join(sign for sign in text if sign not in spec.strip)
    if spec.pad and spec.digits and text.isdigit():
        return text.zfill(spec.digits)
    return text


def _check_length(grid: Grid, mapping: Mapping, name: str, codes: Coded, findings: Findings) -> None:
    digits = mapping.code.digits or 0
    column = str(mapping.columns.get(name, name))
    short = codes.mask(lambda text: text.isdigit() and len(text) < digits)
    long = codes.mask(lambda text: text.isdigit() and len(text) > digits)
    findings.rows("code_lost_zero", "error", short, grid.row_no, column=column, values=codes, digits=digits)
    findings.rows("code_too_long", "error", long, grid.row_no, column=column, values=codes, digits=digits)


def stem(code: str, spec: Hierarchy) -> str:
    """The part of a code that counts for the hierarchy: letters and digits without the tail and zeros at the end."""
    signs = "".join(sign for sign in code if sign.isalnum())
    signs = signs[: len(signs) - spec.tail] if spec.tail else signs
    return signs.rstrip("0") if spec.trailing_zeros else signs


def parents_by_code(codes: Sequence[str], spec: Hierarchy) -> MappingType[str, str]:
    """Code → code of its parent among `codes`: the longest stem that begins its stem, or as the mapping says."""
    of_stem: dict[str, str] = {}
    for code in codes:
        of_stem.setdefault(stem(code, spec), code)
    of_stem.pop("", None)
    parents = {}
    for code in codes:
        own = stem(code, spec)
        shorter = (own[:length] for length in range(len(own) - 1, 0, -1))
        parents[code] = next((of_stem[begin] for begin in shorter if begin in of_stem), "")
    # Codes in the mapping are written as a person sees them; those of the file may have lost their spaces.
    parents.update({code: parent for code, parent in spec.parents.items() if code in parents})
    return parents
