"""The interval of a share and of a change between two waves, in plain arithmetic: what shows figures needs no arrays.

Sources: interval of a share — Wilson, JASA 22 (1927); of a difference — Newcombe, Statistics in Medicine 17 (1998),
method 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dashboard.surveys.model import Floats

Z95 = 1.959963984540054  # the 97.5% quantile of the normal distribution
Number = TypeVar("Number", float, "Floats")


@dataclass(frozen=True)
class Wave:
    """A share and its effective number of answers."""

    share: float
    n_eff: float


@dataclass(frozen=True)
class Change:
    """Later minus earlier, as a share (0.13 is 13 percentage points), and its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def within_margin(self) -> bool:
        """Whether no change at all lies in the interval: then neither "more" nor "less" may be said."""
        return self.low <= 0 <= self.high


def wilson_ends(share: Number, n_eff: Number) -> tuple[Number, Number]:
    """95% interval of a share (0-1), `n_eff` effective answers; rounding may put an end a hair beyond zero or one."""
    z2 = Z95**2
    middle = share + z2 / (2 * n_eff)
    half = Z95 * (abs(share * (1 - share)) / n_eff + z2 / (4 * n_eff**2)) ** 0.5
    scale = 1 + z2 / n_eff
    return (middle - half) / scale, (middle + half) / scale


def newcombe(earlier: Wave, later: Wave) -> Change:
    """Change between two independent samples with its 95% interval (hybrid score)."""
    (low1, high1), (low2, high2) = (wilson_ends(wave.share, wave.n_eff) for wave in (earlier, later))
    change = later.share - earlier.share
    return Change(
        change,
        change - sqrt((later.share - low2) ** 2 + (high1 - earlier.share) ** 2),
        change + sqrt((high2 - later.share) ** 2 + (earlier.share - low1) ** 2),
    )
