"""Charts: an exhibit and its drawing become a plotly figure, a plain dictionary.

No Dash and no database; channels and whoever shows a chart may enter, through `dashboard.channels.drawn`.
"""

from dashboard.figures.config import graph_config

__all__ = ["graph_config"]
