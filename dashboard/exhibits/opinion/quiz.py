"""Did you know? Questions whose answers are in a place's own exhibits, what a reader guessed, what others did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard.exhibits.breakdown import breakdown
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Card, Cell, Column, Exhibit, Mark, Row, Source
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.view import View
from dashboard.exhibits.works.progress import works_by_status
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import currency_word, t
from dashboard.store.guesses import KINDS, Counts

CLOSE = 10  # of a hundred
FEWEST = 30  # guesses of others that are reported
_HIDDEN = 5  # fewer guesses of a kind are not shown
Kinds = Mapping[str, int]


@dataclass(frozen=True)
class QuizQuestion:
    """A question: how many of 100?

    Attributes:
        parameter: of addresses and forms.
        key, year: what its guesses are counted under.
        truth: of 100, rounded; above 100 where more was spent than planned.
        section, exhibit: the page and the exhibit the truth is from; `sources` are its documents.
        one_year: whether that page shows one year.
    """

    parameter: str
    key: str
    year: int
    question: str
    truth: int
    section: str
    exhibit: str
    exhibit_name: str
    sources: tuple[Source, ...]
    one_year: bool = True

    def kind(self, guess: int) -> str:
        """Whether a guess is close, too low or too high."""
        if abs(guess - self.truth) <= CLOSE:
            return "close"
        return "low" if guess < self.truth else "high"


def questions(views: Iterable[View], works: WorksView) -> tuple[QuizQuestion, ...]:
    """What can be asked about a place, by parameter; each question of the latest of some years that answers it.

    `views`: the years, the latest first. Nothing is asked whose answer no exhibit holds.
    """
    years = tuple(views)
    makers: tuple[Callable[[View], QuizQuestion | None], ...] = (_largest_function, _own, _spent)
    found = [next(filter(None, map(maker, years)), None) for maker in makers]
    return tuple(each for each in (*found, _done(works)) if each is not None)


def guessed(asked: QuizQuestion, guess: int, place: WorksView, link: str) -> Exhibit:
    """A guess beside the truth, which leads to the exhibit it is from."""
    lang = place.lang
    rows = (
        Row("guess", (Cell(t(lang, "quiz.your_guess")), _number(guess))),
        Row("truth", (Cell(asked.exhibit_name, href=link), _number(asked.truth)), emphasis=True),
    )
    return place.exhibit(
        key=f"guess-{asked.parameter}",
        question=asked.question,
        answer=t(lang, f"quiz.answer_{asked.kind(guess)}", guess=guess, truth=asked.truth),
        columns=(
            Column("label", t(lang, "quiz.columns.label")),
            Column("of_100", t(lang, "quiz.columns.of_100"), "count"),
        ),
        rows=rows,
        sources=asked.sources,
    )


def others(asked: Iterable[QuizQuestion], counts: Counts, place: WorksView) -> Exhibit | None:
    """What others guessed, where at least thirty have; a poll of people who chose to answer."""
    lang = place.lang
    rows = []
    for each in asked:
        kinds = {kind: counts.get((each.key, each.year), {}).get(kind, 0) for kind in KINDS}
        n = sum(kinds.values())
        if n >= FEWEST:
            rows.append(Row(each.parameter, (Cell(each.question), *_shares(kinds, n), Cell(n))))
    if not rows:
        return None
    first = rows[0].cells
    close = first[2].value
    if isinstance(close, float):
        answer = t(lang, "quiz.others.answer", question=first[0].value, n=round(close * 100))
    else:
        answer = t(lang, "quiz.others.answer_hidden", question=first[0].value)
    return place.exhibit(
        key="guesses-of-others",
        question=t(lang, "quiz.others.question"),
        answer=answer,
        columns=(
            Column("label", t(lang, "quiz.columns.question")),
            *(Column(kind, t(lang, f"quiz.columns.{kind}"), "share") for kind in KINDS),
            Column("n", t(lang, "quiz.columns.n"), "count"),
        ),
        rows=rows,
        sources=(Source(t(lang, "quiz.others.source"), language=lang),),
        notes=(t(lang, "quiz.others.note", close=CLOSE, fewest=FEWEST), t(lang, "quiz.others.note_hidden")),
        card=Card(badge=t(lang, "opinion.badge")),
    )


def hidden_kinds(kinds: Kinds) -> frozenset[str]:
    """The kinds of guess that may not be shown: those of one to four people, and as many as hide them.

    The number of all guesses is shown, so that a single hidden kind could be calculated from the others.
    """
    hidden = {kind for kind, n in kinds.items() if 0 < n < _HIDDEN}
    for kind in sorted(kinds, key=lambda kind: (kinds[kind], kind)):
        if not hidden or (len(hidden) > 1 and sum(kinds[each] for each in hidden) >= _HIDDEN):
            break
        hidden.add(kind)
    return frozenset(hidden)


def _shares(kinds: Kinds, n: int) -> tuple[Cell, ...]:
    hidden = hidden_kinds(kinds)
    return tuple(
        Cell(None, Mark.SUPPRESSED) if kind in hidden else Cell(kinds[kind] / n, None if kinds[kind] else Mark.ZERO)
        for kind in KINDS
    )


def _largest_function(view: View) -> QuizQuestion | None:
    """How much of 100 went to the largest function of the budget."""
    lang, best = view.lang, view.best("expenditure")
    exhibit = breakdown(view, "expenditure", "function")
    at = next((i for i, column in enumerate(exhibit.columns) if best and column.key == best.phase), None)
    if best is None or at is None:
        return None
    amounts = {row.key: row.cells[at].value for row in exhibit.rows if not row.level}
    whole = amounts.pop("total", None)
    known = {key: amount for key, amount in amounts.items() if isinstance(amount, int)}
    named = {key: amount for key, amount in known.items() if key.startswith("func.") and key != "func.other"}
    if not isinstance(whole, int) or whole <= 0 or len(known) < 2 or not named:
        return None
    largest = max(named, key=lambda key: named[key])
    # Lines may add up to more than the printed total.
    share = named[largest] / max(whole, sum(known.values()))
    name = "function" if best.phase == "executed" else "function_plan"
    question = t(lang, f"quiz.{name}", year=view.year, name=view.said_name(largest), unit=_unit(view))
    return _asked("g1", largest, view, question, share, "spending", exhibit)


def _own(view: View) -> QuizQuestion | None:
    """How much of 100 of the revenue is the place's own."""
    exhibit, best = own_revenue(view), view.best("revenue")
    share = exhibit.rows[0].cells[exhibit.column("share")].value if exhibit else None
    if exhibit is None or best is None or not isinstance(share, float):
        return None
    name = "own" if best.phase == "executed" else "own_plan"
    question = t(view.lang, f"quiz.{name}", year=view.year, unit=_unit(view))
    return _asked("g2", "own-revenue", view, question, share, "revenue", exhibit)


