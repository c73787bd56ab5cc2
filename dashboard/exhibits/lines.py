"""Line by line: every line as the documents print it, and the history of one line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.paper import short_name
from dashboard.exhibits.view import PHASES, View
from dashboard.i18n import Lang, day, fold, money, sort_key, t
from dashboard.store.records import LineFigure, Paper, Statement


def statements_shown(view: View, direction: str) -> tuple[Statement, ...]:
    """The statements whose lines are compared, one per phase of the year; then parts of the budget, and documents that
    only mention lines.
    """
    picked = [view.pick(direction, phase) for phase in view.phases(direction)]
    others = [s for s in view.partial if s.direction == direction]
    return tuple(dict.fromkeys(s for s in (*picked, *others) if s is not None))


def rows_shown(statement: Statement, annex: str = "") -> tuple[int, ...]:
    """Rows of the database whose lines are those of a statement, or of one of its annexes."""
    if not annex:
        return statement.members
    return tuple(each.id for each in statement.annexes if each.part == annex)


def side_of(view: View, asked: str) -> str:
    """The side asked for; if none, the first one published in the year."""
    return asked or next(iter(sides_of(view)), "revenue")


def sides_of(view: View) -> tuple[str, ...]:
    """Sides of the budget with any document in the year, revenue first."""
    have = {s.direction for s in view.statements if s.year == view.year}
    return tuple(side for side in ("revenue", "expenditure", "balance") if side in have)


def annexes_of(view: View, direction: str) -> tuple[str, ...]:
    """Annexes that break the same money down another way, of the statements shown."""
    shown = statements_shown(view, direction)
    return tuple(dict.fromkeys(annex.part for statement in shown for annex in statement.annexes))


def line_table(
    view: View, direction: str, figures: Collection[LineFigure], link: Callable[[int], str], annex: str = ""
) -> Exhibit:
    """Every line of the year with its phases and documents. `figures`: those of the statements shown, and of what
    they restate. `annex`: only its lines; annexes that break down are never among the others.
    """
    lang = view.lang
    statements = statements_shown(view, direction)
    shown = {number: s for s in statements for number in rows_shown(s, annex)}
    of_previous: dict[int, list[LineFigure]] = {}
    for figure in figures:
        of_previous.setdefault(figure.statement_id, []).append(figure)
    previous = {
        (number, f.line_id, f.fund): f.amount_minor
        for number, s in shown.items()
        for before in s.previous_ids
        for f in of_previous.get(before, ())
    }
    mine = _added(figures, shown)
    # What rounding explains is no other figure; a sum of annexes is compared as a whole, where its total stands.
    previous = {
        (f.statement_id, f.line_id, f.fund): before
        for f, annexes in mine
        if annexes == 1
        and (before := previous.get((f.statement_id, f.line_id, f.fund))) is not None
        and shown[f.statement_id].restates(f.amount_minor or 0, before)
    }
    grouped: dict[tuple[int, str, int], dict[str, LineFigure]] = {}
    for figure, _ in mine:
        statement = shown[figure.statement_id]
        # Only statements of the whole budget stand beside each other in one row.
        apart = statement.id if statement in view.partial else 0
        grouped.setdefault((figure.line_id, figure.fund, apart), {})[statement.phase] = figure
    there = {statement.phase for statement in statements} | set(view.phases(direction))
    phases = tuple(phase for phase in PHASES if phase in there)
    told = any(figure.role != "line" for by_phase in grouped.values() for figure in by_phase.values())
    restated = {key: _restated(view, by_phase, shown, previous) for key, by_phase in grouped.items()}
    coded = any(figure.code for by_phase in grouped.values() for figure in by_phase.values())
    rows = []
    for (line_id, fund, apart), by_phase in grouped.items():
        any_figure = next(iter(by_phase.values()))
        names = {figure.names.in_(lang) for figure in by_phase.values()}
        # Documents of one year may call a line differently: the one of the last stage names it, a total nobody's does.
        label = next(by_phase[phase].names.in_(lang) for phase in reversed(PHASES) if phase in by_phase)
        if len(names) > 1 and any_figure.role == "total":
            label = t(lang, "exhibits.total")
        cells = [_cell(view, by_phase.get(phase), phase, shown, previous) for phase in phases]
        papers = dict.fromkeys(_where(view, shown[f.statement_id]) for f in by_phase.values())
        rows.append(
            Row(
                f"line-{line_id}-{fund}-{apart}" if apart else f"line-{line_id}-{fund}",
                (
                    Cell(label, href=link(line_id)),
                    *cells,
                    *((Cell(any_figure.code),) if coded else ()),
                    *((Cell(_role(any_figure, lang)),) if told else ()),
                    Cell(t(lang, f"exhibits.fund.{fund}")),
                    Cell("; ".join(papers)),
                    *((Cell(restated[(line_id, fund, apart)]),) if any(restated.values()) else ()),
                ),
                level=1 if any_figure.role == "of_which" else 0,
                emphasis=any_figure.role in ("total", "subtotal"),
            )
        )
    return view.exhibit(
        key=f"{direction}-lines",
        question=t(lang, "exhibits.lines.question", year=view.year, side=t(lang, f"exhibits.side.{direction}")),
        answer=t(lang, "exhibits.lines.answer", n=len(rows)),
        columns=(
            Column("label", t(lang, "exhibits.columns.line")),
            *(Column(phase, _heading(view, phase, statements), "money") for phase in phases),
            *((Column("code", t(lang, "exhibits.columns.code")),) if coded else ()),
            *((Column("role", t(lang, "exhibits.columns.role")),) if told else ()),
            Column("fund", t(lang, "exhibits.columns.fund")),
            Column("paper", t(lang, "exhibits.columns.paper")),
            *((Column("restated", t(lang, "exhibits.columns.restated")),) if any(restated.values()) else ()),
        ),
        rows=rows,
        sources=view.sources(*statements),
        notes=(*_several(view, statements), *notes_of(view, *statements)),
    )


def _heading(view: View, phase: str, statements: Iterable[Statement]) -> str:
    """The stage; with its months where all its figures are of the same ones, and these are not a year."""
    words = t(view.lang, f"exhibits.phase.{phase}")
    mine = [statement for statement in statements if statement.phase == phase]
    ends = {statement.period_end for statement in mine}
    if len(ends) != 1 or not any(statement.is_partial for statement in mine):
        return words
    return t(view.lang, "exhibits.columns.as_of", phase=words, date=ends.pop())


def _where(view: View, statement: Statement) -> str:
    """The document of a figure; what it covers and to when, where that is not the whole budget or year."""
    more = [] if statement.is_whole else [view.coverage_name(statement)]
    if statement.is_partial:
        more.append(t(view.lang, "exhibits.published.until", date=statement.period_end))
    return "; ".join((short_name(statement.paper), *more))


def _several(view: View, statements: Iterable[Statement]) -> tuple[str, ...]:
    """That lines of one stage are of several documents, where they are."""
    papers: dict[str, set[str]] = {}
    for statement in statements:
        papers.setdefault(statement.phase, set()).add(statement.paper.key)
    several = any(len(keys) > 1 for keys in papers.values())
    return (t(view.lang, "exhibits.notes.several_documents"),) if several else ()


def _added(figures: Iterable[LineFigure], shown: Mapping[int, Statement]) -> list[tuple[LineFigure, int]]:
    """The figures of statements, and of how many annexes each is the sum: a line that several have is one figure."""
    found: dict[tuple[int, int, str], tuple[LineFigure, int]] = {}
    for figure in figures:
        if figure.statement_id not in shown:
            continue
        key = (shown[figure.statement_id].id, figure.line_id, figure.fund)
        there, annexes = found.get(key, (None, 0))
        if there is not None:
            given = [each.amount_minor for each in (there, figure) if each.amount_minor is not None]
            figure = replace(there, amount_minor=sum(given) if given else None)
        found[key] = figure, annexes + 1
    return list(found.values())


def searched(exhibit: Exhibit, typed: str, sort: str, order: str) -> Exhibit:
    """The same table with only the lines whose name or code holds what was typed, in the order asked for."""
    rows = list(exhibit.rows)
    if wanted := fold(typed):
        looked = [i for i, column in enumerate(exhibit.columns) if column.key in ("label", "code")]
        rows = [r for r in rows if any(wanted in fold(str(r.cells[i].value)) for i in looked)]
    if sort in {column.key for column in exhibit.columns}:
        position = exhibit.column(sort)

        def key(row: Row) -> Any:
            value = row.cells[position].value
            return sort_key(value) if isinstance(value, str) else value

        # Cells without a figure come last, whichever way the column is sorted.
        known = [r for r in rows if r.cells[position].value is not None]
        unknown = [r for r in rows if r.cells[position].value is None]
        rows = sorted(known, key=key, reverse=order == "down") + unknown
    return replace(exhibit, rows=tuple(rows), answer=t(exhibit.lang, "exhibits.lines.answer", n=len(rows)))


def line_history(view: View, statements: Iterable[Statement], figures: Iterable[LineFigure]) -> Exhibit:
    """One line in every document that names it, oldest first; a restated figure is shown with the one it replaced."""
    lang = view.lang
    by_id = {s.id: s for s in statements}
    mine = sorted(
        (f for f in figures if f.statement_id in by_id),
        key=lambda f: (by_id[f.statement_id].year, by_id[f.statement_id].period_end, by_id[f.statement_id].id, f.fund),
    )
    amounts = {(f.statement_id, f.fund): f.amount_minor for f in mine}
    rows = []
    for figure in mine:
        statement = by_id[figure.statement_id]
        superseded = any(statement.id in s.previous_ids for s in by_id.values())
        old = next((amounts.get((before, figure.fund)) for before in statement.previous_ids), None)
        if old is not None and not statement.restates(figure.amount_minor or 0, old):
            old = None
        cell = _figure(figure, old)
        rows.append(
            Row(
                f"{statement.id}-{figure.fund}",
                (
                    Cell(str(statement.year)),
                    Cell(t(lang, f"exhibits.phase.{statement.phase}")),
                    Cell(day(statement.period_end)),
                    Cell(t(lang, f"exhibits.fund.{figure.fund}")),
                    cell,
                    Cell(t(lang, "exhibits.lines.superseded" if superseded else "exhibits.lines.current")),
                    Cell(figure.printed),
                    Cell(_paper(statement.paper), href=statement.paper.url, lang=statement.paper.language),
                    Cell(figure.note.in_(lang) if figure.note else ""),
                ),
            )
        )
    name = mine[-1].names.in_(lang) if mine else ""
    latest = mine[-1] if mine else None
    answer = (
        t(
            lang,
            "exhibits.lines.history_answer",
            n=len(rows),
            amount=money(lang, latest.amount_minor, view.place.currency),
            year=by_id[latest.statement_id].year,
        )
        if latest is not None and latest.amount_minor is not None
        else t(lang, "exhibits.lines.history_answer_missing", n=len(rows))
    )
    return view.exhibit(
        key="line-history",
        question=name,
        answer=answer,
        columns=tuple(
            Column(key, t(lang, f"exhibits.columns.{label}"), "money" if key == "amount" else "text")
            for key, label in (
                ("year", "year"),
                ("phase", "phase"),
                ("period", "as_of_date"),
                ("fund", "fund"),
                ("amount", "amount"),
                ("state", "state"),
                ("printed", "printed"),
                ("paper", "paper"),
                ("note", "note"),
            )
        ),
        rows=rows,
        sources=view.sources(*by_id.values()),
    )


def _cell(
    view: View,
    figure: LineFigure | None,
    phase: str,
    shown: dict[int, Statement],
    previous: dict[tuple[int, int, str], int | None],
) -> Cell:
    if figure is None:
        published = any(s.phase == phase for s in shown.values())
        return Cell(None, Mark.MISSING) if published else view.absence(phase)
    return _figure(figure, previous.get((figure.statement_id, figure.line_id, figure.fund)))


def _figure(figure: LineFigure, before: int | None) -> Cell:
    if figure.amount_minor is None:
        return Cell(None, Mark.MISSING)
    if before is not None and before != figure.amount_minor:
        return Cell(figure.amount_minor, Mark.RESTATED, before)
    return Cell(figure.amount_minor, Mark.ZERO if figure.amount_minor == 0 else None)


def _restated(
    view: View,
    by_phase: dict[str, LineFigure],
    shown: dict[int, Statement],
    previous: dict[tuple[int, int, str], int | None],
) -> str:
    """Both figures of a restated line with the documents and dates that give them; "" where nothing was restated."""
    said = []
    for phase, figure in by_phase.items():
        statement = shown[figure.statement_id]
        before = previous.get((figure.statement_id, figure.line_id, figure.fund))
        if before is None or before == figure.amount_minor or statement.previous_paper is None:
            continue
        now = _exact(view, figure.amount_minor)
        said.append(
            t(
                view.lang,
                "exhibits.lines.restated",
                phase=t(view.lang, f"exhibits.phase.{phase}"),
                before=_exact(view, before),
                before_paper=short_name(statement.previous_paper),
                now=now,
                now_paper=short_name(statement.paper),
            )
        )
    return "; ".join(said)


def _exact(view: View, amount_minor: int | None) -> str:
    if amount_minor is None:
        return t(view.lang, "marks.missing")
    return money(view.lang, amount_minor, view.place.currency, exact=True)


def _role(figure: LineFigure, lang: Lang) -> str:
    return "" if figure.role == "line" else t(lang, f"exhibits.role.{figure.role}")


def _paper(paper: Paper) -> str:
    short = short_name(paper)
    return paper.title if short == paper.title else f"{short}, {paper.title}"
