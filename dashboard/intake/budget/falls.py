"""Lines whose execution since January is below that of the period before: a wrong column, a lost page, a refund."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.table.columns import Codes
from dashboard.intake.table.numbers import major

#: So many are told, those that fell most.
TOLD = 10
_YEAR = ["municipality", "direction", "fiscal_year"]
_STATEMENT = [*_YEAR, "period_end"]


def falling_lines(
    facts: pd.DataFrame, lines: pd.DataFrame, known: pd.DataFrame, read: Callable[[pd.DataFrame], pd.DataFrame]
) -> list[Problem]:
    """Warnings about counted lines below their figure of the nearest earlier period of the same year.

    `facts`, `lines`: of a batch. `known`: the totals that count now, see `store.known.current_totals`. `read` gives
    the lines of some of their statements, see `store.known.current_lines`; it is asked once, or not at all.
    """
    is_line = (facts["phase"] == "executed") & (facts["role"] == "line") & (facts["direction"] != "balance")
    new = facts[is_line & facts["amount_minor"].notna()]
    if new.empty:
        return []
    statement, statements = _statements(new)
    before, missing = _before(statements, known)
    if not (before >= 0).any():
        return []
    old = read(missing) if len(missing) else None
    keys, minor = _keys(new, statement, before, old, len(statements), missing)
    order = np.argsort(keys, kind="stable")
    own = keys[: len(new)] - statement * _width(new)
    wanted = np.where(before[statement] >= 0, before[statement] * _width(new) + own, -1)
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    earlier = minor[order][place]
    fell = np.flatnonzero((keys[order][place] == wanted) & (minor[: len(new)] < earlier))
    worst = fell[np.argsort(minor[fell] - earlier[fell], kind="stable")][:TOLD]
    ends = [*statements["period_end"], *missing["period_end"]]
    return [
        _problem(new.iloc[i], lines, int(earlier[i]), ends[before[statement[i]]], len(fell)) for i in worst.tolist()
    ]


def _statements(new: pd.DataFrame) -> tuple[Codes, pd.DataFrame]:
    """Number of the statement of each fact, and the statements."""
    parts = [pd.factorize(new[name])[0].astype(np.int64) for name in _STATEMENT]
    number = np.zeros(len(new), dtype=np.int64)
    for part in parts:
        number = pd.factorize(number * (part.max(initial=0) + 1) + part)[0].astype(np.int64)
    first = np.unique(number, return_index=True)[1]
    return number, pd.DataFrame({name: new[name].iloc[first].to_numpy(dtype=object) for name in _STATEMENT})


def _before(statements: pd.DataFrame, known: pd.DataFrame) -> tuple[Codes, pd.DataFrame]:
    """Number of the statement before each of these (-1 without one), and those of the database, numbered on."""
    executed = known[(known["phase"] == "executed") & (known["direction"] != "balance")]
    pool = pd.concat([statements.assign(new=1), executed[_STATEMENT].assign(new=0)], ignore_index=True)
    pool["number"] = np.where(pool["new"] == 1, np.arange(len(pool)), -1)
    pool = pool.drop_duplicates(_STATEMENT).sort_values(_STATEMENT, kind="stable")
    shifted = pool.groupby(_YEAR, sort=False)[["period_end", "number"]].shift()
    pool["earlier_end"], pool["earlier"] = shifted["period_end"], shifted["number"]
    of_new = pool[pool["new"] == 1].sort_values("number")
    from_known = (of_new["earlier_end"].notna() & (of_new["earlier"] == -1)).to_numpy()
    missing = of_new[from_known].drop(columns="period_end").rename(columns={"earlier_end": "period_end"})
    before = of_new["earlier"].fillna(-1).to_numpy(dtype=np.int64, copy=True)
    before[from_known] = len(statements) + np.arange(int(from_known.sum()))
    return before, missing[_STATEMENT].reset_index(drop=True)


def _width(new: pd.DataFrame) -> int:
    return len(new["line"].cat.categories) * len(new["fund"].cat.categories)


def _keys(
    new: pd.DataFrame, statement: Codes, before: Codes, old: pd.DataFrame | None, count: int, missing: pd.DataFrame
) -> tuple[Codes, Codes]:
    """One number for statement, line and fund of every figure, the new ones first; and the figures."""
    funds = len(new["fund"].cat.categories)
    own = new["line"].cat.codes.to_numpy(dtype=np.int64) * funds + new["fund"].cat.codes.to_numpy(dtype=np.int64)
    keys, minor = statement * _width(new) + own, new["amount_minor"].to_numpy(dtype=np.int64)
    if old is None or old.empty:
        return keys, minor
    old = old.merge(missing.assign(statement=count + np.arange(len(missing))), on=_STATEMENT)
    line, fund = (new[name].cat.categories.get_indexer(old[name]) for name in ("line", "fund"))
    there = (line >= 0) & (fund >= 0)
    of_old = old["statement"].to_numpy(dtype=np.int64) * _width(new) + line * funds + fund
    return np.append(keys, of_old[there]), np.append(minor, old["amount_minor"].to_numpy(dtype=np.int64)[there])


def _problem(fact: pd.Series[Any], lines: pd.DataFrame, earlier: int, earlier_end: Any, n: int) -> Problem:
    same = (lines["line"] == fact["line"]) & (lines["municipality"] == fact["municipality"])
    label = str(lines.loc[same & (lines["direction"] == fact["direction"]), "label"].iat[0])
    params: dict[str, str | int] = {"place": str(fact["municipality"]), "n": n}
    params |= {"amount": major(int(fact["amount_minor"])), "earlier": major(earlier)}
    params |= {"end": fact["period_end"].isoformat(), "earlier_end": earlier_end.isoformat()}
    return Problem("line_falls", "warning", row=int(fact["row_no"]), value=label, params=params)
