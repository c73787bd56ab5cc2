"""Which documents of places' budgets are held, for the open data API."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, RowMapping, select

from dashboard.store.tables import document, slice_


def held_statements(connection: Connection, municipality_ids: Collection[int]) -> Sequence[RowMapping]:
    """Every current statement of some places with its document, those without a figure included; one statement.

    Rows have `municipality_id`, `fiscal_year`, `direction`, `phase`, `scope`, `period_end`, `covers`, `amount_minor`,
    `document_key`, `document_date`, in a fixed order.
    """
    names = (
        "municipality_id", "fiscal_year", "direction", "phase", "scope", "period_end", "covers", "amount_minor",
    )  # fmt: skip
    query = (
        select(
            *(slice_.c[name] for name in names),
            document.c.key.label("document_key"),
            document.c.date.label("document_date"),
        )
        .join(document, document.c.id == slice_.c.document_id)
        .where(slice_.c.municipality_id.in_(municipality_ids), slice_.c.is_current)
        .order_by(slice_.c.municipality_id, slice_.c.fiscal_year, slice_.c.id)
    )
    return connection.execute(query).mappings().all()
