"""Whatever is published of a place: no exhibit of any page sets two figures against each other that are not comparable.

Random statements with amounts whose shares, differences and changes tell which two they are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.drawings import Headlines
from dashboard.exhibits.flows import flows
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.spending import per_head
from dashboard.exhibits.partial import partial
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.view import View
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import money, percent
from dashboard.store.comparable import comparable, of_the_whole
from dashboard.store.records import Class, Names, Paper, People, Place, Statement, Sum

TODAY = date(2026, 11, 24)
PLACE = Place(1, "here", "aiyl_aimak", Names("Жер"), "KGS")
PAPERS = tuple(Paper(n, f"paper-{n}", f"Paper {n}", "", date(2025, n, 1), "", "", "", 3) for n in (1, 2))
CLASSES = {
    key: Class(key, Names(key), "", key == "rev.own", at) for at, key in enumerate(("rev.own", "rev.grant", "a", "b"))
}
PEOPLE = (People(date(2020, 1, 1), 9_973, "", ""),)
SOM = 100


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, ...]:
    """Statements of two years, each thing once; amounts are primes of thousands of som, all different."""
    made = {}
    for number in range(draw(st.integers(1, 7))):
        phase = draw(st.sampled_from(("forecast", "approved", "revised", "executed")))
        year = draw(st.sampled_from((2024, 2025)))
        partly = draw(st.booleans())
        months = draw(st.sampled_from((3, 6, 9))) if partly else 12
        statement = Statement(
            id=number + 1,
            place=PLACE.id,
            currency="KGS",
            year=year,
            direction=draw(st.sampled_from(("revenue", "expenditure"))),
            phase=phase,
            scope="period" if partly else "year",
            period_end=date(year, months, 30 if months in (6, 9) else 31),
            amount_minor=draw(st.sampled_from((None, _PRIMES[number] * 1_000 * SOM))),
            stated_minor=None,
            lines_minor=None,
            basis="stated",
            paper=draw(st.sampled_from(PAPERS)),
            release_id=1,
            covers=draw(st.sampled_from(("whole", "whole", "whole", "own_revenue", "without_transfers", "transfers"))),
            itemises=draw(st.sampled_from(("all", "some", "none"))),
            rounded_to_minor=draw(st.sampled_from((1, SOM, 1_000_000_000 * SOM))),
            issuer=draw(st.sampled_from(("", "Министерство"))),
            boundaries=draw(st.sampled_from((None, None, date(2024, 1, 1)))),
            members=(number + 1,),
        )
        same = (statement.year, statement.direction, statement.phase, statement.scope, statement.period_end)
        made[(*same, statement.covers)] = statement
    return tuple(made.values())


_PRIMES = (10_007, 23_003, 54_013, 131_009, 317_011, 770_027, 1_870_021)


def _exhibits(view: View) -> Iterator[Exhibit]:
    """Everything the pages of a budget show."""
    yield from (headlines(view), completeness(view))
    for side, dimension in (("revenue", "source"), ("expenditure", "function")):
        yield breakdown(view, side, dimension)
        yield year_by_year(view, side)
        some = (composition(view, side, dimension), month_by_month(view, side))
        yield from (exhibit for exhibit in some if exhibit is not None)
    yield from (exhibit for exhibit in (flows(view), own_revenue(view), partial(view)) if exhibit is not None)


def _view(made: tuple[Statement, ...], year: int) -> View:
    """The year, with two classes for every statement that has lines."""
    sums = []
    for s in made:
        if s.amount_minor is not None and s.itemises != "none":
            keys = ("rev.own", "rev.grant") if s.direction == "revenue" else ("a", "b")
            dimension = "source" if s.direction == "revenue" else "function"
            third = s.amount_minor // 3
            sums += [
                Sum(s.id, dimension, keys[0], "budget", third, 1),
                Sum(s.id, dimension, keys[1], "budget", third, 1),
            ]
    return View(PLACE, year, "en", TODAY, made, CLASSES, sums=tuple(sums), people=PEOPLE)


def _said(exhibit: Exhibit) -> list[str]:
    """All sentences of an exhibit."""
    drawn = exhibit.drawing.figures if isinstance(exhibit.drawing, Headlines) else ()
    own = [part for figure in drawn for part in (figure.value, figure.sentence, *figure.facts)]
    return [exhibit.answer, *exhibit.notes, *own]


def _says(sentence: str, number: str) -> bool:
    """Whether a number stands in a sentence, not as the end of a longer one."""
    return re.search(rf"(?<![\d.]){re.escape(number)}", sentence) is not None


def _shares(exhibit: Exhibit) -> list[float]:
    """Every share in the table, except those of a whole and its own parts."""
    at = [i for i, column in enumerate(exhibit.columns) if column.key == "share"]
    if exhibit.key.endswith("composition-source") or exhibit.key.endswith("composition-function"):
        return []
    return [r.cells[i].value for r in exhibit.rows for i in at if isinstance(r.cells[i].value, float)]


@given(statements(), st.sampled_from((2024, 2025)))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_exhibit_sets_against_each_other_what_is_not_comparable(made: tuple[Statement, ...], year: int) -> None:
    view = _view(made, year)
    known = [s for s in made if s.amount_minor is not None]
    shares, changes, differences = {}, {}, {}
    for a, b in permutations(known, 2):
        shares.setdefault(a.amount_minor / b.amount_minor, []).append(comparable(a, b, "share_of_plan"))
        changed = percent("en", abs(a.amount_minor / b.amount_minor - 1))
        changes.setdefault(changed, []).append(comparable(a, b, "change"))
        if a.amount_minor > b.amount_minor:
            balance = (comparable(a, b, "balance"), comparable(b, a, "balance"))
            differences.setdefault(money("en", a.amount_minor - b.amount_minor, "KGS"), []).append(
                None if None in balance else balance[0]
            )
    amounts = {money("en", s.amount_minor, "KGS") for s in known}
    percents = {percent("en", share) for share, reasons in shares.items() if None in reasons}
    percents |= {percent("en", n / 100) for n in range(101)} | {percent("en", s.period_end.month / 12) for s in known}
    for exhibit in _exhibits(view):
        for share in _shares(exhibit):
            assert None in shares.get(share, [None]), (exhibit.key, share)
        for sentence in _said(exhibit):
            for words, reasons in changes.items():
                if words not in percents and _says(sentence, words):
                    assert None in reasons, (exhibit.key, sentence)
            for words, reasons in differences.items():
                if words not in amounts and _says(sentence, words):
                    assert None in reasons, (exhibit.key, sentence)


@given(statements())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_spending_per_resident_is_of_the_whole_budget_and_no_draft(made: tuple[Statement, ...]) -> None:
    view = _view(made, 2025)
    best = view.best("expenditure")
    drawing = headlines(view).drawing
    shown = isinstance(drawing, Headlines) and any(figure.key == "per-head" for figure in drawing.figures)
    if best is None or of_the_whole(best) is not None:
        assert not shown and per_head(view, "a").value is None
    if best is not None and best.boundaries is not None:
        assert not shown, "people counted before the place was another one"


@given(statements(), st.sampled_from((2024, 2025)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parts_of_a_hundred_are_of_all_of_it(made: tuple[Statement, ...], year: int) -> None:
    for side, dimension in (("revenue", "source"), ("expenditure", "function")):
        exhibit = composition(_view(made, year), side, dimension)
        if exhibit is not None:
            shares = [r.cells[2].value for r in exhibit.rows if not r.level]
            assert abs(sum(shares) - 1) < 1e-9, "what no line explains is a part, too"


def test_the_random_statements_reach_what_may_be_compared() -> None:
    """Guards the tests above: with comparable statements shares, changes and balances are there."""
    end = date(2025, 12, 31)
    first = Statement(
        1, 1, "KGS", 2025, "expenditure", "approved", "year", end, 131_009_000_00, None, None, "stated", PAPERS[0], 1,
        members=(1,),
    )  # fmt: skip
    done = replace(first, id=2, members=(2,), phase="executed", amount_minor=54_013_000_00)
    last = replace(done, id=3, members=(3,), year=2024, period_end=date(2024, 12, 31), amount_minor=23_003_000_00)
    came = replace(done, id=4, members=(4,), direction="revenue", amount_minor=77_001_000_00)
    view = _view((first, done, last, came), 2025)
    said = " ".join(sentence for exhibit in _exhibits(view) for sentence in _said(exhibit))
    assert 54_013 / 131_009 in _shares(headlines(view))
    assert percent("en", 54_013 / 23_003 - 1) in said and money("en", 22_988_000_00, "KGS") in said
