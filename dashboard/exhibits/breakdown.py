"""Where the money came from and where it went: planned, revised, executed and last year's, class by class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.exhibits.drawings import Bars, Treemap
from dashboard.exhibits.measured import in_measure
from dashboard.exhibits.model import Caveat, Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opening import said_of
from dashboard.exhibits.paper import short_name
from dashboard.exhibits.tree import REST, Branch, branches, is_line, row_key, total_under
from dashboard.exhibits.view import View
from dashboard.i18n import Lang, currency_word, money, percent, t
from dashboard.store.comparable import Reason, can_be_taken_apart
from dashboard.store.records import Statement


@dataclass(frozen=True)
class _Side:
    """One amount column: its statement, what that statement says by class, and what it said before."""

    key: str
    phase: str
    statement: Statement | None
    amounts: dict[str, int]
    before: dict[str, int]


def breakdown(view: View, direction: str, dimension: str, link: Callable[[str], str] | None = None) -> Exhibit:
    """The year's revenue by source, or expenditure by function or economic item, with one row per class.

    `link`: from the key of a group to more of it. Groups come first, their lines below them (level 1); what the
    documents give no class for and what they do not itemise are rows of their own: the rows add up to the total.
    """
    lang = view.lang
    sides = _sides(view, direction, dimension)
    keys = {key for side in sides for key in side.amounts}
    rows: list[Row] = []
    for branch in branches(keys, view.classes):
        rows.append(_linked(_group_row(view, branch, sides), link))
        rows += [_line_row(view, branch, key, sides) for key in branch.children]
    if any(side.statement is not None and _rest_of(side.statement) for side in sides):
        rows.append(_not_itemised(view, sides))
    if any(side.statement is not None for side in sides):
        rows.append(_total(view, sides))
    best = view.best(direction)
    made = view.exhibit(
        key=f"{direction}-by-{dimension}",
        question=t(lang, f"exhibits.{view.tense}.{direction}.question_{dimension}", year=view.year),
        answer=_answer(view, direction, dimension, best),
        columns=(
            Column("label", _first_heading(view, keys, dimension)),
            *(Column(side.key, _heading(view, side), "money") for side in sides),
            Column("share", t(lang, "exhibits.columns.share_done"), "share"),
        ),
        rows=rows,
        sources=view.sources(*(side.statement for side in sides)),
        notes=(*_own(lang, keys), *notes_of(view, *(side.statement for side in sides)), *_not_beside(view, best)),
        drawing=_bars(sides) if keys else None,
    )
    return in_measure(view, made, {side.key: side.statement for side in sides}) if keys else made


def _linked(row: Row, link: Callable[[str], str] | None) -> Row:
    """A row whose name leads to more of it, where it is of a class."""
    if link is None or not row.key or is_line(row.key):
        return row
    name, *others = row.cells
    return replace(row, cells=(replace(name, href=link(row.key)), *others))


def _not_beside(view: View, best: Statement | None) -> tuple[str, ...]:
    """Why the year asked for is not put beside this one."""
    reason = view.before(best, view.beside) if best is not None and view.beside else None
    if not isinstance(reason, Reason):
        return ()
    return (t(view.lang, "exhibits.notes.not_beside", year=view.beside, why=t(view.lang, f"marks.{reason.value}")),)


def _first_heading(view: View, keys: set[str], dimension: str) -> str:
    """What the rows are: classes, or the lines of the document."""
    return t(view.lang, f"exhibits.columns.{'line' if any(map(is_line, keys)) else dimension}")


def _own(lang: Lang, keys: set[str]) -> tuple[str, ...]:
    """That rows are lines of the document, where they are."""
    return (t(lang, "exhibits.notes.own_lines"),) if any(map(is_line, keys)) else ()


def composition(view: View, direction: str, dimension: str) -> Exhibit | None:
    """One figure taken apart: shares of the executed budget, or of the plan in force. None without a breakdown."""
    lang = view.lang
    best = view.best(direction)
    amounts = view.by_class(best, dimension)
    if (
        best is None
        or best.amount_minor is None
        or can_be_taken_apart(best) is not None
        or _exceeds(best)
        or len(amounts) < 2
    ):
        return None
    # What the document does not itemise is part of the whole, too.
    listed = sum(amounts.values())
    total = max(listed, best.amount_minor)
    rows: list[Row] = []
    for branch in branches(set(amounts), view.classes):
        group = total_under(branch, amounts) or 0
        rows.append(Row(branch.key, (Cell(view.name(branch.key)), Cell(group), Cell(group / total))))
        rows += [
            Row(
                row_key(branch, key),
                (Cell(_line_name(view, branch, key)), Cell(amounts[key]), Cell(amounts[key] / total)),
                level=1,
            )
            for key in branch.children
        ]
    if rest := total - listed:
        rows.append(Row("not-itemised", (Cell(_not_itemised_name(view, best)), Cell(rest), Cell(rest / total))))
    largest = max((row for row in rows if row.level == 0), key=lambda row: _number(row.cells[1]))
    made = view.exhibit(
        key=f"{direction}-composition-{dimension}",
        question=t(lang, f"exhibits.{view.tense}.{direction}.question_composition", year=view.year),
        answer=t(
            lang,
            f"exhibits.{direction}.answer_composition",
            name=largest.cells[0].value,
            share=percent(lang, _number(largest.cells[2])),
            phase=t(lang, f"exhibits.phase.{best.phase}"),
        ),
        columns=(
            Column("label", _first_heading(view, set(amounts), dimension)),
            Column("amount", t(lang, f"exhibits.phase.{best.phase}"), "money"),
            Column("share", t(lang, "exhibits.columns.share_of_all"), "share"),
        ),
        rows=rows,
        sources=view.sources(best),
        notes=notes_of(view, best),
        drawing=Treemap(label="label", amount="amount", share="share"),
    )
    made = in_measure(view, made, {"amount": best})
    return replace(made, choices=replace(made.choices, years=()))


def notes_of(view: View, *statements: Statement | None) -> tuple[str, ...]:
    """What a reader must know about some statements: what they do not itemise, do not add up to, or restate."""
    lang, currency = view.lang, view.place.currency
    notes: list[str] = []
    for statement in dict.fromkeys(s for s in statements if s is not None and s.year == view.year):
        phase = t(lang, f"exhibits.phase.{statement.phase}")
        # Both numbers wherever the printed total is not the sum of its lines, and which of them is shown.
        differs = statement.basis == "stated" and statement.lines_minor not in (None, statement.amount_minor)
        differs &= not statement.off_by_rounding
        if statement.itemises == "some":
            notes.append(Caveat(t(lang, "exhibits.notes.excerpt", phase=phase)))
        elif differs:
            notes.append(Caveat(_sums(view, statement, "does_not_add_up")))
        if statement.basis == "lines" and statement.stated_minor is not None:
            notes.append(Caveat(_sums(view, statement, "misprint")))
        if statement.restated and statement.previous_minor is not None and statement.previous_paper is not None:
            restated = t(
                lang,
                "exhibits.notes.restated",
                phase=phase,
                now=money(lang, statement.amount_minor or 0, currency, exact=True),
                before=money(lang, statement.previous_minor, currency, exact=True),
                paper=short_name(statement.previous_paper),
            )
            notes.append(Caveat(restated))
        if statement.year_ends != 12 and statement.scope == "year":
            notes.append(_fiscal_year(lang, statement))
        if statement.read_rounded:
            notes.append(t(lang, "exhibits.notes.rounded_here", phase=phase))
        if statement.scope == "period" and statement.phase != "executed":
            notes.append(Caveat(t(lang, "exhibits.notes.plan_of_period", phase=phase, date=statement.period_end)))
        notes += [
            f"«{remark.printed}»: {said}"
            for remark in view.remarks
            if remark.statement_id in statement.members and (said := remark.text.in_(lang))
        ]
    return tuple(dict.fromkeys(notes))


def _fiscal_year(lang: Lang, statement: Statement) -> str:
    """From when to when a fiscal year runs that is not the calendar's."""
    start, end = statement.year_runs
    return t(lang, "exhibits.notes.fiscal_year", year=statement.year, from_day=start, to_day=end)


