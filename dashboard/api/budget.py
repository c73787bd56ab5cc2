"""`/api/v1/budget`: the figures of current statements, each with its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from dashboard.api.parameters import BadQuery
from dashboard.api.places import asked_for
from dashboard.channels.table import major
from dashboard.i18n import NAMED_IN, t
from dashboard.store.queries import api as queries

#: What the columns below are made from.
_INSIDE = ("previous_minor", "rounded_to_minor", "step_minor")
_SIDE = {"source": "revenue", "function": "expenditure", "economic": "expenditure"}


def rows(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """How many figures fit `asked`, and the asked page of them.

    Raises BadQuery for an unknown place, places that must not be put side by side, and parameters that contradict
    each other.
    """
    _agree(asked)
    wanted = queries.FactsWanted(
        place_ids=tuple(place.id for place in asked_for(connection, asked["place"])),
        by=asked["by"],
        period=asked.get("period", ""),
        year=int(asked["year"]) if "year" in asked else None,
        direction=asked.get("direction", ""),
        phase=asked.get("phase", ""),
        fund="" if asked["by"] == "total" else asked.get("fund", ""),
    )
    found = queries.budget_rows(connection, wanted, limit=int(asked["limit"]), offset=int(asked["offset"]))
    finish = {"line": _line, "total": _total}.get(wanted.by, _rollup)
    return found.total, [finish(row) for row in found.rows]


def _agree(asked: Mapping[str, str]) -> None:
    """Refuse what can have no answer, rather than give an empty one."""
    by, direction, fund = asked["by"], asked.get("direction"), asked.get("fund")
    side = _SIDE.get(by)
    if side and direction not in (None, side):
        raise BadQuery("other_side", parameter="direction", value=str(direction), allowed=(side,))
    if by == "total" and fund not in (None, "all"):
        raise BadQuery("total_has_no_fund", parameter="fund", value=str(fund), allowed=("all",))


def _figure(row: RowMapping) -> dict[str, Any]:
    """What all rows share: the amount in both units, what is special about it, and what it was before."""
    amount, previous = row["amount_minor"], row["previous_minor"]
    changed = _restated(amount, previous, row["step_minor"])
    return {
        **{name: value for name, value in row.items() if name not in _INSIDE},
        "amount": decimal(amount),
        "rounded_to": decimal(row["rounded_to_minor"]),
        "mark": _mark(amount, changed),
        "previous_amount": decimal(previous) if changed else None,
    }


def _restated(amount: int | None, previous: int | None, step: int) -> bool:
    """Whether an earlier figure is another one, beyond the rounding of both."""
    if previous is None:
        return False
    return amount is None or abs(amount - previous) >= step


def _mark(amount: int | None, changed: bool) -> str:
    if amount is None:
        return "missing"
    if changed:
        return "restated"
    return "" if amount else "zero"


def _line(row: RowMapping) -> dict[str, Any]:
    empty = {name: "" for name, value in row.items() if value is None and name.endswith(("_key", "_ky", "_ru", "_en"))}
    return {**_figure(row), **empty}


def _rollup(row: RowMapping) -> dict[str, Any]:
    figure = _figure(row)
    if row["key"] is None:
        figure |= {"key": "", **{f"name_{lang}": t(lang, "api.unclassified") for lang in NAMED_IN}}
    return {**figure, "parent_key": row["parent_key"] or ""}


def _total(row: RowMapping) -> dict[str, Any]:
    sums = {f"{name}_amount": decimal(row[f"{name}_minor"]) for name in ("stated", "lines")}
    return {**_figure(row), **sums, "fund": "all"}


def decimal(minor: int | None) -> str | None:
    """Minor units as a decimal number of major ones: 717610050 → `7176100.50`; exact, a point, no grouping."""
    return None if minor is None else f"{major(minor):f}"
