"""Tables with a column for each line: one kind of revenue beside the other, and places or years below one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.intake.budget.facts import BudgetTable
from dashboard.intake.mapping.schema import Amount
from dashboard.intake.table.columns import Coded, concat
from dashboard.intake.table.table import Amounts

Read = Sequence[tuple[Amount, Amounts]]


def with_columns_as_lines(table: BudgetTable, read: Read) -> tuple[BudgetTable, Read]:
    """The table with its rows repeated for every line that columns of amounts name, and the columns beside them.

    Each column has its amounts in the rows of its line and none in the others. Tables whose columns name no line stay
    as they are.
    """
    names = list(dict.fromkeys(tuple(spec.names.items()) for spec, _ in read))
    if names == [()]:
        return table, read
    rows, repeated = len(table), table.repeated(len(names))
    told = sorted({name for line in names for name, _ in line})
    fields = {}
    for name in told:
        own = table.text(name)
        fields[name] = concat([Coded.constant(dict(line)[name], rows) if name in dict(line) else own for line in names])
    placed = []
    for spec, amounts in read:
        mine = np.repeat([line == tuple(spec.names.items()) for line in names], rows)
        at = np.tile(np.arange(rows), len(names))
        wide = amounts.keep(at)
        minor, missing = np.where(mine, wide.minor, 0), np.where(mine, wide.missing, True)
        placed.append((spec, Amounts(wide.header, minor, missing, wide.bad & mine, wide.unit, ~mine)))
    return repeated.with_fields(**fields), placed
