"""How reliable the figures are: sums that do not add up, documents used, releases."""

from __future__ import annotations

from dashboard.exhibits.cells import title_cell
from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.view import View
from dashboard.i18n import Lang, day, moment, t
from dashboard.store.comparable import Reason, comparable
from dashboard.store.records import Difference, Release, Statement


def differences(view: View, found: tuple[Difference, ...]) -> Exhibit:
    """Printed totals that are not the sum of their printed parts: both numbers and the document."""
    lang = view.lang
    by_id = {number: s for s in view.statements for number in s.reads}
    rows = []
    for number, item in enumerate(found):
        statement = by_id[item.statement_id]
        rows.append(
            Row(
                str(number),
                (
                    Cell(str(statement.year)),
                    Cell(_what(statement, lang)),
                    Cell(item.line),
                    Cell(item.stated_minor),
                    Cell(item.computed_minor),
                    Cell(item.stated_minor - item.computed_minor),
                    Cell(t(lang, f"exhibits.reliability.{item.kind}")),
                    title_cell(statement.paper),
                ),
            )
        )
    return view.exhibit(
        key="sums-that-differ",
        question=t(lang, "exhibits.reliability.question_sums"),
        answer=t(
            lang, "exhibits.reliability.answer_sums" if rows else "exhibits.reliability.answer_no_sums", n=len(rows)
        ),
        columns=(
            Column("year", t(lang, "exhibits.columns.year")),
            Column("what", t(lang, "exhibits.columns.phase")),
            Column("line", t(lang, "exhibits.columns.line")),
            Column("stated", t(lang, "exhibits.columns.stated"), "money", exact=True),
            Column("computed", t(lang, "exhibits.columns.computed"), "money", exact=True),
            Column("difference", t(lang, "exhibits.columns.difference"), "money", exact=True),
            Column("kind", t(lang, "exhibits.columns.note")),
            Column("paper", t(lang, "exhibits.columns.paper")),
        ),
        rows=rows,
        sources=view.sources(*(by_id[item.statement_id] for item in found)),
        notes=(t(lang, "exhibits.reliability.rule"),),
    )


def other_documents(view: View, rivals: tuple[Statement, ...]) -> Exhibit | None:
    """Figures of other documents for what is shown, beyond rounding: both, and whose; None where there are none.

    Figures that the same issuer changed stand with the figures themselves.
    """
    lang = view.lang
    shown = {_of(s): s for s in view.statements if s.amount_minor is not None}
    changed = {number for s in view.statements for number in s.previous_ids}
    rows, behind = [], []
    for other in rivals:
        now = shown.get(_of(other))
        if now is None or changed & {*other.members} or other.amount_minor is None or now.paper.key == other.paper.key:
            continue
        # Figures of another issuer change nothing, and stand here.
        if comparable(other, now, "restatement") not in (None, Reason.ISSUER):
            continue
        behind += [now, other]
        what = f"{_what(now, lang)}, {day(now.period_end)}" if now.phase == "executed" else _what(now, lang)
        rows.append(
            Row(
                str(other.id),
                (
                    Cell(str(now.year)),
                    Cell(what if now.is_whole else f"{what}: {view.coverage_name(now)}"),
                    Cell(now.amount_minor),
                    title_cell(now.paper),
                    Cell(other.amount_minor),
                    title_cell(other.paper),
                ),
            )
        )
    if not rows:
        return None
    return view.exhibit(
        key="documents-that-differ",
        question=t(lang, "exhibits.reliability.question_differ"),
        answer=t(lang, "exhibits.reliability.answer_differ", n=len({statement.id for statement in behind[::2]})),
        columns=(
            Column("year", t(lang, "exhibits.columns.year")),
            Column("what", t(lang, "exhibits.columns.phase")),
            Column("shown", t(lang, "exhibits.columns.shown"), "money", exact=True),
            Column("paper", t(lang, "exhibits.columns.paper")),
            Column("other", t(lang, "exhibits.columns.other_figure"), "money", exact=True),
            Column("other_paper", t(lang, "exhibits.columns.other_paper")),
        ),
        rows=rows,
        sources=view.sources(*behind),
        notes=(t(lang, "exhibits.reliability.differ_rule"),),
    )


