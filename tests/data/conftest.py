"""The waves of the fictional study and the works it asks about."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.data.made import DEMO, SURVEYS, WAVES, Row, Study, read, study


@pytest.fixture(scope="module")
def studies() -> dict[int, Study]:
    return {year: study(f"demo-{year}") for year in WAVES}


@pytest.fixture(scope="module")
def answers() -> dict[int, pd.DataFrame]:
    return {year: pd.read_csv(SURVEYS / f"answers-{year}.csv", dtype=str, keep_default_na=False) for year in WAVES}


@pytest.fixture(scope="module")
def last_works() -> dict[str, Row]:
    """The last report of every work."""
    return {row["key"]: row for row in sorted(read(DEMO / "works.csv"), key=lambda row: row["as_of"])}
