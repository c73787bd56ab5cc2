"""Small numbers for combinations of columns, fast enough for a million rows."""

from __future__ import annotations

import numpy as np
import pandas as pd


def number_groups(frame: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Number the distinct combinations of `columns`.

    Returns the group number of each row (0…n-1) and a frame of the n combinations in that order.
    Faster than groupby().ngroup() on many text columns: each column becomes codes, the codes one integer.
    """
    combined = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        codes, uniques = pd.factorize(frame[column])
        combined = combined * max(len(uniques), 1) + codes
        # Renumber as we go, so that the product of many columns cannot overflow.
        combined = pd.factorize(combined)[0].astype(np.int64)
    first = pd.Series(combined).drop_duplicates().index
    return combined, frame.iloc[first][columns].reset_index(drop=True)
