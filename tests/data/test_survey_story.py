"""What the fictional studies tell: what was done and noticed, what changed for certain, who knows less."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.surveys.estimate import share_and_error
from dashboard.surveys.interval import Change, Wave, newcombe
from tests.data.made import WAVES, Row, Study, question


def wave_of(of: Study, frame: pd.DataFrame, indicator: str, within: Row | None = None) -> Wave:
    """The weighted share of top answers and the effective size, with strata and PSUs; `within`: column → value."""
    asked = question(of, indicator)
    column = frame[asked["column"]]
    role = {said: answer["role"] for answer in asked["answers"] for said in answer["is"]}
    roles = column.map(role)
    kept = roles.isin(["top", "other", "unknown"])
    for name, value in (within or {}).items():
        kept &= frame[name] == value
    weight = frame[of["columns"]["weight"]].astype(float).to_numpy()
    codes = [pd.factorize(frame[of["columns"][part]])[0].astype(np.int64) for part in ("stratum", "psu")]
    top = (roles == "top").to_numpy(dtype=np.float64)
    share, error = share_and_error(top, weight, *codes, kept.to_numpy(dtype=np.float64))
    return Wave(share, min(share * (1 - share) / error**2, float(kept.sum())))


@pytest.fixture(scope="module")
def change(studies: dict[int, Study], answers: dict[int, pd.DataFrame]) -> dict[str, Change]:
    """How each share changed from the first wave to the second."""
    return {
        each["indicator"]: newcombe(*(wave_of(studies[year], answers[year], each["indicator"]) for year in WAVES))
        for each in studies[2025]["question"]
        if any(answer.get("role") == "top" for answer in each["answers"])
    }


def test_what_is_done_is_noticed_for_some_services_and_not_for_others(
    studies: dict[int, Study], answers: dict[int, pd.DataFrame], last_works: dict[str, Row]
) -> None:
    def noticed(service: str) -> float:
        return wave_of(studies[2025], answers[2025], f"noticed-{service}").share

    def done(service: str) -> int:
        ended = [row["actual_end"] for row in last_works.values() if row["service"] == service]
        return sum("2024" < day < "2025-10-24" for day in ended)

    assert done("roads") and noticed("roads") > 0.65 and done("lighting") and noticed("lighting") > 0.55
    for service in ("water", "health"):
        assert done(service) and noticed(service) < 0.35
    # The bridge is stuck, the sports ground was promised, and of waste there is no work at all.
    assert noticed("bridge") < 0.2 and noticed("sport") < 0.4
    assert noticed("waste") < 0.2 and not any(row["service"] == "waste" for row in last_works.values())


def test_some_shares_grew_for_certain_and_others_within_the_margin(change: dict[str, Change]) -> None:
    better = ("knows-plan", "knows-improvements", "saw-citizens-budget", "voted-projects", "satisfied-lighting")
    assert all(change[key].low > 0 for key in better)
    for key in ("trust-council", "trust-executive", "satisfied-overall", "noticed-health", "satisfied-water"):
        assert change[key].within_margin
    assert change["satisfied-waste"].value < 0


def test_few_know_about_money_and_women_less_than_men(
    studies: dict[int, Study], answers: dict[int, pd.DataFrame]
) -> None:
    for year in WAVES:
        for indicator in ("knows-sources", "knows-plan", "knows-execution"):
            everyone, women, men = (
                wave_of(studies[year], answers[year], indicator, within).share
                for within in (None, {"person/sex": "woman"}, {"person/sex": "man"})
            )
            assert everyone < 0.3 and women < men - 0.02
