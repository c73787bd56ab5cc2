"""`/api/v1/survey`: what residents said: shares with their margins, spreads, printed figures, studies, requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from dashboard.api.parameters import BadQuery
from dashboard.api.places import asked_for
from dashboard.channels.urls import safe_url
from dashboard.i18n import NAMED_IN
from dashboard.store.queries import surveys_api as queries

#: Parameters that narrow only some kinds of rows.
_CUBE, _ASKED = ("share", "answer"), ("share", "answer", "number")
_STUDIES = (*_ASKED, "figure", "study")
_ONLY = {"indicator": _ASKED, "theme": _ASKED, "dimension": _CUBE, "series": _STUDIES, "kind": _STUDIES}
_ANSWER = tuple(f"answer_{lang}" for lang in NAMED_IN)
_FLAGS = ("fictional", "weighted", "stratified", "clustered", "unknown_in_base", "refused_in_base", "own")


def rows(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """How many rows fit `asked`, and the asked page of them.

    Raises BadQuery for an unknown place, places that must not be put side by side, and a parameter that rows of this
    kind do not have.
    """
    by = asked["by"]
    for name, kinds in _ONLY.items():
        if name in asked and by not in kinds:
            raise BadQuery("not_of_these_rows", parameter=name, value=by, allowed=kinds)
    wanted = queries.SharesWanted(
        place_ids=tuple(place.id for place in asked_for(connection, asked["place"])),
        **{name: asked.get(name, "") for name in ("study", *_ONLY)},
    )
    found = queries.BY[by](connection, wanted, limit=int(asked["limit"]), offset=int(asked["offset"]))
    return found.total, [_row(row) for row in found.rows]


def _row(row: RowMapping) -> dict[str, Any]:
    """A row as the dictionary describes it: flags as such, languages apart, an unsafe address left out."""
    given: dict[str, Any] = dict(row)
    given |= {name: bool(given[name]) for name in _FLAGS if name in given}
    # Shares of all top answers together are not of one answer, so no name is found.
    given |= {name: given[name] or "" for name in _ANSWER if name in given}
    if "languages" in given:
        given["languages"] = given["languages"].split()
    return given | {name: "" for name in ("document_url", "link") if name in given and not safe_url(given[name])}
