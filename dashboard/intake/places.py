"""The place of each row, by its code, its SOATE code or its name; the place of a whole file, by --unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from dashboard.i18n import fold
from dashboard.intake.mapping.schema import Layout
from dashboard.intake.problems import Findings, Problem
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.header import Grid
from dashboard.store.known import Known


def read_places(grid: Grid, mapping: Layout, column: Coded | None, known: Known, findings: Findings) -> Coded:
    """Codes of the places; what is unknown, or a name of several places, is an error."""
    named = str(mapping.columns.get("municipality", "--unit"))
    if column is None:
        findings.add("place_missing", "error")
        return Coded.constant("", len(grid.body))
    found = {text: find_places(text, known) for text in column.values}
    findings.rows(
        "field_missing", "error", column.mask(lambda text: not text), grid.row_no, column=named, field="municipality"
    )
    unknown = column.mask(lambda text: bool(text) and not found[text])
    findings.rows("place_unknown", "error", unknown, grid.row_no, column=named, values=column)
    for codes in {codes for codes in found.values() if len(codes) > 1}:
        several = column.mask(partial(_means, found, codes))
        told = ", ".join(sorted(codes))
        findings.rows("place_ambiguous", "error", several, grid.row_no, column=named, values=column, codes=told)
    return column.map(lambda text: next(iter(found[text])) if len(found[text]) == 1 else "")


def _means(found: Mapping[str, frozenset[str]], codes: frozenset[str], text: str) -> bool:
    return found[text] == codes


def find_places(text: str, known: Known) -> frozenset[str]:
    """Codes of the places a text may mean."""
    if text in known.places:
        return frozenset({text})
    return known.place_names.get(text) or known.place_names.get(fold(text), frozenset())


def unknown_unit(unit: str, known: Known) -> Problem | None:
    """The error where staff named a place with --unit that the database does not know."""
    if not unit or find_places(unit, known):
        return None
    return Problem("place_unknown", "error", column="--unit", value=unit)
