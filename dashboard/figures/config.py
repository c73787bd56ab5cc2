"""Settings of every chart."""

from __future__ import annotations

from typing import Any

from dashboard.i18n import Lang


def graph_config(lang: Lang, file_name: str = "open-aimak") -> dict[str, Any]:
    """Settings of every graph: the reader's language, nothing sent anywhere, one button that saves a picture.

    Zooming is off in every figure, so there is nothing to reset and no button for it.
    """
    return {
        "locale": lang,
        "responsive": True,
        "displaylogo": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
    }
