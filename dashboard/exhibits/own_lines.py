"""Lines that nobody has classified, shown as the document has them: its own headings and what stands below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard.exhibits.tree import LINE, REST
from dashboard.exhibits.view import View
from dashboard.i18n import NAMED_IN, t
from dashboard.store.records import Class, LineFigure, Names, Sum

#: More headings than this are not read: the smaller ones are put together.
MOST_HEADINGS = 30
_DIMENSIONS = {"revenue": ("source",), "expenditure": ("function", "economic"), "balance": ("source",)}
# After every class, in the order of the document.
_FIRST_POSITION = 100_000


def unclassified(view: View) -> frozenset[int]:
    """Statements of the view whose lines have no class at all, and excerpts that have nothing but other rows."""
    classified: set[int] = set()
    there: set[int] = set()
    for each in view.sums:
        (classified if each.key else there).add(each.statement_id)
    excerpts = {number for s in view.partial for number in s.members}
    return frozenset((there | excerpts) - classified)


def with_own_lines(view: View, figures: Iterable[LineFigure]) -> View:
    """The view with the lines of some statements in the place of classes, in two levels, largest headings first."""
    by_statement: dict[int, list[LineFigure]] = defaultdict(list)
    for figure in figures:
        by_statement[figure.statement_id].append(figure)
    if not by_statement:
        return view
    direction = {number: s.direction for s in view.statements for number in s.reads}
    # What is left of a total is known only where the total is.
    totalled = {number for s in view.statements if s.amount_minor is not None for number in s.reads}
    parents = {figure.line_id: figure.parent_id for mine in by_statement.values() for figure in mine}
    shown: dict[int, tuple[int, int]] = {line: _two_levels(line, parents) for line in parents}
    names = {figure.line_id: figure.names for mine in by_statement.values() for figure in mine}
    kept = _largest(by_statement, shown)
    classes = dict(view.classes)
    rest = Names(*(t(lang, "exhibits.the_rest") for lang in NAMED_IN))
    classes[REST] = Class(REST, rest, position=10 * _FIRST_POSITION)
    sums = [each for each in view.sums if each.statement_id not in by_statement]
    for number, mine in by_statement.items():
        given = [figure for figure in mine if figure.amount_minor is not None]
        counted = [figure for figure in given if figure.role == "line"]
        alone = not counted
        for position, figure in enumerate(counted or _each_once(given)):
            # What is printed for information may be a sum of its neighbours: it stands under its own name only.
            top, below = (figure.line_id, figure.line_id) if alone else shown[figure.line_id]
            named = alone or top in kept or number not in totalled
            key = f"{LINE}{below}" if named else REST
            if named:
                for line, parent in ((top, ""), (below, "" if below == top else f"{LINE}{top}")):
                    at = _FIRST_POSITION + position
                    classes.setdefault(f"{LINE}{line}", Class(f"{LINE}{line}", names[line], parent, position=at))
            for dimension in _DIMENSIONS.get(direction.get(number, ""), ()):
                sums.append(Sum(number, dimension, key, figure.fund, figure.amount_minor or 0, 1))
    return replace(view, sums=tuple(sums), classes=classes)


def _each_once(given: Iterable[LineFigure]) -> list[LineFigure]:
    """Figures of an excerpt without lines, sums left out: of a line in several funds the figure of all of them."""
    figures = [figure for figure in given if figure.role not in ("total", "subtotal")]
    of_all = {figure.line_id for figure in figures if figure.fund == "all"}
    return [figure for figure in figures if figure.fund == "all" or figure.line_id not in of_all]


def _two_levels(line: int, parents: Mapping[int, int | None]) -> tuple[int, int]:
    """The heading a line stands under, and the line below that heading which it belongs to."""
    path, seen = [line], {line}
    while (above := parents.get(path[-1])) is not None and above in parents and above not in seen:
        path.append(above)
        seen.add(above)
    return path[-1], path[-2] if len(path) > 1 else path[-1]


def _largest(by_statement: Mapping[int, list[LineFigure]], shown: Mapping[int, tuple[int, int]]) -> frozenset[int]:
    """The headings that are shown: the largest in any of the statements."""
    most: dict[int, int] = defaultdict(int)
    for mine in by_statement.values():
        of_heading: dict[int, int] = defaultdict(int)
        for figure in mine:
            if figure.role == "line" and figure.amount_minor is not None:
                of_heading[shown[figure.line_id][0]] += figure.amount_minor
        for heading, amount in of_heading.items():
            most[heading] = max(most[heading], abs(amount))
    return frozenset(sorted(most, key=lambda heading: (-most[heading], heading))[:MOST_HEADINGS])
