"""The gap: what was spent, done and promised beside what residents noticed, service by service and work by work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.opinion.gap import GROUPS, GapView, Service, gap_by_service
from dashboard.exhibits.opinion.recall import RECALL, recall
from dashboard.exhibits.opinion.spending import of_survey
from dashboard.exhibits.view import View, opening_year
from dashboard.i18n import Lang, money, number, percent, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.opinion.parts import opinion_nav, study_filter
from dashboard.pages.opinion.read import read_opinion
from dashboard.pages.parts import exhibit_block, page_head
from dashboard.pages.place_data import PlaceData
from dashboard.pages.works.register import link_of
from dashboard.store.queries import budget, work_lines, works
from dashboard.store.survey_records import Share
from dashboard.store.work_records import Choice


def gap(
    known: PlaceData, address: Address, connection: Connection, today: date
) -> tuple[Component, tuple[Exhibit, ...], str]:
    """Services in their groups with what to tell people next, then the works people were asked to recognise."""
    view = read_gap(known, address, today, connection)
    lang = address.lang
    services, recalled = gap_by_service(view), recall(view, link_of(address))
    blocks = [exhibit_block(services, address, body=_groups(view, services))] if services else []
    blocks += [exhibit_block(recalled, address)] if recalled else []
    exhibits = tuple(exhibit for exhibit in (services, recalled) if exhibit is not None)
    choose = study_filter(view.opinion, address)
    title = t(lang, "gap.title", place=known.place.names.in_(lang))
    tree = html.Div(
        [
            page_head(title, t(lang, "gap.lead")),
            opinion_nav(address, known.sections),
            *([html.Div([choose], className="filters")] if choose is not None else []),
            *(blocks or [html.P(t(lang, "gap.nothing"), className="answer")]),
        ],
        className="content",
    )
    papers = (*view.papers, *(study.paper for study in view.opinion.studies))
    return tree, exhibits, max((paper.imported_at for paper in papers), default="")


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
    finished = Choice(ended_by=opinion.study.facts.to_day) if opinion.study else Choice(word="done")
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


def _groups(view: GapView, exhibit: Exhibit) -> Component:
    """The services group by group: what the group means, what to tell people next, and an entry a service."""
    lang = view.opinion.lang
    rows = {row.key: row for row in exhibit.rows}
    parts: list[Component] = []
    for group in GROUPS:
        mine = [service for service in view.services if service.group == group]
        if mine:
            entries = [_entry(view, service, _cells(exhibit, rows[service.key])) for service in mine]
            heading = html.H3(f"{t(lang, f'gap.group.{group}')}: {number(lang, len(mine))}")
            means, tell = (html.P(t(lang, f"gap.{name}.{group}")) for name in ("means", "tell"))
            parts.append(html.Div([heading, means, tell, html.Ul(entries)], className=f"gap-group gap-{group}"))
    return html.Div(parts, className="gap-groups")


def _cells(exhibit: Exhibit, row: Row) -> dict[str, Cell]:
    return {column.key: cell for column, cell in zip(exhibit.columns, row.cells, strict=True)}


def _entry(view: GapView, service: Service, cells: dict[str, Cell]) -> Component:
    """A service: its works and money in words, then a bar for each share with its number."""
    lang = view.opinion.lang
    parts: list[Component] = [html.Strong(str(cells["label"].value))]
    if facts := " · ".join(_facts(view, service, cells)):
        parts.append(html.Span(facts, className="gap-facts"))
    for name, share in (("noticed", service.noticed), ("satisfied", service.satisfied)):
        if view.opinion.question(f"{name}-{service.key}") is not None:
            parts += _shown(lang, name, share)
    if service.why:
        parts.append(html.Span(str(cells["state"].value), className="gap-facts"))
    return html.Li(parts)


def _facts(view: GapView, service: Service, cells: dict[str, Cell]) -> Iterator[str]:
    lang, currency = view.opinion.lang, view.opinion.place.currency
    counts = {
        "done": service.done.done,
        "later": service.later,
        "promised": service.promised,
        "overdue": service.overdue,
    }
    for name, n in counts.items():
        if n:
            yield t(lang, f"gap.{name}", n=n)
        if name == "done" and isinstance(paid := cells["paid"].value, int):
            yield t(lang, "gap.paid", amount=money(lang, paid, currency))
    best = view.budget.best("expenditure")
    if best is not None and isinstance(per_head := cells["per_head"].value, int):
        words = {
            "amount": money(lang, round(per_head, -2), currency, exact=True),
            "function": cells["function"].value,
            "year": view.budget.year,
            "phase": t(lang, f"exhibits.phase.{best.phase}"),
        }
        # The same money stands beside each service it is for: whoever reads one must not add up several.
        n = view.sharing(service)
        yield t(lang, "gap.per_head_shared", n=n, **words) if n > 1 else t(lang, "gap.per_head", **words)


def _shown(lang: Lang, name: str, share: Share | None) -> list[Component]:
    """The words of a share with its interval, and its bar with a line at one half; why there is none in words."""
    if share is None or share.share is None:
        mark = Mark.MISSING if share is None else Mark.SUPPRESSED
        return [html.Span(t(lang, f"gap.{name}", share=t(lang, f"marks.{mark.value}")))]
    words = percent(lang, share.share, 0)
    if share.small:
        words = t(lang, "marks.small_value", value=words)
    n = number(lang, share.n or 0)
    if share.low is None or share.high is None:
        words = t(lang, "gap.no_margin", share=words, n=n)
    else:
        low, high = (number(lang, end * 100) for end in (share.low, share.high))
        words = t(lang, "gap.margin", share=words, low=low, high=high, n=n)
    bar = html.Span(className=f"gap-fill gap-{name}", style={"width": f"{share.share:.1%}"})
    track = html.Span([bar, html.Span(className="gap-half")], className="gap-bar", **attributes(aria_hidden="true"))
    return [html.Span(t(lang, f"gap.{name}", share=words)), track]
