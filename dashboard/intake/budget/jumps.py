"""New totals against those around them: a jump in scale asks, execution that shrinks within a year warns."""

from __future__ import annotations

import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.table.numbers import TOO_HIGH, TOO_LOW, major

_FOUND = ["earlier_minor", "earlier_year", "earlier_phase"]


def scale_jumps(new: pd.DataFrame, known: pd.DataFrame) -> list[Problem]:
    """Questions about totals more than 50 times, or less than a fiftieth of, the one they should resemble.

    Both frames have the columns of `store.known.current_totals`. A plan is compared with the plan of the nearest
    earlier year, else with another plan of its year; execution with execution to the same day of the nearest
    earlier year, and must not be 50 times the plan. Values in the file serve where the database has none.
    """
    pool = pd.concat([known, new], ignore_index=True)
    pool = pool[pool["amount_minor"] > 0].sort_values(["fiscal_year", "period_end"], kind="stable")
    plans, executed = pool[pool["phase"] != "executed"], pool[pool["phase"] == "executed"]
    checked = new[new["amount_minor"] > 0].reset_index(drop=True)
    is_plan = checked["phase"] != "executed"
    found = pd.concat(
        [_plan_before(checked[is_plan], plans), _execution_before(checked[~is_plan], executed, plans)]
    ).sort_index()
    ratio = checked["amount_minor"].astype(float) / found["earlier_minor"].astype(float)
    alike = is_plan | (found["earlier_phase"] == "executed")
    jumps = (ratio > TOO_HIGH) | (alike & (ratio < TOO_LOW))
    return [_jump(checked.loc[i], found.loc[i]) for i in checked.index[jumps]]


def _plan_before(checked: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    same_kind = ["municipality", "direction", "scope"]
    found = _look_up(checked, _previous_year(plans, [*same_kind, "phase"]))
    found = found.combine_first(_look_up(checked, _previous_year(plans, same_kind)))
    for phase in ("revised", "approved", "forecast"):
        other = _last_of_year(plans[plans["phase"] == phase], same_kind)
        of_other_phase = _look_up(checked[checked["phase"] != phase], other).reindex(checked.index)
        found = found.combine_first(of_other_phase)
    return found[_FOUND]


def _execution_before(checked: pd.DataFrame, executed: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    day = ["municipality", "direction", "day"]
    found = _look_up(checked.assign(day=_day(checked)), _previous_year(executed.assign(day=_day(executed)), day))
    plan = _look_up(checked, _last_of_year(plans, ["municipality", "direction"]))
    return found.combine_first(plan)[_FOUND]


def _day(rows: pd.DataFrame) -> pd.Series:
    return rows["period_end"].map(lambda end: end.month * 100 + end.day).astype("int64")


def _last_of_year(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The last figure of each group and year, as the columns of `_FOUND`."""
    last = rows.drop_duplicates([*by, "fiscal_year"], keep="last")
    return last.assign(
        earlier_minor=last["amount_minor"], earlier_year=last["fiscal_year"], earlier_phase=last["phase"]
    )[[*by, "fiscal_year", *_FOUND]]


def _previous_year(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """For each group and year the last figure of the nearest earlier year."""
    last = _last_of_year(rows, by)
    last[_FOUND] = last.groupby(by, sort=False)[_FOUND].shift()
    return last.dropna(subset=["earlier_minor"])


def _look_up(checked: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in reference.columns if name not in _FOUND]
    return checked.reset_index().merge(reference, on=keys, how="left").set_index("index")[_FOUND].astype(object)


def _jump(row: pd.Series, found: pd.Series) -> Problem:
    amounts = {"amount": major(row["amount_minor"]), "earlier": major(int(found["earlier_minor"]))}
    years = {"year": int(row["fiscal_year"]), "earlier_year": int(found["earlier_year"])}
    phases = {"phase": str(row["phase"]), "earlier_phase": str(found["earlier_phase"])}
    params: dict[str, str | int] = {**amounts, **years, "place": str(row["municipality"]), **phases}
    return Problem("unit_jump", "question", value=f"{row['direction']} {row['fiscal_year']}", params=params)


def shrinking_execution(new: pd.DataFrame, known: pd.DataFrame) -> list[Problem]:
    """Warnings about execution since January that is below that of an earlier period of the same year."""
    executed = pd.concat([known.assign(new=False), new.assign(new=True)], ignore_index=True)
    executed = executed[(executed["phase"] == "executed") & (executed["direction"] != "balance")]
    executed = executed.drop_duplicates(["municipality", "direction", "fiscal_year", "period_end"], keep="last")
    executed = executed.sort_values(["municipality", "direction", "fiscal_year", "period_end"])
    by = ["municipality", "direction", "fiscal_year"]
    executed[["earlier", "earlier_end"]] = executed.groupby(by, sort=False)[["amount_minor", "period_end"]].shift()
    falls = executed[executed["new"].astype(bool) & (executed["amount_minor"] < executed["earlier"])]
    problems = []
    for row in falls.itertuples(index=False):
        params = {"place": str(row.municipality), "end": row.period_end.isoformat(), "amount": major(row.amount_minor)}
        params |= {"earlier_end": row.earlier_end.isoformat(), "earlier": major(int(row.earlier))}
        what = f"{row.direction} {row.fiscal_year}"
        problems.append(Problem("execution_falls", "warning", value=what, params=params))
    return problems
