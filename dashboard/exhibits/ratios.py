"""What share of its revenue a place raises itself. Formulas are printed beside the figures."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opening import opening_in
from dashboard.exhibits.tree import group_of, is_line
from dashboard.exhibits.view import View
from dashboard.i18n import money, percent, t
from dashboard.store.comparable import parts_are_all

EQUALIZATION = "rev.grant.equalization"
#: Money of no named source: it may be own revenue or a grant.
NOT_ITEMISED = "rev.other.mixed"


def own_revenue(view: View) -> Exhibit | None:
    """Own-revenue share, dependence on the equalization grant and on all grants; None without sources.

    Own-revenue share = (taxes + non-tax) / (all revenue − opening balance), shared taxes counted as own;
    grant dependence = equalization grant / the same whole; transfer dependence = all grants / the same whole.
    """
    lang, currency = view.lang, view.place.currency
    best = view.best("revenue")
    amounts = view.by_class(best, "source")
    # Shares of the whole need all of it with its sources: of what has none it is not known whether it is own.
    if (
        best is None
        or best.amount_minor is None
        or parts_are_all(best) is not None
        or NOT_ITEMISED in amounts
        or not any(key and not is_line(key) for key in amounts)
    ):
        return None
    opening = opening_in(amounts, view.classes)
    whole = best.amount_minor - opening
    groups = {key: group_of(key, view.classes) for key in amounts}
    parts = {
        "own": _sum(amounts[key] for key in amounts if key and view.classes[key].own),
        "equalization": amounts.get(EQUALIZATION),
        "grants": _sum(amounts[key] for key, group in groups.items() if group == "rev.grant"),
    }
    rows = tuple(
        Row(
            key,
            (
                Cell(t(lang, f"exhibits.ratios.{key}")),
                Cell(part, Mark.MISSING if part is None else None),
                Cell(whole),
                Cell(part / whole) if part is not None and whole > 0 else Cell(None, Mark.UNDEFINED),
                Cell(t(lang, f"exhibits.ratios.{key}_formula")),
            ),
        )
        for key, part in parts.items()
    )
    own = rows[0].cells[3].value
    answer = (
        t(
            lang,
            f"exhibits.{view.tense}.ratios.answer",
            year=view.year,
            share=percent(lang, own),
            amount=money(lang, parts["own"] or 0, currency),
        )
        if isinstance(own, float)
        else t(lang, "exhibits.ratios.answer_nothing", year=view.year)
    )
    return view.exhibit(
        key="own-revenue",
        question=t(lang, f"exhibits.{view.tense}.ratios.question", year=view.year),
        answer=answer,
        columns=(
            Column("label", t(lang, "exhibits.columns.figure")),
            Column("part", t(lang, "exhibits.columns.part"), "money"),
            Column("whole", t(lang, "exhibits.columns.whole"), "money"),
            Column("share", t(lang, "exhibits.columns.share"), "share"),
            Column("formula", t(lang, "exhibits.columns.formula")),
        ),
        rows=rows,
        sources=view.sources(best),
        notes=(t(lang, "exhibits.ratios.shared_note"), *notes_of(view, best)),
    )


def _sum(amounts: Iterable[int]) -> int | None:
    """Sum of what is printed; None where nothing is: that is not the same as zero."""
    found = list(amounts)
    return sum(found) if found else None
