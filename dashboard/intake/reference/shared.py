"""What a file says of all rows with one key may stand in one of them or in each, and may not differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from dashboard.intake.problems import Problem
from dashboard.intake.reference.layouts import ReferenceLayout


def share(
    rows: Sequence[dict[str, Any]], row_nos: Sequence[int], layout: ReferenceLayout, told: Collection[str]
) -> Iterator[Problem]:
    """Give every row what the rows of its key say in shared columns; yields what differs and what nobody says.

    `told`: columns that are missing or have bad cells; that nobody says anything in them is not told once more.
    """
    key = layout.unique[0]
    shared = {name: column for name, column in layout.columns.items() if column.shared}
    said: dict[tuple[str, str], tuple[Any, int]] = {}
    for row, row_no in zip(rows, row_nos, strict=True):
        for name, column in shared.items():
            if row[name] != column.empty:
                first, where = said.setdefault((row[key], name), (row[name], row_no))
                if first != row[name]:
                    params: dict[str, str | int] = {"first": str(first), "where": where, "key": key}
                    yield Problem("value_differs", "error", row_no, name, str(row[name]), params)
    missing: set[tuple[str, str]] = set()
    for row, row_no in zip(rows, row_nos, strict=True):
        for name, column in shared.items():
            place = (row[key], name)
            if place in said:
                row[name] = said[place][0]
            elif column.needed and name not in told and place not in missing:
                missing.add(place)
                yield Problem("field_missing", "error", row_no, name, None, {"field": name})
