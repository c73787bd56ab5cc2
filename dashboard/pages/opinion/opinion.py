"""What residents say: one study at a time by theme, what changed since the one before, and figures of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.likert import choice, likert, own_likert
from dashboard.exhibits.opinion.numbers import numbers
from dashboard.exhibits.opinion.published import published
from dashboard.exhibits.opinion.shares import own_shares, shares, ticked
from dashboard.exhibits.opinion.view import THEMES, OpinionView
from dashboard.exhibits.opinion.waves import waves
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.data import OpinionData
from dashboard.pages.opinion.parts import study_filter
from dashboard.pages.parts import NAV, choice_filter, exhibit_blocks, page_head, study_cards
from dashboard.store.survey_records import Indicator
from dashboard.store.survey_tables import DIMENSIONS


def exhibits(data: OpinionData) -> Iterator[Exhibit]:
    """Those of the theme that is chosen; all of them where none is."""
    made, chosen = tuple(of_view(data.view)), data.address.get("theme")
    of_theme = theme_of_each(data.view, made) if chosen else {}
    yield from (exhibit for exhibit in made if not chosen or of_theme.get(exhibit.key) == chosen)


def of_view(view: OpinionView) -> Iterator[Exhibit]:
    """Theme by theme: shares with their margins, how answers are spread; then changes, and figures of documents."""
    for theme in THEMES:
        together = shares(view, theme)
        if together is not None:
            yield together
        yield from likert(view, theme)
        for indicator in view.asked(theme):
            made = {"multiple": ticked, "choice": choice}.get(indicator.kind)
            alone = made(view, indicator) if made else None
            if alone is not None:
                yield alone
    yield from _own(view)
    changed = waves(view)
    if changed is not None:
        yield changed
    yield from published(view)


def _own(view: OpinionView) -> Iterator[Exhibit]:
    """What the study asked that is its own, apart from the catalogue."""
    alone = ({"multiple": ticked, "choice": choice}.get(each.kind, _nothing)(view, each) for each in view.own())
    for exhibit in (own_shares(view), *own_likert(view), *alone, numbers(view)):
        if exhibit is not None:
            yield exhibit


def _nothing(_: OpinionView, __: Indicator) -> None:
    """Shares and numbers stand in exhibits of several."""


def layout(data: OpinionData, made: tuple[Exhibit, ...]) -> Component:
    """The study shown, and what leads to the others."""
    view, address = data.view, data.address
    title = t(view.lang, "shell.section.opinion")
    filters = [part for part in (study_filter(view, address), _group_filter(view, address)) if part is not None]
    nothing = [] if made else [html.P(t(view.lang, "opinion.page.nothing"), className="answer")]
    return html.Div(
        [
            page_head(title, t(view.lang, "opinion.page.lead"), data.visit.name),
            *([html.Div(filters, className="filters")] if filters else []),
            *nothing,
            *_blocks(data, made),
            *study_cards(made),
        ],
        className="content",
    )


def _blocks(data: OpinionData, made: tuple[Exhibit, ...]) -> list[Component]:
    """The first card of every theme and the way to what else its questions tell; or all cards of the theme chosen."""
    view, address = data.view, data.address
    if address.get("theme"):
        back = html.A(t(view.lang, "opinion.page.all_themes"), href=address.with_params(theme=None).href, **NAV)
        return [html.P(back), *exhibit_blocks(made, address)]
    of_theme = theme_of_each(view, made)
    first = {of_theme.get(exhibit.key, exhibit.key): exhibit.key for exhibit in reversed(made)}
    shown = [exhibit for exhibit in made if exhibit.key in first.values()]
    left = Counter(of_theme.get(exhibit.key, "") for exhibit in made if exhibit not in shown)
    blocks: list[Component] = []
    for exhibit, block in zip(shown, exhibit_blocks(shown, address), strict=True):
        blocks.append(block)
        theme = of_theme.get(exhibit.key, "")
        if n := left[theme]:
            words = t(view.lang, "opinion.page.more", theme=t(view.lang, f"opinion.theme.{theme}"), n=n)
            link = html.A(words, href=address.with_params(theme=theme).href, id=f"theme-{theme}", **NAV)
            blocks.append(html.P(link, className="onward calm"))
    return blocks


def theme_of_each(view: OpinionView, made: Iterable[Exhibit]) -> dict[str, str]:
    """The theme of every exhibit that is of one, by key."""
    of_indicator = {f"opinion-{each.key}": theme for theme in THEMES for each in view.asked(theme)}
    themes = {f"opinion-{theme}": theme for theme in THEMES}
    found = {}
    for exhibit in made:
        head = exhibit.key.partition("-answers")[0]
        theme = of_indicator.get(exhibit.key) or themes.get(head)
        if theme:
            found[exhibit.key] = theme
    return found


def _group_filter(view: OpinionView, address: Address) -> Component | None:
    """Everyone together, or split by one of what the study knows of its people, as links."""
    groups = view.groups.get(view.study.id, ()) if view.study else ()
    known = {group.dimension for group in groups}
    if not known:
        return None
    choices = {"": t(view.lang, "opinion.page.everyone")}
    choices |= {name: t(view.lang, f"opinion.group.{name}") for name in DIMENSIONS if name in known}
    return choice_filter(address, "group", choices, view.dimension)