def _sums(view: View, statement: Statement, note: str) -> str:
    currency = view.place.currency
    return t(
        view.lang,
        f"exhibits.notes.{note}",
        phase=t(view.lang, f"exhibits.phase.{statement.phase}"),
        stated=money(view.lang, statement.stated_minor or 0, currency, exact=True),
        lines=money(view.lang, statement.lines_minor or 0, currency, exact=True),
    )


def _sides(view: View, direction: str, dimension: str) -> list[_Side]:
    best = view.best(direction)
    last = view.before(best, view.beside) if best is not None else Reason.NO_FIGURE
    chosen = [(phase, phase, view.pick(direction, phase)) for phase in view.phases(direction)]
    itemised = view.by_class(best, dimension).keys() - {""}
    if not isinstance(last, Reason) and itemised and view.by_class(last, dimension):
        chosen.append(("last_year", last.phase, last))
    return [
        _Side(
            key,
            phase,
            statement,
            view.by_class(statement, dimension),
            view.before_by_class(statement if key != "last_year" else None, dimension),
        )
        for key, phase, statement in chosen
    ]


def _bars(sides: list[_Side]) -> Bars:
    by_role = {"plan" if side.key in ("forecast", "approved") else side.key: side.key for side in sides}
    return Bars(
        label="label",
        plan=by_role.get("plan"),
        revised=by_role.get("revised"),
        done=by_role.get("executed"),
        before=by_role.get("last_year"),
        share="share",
    )


