"""Guesses come in: checked, counted without a trace of who sent them, and answered at once: no address holds them."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, abort, request

from dashboard.exhibits.opinion.quiz import QuizQuestion
from dashboard.front import FrontEnd
from dashboard.i18n import t
from dashboard.pages.address import NotFound, parse
from dashboard.pages.data import QuizData
from dashboard.pages.model import Page
from dashboard.pages.opinion.quiz import answered
from dashboard.pages.section import Draft
from dashboard.store.guesses import Guess, Guesses, NotCounted
from dashboard.web.answers import unkept
from dashboard.web.errors import error_page
from dashboard.web.site import HTML, Site

log = logging.getLogger(__name__)
MAX_BODY = 2_000
MOST_A_MINUTE = 60  # forms a place and process
_FORM = "application/x-www-form-urlencoded"
_GUESS = re.compile("100|[1-9]?[0-9]")
_SHOWN = 40  # letters of a wrong value


class BadGuess(ValueError):
    """A guess is missing or no whole number from 0 to 100; `value` is None where it is missing."""

    def __init__(self, question: str, value: str | None) -> None:
        super().__init__(value)
        self.question, self.value = question, value


@dataclass
class Limit:
    """So many forms a place and minute, whoever sends them: no address is looked at, none is kept."""

    clock: Callable[[], float]
    most: int = MOST_A_MINUTE
    _minute: int = -1
    _forms: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, place: str) -> bool:
        """Whether one more form of a place is counted in this minute; it counts as one if so."""
        minute = int(self.clock() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._forms = minute, Counter()
            if self._forms[place] >= self.most:
                return False
            self._forms[place] += 1
            return True


def register(
    server: Flask,
    site: Site,
    guesses: Guesses,
    limit: Limit,
    write: Callable[[Page], str],
    front: Callable[[], FrontEnd],
) -> None:
    """Take the form of the page "Did you know?" and answer with the document (`write`) of the published figures.

    403 for what another site sends and 413 for what is too large come from dashboard.security; 415 is no form.
    """

    @server.post("/<lang>/<place>/quiz")
    def _guess(lang: str, place: str) -> Response:
        request.max_content_length = MAX_BODY
        if request.mimetype != _FORM:
            abort(415)
        address = parse(request.path)
        draft = site.read(address)
        if not isinstance(draft, Draft) or not isinstance(draft.data, QuizData):
            raise NotFound(address.href)
        made = {each: _read(each) for each in draft.data.asked}
        counted = _count(address.place, made, guesses, limit)
        page = answered(draft, made, guesses.of(address.place), counted=counted)
        return unkept(Response(write(page), content_type=HTML))

    @server.errorhandler(BadGuess)
    def _bad(error: BadGuess) -> Response:
        address = parse(request.path)
        lang, value = address.lang, error.value
        if value is None:
            said = t(lang, "quiz.bad.missing", question=error.question)
        else:
            said = t(lang, "quiz.bad.value", question=error.question, value=value[:_SHOWN])
        back = (t(lang, "quiz.bad.back"), address.href)
        page = error_page(lang, t(lang, "quiz.bad.title"), (said,), back, front())
        return unkept(Response(page, 400, content_type=HTML))


def _read(asked: QuizQuestion) -> int:
    """The guess of a question, given once. Raises BadGuess."""
    values = [value.strip() for value in request.form.getlist(asked.parameter)]
    if not any(values):
        raise BadGuess(asked.question, None)
    if len(values) > 1 or not _GUESS.fullmatch(values[0]):
        raise BadGuess(asked.question, ", ".join(values))
    return int(values[0])


def _count(place: str, made: dict[QuizQuestion, int], guesses: Guesses, limit: Limit) -> bool:
    """Whether the guesses were added to the count."""
    if not limit.allows(place):
        log.warning("more than %d forms of guesses a minute: some are not counted", limit.most)
        return False
    try:
        guesses.count(place, [Guess(asked.key, asked.year, asked.kind(guess)) for asked, guess in made.items()])
    except NotCounted as error:
        log.warning("guesses cannot be counted: %s", error)
        return False
    return True
