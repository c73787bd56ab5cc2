"""Do the roll-ups of a release hold what its lines add up to?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from dashboard.store.tables import fact, rollup, slice_

#: What a roll-up is by, for lines of each direction.
_OF: dict[str, tuple[str, ...]] = {"revenue": ("source",), "expenditure": ("function", "economic")}


def sums(connection: Connection, release_id: int) -> Iterator[str]:
    """Names every roll-up that differs from its lines: `<slice> <dimension> <fund>`.

    By statement, dimension and fund the roll-ups of all classes together must have the amount and the number of the
    counted lines. Between classes nothing can be compared: a later import may have put a line into another one.
    """
    lines = (
        select(slice_.c.id, slice_.c.direction, fact.c.fund, func.sum(fact.c.amount_minor), func.count())
        .join(fact, fact.c.slice_id == slice_.c.id)
        .where(slice_.c.release_id == release_id, fact.c.role == "line", fact.c.amount_minor.is_not(None))
        .group_by(slice_.c.id, slice_.c.direction, fact.c.fund)
    )
    rolled = (
        select(
            rollup.c.slice_id,
            rollup.c.dimension,
            rollup.c.fund,
            func.sum(rollup.c.amount_minor),
            func.sum(rollup.c.line_count),
        )
        .join(slice_, slice_.c.id == rollup.c.slice_id)
        .where(slice_.c.release_id == release_id)
        .group_by(rollup.c.slice_id, rollup.c.dimension, rollup.c.fund)
    )
    expected = {
        (of, dimension, fund): (int(total), int(count))
        for of, direction, fund, total, count in connection.execute(lines)
        for dimension in _OF.get(direction, ())
    }
    found = {
        (of, dimension, fund): (int(total), int(count))
        for of, dimension, fund, total, count in connection.execute(rolled)
    }
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            yield " ".join(map(str, key))
