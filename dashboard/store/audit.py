"""The audit trail: append-only, each entry holding the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dashboard.store.tables import audit

GENESIS = "0" * 64
_SAID = ("previous", "at", "actor", "action", "detail")


@dataclass(frozen=True)
class Head:
    """The last entry of the trail: its number, and its hash, which depends on all entries up to it.

    Whoever noted it elsewhere can tell whether the trail was rewritten since. An empty trail has number 0.
    """

    entry: int = 0
    hash: str = GENESIS

    def __str__(self) -> str:
        """As people see and note it."""
        return f"{self.entry}:{self.hash}"


@dataclass(frozen=True)
class Entry:
    """What happened, as the trail has it. `fits`: it holds the hash of the one before it, and its own is right."""

    id: int
    at: str
    actor: str
    action: str
    detail: dict[str, Any]
    hash: str
    fits: bool


def record(connection: Connection, *, at: datetime, actor: str, action: str, detail: dict[str, Any]) -> None:
    """Append an entry inside the caller's transaction."""
    entry = {
        "at": at.isoformat(),
        "actor": actor,
        "action": action,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "previous": head(connection).hash,
    }
    connection.execute(insert(audit).values(**entry, hash=_digest(entry)))


def head(connection: Connection) -> Head:
    """The last entry."""
    last = connection.execute(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)).first()
    return Head(last.id, last.hash) if last else Head()


def entries(connection: Connection) -> Iterator[Entry]:
    """Every entry, the first first."""
    previous = GENESIS
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        # SQLite would keep anything in these columns.
        said = {name: str(row[name]) for name in (*_SAID, "hash")}
        detail = _read(said["detail"])
        fits = (said["previous"], said["hash"]) == (previous, _digest(said)) and detail is not None
        # The parts are joined by "|": only an actor's name and the detail may hold one, or a part could move.
        fits = fits and "|" not in said["at"] + said["action"]
        yield Entry(row["id"], said["at"], said["actor"], said["action"], detail or {}, said["hash"], fits)
        previous = said["hash"]


def broken_at(connection: Connection) -> int | None:
    """Id of the first entry that does not fit the chain, or None when the chain is whole."""
    return next((entry.id for entry in entries(connection) if not entry.fits), None)


def _read(detail: str) -> dict[str, Any] | None:
    try:
        said = json.loads(detail)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _digest(entry: dict[str, str]) -> str:
    return hashlib.sha256("|".join(entry[name] for name in _SAID).encode()).hexdigest()
