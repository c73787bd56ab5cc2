"""Which statement counts: for every (place, year, direction, phase, period, coverage) one document, in the transaction.

A statement of a part never meets one of the whole. Annexes of the document that counts, count with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from dashboard.store.corrections import is_correction
from dashboard.store.records import paper_day
from dashboard.store.releases import PRODUCT
from dashboard.store.tables import document, release, slice_

_KEY = ("municipality_id", "fiscal_year", "direction", "phase", "scope", "period_end", "covers", "covers_ky")

_DESCRIBED = ("kind", "number", "date", "date_printed", "url", "publisher")


def choose_current(connection: Connection, municipality_ids: Iterable[int], correction_hours: float) -> None:
    """For every (place, year, direction, phase, period, coverage): the statements that count, and what they restate.

    Of the documents in published releases the most authoritative one wins, then the later one, then the one imported
    later; of each of its annexes the latest import counts. A statement restates the one before it of the same issuer
    and annex; what the one who imported a document put right within `correction_hours` is nobody's earlier figure.
    """
    columns = (
        slice_.c.id,
        *(slice_.c[name] for name in _KEY),
        slice_.c.part,
        slice_.c.is_current,
        slice_.c.previous_id,
        slice_.c.basis,
        slice_.c.document_id,
        slice_.c.release_id,
        func.coalesce(func.nullif(slice_.c.issuer, ""), document.c.publisher).label("issuer"),
        document.c.authority,
        *(document.c[name].label(f"document_{name}") for name in _DESCRIBED),
        document.c.date,
        document.c.date_printed,
        release.c.state,
        release.c.subject,
        release.c.actor,
        release.c.imported_at,
    )
    for municipality_id in municipality_ids:
        statements = connection.execute(
            select(*columns)
            .join(document, document.c.id == slice_.c.document_id)
            .join(release, release.c.id == slice_.c.release_id)
            .where(slice_.c.municipality_id == municipality_id)
        ).all()
        current, previous = _ranked(statements, correction_hours)
        moved = [
            {"slice": row.id, "now": row.id in current, "before": previous.get(row.id)}
            for row in statements
            if (bool(row.is_current), row.previous_id) != (row.id in current, previous.get(row.id))
        ]
        if moved:
            connection.execute(
                update(slice_)
                .where(slice_.c.id == bindparam("slice"))
                .values(is_current=bindparam("now"), previous_id=bindparam("before")),
                moved,
            )


def _ranked(statements: Sequence[Row[Any]], correction_hours: float) -> tuple[set[int], dict[int, int]]:
    """Ids of the statements that count, and for each published one the id of the one it restates."""
    # Documents that only mention a line, without a figure of the budget itself, compete with nobody.
    current = {row.id for row in statements if row.state == "published" and row.basis == "none"}
    previous: dict[int, int] = {}
    told: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for row in sorted(statements, key=_rank):
        if row.state == "published" and row.basis != "none":
            told[tuple(getattr(row, name) for name in _KEY)].append(row)
    for rows in told.values():
        last: dict[tuple[str, str], Row[Any]] = {}
        for row in rows:
            before = last.get((row.issuer, row.part))
            if before is not None and _puts_right(before, row, correction_hours):
                if before.id in previous:
                    previous[row.id] = previous[before.id]
            elif before is not None:
                previous[row.id] = before.id
            last[(row.issuer, row.part)] = row
        winner = rows[-1].document_id
        current |= set({row.part: row.id for row in rows if row.document_id == winner}.values())
    return current, previous


def _puts_right(before: Row[Any], row: Row[Any], hours: float) -> bool:
    """Whether an import only corrects an earlier one of the same document, or of one described alike: without a key
    of its own every file is another document.
    """
    alike = all(getattr(before, f"document_{name}") == getattr(row, f"document_{name}") for name in _DESCRIBED)
    return alike and is_correction(before, row, hours)


def _rank(row: Row[Any]) -> tuple[int, date, bool, int, int]:
    """What comes later counts: of one document what staff imported stands above what came with the program."""
    return row.authority, paper_day(row.date, row.date_printed), row.actor != PRODUCT, row.release_id, row.id
