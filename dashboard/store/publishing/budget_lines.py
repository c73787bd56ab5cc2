"""The lines of budgets: new ones written, known ones refreshed, and what each document calls them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, bindparam, insert, select, update

from dashboard.store.batch import Batch
from dashboard.store.numbering import number_groups
from dashboard.store.publishing.bulk import write_rows
from dashboard.store.publishing.papers import ids_by
from dashboard.store.tables import classification, line, printed_label


def write_lines(connection: Connection, batch: Batch, places: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Write new lines and refresh known ones.

    Returns the line's number (row of `batch.lines`) for each fact, and the database id of each line number.
    """
    lines = batch.lines.reset_index(drop=True)
    identity = ["municipality", "direction", "line"]
    keys = list(lines[identity].itertuples(index=False, name=None))
    number_of = {key: number for number, key in enumerate(keys)}
    fact_groups, distinct = number_groups(batch.facts, identity)
    of_group = np.array([number_of[key] for key in distinct.itertuples(index=False, name=None)], dtype=np.int64)

    classes = {"": None, **ids_by(connection, classification, "key")}
    values = [
        {
            "municipality_id": places[row["municipality"]],
            "direction": row["direction"],
            "key": row["line"],
            "code": row["code"],
            "label": row["label"],
            "label_ky": row["label_ky"],
            "label_ru": row["label_ru"],
            "label_en": row["label_en"],
            "source_id": classes[row["source"]],
            "function_id": classes[row["function"]],
            "economic_id": classes[row["economic"]],
        }
        for row in lines.to_dict("records")
    ]
    known = _known_lines(connection, sorted({row["municipality_id"] for row in values}))
    identities = [(row["municipality_id"], row["direction"], row["key"]) for row in values]
    fresh = [row for identity, row in zip(identities, values, strict=True) if identity not in known]
    # Facts refer to the line by id; its words and classes follow the latest import.
    changed = [
        {"known_id": old["id"], **{f"new_{name}": value for name, value in row.items()}}
        for identity, row in zip(identities, values, strict=True)
        if (old := known.get(identity)) and any(old[name] != value for name, value in row.items())
    ]
    id_of = {identity: int(old["id"]) for identity, old in known.items()}
    if fresh:
        inserted = connection.execute(insert(line).returning(line.c.id, sort_by_parameter_order=True), fresh)
        for row, line_id in zip(fresh, inserted.scalars(), strict=True):
            id_of[(row["municipality_id"], row["direction"], row["key"])] = line_id
    if changed:
        renewed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[0]}
        connection.execute(update(line).where(line.c.id == bindparam("known_id")).values(renewed), changed)
    ids = np.array([id_of[identity] for identity in identities], dtype=np.int64)

    linked = [
        {"child": int(ids[number]), "parent": int(ids[number_of[(code, direction, parent)]])}
        for number, ((code, direction, _), parent) in enumerate(zip(keys, lines["parent"], strict=True))
        if parent
    ]
    if linked:
        connection.execute(
            update(line).where(line.c.id == bindparam("child")).values(parent_id=bindparam("parent")), linked
        )
    return of_group[fact_groups], ids


def _known_lines(connection: Connection, place_ids: list[int]) -> dict[tuple[int, str, str], Any]:
    """The lines some places have, by (place, direction, key)."""
    known = {}
    for place in place_ids:
        rows = connection.execute(select(line).where(line.c.municipality_id == place)).mappings()
        known.update({(place, row["direction"], row["key"]): row for row in rows})
    return known


def write_labels(
    connection: Connection, labels: pd.DataFrame, places: dict[str, int], documents: dict[str, int]
) -> None:
    """Write how each document prints its lines, renew what it printed otherwise in an earlier import."""
    by_key = {
        (row.municipality_id, row.direction, row.key): row.id
        for place in sorted({places[code] for code in labels["municipality"].unique()})
        for row in connection.execute(
            select(line.c.municipality_id, line.c.direction, line.c.key, line.c.id).where(
                line.c.municipality_id == place
            )
        )
    }
    printed = {
        (
            documents[row.document],
            by_key[(places[row.municipality], row.direction, row.line)],
            int(row.fiscal_year),
            str(row.phase),
        ): (row.label, row.label_ky, row.label_ru, row.label_en)
        for row in labels.itertuples()
    }
    names = ("document_id", "line_id", "fiscal_year", "phase")
    columns = [printed_label.c[name] for name in names]
    texts = ("label", "label_ky", "label_ru", "label_en")
    renewed: list[dict[str, Any]] = []
    for paper in sorted({key[0] for key in printed}):
        said = select(*columns, *(printed_label.c[name] for name in texts))
        for row in connection.execute(said.where(printed_label.c.document_id == paper)).all():
            key, now = tuple(row[: len(names)]), tuple(row[len(names) :])
            wanted = printed.pop(key, now)
            if wanted != now:
                old = dict(zip([f"old_{name}" for name in names], key, strict=True))
                renewed.append(old | dict(zip([f"new_{name}" for name in texts], wanted, strict=True)))
    if renewed:
        same = [column == bindparam(f"old_{column.name}") for column in columns]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in texts}
        connection.execute(update(printed_label).where(*same).values(values), renewed)
    if printed:
        write_rows(connection, printed_label, ((*key, *words) for key, words in printed.items()))
