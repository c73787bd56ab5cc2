"""The quick part of reading a column: millions of cells like "-1234.56", all at once and exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

INT64_MAX = 2**63 - 1
CHUNK = 65_536
WIDTH = 22  # a sign, 18 digits, a mark, and one place that must stay free


def read_plain(
    raw: npt.NDArray[np.object_],
    marks: bytes,
    factor: int,
    minor: npt.NDArray[np.int64],
    missing: npt.NDArray[np.bool_],
) -> Iterator[int]:
    """Read the cells of `raw` like "-1234.56" by integer arithmetic into `minor`, and mark the empty ones in `missing`.

    `marks`: the letters that may be the decimal mark; `factor`: minor units in one source unit. Yields the positions
    of all other cells, which are left to slower and more careful hands.
    """
    for start in range(0, len(raw), CHUNK):
        part = slice(start, start + CHUNK)
        try:
            letters = raw[part].astype(f"S{WIDTH}").view(np.uint8)
        except UnicodeEncodeError:
            letters = raw[part].astype(f"U{WIDTH}").view(np.uint32)
        columns = np.ascontiguousarray(letters.reshape(-1, WIDTH).T)
        missing[part] = ~columns.any(axis=0)
        amounts, done = _plain_amounts(columns, marks, factor)
        minor[part] = amounts
        yield from (start + np.flatnonzero(~(done | missing[part]))).tolist()


def _plain_amounts(
    columns: npt.NDArray[Any], marks: bytes, factor: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Amounts in minor units of cells given as character codes, one array a character place; and which were plain."""
    count = columns.shape[1]
    value = np.zeros(count, dtype=np.int64)
    digits = np.zeros(count, dtype=np.int8)
    decimals = np.full(count, -1, dtype=np.int8)  # -1: no mark yet
    negative = columns[0] == ord("-")
    plain = np.ones(count, dtype=bool)
    ended = np.zeros(count, dtype=bool)
    used = np.flatnonzero(columns.any(axis=1))
    for place, letter in enumerate(columns[: int(used[-1]) + 2 if used.size else 0]):
        plain &= ~(ended & (letter != 0))  # a NUL inside the cell
        ended |= letter == 0
        digit = letter - letter.dtype.type(48)
        is_digit = (digit < 10) & ~ended
        is_mark = np.isin(letter, list(marks)) & (decimals < 0) & (digits > 0)
        plain &= is_digit | is_mark | ended | (negative if place == 0 else False)
        value = np.where(is_digit, value * 10 + digit, value)
        digits += is_digit
        decimals += is_mark | (is_digit & (decimals >= 0))
    plain &= ended & (digits > 0) & (digits <= 15) & (decimals != 0) & (decimals <= 2)
    shares = np.array([factor // 10**n if factor % 10**n == 0 else 0 for n in (0, 1, 2)], dtype=np.int64)
    share = shares[np.clip(decimals, 0, 2)]
    plain &= (share > 0) & (value <= INT64_MAX // factor)
    amounts = np.where(plain, value * np.where(plain, share, 0), 0)
    return np.where(negative, -amounts, amounts), plain
