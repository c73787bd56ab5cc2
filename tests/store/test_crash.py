"""An importer killed at any moment leaves the old data or the new data, never a mixture."""

from __future__ import annotations

from tests.store.kills import kill_importers

#: The long run, 40 on each database, is `make bench`.
KILLS, ROWS = 10, 20_000


def test_kills_during_publishing_never_mix_old_and_new(database_url: str) -> None:
    inside = kill_importers(database_url, KILLS, ROWS)
    assert inside >= KILLS // 4, f"only {inside} kills hit inside the write"
