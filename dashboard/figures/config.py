"""Settings of every chart."""

from __future__ import annotations

from typing import Any

from dashboard.i18n import Lang


def graph_config(lang: Lang) -> dict[str, Any]:
    """Settings of every graph: the reader's language, nothing sent anywhere, no buttons over the drawing.

    Zooming is off in every figure, so there is nothing to reset; what one can do with a drawing stands under it.
    """
    return {
        "locale": lang,
        "responsive": True,
        "displayModeBar": False,
        "displaylogo": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
    }
