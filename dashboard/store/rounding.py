"""What rounding explains: figures are printed to a step, and their sums need not agree to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = TypeVar("Whole", int, npt.NDArray[np.int64])


def rounding(step: Whole, rows: Whole) -> Whole:
    """By how much the sum of so many printed figures may differ from their printed sum because each was rounded to a
    step: half a step per figure. Whole numbers of minor units, or arrays of them; figures printed to the last minor
    unit are not rounded.
    """
    return (step > 1) * (step * rows // 2)
