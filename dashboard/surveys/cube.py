"""Study × place × indicator × at most two group dimensions → cells, nothing hidden yet (see suppression)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from dashboard.surveys.estimate import Strata, degrees, effective, kish, strata, sums, variances, wilson
from dashboard.surveys.model import CubeCell, Design, Floats, Group, Ints, MeasuredIndicator, Plan, Responses, Spread


@dataclass(frozen=True)
class _Crossing:
    """One crossing, ready for any indicator.

    Attributes:
        part_of_row: the part (one place × groups × PSU) of each respondent, `parts` where a group is not known.
        part, cell: for each pair of a part and an area's cell it belongs to; psu: of each part.
        keys: the area and the groups of each cell.
    """

    part_of_row: Ints
    parts: int
    part: Ints
    cell: Ints
    psu: Ints
    keys: tuple[tuple[str, tuple[Group, ...]], ...]


@dataclass(frozen=True)
class _Answered:
    """What one indicator's column says of each respondent.

    Attributes:
        base, top: 1 for an answer in the base and for a top answer, 0 for others.
        weight, weight_top: the same with the weight instead of 1; square: the base with its square.
        code: number of the answer, -1 for none.
    """

    base: Floats
    top: Floats
    weight: Floats
    weight_top: Floats
    square: Floats
    code: Ints


def build(
    responses: Responses, design: Design, indicators: Sequence[MeasuredIndicator], plan: Plan
) -> tuple[tuple[CubeCell, ...], tuple[Spread, ...]]:
    """Every cell with somebody in its base, and the spread of answers where at most one dimension is crossed.

    Raises:
        ValueError: the study has no column for an indicator or a dimension, or an answer that the indicator lacks.
    """
    sample, psu = _sample(responses)
    answered = [(indicator, _answered(responses, indicator)) for indicator in indicators]
    cells: list[CubeCell] = []
    spreads: list[Spread] = []
    for crossing in plan.crossings:
        table = _table(responses, plan, crossing, psu, len(sample.of_psu))
        for indicator, answers in answered:
            cells.extend(_cells(responses, design, indicator, answers, table, sample))
            if len(crossing) < 2:
                spreads.extend(_spreads(responses, indicator, answers, table))
    return tuple(cells), tuple(spreads)


def _sample(responses: Responses) -> tuple[Strata, Ints]:
    """The PSUs of the whole study: variances of a part of it still count all of them."""
    rows = np.arange(len(responses.weight))
    stratum = responses.stratum.index if responses.stratum else np.zeros_like(rows)
    return strata(stratum, responses.psu.index if responses.psu else rows)


def _answered(responses: Responses, indicator: MeasuredIndicator) -> _Answered:
    column = responses.answers.get(indicator.key)
    if column is None:
        raise ValueError(f"{responses.study}: no column of answers to {indicator.key}")
    stray = sorted(set(column.values) - set(indicator.all_codes))
    if stray:
        raise ValueError(f"{responses.study}: {indicator.key} has no answer {stray[0]!r}")
    in_base = np.array([code in indicator.base for code in column.values] + [False])
    on_top = np.array([code in indicator.top and code in indicator.base for code in column.values] + [False])
    number = np.array([indicator.all_codes.index(code) for code in column.values] + [-1], dtype=np.int64)
    # An index of -1 (no answer) picks the last entry.
    base, top = in_base[column.index].astype(np.float64), on_top[column.index].astype(np.float64)
    weight = responses.weight * base
    return _Answered(base, top, weight, weight * top, weight * responses.weight, number[column.index])


def _table(responses: Responses, plan: Plan, crossing: tuple[str, ...], psu: Ints, psus: int) -> _Crossing:
    columns = []
    for dimension in crossing:
        if dimension not in responses.groups:
            raise ValueError(f"{responses.study}: no column of the dimension {dimension}")
        columns.append(responses.groups[dimension])
    values = [[(name, value) for value in column.values] for name, column in zip(crossing, columns, strict=True)]
    combinations = list(product(*values))
    known = responses.place.index >= 0
    combined = np.zeros(len(psu), dtype=np.int64)
    for column in columns:
        known &= column.index >= 0
        combined = combined * len(column.values) + column.index
    width = len(combinations)
    names, numbers = np.unique(((responses.place.index * width + combined) * psus + psu)[known], return_inverse=True)
    part_of_row = np.full(len(psu), len(names), dtype=np.int64)
    part_of_row[known] = numbers
    place, group = names // psus // width, names // psus % width
    parts, cells = [], []
    areas = [(area, codes) for area, codes in plan.areas.items() if plan.makes(area, crossing)]
    for number, (_, codes) in enumerate(areas):
        inside = np.isin(np.array(responses.place.values, dtype=object), list(codes))[place]
        parts.append(np.flatnonzero(inside))
        cells.append(number * width + group[inside])
    return _Crossing(
        part_of_row,
        len(names),
        np.concatenate([*parts, np.empty(0, dtype=np.int64)]),
        np.concatenate([*cells, np.empty(0, dtype=np.int64)]),
        names % psus,
        tuple((area, combination) for area, _ in areas for combination in combinations),
    )


def _cells(
    responses: Responses,
    design: Design,
    indicator: MeasuredIndicator,
    answers: _Answered,
    table: _Crossing,
    sample: Strata,
) -> Iterator[CubeCell]:
    size = len(table.keys)

    def of_parts(values: Floats) -> Floats:
        return sums(table.part_of_row, values, table.parts + 1)[table.part]

    def of_cells(values: Floats) -> Floats:
        return sums(table.cell, values, size)

    weights, tops = of_parts(answers.weight), of_parts(answers.weight_top)
    n = of_cells(of_parts(answers.base)).astype(np.int64)
    top = of_cells(of_parts(answers.top)).astype(np.int64)
    total = of_cells(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = of_cells(tops) / total
    n_eff = low = high = np.full(size, np.nan)
    if design.kind == "probability":
        # The parts of one PSU in a cell that lie in several places are one.
        width = len(sample.of_psu)
        names, place = np.unique(table.cell * width + table.psu[table.part], return_inverse=True)
        count = len(names)
        by_weights = kish(total, of_cells(of_parts(answers.square)))
        n_eff = by_weights
        if design.strata or design.psu:
            of_cell, psu, weighed = names // width, names % width, sums(place, weights, count)
            variance = variances(of_cell, psu, weighed, sums(place, tops, count), sample, size)
            n_eff = effective(share, variance, n, by_weights, degrees(of_cell, psu, weighed, sample, size))
        low, high = wilson(share, n_eff)
    for k in np.flatnonzero(n).tolist():
        area, groups = table.keys[k]
        interval = (float(n_eff[k]), float(low[k]), float(high[k])) if design.kind == "probability" else (None,) * 3
        yield CubeCell(responses.study, area, indicator.key, groups, int(n[k]), int(top[k]), float(share[k]), *interval)


def _spreads(
    responses: Responses, indicator: MeasuredIndicator, answers: _Answered, table: _Crossing
) -> Iterator[Spread]:
    size, codes = len(table.keys), len(indicator.all_codes)
    kept = (table.part_of_row < table.parts) & (answers.code >= 0)
    index = table.part_of_row[kept] * codes + answers.code[kept]
    counted = sums(index, np.ones(len(index)), table.parts * codes).reshape(-1, codes)[table.part].sum(axis=1)
    weighed = sums(index, responses.weight[kept], table.parts * codes).reshape(-1, codes)[table.part]
    n = sums(table.cell, counted, size)
    by_code = np.stack([sums(table.cell, weighed[:, code], size) for code in range(codes)], axis=1)
    for k in np.flatnonzero(n).tolist():
        area, groups = table.keys[k]
        shares = tuple(zip(indicator.all_codes, (by_code[k] / by_code[k].sum()).tolist(), strict=True))
        yield Spread(responses.study, area, indicator.key, groups, int(n[k]), shares)
