"""Reference data: places, people, classification, indicators, … Written as releases, updated in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select, update

from dashboard.i18n import fold
from dashboard.i18n.fold import sound
from dashboard.store.publishing import frame
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


class UnknownReference(LookupError):
    """A row names something that is neither in the database nor in the same file."""

    def __init__(self, row: int, column: str, value: str) -> None:
        super().__init__(f"row {row}: {column} {value!r} is not known")
        self.row, self.column, self.value = row, column, value


def publish_units(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Places with `code`, `kind`, names, `parent` (a code), `currency`, validity dates, `is_fictional`."""
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


def _publish(engine: Engine, rows: Rows, origin: Origin, write: Callable[[Connection, Rows], None]) -> Published:
    return frame.publish(engine, origin, frame.Content(len(rows), lambda connection, _: write(connection, rows)))


def search_text(*names: str) -> str:
    """What a search by name looks through: every name in its looser form, Latin and Cyrillic alike."""
    return " ".join(dict.fromkeys(sound(name) for name in names if name))


def _upsert(connection: Connection, table: Table, key: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    known = ids_by(connection, table, key)
    for row in rows:
        if row[key] in known:
            connection.execute(update(table).where(table.c[key] == row[key]).values(**row))
        else:
            known[row[key]] = connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
    return known


def _link_parents(connection: Connection, table: Table, key: str, rows: Rows, ids: Mapping[str, int]) -> None:
    for number, row in enumerate(rows, start=2):
        if row["parent"]:
            parent = _known(ids, row["parent"], number, "parent")
            connection.execute(update(table).where(table.c[key] == row[key]).values(parent_id=parent))


def _known(ids: Mapping[str, int], value: str, row: int, column: str) -> int:
    if value not in ids:
        raise UnknownReference(row, column, value)
    return ids[value]


def _write_units(connection: Connection, rows: Rows) -> None:
    plain = (
        {
            "search": search_text(row["name_ky"], row["name_ru"], row["name_en"], row["code"]),
            **{name: value for name, value in row.items() if name != "parent"},
        }
        for row in rows
    )
    ids = _upsert(connection, municipality, "code", plain)
    _link_parents(connection, municipality, "code", rows, ids)


def _write_classification(connection: Connection, rows: Rows) -> None:
    plain = ({name: value for name, value in row.items() if name != "parent"} for row in rows)
    ids = _upsert(connection, classification, "key", plain)
    _link_parents(connection, classification, "key", rows, ids)


def _write_documents(connection: Connection, rows: Rows) -> None:
    _upsert(connection, document, "key", rows)


def _write_aliases(connection: Connection, rows: Rows) -> None:
    ids = ids_by(connection, classification, "key")
    known = {(row.kind, row.folded) for row in connection.execute(select(classification_alias))}
    for number, row in enumerate(rows, start=2):
        folded = fold(row["label"])
        target = _known(ids, row["key"], number, "key")
        if (row["kind"], folded) in known:
            connection.execute(
                update(classification_alias)
                .where(classification_alias.c.kind == row["kind"], classification_alias.c.folded == folded)
                .values(label=row["label"], classification_id=target)
            )
        else:
            known.add((row["kind"], folded))
            connection.execute(
                insert(classification_alias).values(
                    kind=row["kind"], folded=folded, label=row["label"], classification_id=target
                )
            )


def _write_population(connection: Connection, rows: Rows) -> None:
    places = ids_by(connection, municipality, "code")
    for number, row in enumerate(rows, start=2):
        place = _known(places, row["municipality"], number, "municipality")
        values = {name: row[name] for name in ("people", "source_title", "source_url")}
        found = connection.execute(
            update(population)
            .where(population.c.municipality_id == place, population.c.as_of == row["as_of"])
            .values(**values)
        ).rowcount
        if not found:
            connection.execute(insert(population).values(municipality_id=place, as_of=row["as_of"], **values))


def _write_successions(connection: Connection, rows: Rows) -> None:
    places = ids_by(connection, municipality, "code")
    for number, row in enumerate(rows, start=2):
        pair = {f"{side}_id": _known(places, row[side], number, side) for side in ("predecessor", "successor")}
        values = {
            name: row[name] for name in ("effective_date", "population_share", "budget_share", "act", "source_url")
        }
        found = connection.execute(
            update(succession).where(*(succession.c[name] == value for name, value in pair.items())).values(**values)
        ).rowcount
        if not found:
            connection.execute(insert(succession).values(**pair, **values))


def _write_glossary(connection: Connection, rows: Rows) -> None:
    connection.execute(glossary.delete())
    connection.execute(insert(glossary), [{"position": number, **row} for number, row in enumerate(rows)])


def _write_indicators(connection: Connection, rows: Rows) -> None:
    _upsert(connection, indicator, "key", rows)


def known_places(connection: Connection, codes: Iterable[str]) -> list[int]:
    """The numbers of places of rows that name them by code; raises UnknownReference with the row."""
    places = ids_by(connection, municipality, "code")
    return [_known(places, code, number, "municipality") for number, code in enumerate(codes, start=2)]
