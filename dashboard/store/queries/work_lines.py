"""Which lines of the budget a work belongs to: those of the function that pays for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from dashboard.store.records import Names
from dashboard.store.tables import classification, line
from dashboard.store.works_tables import work

_MOST = 20


@dataclass(frozen=True)
class BudgetLine:
    """A line of the budget by its number on the site."""

    id: int
    names: Names


def lines_of_function(connection: Connection, municipality_id: int, function: str) -> tuple[BudgetLine, ...]:
    """Lines of a place whose function is `function` (a key of the classification) or lies under it; at most twenty."""
    below = classification.c.key.startswith(f"{function}.", autoescape=True)
    rows = connection.execute(
        select(line)
        .join(classification, classification.c.id == line.c.function_id)
        .where(line.c.municipality_id == municipality_id, or_(classification.c.key == function, below))
        .order_by(line.c.id)
        .limit(_MOST)
    )
    return tuple(
        BudgetLine(row.id, Names(row.label_ky or row.label, row.label_ru or row.label, row.label_en or row.label))
        for row in rows
    )


def functions_by_service(connection: Connection, municipality_id: int) -> dict[str, str]:
    """The function (a key of the classification) that pays for most works of each service of a place."""
    rows = connection.execute(
        select(work.c.service, classification.c.key, func.count().label("works"))
        .join(classification, classification.c.id == work.c.function_id)
        .where(work.c.municipality_id == municipality_id, work.c.role == "work")
        .group_by(work.c.service, classification.c.key)
        .order_by(func.count(), classification.c.key.desc())
    )
    return {row.service: row.key for row in rows}
