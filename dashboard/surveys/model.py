"""What a study is and what may be said from it. Arrays have one entry per respondent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Group = tuple[str, str]  # (dimension, value)
Reason = Literal["", "few", "complement", "uniform"]


@dataclass(frozen=True)
class Design:
    """How respondents came into the study. Only a probability sample has a margin of error.

    Attributes:
        kind: `published` studies come as finished figures, without responses.
        weights: whether weights differ between respondents; strata and psu: whether the sample had them.
    """

    kind: Literal["probability", "self_selected", "published"]
    weights: bool = False
    strata: bool = False
    psu: bool = False


@dataclass(frozen=True)
class MeasuredIndicator:
    """One question. `codes` are its answers in order; `top` are those the share counts.

    `unknown` ("hard to say") and `refused` codes stay in the distribution always, and in the base as the flags say.
    """

    key: str
    kind: Literal["binary", "scale", "choice"]
    codes: tuple[str, ...]
    top: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown_in_base: bool = True
    refused_in_base: bool = False

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every code an answer may have, in the order of the bar."""
        return self.codes + self.unknown + self.refused

    @property
    def base(self) -> frozenset[str]:
        """The codes that count as an answer in the share."""
        return frozenset(
            self.codes + (self.unknown if self.unknown_in_base else ()) + (self.refused if self.refused_in_base else ())
        )


@dataclass(frozen=True)
class CodedAnswers:
    """A column of codes: `values[index[i]]` is respondent i's, an index of -1 means none."""

    index: Ints
    values: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str | None]) -> CodedAnswers:
        """Number the codes in their sorted order; None is no code."""
        index, values = pd.factorize(np.array(list(codes), dtype=object), sort=True)
        return cls(index.astype(np.int64), tuple(values))

    @classmethod
    def meaning(cls, numbers: Ints, meant: Sequence[str | None]) -> CodedAnswers:
        """A column of numbers of texts, of which number k means the code `meant[k]`, or none."""
        values = sorted({code for code in meant if code is not None})
        place = {code: at for at, code in enumerate(values)}
        return cls(np.array([*(place.get(code, -1) if code else -1 for code in meant), -1])[numbers], tuple(values))


@dataclass(frozen=True)
class Responses:
    """The rows of one study, coded.

    Raises:
        ValueError: a column of another length, or a weight that is not a positive number.
    """

    study: str
    place: CodedAnswers
    weight: Floats
    stratum: CodedAnswers | None
    psu: CodedAnswers | None
    groups: Mapping[str, CodedAnswers]
    answers: Mapping[str, CodedAnswers]  # an index of -1: not asked, or left blank

    def __post_init__(self) -> None:
        columns = {"place": self.place, "stratum": self.stratum, "psu": self.psu, **self.groups, **self.answers}
        for name, column in columns.items():
            if column is not None and len(column.index) != len(self.weight):
                raise ValueError(f"{self.study}: {name} has {len(column.index)} rows, weights {len(self.weight)}")
        wrong = np.flatnonzero(~(np.isfinite(self.weight) & (self.weight > 0)))
        if wrong.size:
            raise ValueError(f"{self.study}: the weight of row {wrong[0] + 1} is {self.weight[wrong[0]]}, not above 0")


@dataclass(frozen=True)
class Plan:
    """Which crossings are made: reporting areas (each a set of place codes) and dimensions, at most two at once.

    Areas may lie in one another or overlap: a total, a place before and after a merger. `pairs_in` names the areas in
    which two dimensions are crossed at once, all of them when not given: few places have enough respondents for it.
    `too_thin` are crossings that are not made in an area, see `thinned`.

    Raises:
        ValueError: a crossing of more than two dimensions, or of one with itself.
    """

    areas: Mapping[str, tuple[str, ...]]
    crossings: tuple[tuple[str, ...], ...] = ((),)
    pairs_in: tuple[str, ...] | None = None
    too_thin: frozenset[tuple[str, tuple[str, ...]]] = frozenset()

    def __post_init__(self) -> None:
        for crossing in self.crossings:
            if len(crossing) > 2 or len(set(crossing)) < len(crossing):
                raise ValueError(f"a crossing has at most two different dimensions: {crossing}")

    def makes(self, area: str, crossing: tuple[str, ...]) -> bool:
        """Whether cells of an area with these dimensions are made."""
        if len(crossing) < 2:
            return True
        return (self.pairs_in is None or area in self.pairs_in) and (area, tuple(sorted(crossing))) not in self.too_thin


def thinned(plan: Plan, responses: Responses, least: int) -> Plan:
    """The plan without pairs of dimensions of which, in an area, a quarter of the cells hold fewer than `least` people.

    Most of such a table would have to be hidden, and it would take very long to find what. Cells of nobody aside.
    """
    thin = set()
    for area, codes in plan.areas.items():
        inside = np.isin(responses.place.index, [responses.place.values.index(code) for code in codes])
        for crossing in plan.crossings:
            if len(crossing) == 2:
                first, second = (responses.groups[name] for name in crossing)
                known = inside & (first.index >= 0) & (second.index >= 0)
                held = np.bincount(first.index[known] * len(second.values) + second.index[known])
                some = held[held > 0]
                if 4 * (some < least).sum() > some.size or not some.size:
                    thin.add((area, tuple(sorted(crossing))))
    return replace(plan, too_thin=frozenset(thin))


@dataclass(frozen=True)
class CubeCell:
    """One share. A hidden cell has a `reason` and no figures.

    The reason is kept for those who answer for the data. Everyone else sees only that the cell is hidden:
    "uniform" itself says that all answered alike, and "complement" that ten or more answered.

    Attributes:
        n: respondents in the base, unweighted; `top`: how many of them gave a top answer.
        share: weighted, 0-1; low, high: its 95% interval, None where the study is no probability sample.
        small: shown, but from so few that it must be marked.
    """

    study: str
    place: str
    indicator: str
    groups: tuple[Group, ...]
    n: int | None
    top: int | None
    share: float | None
    n_eff: float | None
    low: float | None
    high: float | None
    reason: Reason = ""
    small: bool = False

    @property
    def hidden(self) -> bool:
        """Whether the cell may not be shown."""
        return self.reason != ""


@dataclass(frozen=True)
class Spread:
    """How the answers to one question are spread: the weighted share of every code, "hard to say" kept.

    `n` counts everyone who answered anything, so it may be more than the base of the share.
    """

    study: str
    place: str
    indicator: str
    groups: tuple[Group, ...]
    n: int
    shares: tuple[tuple[str, float], ...]
