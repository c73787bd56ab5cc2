"""What the pages of opinion read: a fixed number of statements, only the cube, never a row of a respondent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from dashboard.exhibits.opinion.gap import GapView
from dashboard.exhibits.opinion.quiz import QuizQuestion, questions
from dashboard.exhibits.opinion.recall import RECALL
from dashboard.exhibits.opinion.spending import of_survey
from dashboard.exhibits.opinion.view import OpinionView, choose, is_to_come, waves_of
from dashboard.exhibits.view import View, needed, opening_year
from dashboard.exhibits.works.view import Frame, WorksView
from dashboard.i18n import Lang
from dashboard.pages.address import Address, NotFound
from dashboard.pages.data import AnswersData, GapData, OpinionData, OpinionPageData, PlaceData, PlaceVisit, QuizData
from dashboard.pages.section import Sources
from dashboard.pages.works.read import read_works_glance
from dashboard.store.queries import budget, surveys, work_lines, works
from dashboard.store.records import Place
from dashboard.store.work_records import Choice

_YEARS = 3  # the latest ones, of which each question of the quiz takes the first that answers it


def read_opinion(
    place: Place, address: Address, today: date, connection: Connection, *, of_services: bool = False
) -> OpinionView:
    """The study the address names with the earlier waves of its series, split by its group (seven statements).

    `of_services`: where it names none, the latest that asked about services. Studies still to end are as if they were
    not there. Raises NotFound for a study that the place does not have. A group the study knows nothing of splits
    nothing.
    """
    found = tuple(study for study in surveys.studies(connection, place.id) if not is_to_come(study, today))
    try:
        study = choose(found, address.get("study"), of_services=of_services)
    except KeyError:
        raise NotFound(address.href) from None
    waves = waves_of(found, study)
    ids = [wave.id for wave in waves]
    groups = surveys.groups(connection, ids)
    known = {group.dimension for group in groups.get(study.id, ())} if study else set()
    printed = surveys.printed(connection, place.id)
    dimension = address.get("group") if address.get("group") in known else ""
    return OpinionView(
        place=place,
        lang=address.lang,
        today=today,
        indicators=surveys.indicators(connection, ids),
        studies=found,
        beside=tuple(each for each, _ in printed if each.id not in {one.id for one in found}),
        study=study,
        waves=waves,
        questions=surveys.questions(connection, ids),
        groups=groups,
        shares=surveys.shares(connection, ids, place.id, dimension),
        distributions=surveys.distributions(connection, ids, place.id, dimension),
        figures={each.id: figures for each, figures in printed},
        dimension=dimension,
    )


def read_opinion_page(visit: PlaceVisit, sources: Sources) -> OpinionData:
    """The study the address names, or the latest probability study of the place."""
    return OpinionData(visit, read_opinion(visit.known.place, visit.address, visit.today, sources.connection))


def read_no_opinion(visit: PlaceVisit, _: Sources) -> OpinionPageData:
    """Nothing. Raises NotFound for parameters: they name a study that is not there."""
    if visit.address.params:
        raise NotFound(visit.address.href)
    return OpinionPageData(visit)


def read_gap_page(visit: PlaceVisit, sources: Sources) -> GapData:
    """What `read_gap` reads."""
    return GapData(visit, read_gap(visit.known, visit.address, visit.today, sources.connection))


def read_answers(visit: PlaceVisit, sources: Sources) -> AnswersData:
    """Every request with its answer (one statement)."""
    place = visit.known.place
    return AnswersData(visit, Frame(place, visit.lang, visit.today), surveys.actions(sources.connection, place.id))


def read_quiz(visit: PlaceVisit, sources: Sources) -> QuizData:
    """What is asked."""
    return QuizData(visit, *ask(visit.known, visit.lang, visit.today, sources.connection))


def ask(
    known: PlaceData, lang: Lang, today: date, connection: Connection
) -> tuple[WorksView, tuple[QuizQuestion, ...]]:
    """What can be asked about a place (three statements), and the view of its works that the last question needs."""
    firm = {s.year for s in known.statements if s.phase != "forecast" and s.amount_minor is not None}
    years = sorted((year for year in firm if year <= today.year), reverse=True)[:_YEARS]
    views = [
        View(known.place, year, lang, today, known.statements, known.classes, people=known.people)
        for year in years or [opening_year(known.statements, today) or today.year]
    ]
    sums = budget.sums(connection, frozenset().union(*map(needed, views)))
    works_seen = read_works_glance(known.place, lang, today, connection)
    return works_seen, questions((replace(view, sums=sums) for view in views), works_seen)


def read_gap(known: PlaceData, address: Address, today: date, connection: Connection) -> GapView:
    """The study, the budget of the year it ended in (else of the year a place opens with), and the place's works.

    Fourteen statements.
    """
    place = known.place
    opinion = read_opinion(place, address, today, connection, of_services=True)
    year = opening_year(known.statements, today) or today.year
    opening = View(place, year, address.lang, today, known.statements, known.classes, people=known.people)
    view = of_survey(opening, opinion.study.facts.to_day if opinion.study else None)
    best = view.best("expenditure")
    finished = Choice(ended_by=opinion.study.facts.to_day) if opinion.study else Choice(words=("done",))
    question = opinion.question(RECALL)
    codes = [answer.code for answer in question.answers] if question else []
    return GapView(
        opinion=opinion,
        budget=replace(view, sums=budget.sums(connection, [best.id] if best else [])),
        done=works.tallies(connection, place.id, today, "service", finished),
        works=works.tallies(connection, place.id, today, "service"),
        overdue=works.tallies(connection, place.id, today, "service", Choice(late_only=True)),
        functions=work_lines.functions_by_service(connection, place.id),
        recalled=works.by_key(connection, place.id, codes),
        papers=works.papers(connection, place.id, today),
    )
