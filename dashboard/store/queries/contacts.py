"""How to reach a local government, and where its papers were looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

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
    return looked_for_at(connection, (municipality_id,)).get(municipality_id, ())


def looked_for_at(connection: Connection, municipality_ids: Collection[int]) -> dict[int, tuple[LookedFor, ...]]:
    """`looked_for` of several places; those without a check are left out."""
    rows = connection.execute(
        select(checks)
        .join(release, release.c.id == checks.c.release_id)
        .where(checks.c.municipality_id.in_(municipality_ids), release.c.state == "published")
        .order_by(checks.c.looked_on, checks.c.release_id)
    )
    latest: dict[int, dict[tuple[str, int], LookedFor]] = defaultdict(dict)
    for row in rows:
        check = LookedFor(row.kind, row.fiscal_year, row.looked_on, bool(row.found), row.url)
        latest[row.municipality_id][(check.kind, check.year)] = check
    return {place: tuple(found[key] for key in sorted(found)) for place, found in latest.items()}
