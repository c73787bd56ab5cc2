"""What publishing a budget would change: statements that are new, replaced, or stand beside those that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.i18n import NAMED_IN, t
from dashboard.intake.problems import Findings, Param, Problem, Severity
from dashboard.intake.table.numbers import major
from dashboard.store.batch import Batch
from dashboard.store.known import CurrentStatement, current_statements, lines_of
from dashboard.store.records import paper_day

#: A statement that loses more lines than this, or whose total moves by more, is asked about.
LEAST_LINES, MOST_CHANGE = 0.8, 0.2
#: A total so many times another one may be in another unit.
MOST_TIMES = 50
LARGEST = 10
_THING = ("municipality", "fiscal_year", "direction", "phase", "scope", "period_end")
Thing = tuple[Any, ...]


@dataclass(frozen=True)
class Coming:
    """What one document of a file says of one thing: its annexes together. `numbers`: of its slices in the batch."""

    thing: Thing
    covers: tuple[str, str]
    document: str
    numbers: tuple[int, ...]
    parts: frozenset[str]
    amount_minor: int | None
    lines: int


def tell_changes(connection: Connection, batch: Batch, sums: pd.DataFrame, findings: Findings) -> None:
    """Tell what would be new and what would be replaced, by what; ask where a statement would shrink or jump."""
    coming = _coming(batch, sums)
    current = current_statements(connection, {each.thing[0] for each in coming})
    by_thing: dict[Thing, list[CurrentStatement]] = defaultdict(list)
    for known in current:
        by_thing[known.thing].append(known)
    papers = {paper.key: (paper.authority, paper_day(paper.date, paper.date_printed)) for paper in batch.documents}
    new = 0
    replaced: list[tuple[Coming, list[CurrentStatement]]] = []
    for each in coming:
        there = by_thing[each.thing]
        alike = [known for known in there if known.covers == each.covers]
        # Annexes of one document may each cover something else.
        same = (known for known in there if known.document == each.document and known.part in each.parts)
        for other in (known for known in same if known.covers != each.covers):
            _tell(findings, "replaces", "question", _name(each), why=_words("other_coverage"), before=_amount(other),
                after=_amount(each), lines_before=other.lines, lines=each.lines, release=other.release,
            )  # fmt: skip
        if not alike:
            new += 1
        elif _wins(each, alike, papers):
            replaced.append((each, alike))
        else:
            _tell(
                findings,
                "stands_beside",
                "info",
                _name(each),
                release=alike[0].release,
                document=alike[0].document,
                amount=_amount(alike[0]),
            )
    if new:
        _tell(findings, "statements_new", "info", None, n=new)
    for one, its in replaced:
        _tell_replaced(one, its, findings)
    if replaced:
        _tell_lines(connection, batch, replaced, findings)


def _coming(batch: Batch, sums: pd.DataFrame) -> list[Coming]:
    counted = ((batch.facts["role"] == "line") & batch.facts["amount_minor"].notna()).to_numpy()
    lines = np.bincount(batch.slice_of[counted], minlength=len(sums))
    basis = batch.sums.totals.sort_values("slice")["basis"].to_numpy()
    slices = sums.assign(lines=lines, basis=basis, part_role=batch.statements["part_role"].to_numpy())
    slices = slices[(slices["basis"] != "none") & (slices["part_role"] != "breaks_down")]
    found = []
    for key, rows in slices.groupby([*_THING, "covers", "covers_ky", "document"], sort=False, observed=True):
        amounts = rows["amount_minor"].dropna()
        found.append(
            Coming(
                key[:6], (key[6], key[7]), key[8], tuple(rows.index), frozenset(rows["part"]),
                int(amounts.sum()) if len(amounts) else None, int(rows["lines"].sum()),
            )
        )  # fmt: skip
    return found


def _wins(each: Coming, there: Sequence[CurrentStatement], papers: Mapping[str, tuple[int, date]]) -> bool:
    """Whether a document would count instead of the one that does, or is that one."""
    known = there[0]
    rank = papers.get(each.document, known.rank if each.document == known.document else (3, date.min))
    return each.document == known.document or rank >= known.rank


def _tell_replaced(each: Coming, there: Sequence[CurrentStatement], findings: Findings) -> None:
    same = [known for known in there if known.document == each.document]
    stays = [known for known in same if known.part not in each.parts]
    before, after = (
        _total(known.amount_minor for known in there),
        _total((each.amount_minor, *(known.amount_minor for known in stays))),
    )
    lines_before, lines = sum(known.lines for known in there), each.lines + sum(known.lines for known in stays)
    if (before, lines_before) == (after, lines):
        return
    said: dict[str, Param] = {
        "release": max(known.release for known in there),
        "before": "–" if before is None else major(before),
        "after": "–" if after is None else major(after),
        "lines_before": lines_before,
        "lines": lines,
    }
    why = _doubt(before, after, lines_before, lines)
    added = len(stays) == len(there)
    if added and why:
        _tell(findings, "replaces", "question", _name(each), why=_words("added_up"), **said)
    elif added:
        _tell(findings, "annex_added", "info", _name(each), before=said["before"], after=said["after"])
    elif why:
        _tell(findings, "replaces", "question", _name(each), why=_words(why), **said)
    else:
        _tell(findings, "statement_replaced", "info", _name(each), **said)


def _doubt(before: int | None, after: int | None, lines_before: int, lines: int) -> str:
    """Why a replacement is asked about; "" where it is not."""
    if before and after and not 1 / MOST_TIMES < after / before < MOST_TIMES:
        return "other_unit"
    if lines < LEAST_LINES * lines_before:
        return "fewer_lines"
    if before and (after is None or abs(after - before) > MOST_CHANGE * abs(before)):
        return "other_total"
    return ""


def _tell_lines(
    connection: Connection,
    batch: Batch,
    replaced: Sequence[tuple[Coming, Sequence[CurrentStatement]]],
    findings: Findings,
) -> None:
    """The lines that would change most, and how many would be gone."""
    pairs = [(each, known) for each, there in replaced for known in there if known.part in each.parts]
    if not pairs:
        return
    old = lines_of(connection, [known.slice_id for _, known in pairs])
    number = {known.slice_id: at for at, (_, known) in enumerate(pairs)}
    old["pair"] = old["slice_id"].map(number)
    mine = {n: at for at, (each, _) in enumerate(pairs) for n in each.numbers}
    pair_of = np.full(len(batch.statements), -1)
    for number_of_slice, at in mine.items():
        pair_of[number_of_slice] = at
    new = batch.facts.assign(pair=pair_of[batch.slice_of])
    new = new[(new["pair"] >= 0) & (new["role"] == "line")]
    key = ["pair", "line", "fund"]
    both = old[[*key, "label", "amount_minor"]].merge(
        new[[*key, "amount_minor"]].astype({"line": str, "fund": str}), on=key, how="outer", suffixes=("_old", "_new"),
        indicator=True,
    )  # fmt: skip
    gone = both[both["_merge"] == "left_only"]
    for pair, lines in gone.groupby("pair"):
        names = ", ".join(map(str, lines["label"].head(3)))
        _tell(findings, "lines_gone", "warning", _name(pairs[int(pair)][0]), n=len(lines), lines=names)
    changed = both[(both["_merge"] == "both") & (both["amount_minor_old"] != both["amount_minor_new"])]
    by_size = (changed["amount_minor_new"] - changed["amount_minor_old"]).abs().sort_values(ascending=False)
    for row in changed.loc[by_size.index[:LARGEST]].itertuples():
        _tell(findings, "line_changed", "info", str(row.label), what=_name(pairs[int(row.pair)][0]),
            before=_major(row.amount_minor_old), after=_major(row.amount_minor_new),
        )  # fmt: skip


def _total(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _name(each: Coming) -> str:
    place, year, direction, phase, _, end = each.thing
    covers = "" if each.covers[0] == "whole" else f" ({each.covers[0]})"
    return f"{place} {year} {direction} {phase} {end:%Y-%m-%d}{covers}"


def _amount(each: Coming | CurrentStatement) -> str:
    return "–" if each.amount_minor is None else major(each.amount_minor)


def _major(minor: Any) -> str:
    return "–" if pd.isna(minor) else major(minor)


def _tell(findings: Findings, code: str, severity: Severity, value: str | None, /, **params: Param) -> None:
    findings.extend([Problem(code, severity, value=value, params=params)])


def _words(why: str) -> Mapping[str, str]:
    return {lang: t(lang, f"checks.replaces.why.{why}") for lang in NAMED_IN}