def _of(statement: Statement) -> tuple[object, ...]:
    """What a figure is of: equal for statements of the same thing."""
    return (
        statement.year, statement.direction, statement.phase, statement.scope, statement.period_end, statement.coverage,
    )  # fmt: skip


def papers(view: View) -> Exhibit:
    """Every document the current figures of a place come from."""
    lang = view.lang
    by_paper: dict[str, list[Statement]] = {}
    for statement in view.statements:
        by_paper.setdefault(statement.paper.key, []).append(statement)
    ordered = sorted(by_paper.values(), key=lambda s: (str(s[0].paper.date or s[0].paper.date_printed), s[0].paper.key))
    rows = tuple(
        Row(
            mine[0].paper.key,
            (
                Cell(day(mine[0].paper.date) if mine[0].paper.date else mine[0].paper.date_printed),
                Cell(mine[0].paper.number),
                title_cell(mine[0].paper),
                Cell(_contents(mine, lang)),
                Cell(t(lang, f"exhibits.authority.{mine[0].paper.authority}")),
            ),
        )
        for mine in reversed(ordered)
    )
    return view.exhibit(
        key="papers",
        question=t(lang, "exhibits.reliability.question_papers"),
        answer=t(lang, "exhibits.reliability.answer_papers", n=len(rows)),
        columns=tuple(
            Column(key, t(lang, f"exhibits.columns.{label}"))
            for key, label in (
                ("date", "date"),
                ("number", "number"),
                ("paper", "paper"),
                ("what", "what_it_gives"),
                ("authority", "authority"),
            )
        ),
        rows=rows,
        sources=view.sources(*view.statements),
        notes=(t(lang, "exhibits.reliability.authority_rule"),),
    )


def release_log(view: View | OfSite, releases: tuple[Release, ...]) -> Exhibit:
    """Every import, newest first, with the fingerprint of its file."""
    lang = view.lang
    rows = tuple(
        Row(
            str(release.id),
            (
                Cell(release.id),
                Cell(moment(release.imported_at)),
                Cell(release.file_name),
                Cell(release.rows),
                Cell(t(lang, f"exhibits.release_state.{release.state}")),
                Cell(release.file_sha256[:12]),
                Cell(release.reason),
            ),
        )
        for release in releases
    )
    return view.exhibit(
        key="releases",
        question=t(lang, "exhibits.reliability.question_releases"),
        answer=t(lang, "exhibits.reliability.answer_releases", n=len(rows)),
        columns=tuple(
            Column(key, t(lang, f"exhibits.columns.{label}"), "count" if key in ("number", "rows") else "text")
            for key, label in (
                ("number", "release"),
                ("imported", "imported"),
                ("file", "file"),
                ("rows", "rows"),
                ("state", "state"),
                ("sha256", "sha256"),
                ("reason", "reason"),
            )
        ),
        rows=rows,
    )


def _what(statement: Statement, lang: Lang) -> str:
    side = t(lang, f"exhibits.side.{statement.direction}")
    return f"{side}, {t(lang, f'exhibits.phase.{statement.phase}')}"


def _contents(statements: list[Statement], lang: Lang) -> str:
    """`2026, approved plan: Revenue, Expenditure; 2027, forecast: …`"""
    sides: dict[str, list[str]] = {}
    for statement in statements:
        head = f"{statement.year}, {t(lang, f'exhibits.phase.{statement.phase}')}"
        sides.setdefault(head, []).append(t(lang, f"exhibits.side.{statement.direction}"))
    return "; ".join(f"{head}: {', '.join(dict.fromkeys(names))}" for head, names in sides.items())