def _heading(view: View, side: _Side) -> str:
    phase = t(view.lang, f"exhibits.phase.{side.phase}")
    if side.key == "last_year" and side.statement is not None:
        if side.phase == "executed" and side.statement.is_partial:
            phase = t(view.lang, "exhibits.columns.as_of", phase=phase, date=side.statement.period_end)
        return t(view.lang, "exhibits.columns.last_year", year=side.statement.year, phase=phase)
    if side.statement is not None and side.phase == "executed":
        return t(view.lang, "exhibits.columns.as_of", phase=phase, date=side.statement.period_end)
    return plan_name(view, side.statement) if side.statement is not None else phase


def plan_name(view: View, plan: Statement) -> str:
    """`approved plan`, or `approved plan, to 31.03.2024` where it covers only part of the year."""
    phase = t(view.lang, f"exhibits.phase.{plan.phase}")
    if plan.scope == "year":
        return phase
    return t(view.lang, "exhibits.columns.plan_of_period_heading", phase=phase, date=plan.period_end)


def _group_row(view: View, branch: Branch, sides: list[_Side]) -> Row:
    amounts = [
        (side, total_under(branch, side.amounts), total_under(branch, side.before) if side.before else None)
        for side in sides
    ]
    return _row(view, branch.key, view.name(branch.key), 0, amounts)


def _line_row(view: View, branch: Branch, key: str, sides: list[_Side]) -> Row:
    amounts = [(side, side.amounts.get(key), side.before.get(key)) for side in sides]
    return _row(view, row_key(branch, key), _line_name(view, branch, key), 1, amounts)


def _line_name(view: View, branch: Branch, key: str) -> str:
    return t(view.lang, "exhibits.rest_of_group") if key == branch.key else view.name(key)


def _row(view: View, key: str, name: str, level: int, amounts: list[tuple[_Side, int | None, int | None]]) -> Row:
    cells = [_cell(view, side, now, before) for side, now, before in amounts]
    return Row(key, (Cell(name), *cells, _done(view, [side for side, _, _ in amounts], cells)), level)


def _cell(view: View, side: _Side, now: int | None, before: int | None) -> Cell:
    if side.statement is None:
        return view.absence(side.phase)
    if now is None:
        return Cell(None, Mark.MISSING)
    if before is not None and side.statement.restates(now, before):
        return Cell(now, Mark.RESTATED, before)
    return Cell(now, Mark.ZERO if now == 0 else None)


