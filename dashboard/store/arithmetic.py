"""Do the lines of a document add up to its totals? Differences are found here, stored, shown, and never corrected.

Works on the columns `slice` (any number), `line`, `parent` (line keys), `fund`, `role`, `amount_minor`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.store.rounding import rounding


@dataclass(frozen=True)
class Sums:
    """What the rows of a batch add up to.

    Attributes:
        totals: one row per slice: `slice`, `stated_minor`, `lines_minor`, `amount_minor`, `basis`.
            `amount_minor` is the figure to show: the printed total, or the sum of the lines where no total is
            printed or the printed one is off by an exact power of ten.
        differences: one row per total or subtotal that differs from its parts: `slice`, `line`, `kind`,
            `stated_minor`, `computed_minor`.
    """

    totals: pd.DataFrame
    differences: pd.DataFrame


def add_up(facts: pd.DataFrame, excerpts: Collection[int] = (), steps: pd.Series[int] | None = None) -> Sums:
    """Compare every printed total with the counted lines of its fund, and every subtotal with its children.

    `excerpts`: slices whose lines are only some of those their totals are over. Nothing of them is compared.
    `steps`: by slice, what its figures are rounded to; what rounding explains is no difference. None: not rounded.
    """
    known = facts[facts["amount_minor"].notna()]
    lines = known[known["role"] == "line"]
    by_fund = lines.groupby(["slice", "fund"], observed=True)["amount_minor"].sum()
    all_lines = lines.groupby("slice", observed=True)["amount_minor"].sum().rename("lines_minor")

    stated = known[known["role"] == "total"].copy()
    in_fund = pd.MultiIndex.from_frame(stated[["slice", "fund"]])
    # Kept as integers: floats would lose the last digits of large sums.
    stated["computed_minor"] = by_fund.reindex(in_fund).array.astype("Int64")
    whole = stated["fund"] == "all"
    stated.loc[whole, "computed_minor"] = all_lines.reindex(stated.loc[whole, "slice"]).array
    stated["kind"] = "total_differs"
    off = stated["computed_minor"].notna() & (stated["computed_minor"] != stated["amount_minor"])
    off &= ~stated["slice"].isin(list(excerpts))
    for power in (10, 100, 1000):
        large = stated["amount_minor"] == stated["computed_minor"] * power
        small = stated["amount_minor"] * power == stated["computed_minor"]
        stated.loc[off & (large | small), "kind"] = "power_of_ten"

    rows = _number_of(lines, ["slice", "fund"]).reindex(in_fund).to_numpy()
    of_all = _number_of(lines, ["slice"]).reindex(stated["slice"]).to_numpy()
    off &= (stated["kind"] == "power_of_ten") | _beyond_rounding(stated, np.where(whole, of_all, rows), steps)

    columns = ["slice", "line", "kind", "amount_minor", "computed_minor"]
    subtotals = _subtotals(known[~known["slice"].isin(list(excerpts))] if excerpts else known, steps)
    differences = pd.concat([stated.loc[off, columns], subtotals[columns]], ignore_index=True)
    return Sums(
        totals=_shown(facts, stated, all_lines, by_fund),
        differences=differences.rename(columns={"amount_minor": "stated_minor"}),
    )


def _subtotals(known: pd.DataFrame, steps: pd.Series[int] | None) -> pd.DataFrame:
    """Subtotals whose children are printed and do not add up to them."""
    children = known[(known["parent"] != "") & known["role"].isin(["line", "subtotal"])]
    sums = children.groupby(["slice", "parent"], observed=True)["amount_minor"].sum()
    subtotals = known[known["role"] == "subtotal"].copy()
    own = pd.MultiIndex.from_frame(subtotals[["slice", "line"]])
    subtotals["computed_minor"] = sums.reindex(own).array.astype("Int64")
    subtotals["kind"] = "subtotal_differs"
    off = subtotals["computed_minor"].notna() & (subtotals["computed_minor"] != subtotals["amount_minor"])
    rows = _number_of(children, ["slice", "parent"]).reindex(own).to_numpy()
    return subtotals[off & _beyond_rounding(subtotals, rows, steps)]


def _number_of(rows: pd.DataFrame, by: list[str]) -> pd.Series[int]:
    """The number of rows that are not zero by some columns."""
    return rows.assign(filled=rows["amount_minor"] != 0).groupby(by, observed=True)["filled"].sum()


def _beyond_rounding(sums: pd.DataFrame, rows: npt.NDArray[Any], steps: pd.Series[int] | None) -> npt.NDArray[np.bool_]:
    """Which printed sums differ from the sum of so many `rows` by more than the rounding of these explains."""
    if steps is None:
        return np.ones(len(sums), dtype=bool)
    step = steps.reindex(sums["slice"]).to_numpy(dtype=np.int64)
    differs = (sums["computed_minor"] - sums["amount_minor"]).abs().to_numpy(dtype=np.int64, na_value=0)
    return np.asarray(differs > rounding(step, np.nan_to_num(rows.astype(float)).astype(np.int64)))


def _shown(facts: pd.DataFrame, stated: pd.DataFrame, all_lines: pd.Series, by_fund: pd.Series) -> pd.DataFrame:
    """The total to show for each slice, and on which of the two sums it rests."""
    totals = pd.DataFrame({"slice": facts["slice"].unique()}).set_index("slice")
    totals["lines_minor"] = all_lines.reindex(totals.index)
    # A printed total counts as the slice's own: the one over everything, or the widest fund plus the other lines.
    usable = stated[stated["kind"] != "power_of_ten"]
    whole = usable[usable["fund"] == "all"].groupby("slice")["amount_minor"].max()
    part = usable[usable["fund"] != "all"]
    outside = (
        all_lines.reindex(part["slice"]).fillna(0).to_numpy()
        - by_fund.reindex(pd.MultiIndex.from_frame(part[["slice", "fund"]])).fillna(0).to_numpy()
    )
    widened = (part["amount_minor"] + outside).groupby(part["slice"]).max() if len(part) else part["amount_minor"]
    totals["shown_stated"] = whole.reindex(totals.index).fillna(widened.reindex(totals.index))
    printed = stated.groupby("slice")["amount_minor"].max()
    totals["stated_minor"] = printed.reindex(totals.index)
    totals["amount_minor"] = totals["shown_stated"].fillna(totals["lines_minor"])
    totals["basis"] = "none"
    totals.loc[totals["lines_minor"].notna(), "basis"] = "lines"
    totals.loc[totals["shown_stated"].notna(), "basis"] = "stated"
    amounts = totals[["stated_minor", "lines_minor", "amount_minor"]].astype("Int64")
    return pd.concat([amounts, totals[["basis"]]], axis=1).reset_index()
