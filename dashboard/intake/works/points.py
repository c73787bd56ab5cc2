"""Where works are on the map. A point that may be wrong is dropped and reported; the work stays, without a point."""

from __future__ import annotations

import re

from dashboard.intake.countries import BOXES, EARTH, Box, inside
from dashboard.intake.table.columns import Coded, combine
from dashboard.intake.works.texts import WorksTable

_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,\s'][0-9]{3}){2,}(?:[.,][0-9]+)?")
_NONE = frozenset({"", "-", "—", "n/a", "жок", "нет"})

Point = tuple[float, float]


def read_point(latitude: str, longitude: str, box: Box | None) -> tuple[Point | None, str]:
    """(point, "") or (None, why not); (None, "") where none is given.

    Problems: point_half, point_thousands (thousands separators in a coordinate), point_unreadable, point_zero (0/0),
    point_swapped (only the other way round inside the box), point_outside (of the box, or of the Earth).
    """
    # A spreadsheet's apostrophe only says that the cell is text.
    texts = [text.replace("−", "-").strip().removeprefix("'") for text in (latitude, longitude)]
    given = [text.casefold() not in _NONE for text in texts]
    if not any(given):
        return None, ""
    if not all(given):
        return None, "point_half"
    if any(_GROUPS.fullmatch(text) for text in texts):
        return None, "point_thousands"
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return None, "point_unreadable"
    first, second = (float(text.replace(",", ".")) for text in texts)
    if first == 0 and second == 0:
        return None, "point_zero"
    if inside(first, second, box or EARTH):
        return (first, second), ""
    return None, "point_swapped" if box and inside(second, first, box) else "point_outside"


def read_points(table: WorksTable) -> Coded:
    """Point of each row or None. Where the mapping gives no box, the currency of the place tells the country."""
    mapping, currencies = table.mapping, table.known.places
    found = combine(
        [table.text("latitude"), table.text("longitude"), table.fields["municipality"]],
        lambda north, east, place: (
            *read_point(north, east, mapping.points.box or BOXES.get(currencies.get(place, ""))),
            f"{north} / {east}",
        ),
    )
    named = "latitude / longitude"
    if "latitude" in mapping.columns and "longitude" in mapping.columns:
        named = f"{mapping.columns['latitude']} / {mapping.columns['longitude']}"
    problems, values = found.map(lambda verdict: verdict[1]), found.map(lambda verdict: verdict[2])
    for code in sorted(set(problems.values) - {""}):
        table.tell(code, problems.isin((code,)), "", "warning", column=named, values=values)
    return found.map(lambda verdict: verdict[0])
