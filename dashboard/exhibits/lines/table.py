"""The table of a side: every printed line once, its figures beside each other, searched and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dashboard.exhibits.breakdown import notes_of, plan_name
from dashboard.exhibits.lines.amounts import LAST_YEAR, Pair, added, counted, line_amount, pair_of
from dashboard.exhibits.lines.order import tree
from dashboard.exhibits.lines.sheet import LineSheet, SheetLine
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.opening import said_of
from dashboard.exhibits.paper import short_name
from dashboard.exhibits.view import View
from dashboard.i18n import fold, money, sort_key, t
from dashboard.store.comparable import Reason
from dashboard.store.records import Statement

#: Columns whose amounts are of the year shown or of the one before, and what is reckoned from them.
DERIVED = ("share", "deviation")
#: Roles of printed sums of other lines.
SUMS = ("total", "subtotal")
#: Amounts are shown to the last som, in minor units: differences of figures rounded to more are about so much.
UNIT = 100


def line_table(
    sheet: LineSheet, link: Callable[[int], str], typed: str = "", sort: str = "", order: str = "up"
) -> Exhibit:
    """Every line of a side whose name or code holds what was typed, in the order asked for: by a column, else as the
    documents have them.
    """
    view, lang = sheet.view, sheet.view.lang
    phases, pair = amounts_of(sheet), pair_of(sheet)
    lines = [line for line in sheet.lines if _holds(view, line, fold(typed))]
    columns = [
        Column("label", t(lang, "exhibits.columns.line")),
        *(_amount_column(sheet, phase) for phase in sheet.phases),
    ]
    if isinstance(pair, Pair):
        columns.append(Column("share", t(lang, "lines.share"), "share"))
        deviation = t(lang, "lines.deviation" if pair.step <= UNIT else "lines.deviation_about")
        columns.append(Column("deviation", deviation, "money", exact=True))
    if sheet.before is not None:
        columns.append(_amount_column(sheet, LAST_YEAR))
    said = {line.key: _said(sheet, line) for line in lines}
    for name in ("code", "role", "fund", "paper", "restated"):
        if name == "fund" or any(texts.get(name) for texts in said.values()):
            columns.append(Column(name, t(lang, f"exhibits.columns.{name}")))
    rows = []
    for line, level in _placed(lines, in_order=not sort):
        amounts = {phase: line_amount(sheet, line, phase) for phase in phases}
        cells = {"label": Cell(_name(view, line), href=link(line.key[0])), **amounts, **derived(sheet, pair, amounts)}
        cells |= {name: Cell(text) for name, text in said[line.key].items()}
        emphasis = line.role in SUMS
        rows.append(Row(row_key(line), tuple(cells[column.key] for column in columns), level, emphasis))
    position = next((at for at, column in enumerate(columns) if column.key == sort), None)
    return view.exhibit(
        key=f"{sheet.direction}-lines",
        question=t(lang, "exhibits.lines.question", year=view.year, side=t(lang, f"exhibits.side.{sheet.direction}")),
        answer=sum_of_lines(sheet, lines) if typed else _opening(sheet, lines),
        columns=columns,
        rows=rows if position is None else _sorted(rows, position, downwards=order == "down"),
        sources=view.sources(*sheet.statements, sheet.before),
        notes=tuple(_notes(sheet, pair, said.values())),
    )


def amounts_of(sheet: LineSheet) -> tuple[str, ...]:
    """The columns of amounts: phases with a document, and the year before where it can be set beside them."""
    return (*sheet.phases, *((LAST_YEAR,) if sheet.before is not None else ()))


def derived(sheet: LineSheet, pair: Pair | Reason, amounts: dict[str, Cell]) -> dict[str, Cell]:
    """The share of the plan in force that was done, and the difference; nothing where there is no pair."""
    if isinstance(pair, Reason):
        return {}
    done, planned = (amounts[phase] for phase in ("executed", pair.plan.phase))
    return dict(zip(DERIVED, pair.cells(done, planned), strict=True))


def row_key(line: SheetLine) -> str:
    """Of the row of a line; of a statement of a part of the budget with its number."""
    line_id, fund, apart = line.key
    return f"line-{line_id}-{fund}-{apart}" if apart else f"line-{line_id}-{fund}"


def _placed(lines: list[SheetLine], *, in_order: bool) -> list[tuple[SheetLine, int]]:
    """Lines with their depth, parts right below what they are parts of; as they come where they are sorted."""
    if not in_order:
        return [(line, 0) for line in lines]
    by_key = {line.key: line for line in lines}
    above = {(line.key[0], line.key[2]): line.key for line in reversed(lines)}
    parents = {}
    for line in lines:
        parent, (_, fund, apart) = line.figure.parent_id or 0, line.key
        same_fund = (parent, fund, apart)
        parents[line.key] = same_fund if same_fund in by_key else above.get((parent, apart))
    return [(by_key[key], depth) for key, depth in tree(parents)]


def _holds(view: View, line: SheetLine, wanted: str) -> bool:
    texts = (_name(view, line), line.figure.code)
    return not wanted or any(wanted in fold(text) for text in texts)


def _name(view: View, line: SheetLine) -> str:
    """Documents of one year may call a line differently: that of the last stage names it, a total nobody's does."""
    names = {figure.names.in_(view.lang) for figure in line.figures.values()}
    if len(names) > 1 and line.role == "total":
        return t(view.lang, "exhibits.total")
    return line.figure.names.in_(view.lang)


