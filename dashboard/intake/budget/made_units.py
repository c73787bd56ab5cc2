"""Places made from the file itself: registers of many bodies, none of which the database has (`--make-units`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from dashboard.i18n.translit import romanize
from dashboard.intake.budget.facts import BudgetTable
from dashboard.intake.problems import refuse
from dashboard.store.batch import NewPlace
from dashboard.store.known import place_key

CODE_LENGTH = 60
_NAMED = 5
#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def code_of(name: str) -> str:
    """The code that a place of this name gets: small Latin letters and digits; "" where the name has none."""
    latin = unicodedata.normalize("NFKD", romanize(name).lower().translate(_LETTERS))
    kept = "".join(sign for sign in latin if not unicodedata.combining(sign) and sign not in "’”'")
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:CODE_LENGTH].strip("-")


def with_made_units(table: BudgetTable) -> tuple[BudgetTable, tuple[NewPlace, ...]]:
    """The table with the places of its rows known, and those that are new.

    A new place whose code another one has is an error. Raises Refused where the mapping does not say what they are.
    """
    spec, known, column = table.mapping.units, table.known, table.text("municipality")
    if spec is None:
        raise refuse("units_untold", column="--make-units")
    if spec.parent and spec.parent not in known.places:
        table.findings.add("place_unknown", "error", column="[units] parent", value=spec.parent)
    made: dict[str, NewPlace] = {}
    for name in dict.fromkeys(column.to_numpy().tolist()):
        if not name or known.find_places(name):
            continue
        code = code_of(name)
        other = made.get(code)
        if not code or code in known.places or (other and place_key(other.name) != place_key(name)):
            table.tell("unit_code_taken", column.isin((name,)), "municipality", values=column, slug=code)
        elif other is None:
            made[code] = NewPlace(code, name, spec.kind, spec.currency, spec.parent)
    if made:
        names = ", ".join(place.name for place in list(made.values())[:_NAMED]) + (" …" if len(made) > _NAMED else "")
        table.findings.add("units_made", "info", n=len(made), names=names)
    places = {**known.places, **dict.fromkeys(made, spec.currency)}
    called = {place_key(place.name): frozenset({code}) for code, place in made.items()}
    known = replace(known, places=places, place_names={**known.place_names, **called})
    return replace(table, known=known), tuple(made.values())
