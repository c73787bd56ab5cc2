"""What the audit trail says of every release, and where it does not hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.store import audit, releases
from dashboard.store.audit import Entry, Head
from dashboard.store.publishing.seals import Seals
from dashboard.store.releases import PRODUCT
from dashboard.store.tables import release

SEAL = "seal"
#: Statements that the trail must refuse, by what they are called in a finding.
_REFUSED = {
    "UPDATE": "UPDATE audit SET actor = actor WHERE id = :last",
    "DELETE": "DELETE FROM audit WHERE id = :last",
    "REPLACE": "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = :last",  # only SQLite knows it
}


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was published: a key of `cli.verify` in the catalogues, and what goes into it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Told:
    """What the trail says of a release: columns of its row, and the seals of its rows by table, as far as there are."""

    entry: int
    columns: dict[str, Any]
    seals: Seals


@dataclass(frozen=True)
class Trail:
    """The whole trail: `hashes` by the number of an entry, what it says by the number of a release."""

    hashes: Mapping[int, str]
    told: Mapping[int, Told]
    broken: int | None

    @property
    def head(self) -> Head:
        """The last entry."""
        last = max(self.hashes, default=0)
        return Head(last, self.hashes[last]) if last else Head()


def read_trail(connection: Connection) -> Trail:
    """The trail from its first entry to its last. What follows a broken entry is read as it stands."""
    hashes: dict[int, str] = {}
    told: dict[int, Told] = {}
    broken = None
    for entry in audit.entries(connection):
        hashes[entry.id] = entry.hash
        try:
            _hear(entry, told)
            fits = entry.fits
        except (AttributeError, TypeError, ValueError):  # no entry of ours, whatever its hash
            fits = False
        if broken is None and not fits:
            broken = entry.id
    return Trail(hashes, told, broken)


def _hear(entry: Entry, told: dict[int, Told]) -> None:
    detail = entry.detail
    if entry.action.startswith("import "):
        columns = {
            "subject": entry.action.removeprefix("import "),
            "actor": entry.actor,
            "imported_at": entry.at,
            "state": "published",
            "file_name": detail.get("file"),
            "file_sha256": detail.get("sha256"),
            "row_count": detail.get("rows"),
        }
        if "control_minor" in detail:
            columns["control_minor"] = detail["control_minor"]
        told[int(detail.get("release", 0))] = Told(entry.id, columns, dict(detail.get("seals", {})))
    elif entry.action == "retract" and detail.get("release") in told:
        told[detail["release"]].columns["state"] = "retracted"
    elif entry.action == "claim":
        for number in filter(told.__contains__, map(int, detail.get("releases", ()))):
            told[number].columns["actor"] = PRODUCT
    elif entry.action == SEAL:
        for number, seals in detail.get("releases", {}).items():
            # The first word on a table counts: whoever changes rows could seal them again.
            if (of := told.get(int(number))) is not None:
                of.seals = {**seals, **of.seals}


def trail_faults(connection: Connection, trail: Trail) -> Iterator[Fault]:
    """Entries that do not fit, changes that were counted and not written down, releases that do not match them."""
    if trail.broken is not None:
        yield Fault("entry", {"entry": trail.broken})
    version, entries = releases.data_version(connection), len(trail.hashes)
    if version != entries:
        yield Fault("version", {"version": version, "entries": entries})
    rows = {row["id"]: row for row in connection.execute(select(release).order_by(release.c.id)).mappings()}
    for number in rows.keys() - trail.told.keys():
        yield Fault("unlisted", {"release": number})
    for number, told in trail.told.items():
        if number not in rows:
            yield Fault("lost", {"release": number, "entry": told.entry})
        else:
            yield from _differences(number, rows[number], told)


def guard_faults(connection: Connection, head: Head) -> Iterator[Fault]:
    """Statements that nothing stops any more from changing the trail; what they do is taken back at once."""
    for verb, statement in _REFUSED.items() if head.entry else ():
        if verb == "REPLACE" and connection.dialect.name != "sqlite":
            continue
        attempt = connection.begin_nested()
        try:
            connection.execute(text(statement), {"last": head.entry})
            yield Fault("unguarded", {"statement": verb})
        except DBAPIError:
            continue
        finally:
            attempt.rollback()


def _differences(number: int, row: RowMapping, told: Told) -> Iterator[Fault]:
    for column, value in told.columns.items():
        if row[column] != value:
            yield Fault("said", {"release": number, "column": column, "found": row[column], "told": value})
