"""Every service beside the others: money, works, and what people say. A line of the budget is in one row at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Mark, Row
from dashboard.exhibits.opinion.view import count_cell, share_cell, when
from dashboard.exhibits.services import opinion, works
from dashboard.exhibits.services.cells import amount, of_plan, per_head, works_cell
from dashboard.exhibits.services.money import absence_words, executed_heading, per_head_heading, plan_heading
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.view import source
from dashboard.exhibits.works.view import amount_cell, service_name, sources
from dashboard.i18n import day, money, t
from dashboard.service_pages import ServicePage, service_pages
from dashboard.store.records import Statement

KEY = "services"
_KINDS: dict[str, Kind] = {
    "done": "count",
    "to_come": "count",
    "late": "count",
    "noticed": "share",
    "noticed_n": "count",
    "satisfied": "share",
    "satisfied_n": "count",
}
_THEMES = ("noticed", "satisfied")  # how the keys of their indicators begin
_MONEY = 6  # columns of it after the label


def services_list(view: ServicesView, link: Callable[[str], str]) -> Exhibit:
    """One row per service, below it those that works and surveys distinguish; then the rest of the budget.

    `link`: from the key of a service to its page.
    """
    lang, budget = view.lang, view.budget
    of_services = [row for page in service_pages().values() for row in _rows(view, page, link)]
    study = view.opinion.study if view.opinion else None
    shown = [each for each in (view.planned, view.executed) if each is not None]
    return view.exhibit(
        key=KEY,
        question=t(lang, "services.list.question", year=budget.year),
        answer=_answer(view),
        columns=(
            Column("label", t(lang, "services.columns.label")),
            Column("per_head", per_head_heading(view), "money"),
            Column("plan", plan_heading(view), "money"),
            Column("executed", executed_heading(view), "money"),
            Column("share", t(lang, "exhibits.columns.share_done"), "share"),
            Column("purpose", t(lang, f"services.columns.purpose{'_excerpt' if _is_excerpt(view) else ''}")),
            Column("shared", t(lang, "services.columns.shared"), "money"),
            *(Column(key, t(lang, f"services.columns.{key}"), kind, decimals=0) for key, kind in _KINDS.items()),
        ),
        rows=(*of_services, *_rest(view, shown)),
        sources=(
            *budget.sources(*shown),
            *sources(view.papers),
            *((source(study.paper),) if study is not None else ()),
        ),
        notes=_notes(view, shown),
    )


def _answer(view: ServicesView) -> str:
    """The service with the most money per resident; where none is known, why, or of how many there is anything."""
    found = {page.key: view.money(page, view.best) for page in service_pages().values()}
    heads = ((key, per_head(view, view.best, mine.own_minor).value) for key, mine in found.items())
    known = {key: minor for key, minor in heads if isinstance(minor, int)}
    if known:
        most = max(known, key=lambda key: known[key])
        said = money(view.lang, round(known[most], -2), view.currency, exact=True)
        return _most(view, service_pages()[most].name(view.lang), said)
    if any(mine.lines for mine in found.values()):
        return _counts(view)
    return absence_words(view, t(view.lang, "services.list.name"))


def _most(view: ServicesView, name: str, amount: str) -> str:
    lang, best = view.lang, view.best
    assert best is not None  # an amount per resident is of a statement
    if best.phase == "executed":
        return t(lang, "services.list.most_executed", date=day(best.period_end), name=name, amount=amount)
    phase = t(lang, f"exhibits.phase.{best.phase}")
    return t(lang, "services.list.most_plan", year=best.year, phase=phase, name=name, amount=amount)


def _counts(view: ServicesView) -> str:
    pages = service_pages().values()
    return t(
        view.lang,
        "services.list.counts",
        year=view.budget.year,
        n=len(pages),
        money=sum(bool(view.money(page, view.best).lines) for page in pages),
        works=sum(bool(view.tally(page.services).count) for page in pages),
        opinion=sum(any(_is_asked(view, page.asked(theme)) for theme in _THEMES) for page in pages),
    )


def _notes(view: ServicesView, shown: list[Statement]) -> Iterator[str]:
    """What is known of how many, of which days, the rule of counting, and what is lacked of all."""
    yield _counts(view)
    reports = [each.date for each in view.papers if each.date is not None]
    if view.works and (days := [*reports, *([view.register] if view.register else [])]):
        yield t(view.lang, "services.list.works_to", date=max(days))
    if view.opinion is not None and view.opinion.study is not None:
        yield t(view.lang, "services.list.survey_of", date=when(view.opinion.study))
    if view.best is not None:
        yield t(view.lang, "services.list.note")
    if not view.works and view.lists_all is None:
        yield f"{works.absence_words(view)}."
    elif any(not view.tally(page.services).count for page in service_pages().values()):
        yield _without_works(view)
    if view.opinion is None or view.opinion.study is None:
        yield f"{opinion.absence_words(view, of_all=True)}."
    yield from notes_of(view.budget, *shown)


def _without_works(view: ServicesView) -> str:
    if view.lists_all is None:
        return t(view.lang, "services.list.none_named")
    return t(view.lang, "services.list.none_listed", date=view.lists_all)


def _is_asked(view: ServicesView, keys: tuple[str, ...]) -> bool:
    study = view.opinion
    return study is not None and any(study.question(key) is not None for key in keys)


def _rows(view: ServicesView, page: ServicePage, link: Callable[[str], str]) -> Iterator[Row]:
    best, mine = view.best, view.money(page, view.best)
    planned, executed = view.money(page, view.planned), view.money(page, view.executed)
    yield Row(
        page.key,
        (
            Cell(page.name(view.lang), href=link(page.key)),
            per_head(view, best, mine.amount_minor),
            amount(view, view.planned, "approved", planned.own_minor),
            amount(view, view.executed, "executed", executed.own_minor),
            of_plan(view, page),
            Cell(_purpose(view, page)),
            amount_cell(mine.amount_minor if mine.basis == "shared" else None, Mark.UNDEFINED),
            *_works(view, page.services),
            *_opinion(view, *(page.asked(theme) if len(page.services) == 1 else () for theme in _THEMES)),
        ),
    )
    finer = [each for each in page.services if _has_own(view, each)] if len(page.services) > 1 else []
    shows_finer = len(finer) > 1 or any(_is_asked(view, _keys_of(each)) for each in finer)
    for service in finer if shows_finer else ():
        yield Row(
            f"{page.key}.{service}",
            (
                Cell(service_name(view.lang, service)),
                *_no_money(),
                *_works(view, (service,)),
                *_opinion(view, *((key,) for key in _keys_of(service))),
            ),
            level=1,
        )
    if len(page.services) > 1:
        yield from _wider(view, page)


def _wider(view: ServicesView, page: ServicePage) -> Iterator[Row]:
    """What was asked of more than one of its services, by the name of what was asked."""
    no_works = (Cell(None, Mark.UNDEFINED),) * 3
    for key in page.indicators:
        if view.opinion is None or not key.startswith(_THEMES) or not _is_asked(view, (key,)):
            continue
        name = view.opinion.indicators[key].names.in_(view.lang)
        asked = _opinion(view, *((key,) if key.startswith(theme) else () for theme in _THEMES))
        yield Row(f"{page.key}.{key}", (Cell(name), *_no_money(), *no_works, *asked), level=1)


def _keys_of(service: str) -> tuple[str, ...]:
    """Of the indicators that ask about a service alone."""
    return tuple(f"{theme}-{service}" for theme in _THEMES)


def _purpose(view: ServicesView, page: ServicePage) -> str:
    """The purpose whose whole money it is; "" where it is of lines named for the service."""
    known = view.budget.classes.get(page.function)
    whole = view.money(page, view.best).basis in ("purpose", "shared")
    return known.names.in_(view.lang) if known is not None and whole else ""


def _is_excerpt(view: ServicesView) -> bool:
    """Whether the lines of a purpose may be fewer than its document has."""
    return view.best is not None and view.best.itemises == "some"


def _has_own(view: ServicesView, service: str) -> bool:
    """Whether works or the study tell of it."""
    return bool(view.tally((service,)).count) or _is_asked(view, _keys_of(service))


def _no_money() -> tuple[Cell, ...]:
    """Of what budgets do not distinguish."""
    undefined = Cell(None, Mark.UNDEFINED)
    return (*(undefined,) * (_MONEY - 2), Cell(""), undefined)


def _works(view: ServicesView, services: tuple[str, ...]) -> Iterator[Cell]:
    tally = view.tally(services)
    for count in (tally.done, tally.to_come + tally.under_way, view.late_open(services)):
        yield works_cell(view, count, tally.count)


def _opinion(view: ServicesView, noticed: tuple[str, ...], satisfied: tuple[str, ...]) -> Iterator[Cell]:
    for keys in (noticed, satisfied):
        share, why = opinion.share_of(view, keys)
        yield from (Cell(None, why), Cell(None, why)) if why else (share_cell(share), count_cell(share))


def _rest(view: ServicesView, shown: list[Statement]) -> Iterator[Row]:
    """What is of no service, and all of it."""
    if all(each.amount_minor is None for each in shown):
        return
    lang, undefined = view.lang, Cell(None, Mark.UNDEFINED)
    others = (undefined,) * len(_KINDS)

    def row(key: str, label: str, plan: int | None, done: int | None, *, emphasis: bool = False) -> Row:
        best = done if view.best is view.executed else plan
        money_cells = (
            per_head(view, view.best, best),
            amount(view, view.planned, "approved", plan),
            amount(view, view.executed, "executed", done),
            undefined,
            Cell(""),
            undefined,
        )
        return Row(key, (Cell(label), *money_cells, *others), emphasis=emphasis)

    plan, done = view.planned, view.executed
    yield row("elsewhere", t(lang, "services.list.elsewhere"), view.elsewhere(plan), view.elsewhere(done))
    totals = (None if each is None else each.amount_minor for each in (plan, done))
    yield row("total", t(lang, "exhibits.total"), *totals, emphasis=True)
