"""Publishing a budget: one transaction from checked rows to what pages read.

Lines, documents and slices get their numbers, facts and roll-ups are written once, the current slice of every
(place, year, direction, phase, period) is chosen, the written sums are compared with the read ones, and only
then it is committed. Killed at any moment, the database holds the old or the new data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from dashboard.store import releases
from dashboard.store.arithmetic import add_up
from dashboard.store.batch import Batch
from dashboard.store.bulk import write_rows
from dashboard.store.current import choose_current
from dashboard.store.numbering import number_groups
from dashboard.store.papers import ids_by, write_documents
from dashboard.store.releases import Inconsistent, Origin, Published
from dashboard.store.tables import (
    DIMENSIONS,
    check_result,
    classification,
    fact,
    fact_note,
    line,
    municipality,
    printed_label,
    rollup,
    slice_,
)

_SLICE = ["municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "document"]


def publish_budget(
    engine: Engine, batch: Batch, origin: Origin, *, progress: Callable[[str], None] = lambda step: None
) -> Published:
    """Write `batch` as a release and make it current; nothing happens when the same file was published before.

    `progress` is called with the name of each step. Raises KeyError for a place the database does not know.
    """
    with releases.writing(engine) as connection:
        if seen := releases.seen_before(connection, origin):
            return seen
        facts = batch.facts
        control = int(facts["amount_minor"].sum() or 0)
        release_id = releases.open_release(
            connection, origin, rows=len(facts), control_minor=control, at=releases.now()
        )
        progress("lines")
        places = ids_by(connection, municipality, "code")
        documents = write_documents(connection, batch.documents)
        line_numbers, line_ids, parents = _lines(connection, batch, places)
        progress("slices")
        numbers, slices = number_groups(facts, _SLICE)
        sums = add_up(
            pd.DataFrame(
                {
                    "slice": numbers,
                    "line": line_numbers,
                    "parent": parents[line_numbers],
                    "fund": facts["fund"],
                    "role": facts["role"],
                    "amount_minor": facts["amount_minor"],
                }
            )
        )
        slice_ids = _slices(connection, slices, sums.totals, places, documents, release_id)
        progress("facts")
        _facts(connection, facts, slice_ids[numbers], line_ids[line_numbers])
        _labels_and_notes(connection, batch, places, documents, slice_ids[numbers], line_ids[line_numbers])
        progress("roll-ups")
        _rollups(connection, batch, numbers, line_numbers, slice_ids)
        _differences(connection, sums.differences, slice_ids, line_ids)
        progress("current")
        choose_current(connection, sorted({places[code] for code in slices["municipality"]}))
        _compare(connection, release_id, len(facts), control)
        return Published("published", release_id, len(facts))


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a budget release back: its figures stay in the history, the ones before them are current again."""
    with releases.writing(engine) as connection:
        releases.take_back(connection, release_id, "budget", actor=actor, reason=reason)
        affected = connection.execute(
            select(slice_.c.municipality_id).where(slice_.c.release_id == release_id).distinct()
        ).scalars()
        choose_current(connection, sorted(affected))


