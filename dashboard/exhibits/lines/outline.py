"""The table as a page shows it: headings that fold, and sums of what stands below them or was found.

Headings are the documents' own. Where these print none, and print the lines of each class together, the classes are
the headings, with the sum of their lines: that sum is ours, and says so. Files hold the printed lines only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from dashboard.exhibits.lines.amounts import Pair, added, all_known, counted, pair_of
from dashboard.exhibits.lines.order import runs
from dashboard.exhibits.lines.sheet import LineSheet, SheetLine
from dashboard.exhibits.lines.table import amounts_of, derived, row_key
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.tree import group_of
from dashboard.i18n import t

#: What the keys of headings of ours begin with.
GROUP = "group-"
_DIMENSIONS = {"revenue": ("source",), "expenditure": ("function", "economic")}


def outline(sheet: LineSheet, table: Exhibit, *, searched: bool, in_order: bool) -> Exhibit:
    """The rows of a table under their headings; at the end the sum of what was found, or of lines whose documents print
    no total.
    """
    by_key = {row_key(line): line for line in sheet.lines}
    lines = [by_key[row.key] for row in table.rows]
    rows = list(table.rows)
    if in_order and not searched and not any(row.level for row in rows):
        rows = _under_classes(sheet, table, lines)
    if sheet.direction != "balance" and (searched or not any(line.role == "total" for line in lines)):
        added_up = max((len(counted(sheet, lines, phase)) for phase in sheet.phases), default=0)
        if added_up > 1:
            name = t(sheet.view.lang, "lines.sum_found" if searched else "lines.sum_all")
            rows.append(_sum_row(sheet, table, "sum", name, lines))
    ours = any(row.key.startswith(GROUP) for row in rows)
    notes = (t(sheet.view.lang, "lines.our_groups"), *table.notes) if ours else table.notes
    return replace(table, rows=tuple(rows), notes=notes)


def _under_classes(sheet: LineSheet, table: Exhibit, lines: list[SheetLine]) -> list[Row]:
    """Lines of one class under its name, if every class has its lines together; else as they are."""
    row_of = {row.key: row for row in table.rows}
    for dimension in _DIMENSIONS.get(sheet.direction, ()):
        groups = [_group(sheet, line, dimension) for line in lines]
        if not runs(groups):
            continue
        made: list[Row] = []
        for group, pairs in groupby(zip(groups, lines, strict=True), key=lambda pair: pair[0]):
            mine = [line for _, line in pairs]
            below = [row_of[row_key(line)] for line in mine]
            if not group or len(mine) == 1:
                made += below
                continue
            name = t(sheet.view.lang, "lines.our_group", name=sheet.view.name(group))
            made.append(_sum_row(sheet, table, f"{GROUP}{group}", name, mine))
            made += (replace(row, level=1) for row in below)
        return made
    return list(table.rows)


def _group(sheet: LineSheet, line: SheetLine, dimension: str) -> str:
    """The topmost class of a line that counts; "" for others, and for lines of a part of the budget."""
    key = "" if line.key[2] or line.role != "line" else str(getattr(line.figure, dimension))
    return group_of(key, sheet.view.classes) if key in sheet.view.classes else ""


def _sum_row(sheet: LineSheet, table: Exhibit, key: str, name: str, lines: Iterable[SheetLine]) -> Row:
    lines, phases, pair = list(lines), amounts_of(sheet), pair_of(sheet)
    amounts = {phase: added(sheet, lines, phase) for phase in phases}
    cells = {"label": Cell(name), **amounts, **derived(sheet, pair, amounts)}
    if isinstance(pair, Pair) and not all(all_known(lines, phase) for phase in ("executed", pair.plan.phase)):
        # One of the sums lacks a line that the other has.
        cells |= dict.fromkeys(("share", "deviation"), Cell(None, Mark.UNDEFINED))
    made = (cells.get(column.key) or Cell("") for column in table.columns)
    return Row(key, tuple(made), emphasis=True)
