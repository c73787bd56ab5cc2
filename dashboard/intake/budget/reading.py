"""A budget file and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.intake.budget import checks
from dashboard.intake.budget.amounts import AmountColumn, block, read_amounts
from dashboard.intake.budget.codes import clean_codes
from dashboard.intake.budget.facts import SLICE, Facts, cumulate, gather, join, subtotals_by_parents
from dashboard.intake.budget.lines import line_keys, read_lines
from dashboard.intake.files import SourceFile
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Mapping
from dashboard.intake.places import read_places
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.report import Counts
from dashboard.intake.table.columns import Coded, Codes, Mask
from dashboard.intake.table.documents import read_documents
from dashboard.intake.table.fields import Fields, read_fields
from dashboard.intake.table.filters import rows_meant
from dashboard.intake.table.header import Grid, pick_sheet, read_grid
from dashboard.intake.table.totals import roles_of_rows
from dashboard.store.arithmetic import add_up
from dashboard.store.batch import LABEL_COLUMNS, NOTE_COLUMNS, Batch, Document
from dashboard.store.known import Known

_FILLED_IN_TOTALS = ("municipality", "fiscal_year", "period_end", "document", "phase", "direction")
_NOTES = ("note_ky", "note_ru", "note_en")


@dataclass(frozen=True)
class Reading:
    """A file as read. `batch` is None when it has errors. `sums` has a row a statement (see `Batch.facts`)
    with `amount_minor`, the total to show."""

    batch: Batch | None
    problems: tuple[Problem, ...]
    counts: Counts = field(default_factory=Counts)
    sums: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_budget(
    source: SourceFile, mapping: Mapping, known: Known, options: MappingType[str, str] | None = None
) -> Reading:
    """Read and check a budget. `options`: `municipality` and `fiscal_year` where the file does not give them."""
    findings = Findings(list(source.problems))
    try:
        return _read(source, mapping, known, options or {}, findings)
    except Refused as refused:
        return Reading(None, (*findings.problems, *refused.problems))


def _read(
    source: SourceFile, mapping: Mapping, known: Known, options: MappingType[str, str], findings: Findings
) -> Reading:
    grid = read_grid(pick_sheet(source, mapping.sheet), mapping.sheet)
    read = len(grid.body)
    grid, sections = rows_meant(grid, mapping)
    fields = read_fields(grid, mapping, sections, options, findings)
    amounts = read_amounts(grid, mapping, fields, findings)
    if not amounts:
        there = ", ".join(grid.names)[:400]
        raise Refused(Problem("column_missing", "error", column="[[amounts]]", params={"there": there}))
    empty = np.logical_and.reduce([column.missing & ~column.bad for column in amounts])
    kept = np.ones(len(empty), dtype=bool) if mapping.blank == "missing" else ~empty
    kept &= ~(empty & sections.opens)
    filtered, skipped = read - len(grid.body), int((~kept).sum())
    if not kept.any():
        findings.add("no_rows", "error", read=read, filtered=filtered)
        return Reading(None, tuple(findings.problems), Counts(read, 0, filtered, skipped))

    code = clean_codes(grid, mapping, fields, findings)
    fields["role"], owner = roles_of_rows(grid, mapping, fields, empty)
    table = _Table(grid, fields, code, owner, amounts).keep(kept)
    _complete(table, mapping, known, findings)
    keys, papers = read_documents(source, table.grid, mapping, table.fields, known, findings)
    table.fields["document"] = keys
    totals = int(table.fields["role"].mask(lambda text: text == "total").sum())
    counts = Counts(read, len(table.grid.body), filtered, skipped, totals)
    facts = _facts(table, mapping, findings)
    if findings.refused or facts is None:
        return Reading(None, tuple(findings.problems), counts)
    return _finished(table, facts, mapping, known, papers, counts, findings)


@dataclass
class _Table:
    """The rows that count, with everything read from them so far."""

    grid: Grid
    fields: Fields
    code: Coded | None
    owner: Codes
    amounts: list[AmountColumn]

    def keep(self, mask: Mask) -> _Table:
        """The table with only some of its rows."""
        if mask.all():
            return self
        position = np.cumsum(mask) - 1
        owner = self.owner[mask]
        return _Table(
            self.grid.keep(mask),
            {name: column.take(mask) for name, column in self.fields.items()},
            None if self.code is None else self.code.take(mask),
            np.where(owner >= 0, position[owner], -1),
            [column.keep(mask) for column in self.amounts],
        )


def _complete(table: _Table, mapping: Mapping, known: Known, findings: Findings) -> None:
    """Fill in what total rows leave out, find places and name the lines."""
    fields, grid = table.fields, table.grid
    total = fields["role"].mask(lambda role: role == "total")
    for name in _FILLED_IN_TOTALS:
        if total.any() and name in fields:
            said = {text for text in fields[name].values if text}
            if len(said) == 1:
                silent = total & fields[name].mask(lambda text: not text)
                fields[name] = fields[name].where(silent, Coded.constant(said.pop(), len(total)))
    if mapping.totals.fund:
        same = Coded.constant("", len(total)) if "fund" not in fields else fields["fund"]
        fields["fund"] = same.where(total, Coded.constant(mapping.totals.fund, len(total)))
    fields["municipality"] = read_places(grid, mapping, fields.get("municipality"), known, findings)
    keys = line_keys(fields, table.code, len(total))
    # A total may stand there without a word of its own.
    fields["line"] = keys.where(total & keys.mask(lambda text: not text), Coded.constant("total", len(total)))
    nameless = fields["line"].mask(lambda text: not text)
    column = str(mapping.columns.get("label") or mapping.columns.get("code") or "label")
    findings.rows("field_missing", "error", nameless, grid.row_no, column=column, field="label")


def _facts(table: _Table, mapping: Mapping, findings: Findings) -> Facts | None:
    """All facts, cumulative since January; None when there are none or some cannot be placed."""
    blocks = [block(table.grid, mapping, table.fields, column, findings) for column in table.amounts]
    if findings.refused:
        return None
    cumulative = [each for each in blocks if not each.flow]
    flows = [each for each in blocks if each.flow]
    facts = gather(cumulative, table.grid.row_no) if cumulative else None
    if flows:
        single = gather(flows, table.grid.row_no)
        checks.check_duplicates(single, single.slices()[0], single.lines()[0], findings)
        if findings.refused:
            return None
        summed = cumulate(single)
        facts = summed if facts is None else join(facts, summed)
    return facts if facts is not None and len(facts) else None


def _finished(
    table: _Table,
    facts: Facts,
    mapping: Mapping,
    known: Known,
    papers: dict[str, Document],
    counts: Counts,
    findings: Findings,
) -> Reading:
    lines = read_lines(facts, table.fields, table.code, table.owner, mapping, known, findings)
    if mapping.hierarchy.by_code:
        facts = subtotals_by_parents(facts, lines.parents)
    slice_of, first = facts.slices()
    line_of, _ = facts.lines()
    checks.check_duplicates(facts, slice_of, line_of, findings)
    checks.check_signs(facts, findings)
    checks.check_years(facts, {**known.documents, **{key: paper.date for key, paper in papers.items()}}, findings)
    frame = facts.frame()
    sums = add_up(
        pd.DataFrame(
            {
                "slice": slice_of,
                "line": line_of,
                "parent": lines.parents[line_of],
                "fund": frame["fund"],
                "role": frame["role"],
                "amount_minor": frame["amount_minor"],
            }
        )
    )
    checks.tell_differences(facts, slice_of, line_of, sums, lines.frame["label"], findings)
    totals = pd.DataFrame({name: facts.columns[name].take(first).to_numpy() for name in SLICE})
    totals["amount_minor"] = sums.totals.sort_values("slice")["amount_minor"].to_numpy()
    batch = Batch(frame, lines.frame, _labels(table, facts, line_of), _notes(table, facts), tuple(papers.values()))
    return Reading(None if findings.refused else batch, tuple(findings.problems), counts, totals)


def _labels(table: _Table, facts: Facts, line_of: Codes) -> pd.DataFrame:
    """The label of each line as each document prints it for a year and phase."""
    label = table.fields.get("label")
    if label is None:
        return pd.DataFrame(columns=list(LABEL_COLUMNS))
    seen = line_of.astype(np.int64)
    for name in ("document", "fiscal_year", "phase"):
        seen = seen * len(facts.columns[name].values) + facts.columns[name].codes
    first = np.flatnonzero(~pd.Series(seen).duplicated())
    columns = {name: facts.columns[name].take(first).to_numpy() for name in LABEL_COLUMNS[:-1]}
    frame = pd.DataFrame({**columns, "label": label.take(facts.rows[first]).to_numpy()})
    return frame[frame["label"] != ""].reset_index(drop=True)


def _notes(table: _Table, facts: Facts) -> pd.DataFrame:
    """Notes of the file on its rows, one a row."""
    texts = [table.fields[name] for name in _NOTES if name in table.fields]
    if not texts:
        return pd.DataFrame(columns=list(NOTE_COLUMNS))
    noted = np.logical_or.reduce([column.mask(bool) for column in texts])
    rows = np.flatnonzero(noted)
    frame = pd.DataFrame({"row_no": table.grid.row_no[rows]})
    for name in _NOTES:
        frame[name.replace("note", "text")] = table.fields[name].take(rows).to_numpy() if name in table.fields else ""
    return frame
