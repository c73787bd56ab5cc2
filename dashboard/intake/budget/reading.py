"""A budget file and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.intake.budget.columns_as_lines import with_columns_as_lines
from dashboard.intake.budget.facts import (
    BudgetTable,
    Facts,
    cumulate,
    facts_of,
    join,
    subtotals_by_parents,
    sum_repeated,
)
from dashboard.intake.budget.lines import name_rows, read_lines, with_totals_filled
from dashboard.intake.budget.made_units import with_made_units
from dashboard.intake.budget.scope import excerpts, scopes_of, without_false_totals
from dashboard.intake.budget.totals import settle_sums
from dashboard.intake.files import SourceFile
from dashboard.intake.mapping.schema import Amount, BudgetMapping, FiscalYear
from dashboard.intake.problems import Findings, refuse
from dashboard.intake.subject import Checked
from dashboard.intake.table.numbers import major
from dashboard.intake.table.opening import open_table
from dashboard.intake.table.papers import with_documents
from dashboard.intake.table.table import SUM_SIGN, Amounts
from dashboard.store.arithmetic import Sums, add_up
from dashboard.store.batch import LABEL_COLUMNS, NOTE_COLUMNS, SLICE_COLUMNS, Batch
from dashboard.store.known import Known

#: Months before the beginning of its year in which a budget may be approved: in autumn, for most.
MONTHS_BEFORE = 4
_NOTES = ("note_ky", "note_ru", "note_en")


@dataclass(frozen=True)
class BudgetReady:
    """A budget as the store wants it. `sums`: a row per statement (see `Batch.facts`) with its total `amount_minor`."""

    batch: Batch
    sums: pd.DataFrame


def read_budget(
    source: SourceFile,
    mapping: BudgetMapping,
    known: Known,
    findings: Findings,
    told: Mapping[str, str],
    *,
    make_units: bool = False,
) -> Checked[BudgetReady]:
    """Read and check a budget. `told`: `municipality` and `fiscal_year` where the file does not give them.
    `make_units`: places nobody knows become new ones.

    Raises Refused where its sheet, header or columns cannot be found.
    """
    # What the command line or [statement] says holds for rows that say nothing else.
    of_all = {**mapping.statement, **{name: value for name, value in told.items() if value}}
    table, blank = open_table(source, mapping, known, findings).with_told(of_all), mapping.numbers.blank
    read = _read_amounts(table)
    if not read:
        there = ", ".join(table.grid.names)[:400]
        raise refuse("column_missing", column="[[amounts]]", there=there)
    table, read = with_columns_as_lines(table, read)
    empty = np.logical_and.reduce([amounts.missing & ~amounts.bad for _, amounts in read]) & (blank != "zero")
    kept = ~(empty & (table.sections.opens | (blank != "missing")))
    if blank != "drop":  # an empty cell says something there, a blank row does not
        kept &= table.grid.written
        empty |= ~table.grid.written
    if not kept.any():
        findings.add("no_rows", "error", read=table.read, filtered=table.filtered)
        return Checked(None, table.counts(0), hidden_sheets=source.hidden_sheets)
    table = name_rows(table, empty)
    if not kept.all():
        table, read = table.keep(kept), [(spec, amounts.keep(kept)) for spec, amounts in read]
    table, made = with_made_units(with_totals_filled(table)) if make_units else (with_totals_filled(table), ())
    table = table.with_places()
    named = next((name for name in ("label", "code") if name in table.mapping.columns), "label")
    table.tell("field_missing", table.having("line", ""), named, field="label")
    table = with_documents(table)
    kept_rows, total_rows = (
        len(np.unique(rows)) for rows in (table.row_no, table.row_no[table.having("role", "total")])
    )
    counts = table.counts(kept_rows, total_rows)
    facts = _facts(table, read)
    if facts is None:
        return Checked(None, counts, hidden_sheets=source.hidden_sheets)
    ready = _finished(table, facts)
    ready = replace(ready, batch=replace(ready.batch, new_places=made))
    totals = ready.batch.facts["row_no"][ready.batch.facts["role"] == "total"]
    counts = replace(counts, totals=totals.nunique())
    return Checked(None if findings.refused else ready, counts, _control(ready.sums), source.hidden_sheets)


def _read_amounts(table: BudgetTable) -> Sequence[tuple[Amount, Amounts]]:
    """Every column of amounts that is in the file."""
    read = []
    for spec in table.mapping.amounts:
        unit = table.constant(spec.set["unit"]) if "unit" in spec.set else None
        style, rounded = table.mapping.numbers.number_style, spec.round is not None
        amounts = table.sum_of(spec.columns, style, unit, rounded=rounded)
        if amounts is not None:
            read.append((spec, amounts if spec.sign is None else replace(amounts, minor=-amounts.minor)))
    return read


def _facts(table: BudgetTable, read: Sequence[tuple[Amount, Amounts]]) -> Facts | None:
    """All facts, cumulative since January; None when there are none or some cannot be placed."""
    parts = [(table.mapping.is_flow(spec), facts_of(table, spec, amounts)) for spec, amounts in read]
    if table.findings.refused:
        return None
    facts = [part for flow, part in parts if not flow]
    if flows := [part for flow, part in parts if flow]:
        single = _repeated_summed(table, join(flows))
        _check_duplicates(single, table)
        if table.findings.refused:
            return None
        facts.append(cumulate(single))
    whole = _repeated_summed(table, join(facts))
    return whole if len(whole) else None


def _repeated_summed(table: BudgetTable, facts: Facts) -> Facts:
    """The facts with those of one line, fund and statement added together, where the mapping says so."""
    if table.mapping.rows.repeated != "sum" or not len(facts):
        return facts
    summed = sum_repeated(facts)
    if len(summed) < len(facts):
        table.findings.add("rows_summed", "info", n=len(facts), lines=len(summed))
    return summed


def _finished(table: BudgetTable, facts: Facts) -> BudgetReady:
    """The batch of all facts, checked, and the sum of every statement."""
    findings = table.findings
    lines = read_lines(table, facts)
    if table.mapping.hierarchy.by_code:
        facts = subtotals_by_parents(facts, lines.parents)
    settled = settle_sums(table, facts)
    facts = settled.facts
    _check_duplicates(facts, table)
    _check_signs(facts, table, findings)
    _check_years(facts, table.document_dates, findings, table.mapping.year)
    frame = facts.frame()
    (slice_of, first), (line_of, _) = facts.slices, facts.lines
    scopes = scopes_of(table, facts)
    parent = np.where(settled.parents >= 0, settled.parents, lines.parents[line_of])
    own = frame[["fund", "role", "amount_minor"]].assign(slice=slice_of, line=line_of, parent=parent)
    sums = add_up(own, excerpts(scopes).tolist(), scopes["rounded_to_minor"])
    sums = replace(sums, totals=without_false_totals(sums.totals, scopes))
    _tell_differences(facts, sums, lines.frame["label"], findings)
    totals = facts.rows_of(first, SLICE_COLUMNS)
    totals["amount_minor"] = sums.totals.sort_values("slice")["amount_minor"].to_numpy()
    documents = tuple(table.documents.values())
    batch = Batch(frame, lines.frame, _labels(table, facts), _notes(table), documents, sums, scopes)
    return BudgetReady(batch, totals)


def _control(sums: pd.DataFrame) -> tuple[dict[str, str], ...]:
    amounts = ["" if pd.isna(minor) else major(minor) for minor in sums["amount_minor"]]
    statements = sums[list(SLICE_COLUMNS)].to_dict("records")
    return tuple(
        {**{str(name): str(value) for name, value in statement.items()}, "amount": amount}
        for statement, amount in zip(statements, amounts, strict=True)
    )


def _labels(table: BudgetTable, facts: Facts) -> pd.DataFrame:
    """The label of each line as each document prints it for a year and phase."""
    names, texts = LABEL_COLUMNS[:6], LABEL_COLUMNS[6:]
    first = facts.groups(*names)[1]
    frame = facts.rows_of(first, names)
    for name, said in table.frame(facts.rows[first], texts)[list(texts)].items():
        frame[name] = said
    return frame[frame["label"] != ""].reset_index(drop=True)


def _notes(table: BudgetTable) -> pd.DataFrame:
    """Notes of the file on its rows, one per row."""
    noted = np.logical_or.reduce([~table.having(name, "") for name in _NOTES])
    notes = table.frame(np.flatnonzero(noted), _NOTES)
    return notes.set_axis(list(NOTE_COLUMNS), axis=1)


def _check_duplicates(facts: Facts, table: BudgetTable) -> None:
    """The same line twice in one statement and fund is an error that names both rows."""
    key = facts.groups(*SLICE_COLUMNS, "line", "fund")[0]
    repeated = pd.Series(key).duplicated().to_numpy()
    first: dict[int, int] = {}
    for i in np.flatnonzero(np.isin(key, key[repeated])).tolist() if repeated.any() else ():
        before = first.setdefault(int(key[i]), i)
        if before != i:
            line = table.text("label").at(facts.rows[i]) or facts.columns["line"].at(i)
            table.findings.add("line_twice", "error", **_cell(facts, i), value=line, first=int(facts.row_no[before]))


def _check_signs(facts: Facts, table: BudgetTable, findings: Findings) -> None:
    """A plan below zero is unusual, unless the mapping says that a column counts with the other sign."""
    turned = {
        SUM_SIGN.join(table.grid.name_of(found[0]) for ref in spec.columns if (found := table.grid.find(ref)))
        for spec in table.mapping.amounts
        if spec.sign is not None
    }
    negative = (facts.minor < 0) & ~facts.header.isin(tuple(sorted(turned)))
    if negative.any():
        negative &= ~facts.columns["phase"].isin(("executed",)) & ~facts.columns["direction"].isin(("balance",))
    for i in np.flatnonzero(negative).tolist():
        findings.add("negative_plan", "warning", **_cell(facts, i), value=major(facts.minor[i]))


def _cell(facts: Facts, i: int) -> dict[str, Any]:
    """Where in the file a fact was read."""
    return {"row": int(facts.row_no[i]), "column": str(facts.header.at(i))}


def _check_years(facts: Facts, dates: Mapping[str, date | None], findings: Findings, years: FiscalYear) -> None:
    """The year of a figure should fit the date of its paper, and its period should lie in its year.

    A paper older than the end of a period cannot tell its execution: what it says was only expected.
    `dates`: document key → date.
    """

    def doubt(document: str, year: int, phase: str, end: date) -> str:
        if years.of(end) != year:
            return "period_outside_year"
        day = dates.get(document)
        if day is None or phase == "forecast":
            return ""
        if phase == "executed":
            return "" if day >= end else "executed_before_end"
        # A report on execution repeats the plan of the year before it.
        since_start = 12 * (day.year - year) + day.month - years.ends - 1 + 12
        fits = since_start >= -MONTHS_BEFORE and years.of(day) <= year + 1
        return "" if fits else "year_differs"

    for i, document, year, phase, end in facts.distinct("document", "fiscal_year", "phase", "period_end"):
        if code := doubt(document, year, phase, end):
            day, row = dates.get(document), int(facts.row_no[i])
            said = {"year": year, "phase": phase, "end": end.isoformat(), "date": day.isoformat() if day else ""}
            findings.add(code, "warning", row=row, value=document, **said)


def _tell_differences(facts: Facts, sums: Sums, labels: pd.Series[str], findings: Findings) -> None:
    """Totals that differ from their parts, as warnings with both numbers."""
    if sums.differences.empty:
        return
    rows = pd.DataFrame({"slice": facts.slices[0], "line": facts.lines[0], "row_no": facts.row_no})
    rows = rows.drop_duplicates(["slice", "line"], keep="last")
    for difference in sums.differences.merge(rows, on=["slice", "line"], how="left").itertuples():
        row, label = int(difference.row_no), labels.iat[difference.line]
        stated, computed = major(difference.stated_minor), major(difference.computed_minor)
        findings.add(str(difference.kind), "warning", row=row, value=label, stated=stated, computed=computed)
