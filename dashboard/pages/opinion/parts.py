"""What the pages of opinion share: the way to them, and which study is shown."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.opinion.view import OpinionView, in_ten, when
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.data import PlaceData
from dashboard.pages.parts import NAV, choice_filter


def way_to_opinion(known: PlaceData, address: Address) -> list[Component]:
    """A line that leads to what residents say, with one figure where a sample gives it; nothing without a study."""
    if "opinion" not in known.sections:
        return []
    share = known.opinion.knows_sources
    words = (
        t(address.lang, "opinion.page.onward")
        if share is None
        else t(address.lang, "opinion.page.known", share=in_ten(address.lang, share))
    )
    link = html.A(words, href=address.to("opinion").href, id="opinion-link", **NAV)
    return [html.P(link, className="onward calm")]


def study_filter(view: OpinionView, address: Address) -> Component | None:
    """The study shown, folded under it all whose people were asked, as links; None where there is nothing to choose."""
    asked = [study for study in view.studies if study.facts.kind != "published"]
    if len(asked) < 2 or view.study is None:
        return None
    choices = {study.facts.key: f"{study.facts.titles.in_(view.lang)}, {when(study)}" for study in asked}
    shown = view.study.facts.key
    heading = html.Summary(f"{t(view.lang, 'pages.filter_study')}: {choices[shown]}")
    return html.Details([heading, choice_filter(address, "study", choices, shown)], className="folded-filter")
