"""A budget file and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.intake.budget import checks
from dashboard.intake.budget.facts import (
    SLICE,
    AmountColumn,
    BudgetTable,
    Facts,
    cumulate,
    facts_of,
    join,
    read_amounts,
    subtotals_by_parents,
)
from dashboard.intake.budget.lines import name_rows, read_lines
from dashboard.intake.files import SourceFile
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Mapping as BudgetMapping
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.report import Counts
from dashboard.intake.table.table import open_table
from dashboard.store.arithmetic import add_up
from dashboard.store.batch import LABEL_COLUMNS, NOTE_COLUMNS, Batch
from dashboard.store.known import Known

_FILLED_IN_TOTALS = ("municipality", "fiscal_year", "period_end", "document", "phase", "direction")
_NOTES = ("note_ky", "note_ru", "note_en")


@dataclass(frozen=True)
class BudgetReading:
    """A file as read. `batch` is None when it has errors. `sums` has a row per statement (see `Batch.facts`)
    with `amount_minor`, the total to show."""

    batch: Batch | None
    problems: tuple[Problem, ...]
    counts: Counts = field(default_factory=Counts)
    sums: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_budget(
    source: SourceFile, mapping: BudgetMapping, known: Known, told: Mapping[str, str] | None = None
) -> BudgetReading:
    """Read and check a budget. `told`: `municipality` and `fiscal_year` where the file does not give them."""
    findings = Findings(list(source.problems))
    try:
        return _read(open_table(source, mapping, known, findings).with_told(told or {}))
    except Refused as refused:
        return BudgetReading(None, (*findings.problems, *refused.problems))


def _read(table: BudgetTable) -> BudgetReading:
    findings = table.findings
    amounts = read_amounts(table)
    if not amounts:
        there = ", ".join(table.grid.names)[:400]
        raise Refused(Problem("column_missing", "error", column="[[amounts]]", params={"there": there}))
    empty = np.logical_and.reduce([column.empty for column in amounts])
    kept = ~(empty & table.sections.opens)
    if table.mapping.blank != "missing":
        kept &= ~empty
    if not kept.any():
        findings.add("no_rows", "error", read=table.read, filtered=table.filtered)
        return BudgetReading(None, tuple(findings.problems), table.counts(0))
    table = name_rows(table, empty)
    if not kept.all():
        table, amounts = table.keep(kept), [column.keep(kept) for column in amounts]
    total = table.fields["role"].isin(("total",))
    table = _with_totals_filled(table).with_places()
    named = next((name for name in ("label", "code") if name in table.mapping.columns), "label")
    table.tell("field_missing", ~table.fields["line"].said, named, field="label")
    table = table.with_documents()
    counts = table.counts(len(table), int(total.sum()))
    parts = [facts_of(table, column) for column in amounts]
    facts = None if findings.refused else _cumulative(parts, amounts, findings)
    if facts is None:
        return BudgetReading(None, tuple(findings.problems), counts)
    batch, sums = _finished(table, facts)
    return BudgetReading(None if findings.refused else batch, tuple(findings.problems), counts, sums)


def _with_totals_filled(table: BudgetTable) -> BudgetTable:
    """The table with what total rows leave out: whatever is said only one way in the whole file."""
    total = table.fields["role"].isin(("total",))
    filled = {}
    for name in _FILLED_IN_TOTALS:
        column = table.text(name)
        said = set(filter(None, column.values))
        if len(said) == 1:
            filled[name] = column.where(total & ~column.said, table.constant(said.pop()))
    if table.mapping.totals.fund:
        filled["fund"] = table.text("fund").where(total, table.constant(table.mapping.totals.fund))
    return table.with_fields(**filled)


def _cumulative(parts: list[Facts], amounts: list[AmountColumn], findings: Findings) -> Facts | None:
    """All facts, cumulative since January; None when there are none or some cannot be placed."""
    facts = [part for part, column in zip(parts, amounts, strict=True) if not column.spec.flow]
    flows = [part for part, column in zip(parts, amounts, strict=True) if column.spec.flow]
    if flows:
        single = join(flows)
        checks.check_duplicates(single, findings)
        if findings.refused:
            return None
        facts.append(cumulate(single))
    whole = join(facts)
    return whole if len(whole) else None


def _finished(table: BudgetTable, facts: Facts) -> tuple[Batch, pd.DataFrame]:
    """The batch of all facts, checked, and the sum of every statement."""
    findings = table.findings
    lines = read_lines(table, facts)
    if table.mapping.hierarchy.by_code:
        facts = subtotals_by_parents(facts, lines.parents)
    checks.check_duplicates(facts, findings)
    checks.check_signs(facts, findings)
    checks.check_years(facts, table.document_dates, findings)
    frame = facts.frame()
    (slice_of, first), (line_of, _) = facts.slices, facts.lines
    parent = lines.parents[line_of]
    sums = add_up(frame[["fund", "role", "amount_minor"]].assign(slice=slice_of, line=line_of, parent=parent))
    checks.tell_differences(facts, sums, lines.frame["label"], findings)
    totals = pd.DataFrame({name: facts.columns[name].take(first).to_numpy() for name in SLICE})
    totals["amount_minor"] = sums.totals.sort_values("slice")["amount_minor"].to_numpy()
    documents = tuple(table.documents.values())
    return Batch(frame, lines.frame, _labels(table, facts), _notes(table), documents), totals


def _labels(table: BudgetTable, facts: Facts) -> pd.DataFrame:
    """The label of each line as each document prints it for a year and phase."""
    first = facts.groups("municipality", "direction", "line", "document", "fiscal_year", "phase")[1]
    columns = {name: facts.columns[name].take(first).to_numpy() for name in LABEL_COLUMNS[:-1]}
    frame = pd.DataFrame({**columns, "label": table.text("label").take(facts.rows[first]).to_numpy()})
    return frame[frame["label"] != ""].reset_index(drop=True)


def _notes(table: BudgetTable) -> pd.DataFrame:
    """Notes of the file on its rows, one per row."""
    texts = [table.text(name) for name in _NOTES]
    rows = np.flatnonzero(np.logical_or.reduce([text.said for text in texts]))
    notes = (text.take(rows).to_numpy() for text in texts)
    return pd.DataFrame(dict(zip(NOTE_COLUMNS, (table.grid.row_no[rows], *notes), strict=True)))
