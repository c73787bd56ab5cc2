"""What we hold of a place's budget and what we lack, in words; and a request for it that a resident can send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.exhibits.calendar import expected_on
from dashboard.exhibits.cells import Mark
from dashboard.exhibits.view import View
from dashboard.i18n import Lang, t
from dashboard.store.records import Statement

#: Sides and stages a resident may ask for, in the order they are named.
_ASKED = (("approved", "plan"), ("executed", "execution"))
_SIDES = ("revenue", "expenditure")
#: A request is written in the languages of the country's offices.
REQUEST_IN: tuple[Lang, ...] = ("ky", "ru")


@dataclass(frozen=True)
class Holdings:
    """What is known of a year, as documents in the reader's words.

    `without_figures`: named in a document we hold, without a figure. `requests`: ready texts by language; empty where
    nothing is lacked.
    """

    held: tuple[str, ...]
    without_figures: tuple[str, ...]
    lacked: tuple[str, ...]
    not_due: tuple[str, ...]
    requests: tuple[tuple[Lang, str], ...]


def holdings(view: View) -> Holdings:
    """What we hold and lack of the view's year: plan and execution of both sides."""
    held, without_figures, lacked, not_due, missing = [], [], [], [], []
    for phase, name in _ASKED:
        for side in _SIDES:
            found = view.plan(side) if phase == "approved" else view.pick(side, phase)
            if found is not None and found.amount_minor is not None:
                held.append(_held(view, side, found))
                continue
            words = t(view.lang, f"exhibits.holdings.{name}_{side}")
            if found is not None:
                without_figures.append(words)
            elif view.absence(phase).mark is Mark.NOT_DUE:
                not_due.append(words)
            else:
                lacked.append(words)
                missing.append((name, side))
    requests = tuple((lang, _request(view, lang, missing)) for lang in REQUEST_IN) if missing else ()
    return Holdings(tuple(held), tuple(without_figures), tuple(lacked), tuple(not_due), requests)


def lacking_year(today: date) -> int:
    """The year to ask about where nothing is held: the last one whose plan is expected to be public."""
    return today.year if today > expected_on(today.year, "approved") else today.year - 1


def _held(view: View, side: str, statement: Statement) -> str:
    name = "execution" if statement.phase == "executed" else "plan"
    words = t(view.lang, f"exhibits.holdings.{name}_{side}")
    if statement.phase == "executed":
        until = t(view.lang, "exhibits.published.until", date=statement.period_end)
        return f"{words} ({until})"
    return words


def _request(view: View, lang: Lang, missing: list[tuple[str, str]]) -> str:
    """A polite letter to the body, to copy."""
    asked = "; ".join(dict.fromkeys(t(lang, f"exhibits.holdings.{name}_{side}") for name, side in missing))
    place = view.place.names.in_(lang)
    return t(lang, "exhibits.holdings.request", place=place, year=view.year, documents=asked)
