"""Which figures are sums of others: found by the words of their rows, and by arithmetic where words do not tell.

A total that is not counted as one doubles a budget, so what only arithmetic says is asked, never decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.budget.facts import BudgetTable, Facts
from dashboard.intake.budget.runs import TIMES, MaybeSum
from dashboard.intake.budget.scope import printed_steps
from dashboard.intake.budget.sums import unmatched_sums
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects
from dashboard.intake.table.numbers import major
from dashboard.store.batch import SLICE_COLUMNS
from dashboard.store.rounding import rounding

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
    headings, steps, looked = np.zeros(len(facts), dtype=bool), printed_steps(facts), 0
    for at in _statements(facts, worded):
        one = _Statement(facts, at, by, role, int(steps[at[0]]))
        one.looks = looked < _MOST_FACTS
        asked += one.settle_sides()
        one.settle_blocks(parents)
        one.settle_headings()
        looked += one.looked
        role[at], headings[at[one.headings]] = one.role, True
    again = _same_rows(facts, headings) & by.isin(("",)) & (role == "line") & ~facts.missing
    for at in _statements(facts, again):
        one = _Statement(facts, at, by, role, int(steps[at[0]]))
        if not one.nearer_as_lines(again[at]):
            role[at[again[at]]], headings[at[again[at]]] = "subtotal", True
    _tell_headings(table, facts, headings)
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


def _same_rows(facts: Facts, found: Mask) -> Mask:
    """Facts of the rows of these, in all columns of amounts of their direction."""
    direction = facts.columns["direction"]
    row = facts.rows * len(direction.values) + direction.codes
    return np.isin(row, row[found])


def _tell_headings(table: BudgetTable, facts: Facts, headings: Mask) -> None:
    """A warning for every set of rows that are headings, which most columns of amounts have in common."""
    of_statements = (np.unique(facts.row_no[at[headings[at]]]).tolist() for at in _statements(facts, headings))
    for rows in dict.fromkeys(map(tuple, of_statements)):
        named = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
        table.findings.add("headings_not_counted", "warning", row=rows[0], rows=named, n=len(rows))


def _statements(facts: Facts, wanted: Mask) -> Iterator[Codes]:
    """The facts of each statement that has any wanted one, in the order of the file."""
    if not wanted.any():
        return
    slices = facts.groups(*SLICE_COLUMNS)[0]
    order = np.lexsort((facts.row_no, slices))
    starts = np.flatnonzero(np.diff(slices[order], prepend=-1))
    ends = np.append(starts[1:], len(order))
    any_wanted = np.logical_or.reduceat(wanted[order], starts)
    for start, end in zip(starts[any_wanted].tolist(), ends[any_wanted].tolist(), strict=True):
        yield order[start:end]


class _Statement:
    """The facts of one statement from top to bottom, while their roles are settled."""

    def __init__(self, facts: Facts, at: Codes, by: Coded, role: Objects, step: int) -> None:
        self.at, self.role, self.step = at, role[at], step
        self.lines, self.row_no = facts.lines[0][at], facts.row_no[at]
        self.minor = np.where(facts.missing[at], 0, facts.minor[at])
        self.fund = facts.columns["fund"].take(at).to_numpy()
        self.side = by.take(at).isin((BY_SIDE,)) & (self.role == "line") & ~facts.missing[at]
        self.worded = by.take(at).isin((BY_WORDS,)) & (self.role == "total") & ~facts.missing[at]
        self.known = ~facts.missing[at]
        self.unmatched = by.take(at).isin(("",))
        self.headings = np.zeros(0, dtype=np.int64)
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
            if not self.nearer_as_lines(self.side):
                self.role[sides] = "subtotal"
            return []
        if len(sides) == 1 and not others.any():
            self.role[sides] = "total"
            return []
        for i in sides:
            amount, scope = int(self.minor[i]), self.scope(i, others)
            if self._adds_up(amount, scope, others) or self._take_headings(scope, amount):
                self.role[i] = "total"
            elif self._block_above(i, scope) is not None or self._sums_below(i, scope):
                self.role[i] = "subtotal"
            else:
                rows = self.row_no[others if others.any() else self.side]
                computed = int(self.minor[others].sum())
                own, ends = (int(self.at[i]), int(self.row_no[i]), amount), (int(rows.min()), int(rows.max()))
                asked.append(MaybeSum(*own, computed, len(rows), *ends, by_words=True))
        return asked

    def nearer_as_lines(self, rows: Mask) -> bool:
        """Whether printed totals are nearer to the sum of all lines than to that without these; False without one."""
        stated = self.minor[(self.role == "total") & self.known]
        without = int(self.minor[self.counted & ~rows].sum())
        whole = without + int(self.minor[self.counted & rows].sum())
        return bool(len(stated)) and bool(np.abs(stated - whole).min() < np.abs(stated - without).min())

    def _adds_up(self, amount: int, *scopes: Mask) -> bool:
        """Whether the rows of one of the scopes add up to an amount, within rounding."""
        return any(
            abs(int(self.minor[scope].sum()) - amount)
            <= _tolerance(self.step, int((scope & (self.minor != 0)).sum()), amount)
            for scope in scopes
        )

    def settle_blocks(self, parents: Codes) -> None:
        """Totals that are the sum of a block and not of everything become its subtotals.

        One that is neither, with other totals below it, is a subtotal of the block above it that differs: the rows
        of that block get it as their parent.
        """
        counted, worded = self.counted, np.flatnonzero(self.worded).tolist()
        for i in worded:
            amount, scope = int(self.minor[i]), self.scope(i, counted)
            if self._adds_up(amount, scope, counted):
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
            if not self._adds_up(int(self.minor[i]), scope):
                self._take_headings(scope, int(self.minor[i]))

    def _take_headings(self, scope: Mask, total: int) -> bool:
        """Whether the lines add up to a total without those that are the sum of lines right below them, which then
        become subtotals; exactly, or else within rounding."""
        lines = np.flatnonzero(scope)
        if not self.looks or len(lines) > _MOST_LINES:
            return False
        for step in dict.fromkeys((1, self.step)):
            self.looked += len(lines)
            headings, outer = self._headings(lines, step)
            left = int(self.minor[outer].sum()) - total
            if headings and abs(left) <= _tolerance(step, len(outer), total):
                self.role[headings] = "subtotal"
                self.headings = np.append(self.headings, headings)
                return True
        return False

    def _headings(self, lines: Codes, step: int) -> tuple[list[int], list[int]]:
        """Lines that are the sum of lines right below them, found from the bottom up, so that headings may stand
        within headings; and the lines that stand in none."""
        headings, outer = list[int](), list[int]()
        for i in lines[::-1].tolist():
            if self.unmatched[i] and self.minor[i] > 0 and outer:
                below = np.cumsum(self.minor[outer[: -_MOST_BELOW - 1 : -1]])
                differs = np.abs(below - self.minor[i])
                nearest = int(differs.argmin())
                if differs[nearest] <= _tolerance(step, nearest + 1, int(self.minor[i])):
                    del outer[-1 - nearest :]
                    headings.append(i)
            outer.append(i)
        return headings, outer

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


def _tolerance(step: int, rows: int, amount: int) -> int:
    """By how much a sum of so many rows may differ from an amount and still be called equal to it."""
    return min(rounding(step, rows), abs(amount) // TIMES)


def _ask(table: BudgetTable, facts: Facts, found: MaybeSum) -> None:
    """A question about a row, with the lines that answer it in the mapping."""
    row = int(facts.rows[found.fact])
    label, code = str(table.text("label").at(row)), str(table.text("code").at(row))
    kind = "total" if found.whole else "subtotal"
    named = "" if label or "code" not in table.mapping.columns else f"column = {_quoted(table.name_of('code'))}\n"
    said: dict[str, str | int] = {"amount": major(found.minor), "computed": major(found.computed)}
    said |= {"n": found.rows, "first": found.first, "last": found.last}
    equal = "equal" if found.minor == found.computed else "rounded"
    why = "by_words" if found.by_words else "one" if found.rows == 1 else equal
    table.findings.add(
        "looks_like_total",
        "question",
        row=found.row,
        column=str(facts.header.at(found.fact)),
        value=label or code,
        **said,
        why={lang: t(lang, f"checks.looks_like_total.{why}", **said) for lang in LANGUAGES},
        mapping=f"[[totals.{kind}]]\n{named}equals = {_quoted(label or code)}",
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
