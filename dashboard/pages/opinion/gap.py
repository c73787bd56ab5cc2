"""The gap: what was spent, done and promised beside what residents noticed, service by service and work by work."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.opinion.gap import GROUPS, KEY, GapView, ServiceGap, gap_by_service
from dashboard.exhibits.opinion.recall import recall
from dashboard.i18n import Lang, money, number, percent, t
from dashboard.pages.attributes import attributes
from dashboard.pages.data import GapData
from dashboard.pages.opinion.parts import study_filter
from dashboard.pages.parts import exhibit_block, page_head, study_cards
from dashboard.store.survey_records import Share


def exhibits(data: GapData) -> Iterator[Exhibit]:
    """Services in their groups, then the works people were asked to recognise."""
    for some in (gap_by_service(data.view), recall(data.view, data.visit.work_link)):
        if some is not None:
            yield some


def layout(data: GapData, made: tuple[Exhibit, ...]) -> Component:
    """Each group with what to tell people next."""
    view, address, lang = data.view, data.address, data.visit.lang
    blocks: list[Component] = [
        exhibit_block(exhibit, address, body=_groups(view, exhibit) if exhibit.key == KEY else None) for exhibit in made
    ]
    choose = study_filter(view.opinion, address)
    title = t(lang, "gap.title", place=data.visit.name)
    return html.Div(
        [
            page_head(title, t(lang, "gap.lead")),
            *([html.Div([choose], className="filters")] if choose is not None else []),
            *(blocks or [html.P(t(lang, "gap.nothing"), className="answer")]),
            *study_cards(made),
        ],
        className="content",
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
            means, tell = (t(lang, f"gap.{name}.{group}") for name in ("means", "tell"))
            said = html.Details([html.Summary(t(lang, "gap.what_it_means")), html.P(means), html.P(tell)])
            parts.append(html.Div([heading, html.Ul(entries), said], className=f"gap-group gap-{group}"))
    return html.Div(parts, className="gap-groups")


def _cells(exhibit: Exhibit, row: Row) -> dict[str, Cell]:
    return {column.key: cell for column, cell in zip(exhibit.columns, row.cells, strict=True)}


def _entry(view: GapView, service: ServiceGap, cells: dict[str, Cell]) -> Component:
    """A service: how many know, as a bar; its works, its money and how satisfied people are unfold under it."""
    lang = view.opinion.lang
    noticed = service.noticed.share if service.noticed is not None else None
    heading: list[Component] = [html.Strong(str(cells["label"].value))]
    if noticed is not None:
        heading += [html.Span(percent(lang, noticed, 0), className="gap-short"), _track("noticed", noticed)]
    parts: list[Component] = []
    if facts := " · ".join(_facts(view, service, cells)):
        parts.append(html.Span(facts, className="gap-facts"))
    for name, share in (("noticed", service.noticed), ("satisfied", service.satisfied)):
        if view.opinion.question(f"{name}-{service.key}") is not None:
            parts += _shown(lang, name, share)
    if service.why:
        parts.append(html.Span(str(cells["state"].value), className="gap-facts"))
    return html.Li(html.Details([html.Summary(heading), *parts]))


def _facts(view: GapView, service: ServiceGap, cells: dict[str, Cell]) -> Iterator[str]:
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
        # The same money is shown for each service it is for: whoever reads one must not add up several.
        n = view.sharing(service)
        yield t(lang, "gap.per_head_shared", n=n, **words) if n > 1 else t(lang, "gap.per_head", **words)


def _shown(lang: Lang, name: str, share: Share | None) -> list[Component]:
    """The words of a share with its interval, and a bar where none stands above; why there is none in words."""
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
    return [html.Span(t(lang, f"gap.{name}", share=words)), *([_track(name, share.share)] if name != "noticed" else [])]


def _track(name: str, share: float) -> Component:
    bar = html.Span(className=f"gap-fill gap-{name}", style={"width": f"{share:.1%}"})
    return html.Span([bar, html.Span(className="gap-half")], className="gap-bar", **attributes(aria_hidden="true"))
