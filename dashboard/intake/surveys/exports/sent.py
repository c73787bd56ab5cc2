"""When answers were sent, as Google Forms, KoboToolbox, ODK and telephones write it down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from dashboard.intake.surveys.words import SENT_AT, plain
from dashboard.intake.table.columns import cell_text

#: Names of such columns, the surest first: of the server, of Google Forms, of the telephone.
_NAMES: Final = (("_submission_time", "submissiondate"), tuple(sorted(SENT_AT)), ("end",))
_MOMENT: Final = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:[T, ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?\s?m\.?)?)?"
    r"(?:\s*(?:gmt|utc)?\s*([+-]\d{1,2}):?(\d{2})?)?",
    re.IGNORECASE,
)
Order = Literal["dmy", "mdy"]


def moment_text(cell: object) -> str:
    """A cell as text; a moment keeps its time."""
    if isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second or cell.microsecond):
        return cell.isoformat()
    return cell_text(cell)


def sent_column(titles: Iterable[str]) -> str | None:
    """The column that says when each answer was sent, None where there is none that is known."""
    named = {plain(title): title for title in reversed(list(titles))}
    return next((named[name] for names in _NAMES for name in names if name in named), None)


def moments(texts: Sequence[str], column: Sequence[str]) -> npt.NDArray[np.float64] | None:
    """Seconds by which moments can be ordered; None where one cannot be read, or day and month cannot be told apart.

    `column`: all moments of the file: 20/09/2025 in one row says what 03/04/2025 is in another.
    """
    orders: tuple[Order, ...] = ("dmy", "mdy")
    unread = {order: sum(_moment(text, order) is None for text in column) for order in orders}
    found = []
    for order in (each for each in orders if unread[each] == min(unread.values())):
        read = [_moment(text, order) for text in texts]
        found.append(np.array([moment.timestamp() if moment else np.nan for moment in read]))
    first = found[0]
    if np.isnan(first).any() or any(not np.array_equal(_ordered(first), _ordered(each)) for each in found):
        return None
    return first


def _ordered(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    return np.argsort(seconds, kind="stable")


def _moment(text: str, order: Order) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    first, mark, second, third = found[1], found[2], found[3], found[4]
    ordered = "ymd" if len(first) == 4 else "dmy" if mark == "." else order
    day = dict(zip(ordered, map(int, (first, second, third)), strict=True))
    hour = int(found[5] or 0)
    if found[8]:
        hour = hour % 12 + (12 if found[8].casefold() == "p" else 0)
    zone = timezone(timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0)))
    try:
        return datetime(day["y"], day["m"], day["d"], hour, int(found[6] or 0), int(found[7] or 0), tzinfo=zone)
    except ValueError:
        return None
