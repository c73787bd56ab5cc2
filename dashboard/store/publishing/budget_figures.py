"""The figures of budgets: statements with their totals, facts with notes, roll-ups, and what does not add up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert

from dashboard.store.batch import Batch
from dashboard.store.publishing.bulk import write_rows
from dashboard.store.publishing.papers import ids_by
from dashboard.store.tables import DIMENSIONS, check_result, classification, fact, fact_note, rollup, slice_


def write_slices(
    connection: Connection,
    slices: pd.DataFrame,
    scopes: pd.DataFrame,
    totals: pd.DataFrame,
    places: dict[str, int],
    documents: dict[str, int],
    release_id: int,
) -> np.ndarray:
    """Write the statements of a release with their scopes and totals; the database id of each slice number."""
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
            "covers": row["covers"],
            "covers_ky": row["covers_ky"],
            "part": row["part"],
            **scope,
            **{
                name: None if pd.isna(value := getattr(total, name)) else int(value)
                for name in ("amount_minor", "stated_minor", "lines_minor")
            },
        }
        for row, scope, total in zip(
            slices.to_dict("records"), scopes.to_dict("records"), totals.itertuples(), strict=True
        )
    ]
    inserted = connection.execute(insert(slice_).returning(slice_.c.id, sort_by_parameter_order=True), rows)
    return np.array(inserted.scalars().all(), dtype=np.int64)


def write_facts(connection: Connection, facts: pd.DataFrame, slice_ids: np.ndarray, line_ids: np.ndarray) -> None:
    """Write every figure; ids of the statement and the line of each fact."""
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


def write_notes(connection: Connection, batch: Batch, slice_ids: np.ndarray, line_ids: np.ndarray) -> None:
    """Write the notes of a batch beside its facts; ids of the statement and the line of each fact."""
    if batch.notes.empty:
        return
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


def write_rollups(
    connection: Connection, batch: Batch, numbers: np.ndarray, line_numbers: np.ndarray, slice_ids: np.ndarray
) -> None:
    """Sums of the counted lines by each classification, one set per slice, written once."""
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


def write_differences(
    connection: Connection, differences: pd.DataFrame, slice_ids: np.ndarray, line_ids: np.ndarray
) -> None:
    """Write the totals that differ from their parts; database ids by slice and line number."""
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