def _done(view: View, sides: list[_Side], cells: list[Cell]) -> Cell:
    """Executed as a share of the plan in force; or why there is none."""
    by_key = {side.key: (side.statement, cell) for side, cell in zip(sides, cells, strict=True)}
    absent = (None, Cell(None))
    done, executed = by_key.get("executed", absent)
    in_force = done and view.plan(done.direction)
    planned, plan = next((each for each in by_key.values() if in_force and each[0] is in_force), absent)
    if executed.value is None or plan.value is None or _number(plan) <= 0:
        return Cell(None, Mark.UNDEFINED)
    reason = view.done(done, planned)
    return Cell(None, reason) if isinstance(reason, Reason) else Cell(_number(executed) / _number(plan))


def _not_itemised(view: View, sides: list[_Side]) -> Row:
    cells = [
        _cell(view, side, _rest_of(side.statement), None)
        if side.statement is not None and side.statement.amount_minor is not None
        else _cell(view, side, None, None)
        for side in sides
    ]
    label = Cell(_not_itemised_name(view, *(side.statement for side in sides if side.key != "last_year")))
    return Row("not-itemised", (label, *cells, Cell(None, Mark.UNDEFINED)))


def _exceeds(statement: Statement) -> bool:
    """Whether the lines of an excerpt are more than its total: then it is not known what they are parts of."""
    return statement.itemises == "some" and statement.not_itemised_minor < 0


def _rest_of(statement: Statement) -> int:
    """What no line of a statement explains; of an excerpt never less than nothing."""
    return 0 if _exceeds(statement) else statement.not_itemised_minor


def _not_itemised_name(view: View, *statements: Statement | None) -> str:
    """Not in the document, or only not in the part of it that is listed here."""
    some = any(s is not None and s.itemises == "some" for s in statements)
    return t(view.lang, "exhibits.not_listed" if some else "exhibits.not_itemised")


def _total(view: View, sides: list[_Side]) -> Row:
    cells = [view.amount(side.statement, side.phase) for side in sides]
    return Row("total", (Cell(t(view.lang, "exhibits.total")), *cells, _done(view, sides, cells)), emphasis=True)


def nothing_known(view: View, direction: str) -> str:
    """That we hold no document of a side; only none of the whole budget, where there is one of a part."""
    of_part = any(statement.direction == direction for statement in view.partial)
    words = "exhibits.headlines.nothing" if of_part else f"exhibits.{direction}.answer_nothing"
    return t(view.lang, words, year=view.year)


def _answer(view: View, direction: str, dimension: str, best: Statement | None) -> str:
    lang = view.lang
    if best is None or best.amount_minor is None:
        return nothing_known(view, direction)
    amounts = view.by_class(best, dimension)
    # What the document does not itemise is part of the hundred som, too.
    total = max(sum(amounts.values()), best.amount_minor)
    said = said_of(view, best)
    if can_be_taken_apart(best) is not None or _exceeds(best) or total <= 0:
        return said
    if len(amounts.keys() - {""}) < 2:
        # Lines that nobody has classified are not lines that are not there.
        return said if best.lines_minor is not None else said + " " + t(lang, "exhibits.not_itemised_answer")
    tops = sorted(
        (
            (total_under(branch, amounts) or 0, view.said_name(branch.key))
            for branch in branches(set(amounts), view.classes)
            if branch.key != REST
        ),
        reverse=True,
    )[:3]
    rest = total - sum(amount for amount, _ in tops)
    named = [*((name, amount) for amount, name in tops), (t(lang, "exhibits.the_rest"), rest)]
    parts = t(lang, "exhibits.list_joiner").join(
        t(lang, "exhibits.of_hundred_part", name=name, n=n)
        for (name, _), n in zip(named, of_hundred([amount for _, amount in named]), strict=True)
        if n
    )
    unit = currency_word(lang, view.place.currency, 100)
    return said + " " + t(lang, "exhibits.of_hundred", parts=parts, unit=unit)


def of_hundred(amounts: Sequence[int]) -> list[int]:
    """Whole parts that make a hundred together, of amounts from 0 with a sum above 0 (largest remainders)."""
    total = sum(amounts)
    parts = [amount * 100 // total for amount in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda at: -(amounts[at] * 100 % total))
    for at in by_rest[: 100 - sum(parts)]:
        parts[at] += 1
    return parts


def _number(cell: Cell) -> float:
    assert isinstance(cell.value, (int, float))
    return cell.value
