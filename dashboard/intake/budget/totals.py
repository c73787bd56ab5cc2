"""Which figures are sums of others: found by the words of their rows, and by arithmetic where words do not tell.

A total that is not counted as one doubles a budget, so what only arithmetic says is asked, never decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.intake.budget.facts import BudgetTable, Facts
from dashboard.intake.budget.sums import MaybeSum, unmatched_sums
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects
from dashboard.intake.table.numbers import major
from dashboard.store.batch import SLICE_COLUMNS

#: What a row's role is known by, a field of the table: the column of roles, conditions of the mapping, words of a
#: total, or words of a whole side of the budget, which alone decide nothing.
KNOWN_BY = "known_by"
BY_FILE, BY_MAPPING, BY_WORDS, BY_SIDE = "file", "mapping", "words", "side"
_ALL_FUNDS = "all"
#: Headings are looked for in statements of up to so many lines, over up to so many rows below each.
_MOST_LINES, _MOST_BELOW = 5_000, 500
#: … and in so many facts of a file: that takes a second or two.
_MOST_FACTS = 200_000
#: So many rows of headings are named.
_NAMED = 20


@dataclass(frozen=True)
class Settled:
    """Facts with their roles settled. `parents`: number of the line whose block a fact belongs to, -1 without one;
    only of blocks that do not add up to the subtotal printed below them."""

    facts: Facts
    parents: Codes


def settle_sums(table: BudgetTable, facts: Facts) -> Settled:
    """Tell totals, subtotals of blocks and lines apart, and ask about lines that equal the sum of others."""
    by = table.text(KNOWN_BY).take(facts.rows)
    role = facts.columns["role"].to_numpy().copy()
    parents = np.full(len(facts), -1, dtype=np.int64)
    asked: list[MaybeSum] = []
    worded = by.isin((BY_WORDS, BY_SIDE)) | (by.isin((BY_MAPPING,)) & facts.columns["role"].isin(("total",)))
    headings: dict[tuple[int, ...], None] = {}
    looked = 0
    for at in _statements(facts, worded):
        one = _Statement(facts, at, by, role)
        one.looks = looked < _MOST_FACTS
        asked += one.settle_sides()
        one.settle_blocks(parents)
        one.settle_headings()
        looked += one.looked
        role[at] = one.role
        if one.headings:
            headings[tuple(sorted({int(one.row_no[i]) for i in one.headings}))] = None
    for rows in headings:
        named = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
        table.findings.add("headings_not_counted", "warning", row=rows[0], rows=named, n=len(rows))
    if worded.any():
        codes = {name: number for number, name in enumerate(dict.fromkeys(role.tolist()))}
        of_row = np.array([codes[name] for name in role.tolist()], dtype=np.int32)
        facts = replace(facts, columns={**facts.columns, "role": Coded(of_row, np.array([*codes], dtype=object))})
    if table.mapping.rows.repeated == "sum":
        parents[:] = -1  # a row that stands in several blocks was added to the first: blocks cannot be tested
    asked += unmatched_sums(facts, by.isin(("",)))
    for found in sorted(asked, key=lambda each: each.row):
        _ask(table, facts, found)
    return Settled(facts, parents)


def _statements(facts: Facts, worded: Mask) -> Iterator[Codes]:
    """The facts of each statement that has any worded one, in the order of the file."""
    if not worded.any():
        return
    slices = facts.groups(*SLICE_COLUMNS)[0]
    order = np.lexsort((facts.row_no, slices))
    starts = np.flatnonzero(np.diff(slices[order], prepend=-1))
    ends = np.append(starts[1:], len(order))
    wanted = np.logical_or.reduceat(worded[order], starts)
    for start, end in zip(starts[wanted].tolist(), ends[wanted].tolist(), strict=True):
        yield order[start:end]


class _Statement:
    """The facts of one statement from top to bottom, while their roles are settled."""

    def __init__(self, facts: Facts, at: Codes, by: Coded, role: Objects) -> None:
        self.at, self.role = at, role[at]
        self.lines, self.row_no = facts.lines[0][at], facts.row_no[at]
        self.minor = np.where(facts.missing[at], 0, facts.minor[at])
        self.fund = facts.columns["fund"].take(at).to_numpy()
        self.side = by.take(at).isin((BY_SIDE,)) & (self.role == "line") & ~facts.missing[at]
        self.worded = by.take(at).isin((BY_WORDS,)) & (self.role == "total") & ~facts.missing[at]
        self.known = ~facts.missing[at]
        self.unmatched = by.take(at).isin(("",))
        self.headings: list[int] = []
        self.looks, self.looked = True, 0

    @property
    def counted(self) -> Mask:
        return np.isin(self.role, ["line"]) & self.known

    def scope(self, i: int, counted: Mask) -> Mask:
        """The counted rows that a total is over: those of its fund, or all."""
        return counted if self.fund[i] == _ALL_FUNDS else counted & np.isin(self.fund, [self.fund[i]])

    def settle_sides(self) -> list[MaybeSum]:
        """Rows whose words name a whole side become totals or subtotals, or stay lines; what is not clear is asked."""
        sides, asked = np.flatnonzero(self.side).tolist(), []
        others = self.counted & ~self.side
        stated = self.minor[(self.role == "total") & self.known]
        if sides and len(stated):
            if not self._nearer_as_lines(stated, others):
                self.role[sides] = "subtotal"
            return []
        if len(sides) == 1 and not others.any():
            self.role[sides] = "total"
            return []
        for i in sides:
            amount, scope = int(self.minor[i]), self.scope(i, others)
            if amount in (self.minor[scope].sum(), self.minor[others].sum()) or self._take_headings(scope, amount):
                self.role[i] = "total"
            elif self._block_above(i, scope) is not None or self._sums_below(i, scope):
                self.role[i] = "subtotal"
            else:
                rows = self.row_no[others if others.any() else self.side]
                computed = int(self.minor[others].sum())
                asked.append(
                    MaybeSum(int(self.at[i]), int(self.row_no[i]), amount, computed, len(rows), rows.min(), rows.max())
                )
        return asked

    def _nearer_as_lines(self, stated: Codes, others: Mask) -> bool:
        """Whether printed totals are nearer to the sum of all rows than to that without those of a whole side."""
        without = int(self.minor[others].sum())
        whole = without + int(self.minor[self.side].sum())
        return bool(np.abs(stated - whole).min() < np.abs(stated - without).min())

    def settle_blocks(self, parents: Codes) -> None:
        """Totals that are the sum of a block and not of everything become its subtotals.

        One that is neither, with other totals below it, is a subtotal of the block above it that differs: the rows
        of that block get it as their parent.
        """
        counted, worded = self.counted, np.flatnonzero(self.worded).tolist()
        for i in worded:
            amount, scope = int(self.minor[i]), self.scope(i, counted)
            if amount in (self.minor[scope].sum(), self.minor[counted].sum()):
                continue
            above = np.flatnonzero(scope & (np.arange(len(scope)) > self._last_sum(i)) & (np.arange(len(scope)) < i))
            if self._block_above(i, scope) is not None or self._sums_below(i, scope):
                self.role[i] = "subtotal"
            elif i != worded[-1] and len(above):
                self.role[i] = "subtotal"
                parents[self.at[above]] = self.lines[i]

    def settle_headings(self) -> None:
        """Lines that are sums of lines below them become subtotals, where the printed total says that they are."""
        for i in np.flatnonzero((self.role == "total") & self.known).tolist():
            scope = self.scope(i, self.counted)
            if self.minor[scope].sum() != self.minor[i]:
                self._take_headings(scope, int(self.minor[i]))

    def _take_headings(self, scope: Mask, total: int) -> bool:
        """Whether the lines add up to a total without those that are the sum of lines right below them, which then
        become subtotals. Found from the bottom up, so that headings may stand within headings."""
        lines = np.flatnonzero(scope)
        if not self.looks or len(lines) > _MOST_LINES:
            return False
        self.looked += len(lines)
        headings, outer = [], list[int]()
        for i in lines[::-1].tolist():
            below = np.cumsum(self.minor[outer[: -_MOST_BELOW - 1 : -1]])
            found = np.flatnonzero(below == self.minor[i])
            if self.unmatched[i] and self.minor[i] > 0 and len(found):
                del outer[-1 - int(found[0]) :]
                headings.append(i)
            outer.append(i)
        if not headings or int(self.minor[outer].sum()) != total:
            return False
        self.role[headings] = "subtotal"
        self.headings += headings
        return True

    def _last_sum(self, i: int) -> int:
        """The last total or subtotal above a row; -1 without one."""
        sums = np.flatnonzero((self.role[:i] == "total") | (self.role[:i] == "subtotal"))
        return int(sums[-1]) if len(sums) else -1

    def _block_above(self, i: int, scope: Mask) -> int | None:
        """The sum (-1: the top) below which the rows down to row `i` add up to it; None without one."""
        running = np.concatenate(([0], np.cumsum(np.where(scope, self.minor, 0))))
        for start in (*np.flatnonzero(np.isin(self.role[:i], ("total", "subtotal")))[::-1].tolist(), -1):
            if scope[start + 1 : i].any() and running[i] - running[start + 1] == self.minor[i]:
                return int(start)
        return None

    def _sums_below(self, i: int, scope: Mask) -> bool:
        """Whether two or more of the rows right below add up to it."""
        below = np.cumsum(self.minor[i + 1 :][scope[i + 1 :]])
        return bool((below[1:] == self.minor[i]).any())


def _ask(table: BudgetTable, facts: Facts, found: MaybeSum) -> None:
    """A question about a row, with the lines that answer it in the mapping."""
    row = int(facts.rows[found.fact])
    label, code = str(table.text("label").at(row)), str(table.text("code").at(row))
    kind = "total" if found.whole else "subtotal"
    named = "" if label or "code" not in table.mapping.columns else f"column = {_quoted(table.name_of('code'))}\n"
    table.findings.add(
        "looks_like_total",
        "question",
        row=found.row,
        column=str(facts.header.at(found.fact)),
        value=label or code,
        amount=major(found.minor),
        computed=major(found.computed),
        n=found.rows,
        first=int(found.first),
        last=int(found.last),
        mapping=f"[[totals.{kind}]]\n{named}equals = {_quoted(label or code)}",
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