def _said(sheet: LineSheet, line: SheetLine) -> dict[str, str]:
    """What is told of a line in words, "" for nothing."""
    lang, figure = sheet.view.lang, line.figure
    several = _several(sheet)
    papers = dict.fromkeys(_where(sheet, sheet.owner[f.statement_id]) for f in line.figures.values())
    return {
        "code": figure.code,
        "role": "" if line.role == "line" else t(lang, f"exhibits.role.{line.role}"),
        "fund": t(lang, f"exhibits.fund.{line.key[1]}"),
        "paper": "; ".join(papers) if several else "",
        "restated": "; ".join(_restated(sheet, line)),
    }


def _several(sheet: LineSheet) -> bool:
    """Whether a column holds figures of several statements, so that each line has to name its own."""
    return len({s.phase for s in sheet.statements}) < len(sheet.statements) or any(
        s in sheet.view.partial for s in sheet.statements
    )


def _restated(sheet: LineSheet, line: SheetLine) -> Iterable[str]:
    """Both figures of a restated line with the documents and dates that give them."""
    view = sheet.view
    for phase, before in line.restated.items():
        figure = line.figures[phase]
        statement = sheet.owner[figure.statement_id]
        if before == figure.amount_minor or statement.previous_paper is None:
            continue
        yield t(
            view.lang,
            "exhibits.lines.restated",
            phase=t(view.lang, f"exhibits.phase.{phase}"),
            before=_exact(view, before),
            before_paper=short_name(statement.previous_paper),
            now=_exact(view, figure.amount_minor),
            now_paper=short_name(statement.paper),
        )


def _exact(view: View, amount_minor: int | None) -> str:
    if amount_minor is None:
        return t(view.lang, "marks.missing")
    return money(view.lang, amount_minor, view.place.currency, exact=True)


def _where(sheet: LineSheet, statement: Statement) -> str:
    """The document of a figure; what it covers and to when, where that is not the whole budget or year."""
    view = sheet.view
    more = [] if statement.is_whole else [view.coverage_name(statement)]
    if statement.is_partial:
        more.append(t(view.lang, "exhibits.published.until", date=statement.period_end))
    return "; ".join((short_name(statement.paper), *more))


def _amount_column(sheet: LineSheet, phase: str) -> Column:
    return Column(phase, _heading(sheet, phase), "money", exact=True)


def _heading(sheet: LineSheet, phase: str) -> str:
    """The stage, with its day where all its figures are of the same months, and these are not a year."""
    lang = sheet.view.lang
    if phase == LAST_YEAR:
        assert sheet.before is not None
        before = t(lang, f"exhibits.phase.{sheet.before.phase}")
        if sheet.before.phase == "executed" and sheet.before.is_partial:
            before = t(lang, "exhibits.columns.as_of", phase=before, date=sheet.before.period_end)
        return t(lang, "exhibits.columns.last_year", year=sheet.before.year, phase=before)
    mine = [statement for statement in sheet.statements if statement.phase == phase]
    if len({s.period_end for s in mine}) != 1 or not any(s.is_partial for s in mine):
        return t(lang, f"exhibits.phase.{phase}")
    if phase == "executed":
        return t(lang, "exhibits.columns.as_of", phase=t(lang, "exhibits.phase.executed"), date=mine[0].period_end)
    return plan_name(sheet.view, mine[0])


def _opening(sheet: LineSheet, found: list[SheetLine]) -> str:
    """The figure of the year, and how many lines there are, printed sums not counted."""
    view, best = sheet.view, sheet.view.best(sheet.direction)
    lines = t(view.lang, "lines.count", n=sum(line.role not in SUMS for line in found))
    if best is None or best.amount_minor is None or sheet.direction == "balance":
        return lines
    return f"{said_of(view, best)} {lines}"


def sum_of_lines(sheet: LineSheet, lines: list[SheetLine]) -> str:
    """How many lines were found, and what those that add up come to."""
    lang, found = sheet.view.lang, t(sheet.view.lang, "exhibits.lines.answer", n=len(lines))
    phases = () if sheet.direction == "balance" else sheet.phases
    sums = {phase: added(sheet, lines, phase).value for phase in phases}
    parts = [
        t(lang, "lines.sum_part", phase=_heading(sheet, phase), amount=_exact(sheet.view, value))
        for phase, value in sums.items()
        if isinstance(value, int)
    ]
    if not parts:
        return found
    most = max(len(counted(sheet, lines, phase)) for phase in phases)
    return found + " " + t(lang, "lines.sum", n=most, parts="; ".join(parts))


def _notes(sheet: LineSheet, pair: Pair | Reason, said: Iterable[dict[str, str]]) -> Iterable[str]:
    view, lang = sheet.view, sheet.view.lang
    if len({s.phase for s in sheet.statements}) < len({(s.phase, s.paper.key) for s in sheet.statements}):
        yield t(lang, "exhibits.notes.several_documents")
    if isinstance(pair, Reason) and pair is not Reason.NO_FIGURE:
        yield t(lang, "lines.no_share", why=t(lang, f"marks.{pair.value}"))
    yield from notes_of(view, *sheet.statements)


def _sorted(rows: list[Row], position: int, *, downwards: bool) -> list[Row]:
    """Cells without a figure come last, whichever way a column is sorted."""

    def key(row: Row) -> Any:
        value = row.cells[position].value
        return sort_key(value) if isinstance(value, str) else value

    known = [row for row in rows if row.cells[position].value is not None]
    unknown = [row for row in rows if row.cells[position].value is None]
    return sorted(known, key=key, reverse=downwards) + unknown
