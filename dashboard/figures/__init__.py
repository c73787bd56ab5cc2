"""Exhibits drawn with plotly: plain dictionaries, no Dash and no database."""

from dashboard.figures.draw import draw, graph_config

__all__ = ["draw", "graph_config"]