def _lines(connection: Connection, batch: Batch, places: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Write new lines and refresh known ones.

    Returns the line's number (row of `batch.lines`) for each fact, the database id of each line number, and
    the number of each line's parent as text ("" without one) to compare subtotals with.
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

    parents = np.full(len(keys), "", dtype=object)
    linked = []
    for number, ((code, direction, _), parent) in enumerate(zip(keys, lines["parent"], strict=True)):
        if parent:
            parents[number] = number_of[(code, direction, parent)]
            linked.append({"child": int(ids[number]), "parent": int(ids[parents[number]])})
    if linked:
        connection.execute(
            update(line).where(line.c.id == bindparam("child")).values(parent_id=bindparam("parent")), linked
        )
    return of_group[fact_groups], ids, parents


def _known_lines(connection: Connection, place_ids: list[int]) -> dict[tuple[int, str, str], Any]:
    """The lines some places have, by (place, direction, key)."""
    known = {}
    for place in place_ids:
        rows = connection.execute(select(line).where(line.c.municipality_id == place)).mappings()
        known.update({(place, row["direction"], row["key"]): row for row in rows})
    return known


def _slices(
    connection: Connection,
    slices: pd.DataFrame,
    totals: pd.DataFrame,
    places: dict[str, int],
    documents: dict[str, int],
    release_id: int,
) -> np.ndarray:
    totals = totals.set_index("slice").reindex(range(len(slices)))
    rows = [
        {
            "municipality_id": places[row["municipality"]],
            "fiscal_year": int(row["fiscal_year"]),
            "direction": row["direction"],
            "phase": row["phase"],
            "scope": row["scope"],
            "period_end": row["period_end"],
            "document_id": documents[row["document"]],
            "release_id": release_id,
            "is_current": False,
            "basis": total.basis,
            **{
                name: None if pd.isna(value := getattr(total, name)) else int(value)
                for name in ("amount_minor", "stated_minor", "lines_minor")
            },
        }
        for row, total in zip(slices.to_dict("records"), totals.itertuples(), strict=True)
    ]
    inserted = connection.execute(insert(slice_).returning(slice_.c.id, sort_by_parameter_order=True), rows)
    return np.array(inserted.scalars().all(), dtype=np.int64)


def _facts(connection: Connection, facts: pd.DataFrame, slice_ids: np.ndarray, line_ids: np.ndarray) -> None:
    # In key order, so that the clustered table is filled front to back.
    order = np.lexsort((line_ids, slice_ids))
    missing = facts["amount_minor"].isna().to_numpy()
    amounts: list[Any] = facts["amount_minor"].fillna(0).astype("int64").to_numpy()[order].tolist()
    for position in np.flatnonzero(missing[order]):
        amounts[position] = None
    columns = [
        slice_ids[order].tolist(),
        line_ids[order].tolist(),
        facts["fund"].to_numpy()[order].tolist(),
        facts["role"].to_numpy()[order].tolist(),
        amounts,
        facts["unit"].to_numpy()[order].tolist(),
        facts["row_no"].to_numpy()[order].tolist(),
    ]
    write_rows(connection, fact, zip(*columns, strict=True))


def _labels_and_notes(
    connection: Connection,
    batch: Batch,
    places: dict[str, int],
    documents: dict[str, int],
    slice_ids: np.ndarray,
    line_ids: np.ndarray,
) -> None:
    by_key = {
        (row.municipality_id, row.direction, row.key): row.id
        for place in sorted({places[code] for code in batch.labels["municipality"].unique()})
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
        ): row.label
        for row in batch.labels.itertuples()
    }
    names = ("document_id", "line_id", "fiscal_year", "phase")
    columns = [printed_label.c[name] for name in names]
    renewed: list[dict[str, Any]] = []
    for paper in sorted({key[0] for key in printed}):
        known = connection.execute(select(*columns, printed_label.c.label).where(printed_label.c.document_id == paper))
        for *key, label in known.all():
            wanted = printed.pop(tuple(key), label)
            if wanted != label:
                renewed.append({**dict(zip([f"old_{name}" for name in names], key, strict=True)), "words": wanted})
    if renewed:
        same = [column == bindparam(f"old_{column.name}") for column in columns]
        connection.execute(update(printed_label).where(*same).values(label=bindparam("words")), renewed)
    if printed:
        write_rows(connection, printed_label, ((*key, label) for key, label in printed.items()))
    if len(batch.notes):
        texts = batch.notes.set_index("row_no")
        noted = batch.facts["row_no"].isin(texts.index).to_numpy()
        rows = [
            (
                int(slice_ids[i]),
                int(line_ids[i]),
                str(batch.facts["fund"].iat[i]),
                *(texts.at[batch.facts["row_no"].iat[i], name] for name in ("text_ky", "text_ru", "text_en")),
            )
            for i in np.flatnonzero(noted)
        ]
        write_rows(connection, fact_note, rows)


def _rollups(
    connection: Connection, batch: Batch, numbers: np.ndarray, line_numbers: np.ndarray, slice_ids: np.ndarray
) -> None:
    """Sums of the counted lines by each classification, one set a slice, written once."""
    counted = ((batch.facts["role"] == "line") & batch.facts["amount_minor"].notna()).to_numpy()
    classes = {"": 0, **ids_by(connection, classification, "key")}
    funds, fund_names = pd.factorize(batch.facts["fund"])
    amounts = batch.facts["amount_minor"].fillna(0).to_numpy(dtype=np.int64)
    is_revenue = (batch.facts["direction"] == "revenue").to_numpy()
    is_spending = (batch.facts["direction"] == "expenditure").to_numpy()
    for dimension in DIMENSIONS:
        mine = counted & (is_revenue if dimension == "source" else is_spending)
        of_line = batch.lines[dimension].map(classes).to_numpy(dtype=np.int64)
        frame = pd.DataFrame(
            {"slice": numbers[mine], "class": of_line[line_numbers[mine]], "fund": funds[mine], "minor": amounts[mine]}
        )
        grouped = frame.groupby(["slice", "class", "fund"])["minor"].agg(["sum", "count"])
        rows = [
            (int(slice_ids[part]), dimension, class_id, str(fund_names[fund]), total, count)
            for (part, class_id, fund), total, count in zip(
                grouped.index.tolist(), grouped["sum"].tolist(), grouped["count"].tolist(), strict=True
            )
        ]
        write_rows(connection, rollup, rows)


def _differences(
    connection: Connection, differences: pd.DataFrame, slice_ids: np.ndarray, line_ids: np.ndarray
) -> None:
    rows = [
        {
            "slice_id": int(slice_ids[row.slice]),
            "line_id": int(line_ids[row.line]),
            "kind": row.kind,
            "stated_minor": int(row.stated_minor),
            "computed_minor": int(row.computed_minor),
        }
        for row in differences.itertuples()
    ]
    if rows:
        connection.execute(insert(check_result), rows)


def _compare(connection: Connection, release_id: int, rows: int, control: int) -> None:
    written, total = connection.execute(
        select(func.count(), func.coalesce(func.sum(fact.c.amount_minor), 0))
        .select_from(slice_.join(fact, fact.c.slice_id == slice_.c.id))
        .where(slice_.c.release_id == release_id)
    ).one()
    if (written, int(total)) != (rows, control):
        raise Inconsistent(f"{written} rows with sum {total} written, {rows} rows with sum {control} read")
