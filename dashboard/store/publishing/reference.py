"""Reference data: places, people, classification, indicators, … Written as releases, updated in place.

A row may leave out columns: what the database holds in them stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert

from dashboard.i18n import fold
from dashboard.i18n.fold import sound
from dashboard.store import releases
from dashboard.store.batch import NewPlace
from dashboard.store.publishing import frame
from dashboard.store.publishing.kept import KeptRows
from dashboard.store.publishing.papers import ids_by
from dashboard.store.releases import Origin, Published
from dashboard.store.survey_tables import indicator
from dashboard.store.tables import (
    classification,
    classification_alias,
    document,
    glossary,
    municipality,
    population,
    succession,
)

Rows = Sequence[Mapping[str, Any]]
#: Columns of places that staff fill.
STAFFS: Final = ("email", "whatsapp", "feeds_since")
_UNSAID: Final = {"review": False, "own": False}


class UnknownReference(LookupError):
    """A row names something that is neither in the database nor in the same file."""

    def __init__(self, row: int, column: str, value: str) -> None:
        super().__init__(f"row {row}: {column} {value!r} is not known")
        self.row, self.column, self.value = row, column, value


def publish_units(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Places with `code`, `kind`, names, `parent` (a code), `currency`, validity dates, `is_fictional`, contacts.

    `feeds_since` is the day since when the place sends its papers itself, `named_in` "ru" where `name_ky` is Russian.
    """
    return _publish(engine, rows, origin, _write_units)


def publish_successions(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Mergers and splits: `predecessor`, `successor` (codes), `effective_date`, shares 0–1 or None, `act`."""
    return _publish(engine, rows, origin, _write_successions)


def publish_population(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """People: `municipality` (code), `as_of`, `people`, `source_title`, `source_url`."""
    return _publish(engine, rows, origin, _write_population)


def publish_classification(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Lines of a classification: `key`, `parent` (a key), `kind`, `direction`, codes, names, `review`, `own`."""
    return _publish(engine, rows, origin, _write_classification)


def publish_aliases(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Labels as printed: `kind`, `label`, `key`. Labels that fold to the same form are one alias."""
    return _publish(engine, rows, origin, _write_aliases)


def publish_documents(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Documents that budget rows refer to by `key`."""
    return _publish(engine, rows, origin, _write_documents)


def publish_glossary(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Terms and their meaning in three languages, in the order of the file."""
    return _publish(engine, rows, origin, _write_glossary)


def publish_indicators(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """What studies may ask about: `key`, `code`, `theme`, `kind`, `service`, names and claims in three languages."""
    return _publish(engine, rows, origin, _write_indicators)


def _publish(engine: Engine, rows: Rows, origin: Origin, write: Callable[[Connection, int, Rows], None]) -> Published:
    def written(connection: Connection, release_id: int) -> None:
        write(connection, release_id, rows)

    return frame.publish(engine, origin, frame.Content(len(rows), written))


def search_text(*names: str) -> str:
    """What a search by name looks through: every name in its looser form, Latin and Cyrillic alike."""
    return " ".join(dict.fromkeys(sound(name) for name in names if name))


def _known(ids: Mapping[str, int], value: str, row: int, column: str) -> int:
    if value not in ids:
        raise UnknownReference(row, column, value)
    return ids[value]


def _write_units(connection: Connection, release_id: int, rows: Rows) -> None:
    places = KeptRows(connection, release_id, municipality, ("code",), derived=_searched, guarded=STAFFS)
    _write_tree(places, "code", rows)


def _searched(row: Mapping[str, Any]) -> Mapping[str, Any]:
    names = (row.get("name_ky"), row.get("name_ru"), row.get("name_en"), row["code"])
    return {"search": search_text(*(name for name in names if name))}


def make_places(connection: Connection, places: Iterable[NewPlace]) -> dict[str, int]:
    """Add the places the database does not have; number of every place by its code. No release can take them back."""
    known = ids_by(connection, municipality, "code")
    for place in places:
        if place.code not in known:
            names = {f"name_{lang}": place.name for lang in ("ky", "ru", "en")}
            said: dict[str, Any] = {"code": place.code, "kind": place.kind, "currency": place.currency, **names}
            said |= {"search": search_text(place.name, place.code), "parent_id": known.get(place.parent)}
            made = connection.execute(insert(municipality).values(**said).returning(municipality.c.id))
            known[place.code] = made.scalar_one()
    return known


def _write_classification(connection: Connection, release_id: int, rows: Rows) -> None:
    classes = KeptRows(connection, release_id, classification, ("key",))
    known = classes.ids("key")
    # The table asks for an answer that the file may leave out.
    _write_tree(classes, "key", [row if row["key"] in known else {**_UNSAID, **row} for row in rows])


def _write_tree(table: KeptRows, key: str, rows: Rows) -> None:
    """Rows whose `parent` is the key of another row of the file or of the database; "" has none."""
    for row in rows:
        table.put({name: value for name, value in row.items() if name != "parent"})
    ids = table.ids(key)
    for number, row in enumerate(rows, start=2):
        if "parent" in row:
            parent = _known(ids, row["parent"], number, "parent") if row["parent"] else None
            table.put({key: row[key], "parent_id": parent})


def _write_documents(connection: Connection, release_id: int, rows: Rows) -> None:
    documents = KeptRows(connection, release_id, document, ("key",))
    for row in rows:
        documents.put(row)


def _write_aliases(connection: Connection, release_id: int, rows: Rows) -> None:
    ids = ids_by(connection, classification, "key")
    aliases = KeptRows(connection, release_id, classification_alias, ("kind", "folded"))
    for number, row in enumerate(rows, start=2):
        target = _known(ids, row["key"], number, "key")
        said = {"kind": row["kind"], "folded": fold(row["label"]), "label": row["label"]}
        aliases.put({**said, "classification_id": target})


def _write_population(connection: Connection, release_id: int, rows: Rows) -> None:
    people = KeptRows(connection, release_id, population, ("municipality_id", "as_of"))
    for row, place in zip(rows, known_places(connection, (row["municipality"] for row in rows)), strict=True):
        people.put({**_without(row, "municipality"), "municipality_id": place})


def _write_successions(connection: Connection, release_id: int, rows: Rows) -> None:
    places = ids_by(connection, municipality, "code")
    successions = KeptRows(connection, release_id, succession, ("predecessor_id", "successor_id"))
    for number, row in enumerate(rows, start=2):
        pair = {f"{side}_id": _known(places, row[side], number, side) for side in ("predecessor", "successor")}
        successions.put({**_without(row, "predecessor", "successor"), **pair})


def _write_glossary(connection: Connection, release_id: int, rows: Rows) -> None:
    """The list is one whole: what staff made of it stays until they make another."""
    terms = KeptRows(connection, release_id, glossary, ("position",))
    if terms.of_staff and releases.by_product(connection, release_id):
        return
    for position, row in enumerate(rows):
        terms.put({"position": position, **row})
    for position in range(len(rows), len(terms)):
        terms.drop({"position": position})


def _write_indicators(connection: Connection, release_id: int, rows: Rows) -> None:
    indicators = KeptRows(connection, release_id, indicator, ("key",))
    for row in rows:
        indicators.put(row)


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def known_places(connection: Connection, codes: Iterable[str]) -> list[int]:
    """The numbers of places of rows that name them by code; raises UnknownReference with the row."""
    places = ids_by(connection, municipality, "code")
    return [_known(places, code, number, "municipality") for number, code in enumerate(codes, start=2)]
