"""The works of the fictional place, read without the product, and their numbers on the site."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from dashboard.store.tables import municipality
from dashboard.store.works_tables import work
from tests.exhibits.papers import Printed
from tests.exhibits.works.papers import current


@pytest.fixture(scope="session")
def demo() -> dict[str, Printed]:
    """The last row of every work, by its key."""
    return {row["key"]: row for row in current("demo")}


@pytest.fixture(scope="session")
def ids(connection: Connection) -> dict[str, int]:
    """The numbers of the works, by their keys."""
    mine = select(work.c.key, work.c.id).join(municipality, municipality.c.id == work.c.municipality_id)
    return {row.key: row.id for row in connection.execute(mine.where(municipality.c.code == "demo"))}
