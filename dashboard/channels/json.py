"""An exhibit for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, Source
from dashboard.i18n import iso

_UNITS = {
    "share": "share of 1", "points": "difference of shares of 1", "count": "1", "number": "1", "degrees": "° WGS 84",
}  # fmt: skip


def to_json(exhibit: Exhibit) -> bytes:
    """`to_dict` as UTF-8."""
    return _text(to_dict(exhibit)).encode()


def stream_json(exhibit: LongExhibit) -> Iterator[bytes]:
    """The same, part by part: the rows stand last."""
    head = to_dict(exhibit.head)
    del head["rows"]
    yield (_text(head)[:-1] + ', "rows": [').encode()
    between = ""
    for rows in filter(None, exhibit.parts):
        made = ", ".join(_text(_row(row, exhibit.head.columns)) for row in rows)
        yield (between + made).encode()
        between = ", "
    yield b"]}"


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def to_dict(exhibit: Exhibit) -> dict[str, Any]:
    """Question, answer, columns with units, rows with values and marks, sources, notes; ready for `json.dumps`.

    Money is whole minor units (`minor_units` of them make one unit of the currency), shares are 0–1, dates ISO.
    An absent value is null and its mark says why; a restated one carries `previous` in the same unit, and
    what was looked for in vain the day, `looked_on`.
    """
    return {
        "key": exhibit.key,
        "language": exhibit.lang,
        "question": exhibit.question,
        "answer": exhibit.answer,
        "currency": exhibit.currency,
        "fictional": exhibit.fictional,
        "badge": exhibit.card.badge,
        "card": [{"name": name, "value": value} for name, value in exhibit.card.facts],
        "asked": [vars(each) for each in exhibit.card.asked],
        "columns": [_column(column, exhibit.currency) for column in exhibit.columns],
        "rows": [_row(row, exhibit.columns) for row in exhibit.rows],
        "sources": [_source(source) for source in exhibit.sources],
        "notes": list(exhibit.notes),
    }


def _column(column: Column, currency: str) -> dict[str, Any]:
    described: dict[str, Any] = {"key": column.key, "label": column.label, "kind": column.kind}
    if column.kind == "money":
        return described | {"unit": currency, "minor_units": 100}
    return described | ({"unit": _UNITS[column.kind]} if column.kind in _UNITS else {})


def _source(source: Source) -> dict[str, Any]:
    return asdict(source) | {"dated": source.dated.isoformat() if source.dated else None}


def _row(row: Row, columns: tuple[Column, ...]) -> dict[str, Any]:
    cells = dict(zip((column.key for column in columns), row.cells, strict=True))
    return {
        "key": row.key,
        "level": row.level,
        "emphasis": row.emphasis,
        "values": {key: _value(cell) for key, cell in cells.items()},
        "marks": {key: mark for key, cell in cells.items() if (mark := _mark(cell))},
    } | ({} if row.source is None else {"source": _source(row.source)})


def _value(cell: Cell) -> int | float | str | None:
    value = cell.value
    if isinstance(value, date):
        return iso(value, cell.precision)
    # JSON has no word for NaN and infinity.
    return None if isinstance(value, float) and value - value != 0 else value


def _mark(cell: Cell) -> dict[str, Any]:
    mark = cell.mark or (Mark.MISSING if _value(cell) is None else None)
    if mark is None:
        return {}
    more = {"previous": cell.previous, "looked_on": cell.looked_on and cell.looked_on.isoformat()}
    return {"mark": mark.value} | {name: value for name, value in more.items() if value is not None}
