"""Pages of opinion: each makes its tree, its exhibits and the moment of the latest import (ISO, "" for none)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit
from dashboard.pages.address import Address
from dashboard.pages.opinion.answers import answers
from dashboard.pages.opinion.gap import gap
from dashboard.pages.opinion.opinion import opinion
from dashboard.pages.opinion.quiz import quiz
from dashboard.pages.place_data import PlaceData

OpinionPage = Callable[[PlaceData, Address, Connection, date], tuple[Component, tuple[Exhibit, ...], str]]

#: By section, see OPINION_SECTIONS.
OPINION_PAGES: Mapping[str, OpinionPage] = {"opinion": opinion, "gap": gap, "quiz": quiz, "answers": answers}
