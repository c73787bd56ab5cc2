"""The audit trail: append-only, each entry holding the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dashboard.store.tables import audit

GENESIS = "0" * 64


def record(connection: Connection, *, at: datetime, actor: str, action: str, detail: dict[str, Any]) -> None:
    """Append an entry inside the caller's transaction."""
    last = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    entry = {
        "at": at.isoformat(),
        "actor": actor,
        "action": action,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "previous": last or GENESIS,
    }
    connection.execute(insert(audit).values(**entry, hash=_digest(entry)))


def broken_at(connection: Connection) -> int | None:
    """Id of the first entry that does not fit the chain, or None when the chain is whole."""
    previous = GENESIS
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        entry = {key: row[key] for key in ("at", "actor", "action", "detail", "previous")}
        if row["previous"] != previous or row["hash"] != _digest(entry):
            return int(row["id"])
        previous = row["hash"]
    return None


def _digest(entry: dict[str, str]) -> str:
    text = "|".join(entry[key] for key in ("previous", "at", "actor", "action", "detail"))
    return hashlib.sha256(text.encode()).hexdigest()