def _spent(view: View) -> QuizQuestion | None:
    """How much of 100 of the planned expenditure has been spent."""
    executed = view.pick("expenditure", "executed")
    exhibit = headlines(view)
    row = next(row for row in exhibit.rows if row.key == "expenditure")
    share = row.cells[exhibit.column("share")].value
    if executed is None or not isinstance(share, float):
        return None
    question = t(view.lang, "quiz.spent", year=view.year, date=executed.period_end, unit=_unit(view))
    return _asked("g3", "plan-spent", view, question, share, "", exhibit)


def _done(works: WorksView) -> QuizQuestion | None:
    """How many of 100 works of the register are done."""
    exhibit = works_by_status(works)
    counts = {row.key: row.cells[1].value for row in exhibit.rows}
    done, whole = counts.get("done"), counts.get("total")
    if not isinstance(done, int) or not isinstance(whole, int):
        return None
    question = t(works.lang, "quiz.works", date=works.today)
    return QuizQuestion(
        "g4",
        "works-done",
        works.today.year,
        question,
        _of_hundred(done / whole),
        "works",
        exhibit.key,
        exhibit.question,
        exhibit.sources,
        one_year=False,
    )


def _asked(
    parameter: str, key: str, view: View, question: str, share: float, section: str, exhibit: Exhibit
) -> QuizQuestion:
    return QuizQuestion(
        parameter, key, view.year, question, _of_hundred(share), section, exhibit.key, exhibit.question, exhibit.sources
    )


def _of_hundred(share: float) -> int:
    return int(share * 100 + 0.5)


def _number(value: int) -> Cell:
    return Cell(value, None if value else Mark.ZERO)


def _unit(view: View) -> str:
    return currency_word(view.lang, view.place.currency, 100)
