"""Do the lines of a document add up to its totals? Differences are found here, stored, shown, and never corrected.

Works on the columns `slice` (any number), `line`, `parent` (line keys), `fund`, `role`, `amount_minor`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd


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


def add_up(facts: pd.DataFrame, excerpts: Collection[int] = (), steps: Mapping[int, int] | None = None) -> Sums:
    """Compare every printed total with the counted lines of its fund, and every subtotal with its children.

    `excerpts`: slices whose lines are only some of those their totals are over. Nothing of them is compared.
    `steps`: slice → the step in minor units its document says it rounds to. What rounding explains there is no
    difference: less than half a step for each figure compared. Elsewhere the printed digits are taken at their word.
    """
    steps = steps or {}
    known = facts[facts["amount_minor"].notna()]
    lines = known[known["role"] == "line"]
    by_fund = lines.groupby(["slice", "fund"], observed=True)["amount_minor"].sum()
    all_lines = lines.groupby("slice", observed=True)["amount_minor"].sum().rename("lines_minor")

    stated = known[known["role"] == "total"].copy()
    in_fund = pd.MultiIndex.from_frame(stated[["slice", "fund"]])
    counts = lines.groupby(["slice", "fund"], observed=True).size()
    # Kept as integers: floats would lose the last digits of large sums.
    stated["computed_minor"] = by_fund.reindex(in_fund).array.astype("Int64")
    whole = stated["fund"] == "all"
    stated.loc[whole, "computed_minor"] = all_lines.reindex(stated.loc[whole, "slice"]).array
    stated["parts"] = counts.reindex(in_fund).array
    stated.loc[whole, "parts"] = counts.groupby("slice").sum().reindex(stated.loc[whole, "slice"]).array
    stated["kind"] = "total_differs"
    off = stated["computed_minor"].notna() & (stated["computed_minor"] != stated["amount_minor"])
    off &= ~stated["slice"].isin(list(excerpts)) & ~_within_rounding(stated, steps)
    for power in (10, 100, 1000):
        large = stated["amount_minor"] == stated["computed_minor"] * power
        small = stated["amount_minor"] * power == stated["computed_minor"]
        stated.loc[off & (large | small), "kind"] = "power_of_ten"

    columns = ["slice", "line", "kind", "amount_minor", "computed_minor"]
    subtotals = _subtotals(known[~known["slice"].isin(list(excerpts))] if excerpts else known, steps)
    differences = pd.concat([stated.loc[off, columns], subtotals[columns]], ignore_index=True)
    return Sums(
        totals=_shown(facts, stated, all_lines, by_fund),
        differences=differences.rename(columns={"amount_minor": "stated_minor"}),
    )


def _within_rounding(compared: pd.DataFrame, steps: Mapping[int, int]) -> pd.Series[bool]:
    """Which rows with `amount_minor`, `computed_minor` and their number of `parts` differ by no more than rounding."""
    step = compared["slice"].map(steps).fillna(0).astype("int64")
    apart = (compared["amount_minor"] - compared["computed_minor"]).abs()
    return (2 * apart < step * (compared["parts"].fillna(0).astype("int64") + 1)).fillna(False).astype(bool)


def _subtotals(known: pd.DataFrame, steps: Mapping[int, int]) -> pd.DataFrame:
    """Subtotals whose children are printed and do not add up to them."""
    children = known[(known["parent"] != "") & known["role"].isin(["line", "subtotal"])]
    by_parent = children.groupby(["slice", "parent"], observed=True)["amount_minor"]
    subtotals = known[known["role"] == "subtotal"].copy()
    own = pd.MultiIndex.from_frame(subtotals[["slice", "line"]])
    subtotals["computed_minor"] = by_parent.sum().reindex(own).array.astype("Int64")
    subtotals["parts"] = by_parent.size().reindex(own).array
    subtotals["kind"] = "subtotal_differs"
    off = subtotals["computed_minor"].notna() & (subtotals["computed_minor"] != subtotals["amount_minor"])
    return subtotals[off & ~_within_rounding(subtotals, steps)]


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
