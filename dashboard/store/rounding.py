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


def differ(one: int, step: int, other: int, other_step: int) -> bool:
    """Whether two printed figures, in minor units, differ by more than the steps they were rounded to explain: by half
    of each step or more. Of a sum the step is the sum of the steps of its figures.
    """
    return 2 * abs(one - other) >= max(2, step + other_step)
