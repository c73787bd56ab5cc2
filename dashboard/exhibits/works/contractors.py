"""Who does the works of a place, by name: an order of names, never of amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.exhibits.works.view import WorksView, amount_cell, columns, sources, sum_cell
from dashboard.i18n import sort_key, t
from dashboard.store.work_records import Tally


def contractors(view: WorksView, tallies: Iterable[Tally], link: Callable[[str], str]) -> Exhibit:
    """One row per name as printed, with the works and the known amounts; works that name nobody are counted apart."""
    lang = view.lang
    by_name = {tally.key: tally for tally in tallies}
    unnamed = by_name.pop("", None)
    named = sorted(by_name.values(), key=lambda tally: sort_key(tally.key))
    answer = t(lang, "works.contractors.answer", n=len(named)) if named else t(lang, "works.contractors.answer_none")
    if named and unnamed is not None:
        answer += " " + t(lang, "works.contractors.unnamed", n=unnamed.count)
    return view.exhibit(
        key="works-contractors",
        question=t(lang, "works.contractors.question"),
        answer=answer,
        columns=columns(
            lang,
            "contractor",
            count="count",
            done="count",
            under_way="count",
            late="count",
            planned="money",
            contract="money",
            paid="money",
        ),
        rows=tuple(_row(tally, link) for tally in named),
        sources=sources(view.papers),
        notes=(t(lang, "works.contractors.note"),) if named else (),
    )


def _row(tally: Tally, link: Callable[[str], str]) -> Row:
    counts = (amount_cell(count) for count in (tally.count, tally.done, tally.under_way, tally.late))
    sums = (sum_cell(amount, tally.count) for amount in (tally.planned_minor, tally.contract_minor, tally.paid_minor))
    return Row(tally.key, (Cell(tally.key, href=link(tally.key)), *counts, *sums))
