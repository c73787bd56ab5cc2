"""All facts of a file as columns, and the two steps that look at many of them at once: flows and hierarchies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.budget.amounts import Block, Minor
from dashboard.intake.table.columns import Coded, Codes, Mask, concat, group_numbers

#: What a statement is: the columns that tell one slice from another.
SLICE = ("municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "document")


@dataclass(frozen=True)
class Facts:
    """One row a figure; `rows` are positions in the table, `header` the column the amount stood in."""

    columns: dict[str, Coded]
    rows: npt.NDArray[np.int64]
    row_no: npt.NDArray[np.int64]
    minor: Minor
    missing: Mask
    header: Coded

    def __len__(self) -> int:
        return len(self.rows)

    def slices(self) -> tuple[Codes, Codes]:
        """Number of the slice of each fact, and the first fact of each slice."""
        return group_numbers([self.columns[name] for name in SLICE])

    def lines(self) -> tuple[Codes, Codes]:
        """Number of the line of each fact, and the first fact of each line."""
        return group_numbers([self.columns[name] for name in ("municipality", "direction", "line")])

    def frame(self) -> pd.DataFrame:
        """The facts as a batch wants them."""
        names = (*SLICE, "line", "fund", "role", "unit")
        data: dict[str, object] = {name: self.columns[name].categorical() for name in names if name != "fiscal_year"}
        years = self.columns["fiscal_year"]
        data["fiscal_year"] = years.values.astype(np.int64)[years.codes]
        data["amount_minor"] = pd.arrays.IntegerArray(self.minor, self.missing)
        data["row_no"] = self.row_no
        return pd.DataFrame(data)


def gather(blocks: Sequence[Block], row_no: npt.NDArray[np.int64]) -> Facts:
    """The facts of all blocks, one under the other."""
    names = ("municipality", "direction", "phase", "scope", "document", "line", "fund", "role", "unit")
    columns = {name: concat([block.fields[name] for block in blocks]) for name in names}
    columns["fiscal_year"] = concat([block.periods.year for block in blocks])
    columns["period_end"] = concat([block.periods.end for block in blocks])
    rows = np.concatenate([block.rows for block in blocks])
    return Facts(
        columns=columns,
        rows=rows,
        row_no=row_no[rows],
        minor=np.concatenate([block.minor for block in blocks]),
        missing=np.concatenate([block.missing for block in blocks]),
        header=concat([Coded.constant(block.header, len(block.rows)) for block in blocks]),
    )


def cumulate(facts: Facts) -> Facts:
    """Sums of single periods as sums since January, for every line of every year.

    A line without a figure in a later period keeps its sum: nothing came, but what came before still counts.
    """
    parts = [facts.columns[name] for name in SLICE if name != "period_end"] + [facts.columns["fund"]]
    statement, _ = group_numbers(parts)
    line, _ = facts.lines()
    frame = pd.DataFrame(
        {
            "statement": statement,
            "line": line,
            "end": facts.columns["period_end"].to_numpy(),
            "at": np.arange(len(facts)),
            "minor": np.where(facts.missing, 0, facts.minor),
        }
    )
    pieces = []
    for _, one in frame.groupby("statement", sort=False):
        wide = one.pivot(index="line", columns="end", values=["minor", "at"]).sort_index(axis=1)
        sums = wide["minor"].fillna(0).cumsum(axis=1)
        last = wide["at"].ffill(axis=1)
        flat = pd.DataFrame({"minor": sums.stack(), "at": last.stack(future_stack=True)})
        pieces.append(flat[flat["at"].notna()].reset_index())
    result = pd.concat(pieces, ignore_index=True)
    at = result["at"].to_numpy(dtype=np.int64)
    ends, values = pd.factorize(result["end"].to_numpy(dtype=object))
    columns = {name: column.take(at) for name, column in facts.columns.items()}
    columns["period_end"] = Coded(ends.astype(np.int32), values)
    return Facts(
        columns=columns,
        rows=facts.rows[at],
        row_no=facts.row_no[at],
        minor=result["minor"].to_numpy(dtype=np.int64),
        missing=np.zeros(len(result), dtype=bool),
        header=facts.header.take(at),
    )


def join(first: Facts, second: Facts) -> Facts:
    """Two sets of facts as one."""
    return Facts(
        columns={name: concat([column, second.columns[name]]) for name, column in first.columns.items()},
        rows=np.concatenate([first.rows, second.rows]),
        row_no=np.concatenate([first.row_no, second.row_no]),
        minor=np.concatenate([first.minor, second.minor]),
        missing=np.concatenate([first.missing, second.missing]),
        header=concat([first.header, second.header]),
    )


def subtotals_by_parents(facts: Facts, parent_of_line: Codes) -> Facts:
    """Facts of lines that have a child in the same statement become subtotals of it.

    `parent_of_line`: number of the parent of each line (-1 without one).
    """
    numbers, _ = facts.slices()
    lines, _ = facts.lines()
    parents = parent_of_line[lines]
    count = len(parent_of_line)
    has_child = np.isin(numbers * count + lines, (numbers * count + parents)[parents >= 0])
    plain = facts.columns["role"].mask(lambda role: role == "line")
    role = facts.columns["role"].where(has_child & plain, Coded.constant("subtotal", len(facts)))
    return replace(facts, columns={**facts.columns, "role": role})
