"""Does a release still count? A file may come back after another one took its place.

What the program brings itself never comes back over what staff brought.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, func, select

from dashboard.store import releases
from dashboard.store.publishing.notes import said_instead
from dashboard.store.releases import Origin, Published
from dashboard.store.survey_tables import action, study
from dashboard.store.tables import looked_for, release, slice_
from dashboard.store.works_tables import boundary, photo, work_report

#: The release that counts instead of something that a release says; None where all of it counts.
CountsInstead = Callable[[Connection, int], int | None]


def seen_before(connection: Connection, origin: Origin) -> Published | None:
    """The release of the same file and recipe, if there is one and no later release took the place of any of it.

    For what the program brings itself only its own later releases matter.
    """
    seen = releases.published_before(connection, origin)
    if seen is None:
        return None
    instead = counts_instead(connection, origin.subject, seen.release_id)
    if instead is None or instead < seen.release_id:
        return seen
    kept_by_staff = origin.actor == releases.PRODUCT and not releases.by_product(connection, instead)
    return seen if kept_by_staff else None


def counts_instead(connection: Connection, subject: str, release_id: int) -> int | None:
    """The last release that counts instead of anything the given published one says; None where all of it counts."""
    return _OF.get(subject, said_instead)(connection, release_id)


def _current(table: Table, *same: str) -> CountsInstead:
    """For rows of which one is current among those that agree in the columns `same`."""

    def instead(connection: Connection, release_id: int) -> int | None:
        mine, other = table.alias("mine"), table.alias("other")
        agree = and_(*(mine.c[name] == other.c[name] for name in same), mine.c.release_id != other.c.release_id)
        return connection.execute(
            select(func.max(other.c.release_id))
            .select_from(mine.join(other, agree))
            .where(mine.c.release_id == release_id, mine.c.is_current.is_(False), other.c.is_current)
        ).scalar()

    return instead


def _outline(connection: Connection, release_id: int) -> int | None:
    """Outlines are replaced, so a release that has lost one was followed by another, which may be taken back by now."""
    left = connection.scalar(select(func.count()).where(boundary.c.release_id == release_id))
    read = connection.scalar(select(release.c.row_count).where(release.c.id == release_id))
    return None if left == read else connection.scalar(_later(release_id))


def _pictures(connection: Connection, release_id: int) -> int | None:
    """A later release with fewer pictures of its own than rows gave others new words."""
    own = select(func.count()).where(photo.c.release_id == release.c.id).scalar_subquery()
    published = _later(release_id).where(release.c.state == "published")
    later: int | None = connection.scalar(published.where(own < release.c.row_count))
    return later


def _looked_again(connection: Connection, release_id: int) -> int | None:
    """A later release may say something else of the same place, kind of paper, year and day."""
    mine, other = looked_for.alias("mine"), looked_for.alias("other")
    same = ("municipality_id", "kind", "fiscal_year", "looked_on")
    agree = and_(*(mine.c[name] == other.c[name] for name in same), other.c.release_id > mine.c.release_id)
    differ = (mine.c.found != other.c.found) | (mine.c.url != other.c.url)
    return connection.execute(
        select(func.max(other.c.release_id))
        .select_from(mine.join(other, agree).join(release, release.c.id == other.c.release_id))
        .where(mine.c.release_id == release_id, differ, release.c.state == "published")
    ).scalar()


def _later(release_id: int) -> Select[Any]:
    """The last release of the same subject after this one."""
    subject = select(release.c.subject).where(release.c.id == release_id).scalar_subquery()
    return select(func.max(release.c.id)).where(release.c.subject == subject, release.c.id > release_id)


_STUDIES: Final = _current(study, "key")
#: Subjects whose rows are updated in place ask the notes of what they replaced.
_OF: Final[Mapping[str, CountsInstead]] = {
    "budget": _current(
        slice_,
        *("municipality_id", "fiscal_year", "direction", "phase", "scope", "period_end"),
        *("covers", "covers_ky", "part"),
    ),
    # A later day speaks for a work of its own right; only another word about the same day takes a report's place.
    "works": _current(work_report, "work_id", "as_of"),
    "survey": _STUDIES,
    "figures": _STUDIES,
    "actions": _current(action, "municipality_id", "key"),
    "boundaries": _outline,
    "photos": _pictures,
    "checks": _looked_again,
}
