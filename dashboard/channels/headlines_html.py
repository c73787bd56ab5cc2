"""The large figures, each with its sentence, its bar of plan done and its small facts."""

from __future__ import annotations

from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.drawings import Headline, Headlines
from dashboard.exhibits.model import Exhibit, Mark

_MISSING = (Mark.MISSING, Mark.NOT_DUE, Mark.NOT_HELD, Mark.NOT_PUBLISHED, Mark.LATE)
_MOST = 1.25  # of the plan, at the right end of the bar


def headlines_html(_exhibit: Exhibit, drawing: Headlines) -> Markup:
    """A card for every figure."""
    return Markup(element("div", {"className": "headlines"}, "".join(map(_card, drawing.figures))))


def headlines_words(_exhibit: Exhibit, drawing: Headlines) -> list[str]:
    """Name, value and sentence of every figure."""
    return [f"{figure.label}: {figure.value}. {figure.sentence}" for figure in drawing.figures]


def _card(figure: Headline) -> str:
    name = "figure figure-missing" if figure.mark in _MISSING else "figure"
    value = element("strong", {"className": name, "data-figure": figure.key}, text(figure.value))
    facts = "".join(element("li", {}, text(fact)) for fact in figure.facts)
    parts = (
        element("h3", {}, text(figure.label)),
        element("p", {}, value),
        element("p", {"className": "sentence"}, text(figure.sentence)),
        progress(figure) or "",
        element("ul", {"className": "facts"}, facts) if facts else "",
    )
    return element("div", {"className": "headline"}, "".join(parts))


def progress(figure: Headline) -> Markup | None:
    """How much of the plan is done, beside how much of the year has gone; None where it is no share of a plan."""
    if figure.share is None:
        return None
    # The outline is the plan (100 %), the fill what was done, the tick how much of the year has gone.
    done = min(figure.share, _MOST)
    marks = [("plan", f"width:{1 / _MOST:.1%}"), ("fill", f"width:{done / _MOST:.1%}")]
    if figure.elapsed:
        marks.append(("tick", f"left:{figure.elapsed / _MOST:.1%}"))
    drawn = "".join(element("span", {"className": name, "style": style}) for name, style in marks)
    return Markup(element("div", {"className": "progress-bar-line", "aria-hidden": "true"}, drawn))
