"""How to reach a local government, and where its papers were looked for."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dashboard.store.records import Contact, LookedFor
from dashboard.store.tables import contact, release
from dashboard.store.tables import looked_for as checks


def contact_of(connection: Connection, municipality_id: int) -> Contact | None:
    """How to reach a place; None where no source of it is known."""
    row = connection.execute(select(contact).where(contact.c.municipality_id == municipality_id)).first()
    if row is None:
        return None
    return Contact(
        phone=row.phone,
        email=row.email,
        site=row.site,
        address=row.address,
        hours=row.hours,
        printed_on=row.printed_on,
        seen_on=row.seen_on,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def looked_for(connection: Connection, municipality_id: int) -> tuple[LookedFor, ...]:
    """The latest check of every kind of paper and year of a place, by kind and year; not of retracted releases."""
    rows = connection.execute(
        select(checks)
        .join(release, release.c.id == checks.c.release_id)
        .where(checks.c.municipality_id == municipality_id, release.c.state == "published")
        .order_by(checks.c.looked_on, checks.c.release_id)
    )
    latest = {
        (row.kind, row.fiscal_year): LookedFor(row.kind, row.fiscal_year, row.looked_on, bool(row.found), row.url)
        for row in rows
    }
    return tuple(latest[key] for key in sorted(latest))
