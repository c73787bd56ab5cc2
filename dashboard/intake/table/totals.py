"""The role of each row: a counted line, a total, a subtotal, or part of another line ("of which")."""

from __future__ import annotations

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.mapping.schema import Mapping
from dashboard.intake.table.columns import Coded, Codes, Mask
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.filters import rows_where_any
from dashboard.intake.table.header import Grid

_TOTAL = (
    "баары", "баардыгы", "бардыгы", "жалпы баары", "жалпы сумма", "жалпы суммасы", "жыйынтык", "жыйынтыгы", "жыйынды",
    "всего", "итого", "общий итог", "total", "grand total", "усього", "всього", "разом", "totales", "suma total",
    "importe total",
)  # fmt: skip
_OF_WHICH = (
    "анын ичинде", "анын ичинен", "ичинен", "в том числе", "в т.ч", "из них", "у тому числі", "в тому числі", "з них",
    "of which", "including", "de los cuales", "de las cuales", "incluido",
)  # fmt: skip
TOTAL_WORDS = tuple(map(fold, _TOTAL))
OF_WHICH_WORDS = tuple(map(fold, _OF_WHICH))
ROLES = np.array(["line", "of_which", "subtotal", "total", "memo"], dtype=object)
LINE, OF_WHICH, SUBTOTAL, TOTAL, MEMO = range(5)


def roles_of_rows(grid: Grid, mapping: Mapping, fields: Fields, empty: Mask) -> tuple[Coded, Codes]:
    """The role of each row, and for "of which" rows the row they are part of (-1: not known).

    `empty`: rows without any amount. A row that says only "of which" makes the rows below it parts of the row
    above it, up to the next total, empty row, or (where the file has codes) row with a code.
    """
    rows = len(grid.body)
    label, code = fields.get("label"), fields.get("code")
    folded = None if label is None else label.map(fold)
    spec = mapping.totals
    by_label = mapping.columns.get("label")
    total = rows_where_any(grid, spec.total, by_label)
    if spec.words and folded is not None:
        total |= folded.mask(lambda text: text.startswith(TOTAL_WORDS))
    if spec.missing_code and code is not None:
        total |= code.mask(lambda text: not any(map(str.isalnum, text))) & ~empty
    subtotal = rows_where_any(grid, spec.subtotal, by_label)
    part, owner = _parts(grid, mapping, folded, code, total | subtotal, empty)

    number = np.full(rows, LINE, dtype=np.int32)
    number[part] = OF_WHICH
    number[total] = TOTAL
    number[subtotal] = SUBTOTAL
    role = Coded(number, ROLES) if number.any() else Coded.constant("line", rows)
    told = fields.get("role")
    if told is not None:
        role = role.where(told.mask(bool), told)
    return role, owner


def _parts(
    grid: Grid, mapping: Mapping, folded: Coded | None, code: Coded | None, sums: Mask, empty: Mask
) -> tuple[Mask, Codes]:
    part = rows_where_any(grid, mapping.totals.of_which, mapping.columns.get("label"))
    owner = np.full(len(grid.body), -1, dtype=np.int64)
    if not mapping.totals.words or folded is None:
        return part, owner
    alone = folded.mask(lambda text: text in OF_WHICH_WORDS) & empty
    begins = folded.mask(lambda text: text.startswith(OF_WHICH_WORDS) and text not in OF_WHICH_WORDS)
    part |= begins & ~empty
    coded = np.zeros(len(part), dtype=bool) if code is None else code.mask(bool)
    for start in np.flatnonzero(alone).tolist():
        above = _row_above(start, part | empty)
        for row in range(start + 1, len(part)):
            if sums[row] or empty[row] or coded[row]:
                break
            part[row] = True
            owner[row] = above
    for row in np.flatnonzero(part & (owner < 0)).tolist():
        owner[row] = _row_above(row, part | empty)
    return part, owner


def _row_above(row: int, passed: Mask) -> int:
    """The nearest row above that is not to be passed over; -1 without one."""
    above = row - 1
    while above >= 0 and passed[above]:
        above -= 1
    return above
