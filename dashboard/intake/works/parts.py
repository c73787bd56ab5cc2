"""Sources of money and links of works, of which a row may have several."""

from __future__ import annotations

import re

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import ColumnRef
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid
from dashboard.intake.works.figures import read_money
from dashboard.intake.works.mapping import FundingSpec, LinkSpec, WorksMapping
from dashboard.intake.works.texts import clean_text, without_phones
from dashboard.store.work_records import Funding, Link
from dashboard.store.works_tables import FUNDING_SOURCES

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_NONE = frozenset({"", "-", "—", "n/a"})


def read_fundings(grid: Grid, mapping: WorksMapping, fields: Fields, findings: Findings) -> list[tuple[Funding, ...]]:
    """The sources of money of each row. A source that gives nothing, or is not named in the row, is none."""
    found: list[list[Funding]] = [[] for _ in range(len(grid.body))]
    for spec in mapping.fundings:
        _add_fundings(found, spec, grid, mapping, fields, findings)
    return [tuple(parts) for parts in found]


def _add_fundings(
    found: list[list[Funding]], spec: FundingSpec, grid: Grid, mapping: WorksMapping, fields: Fields, findings: Findings
) -> None:
    words = {fold(word): source for word, source in mapping.values.get("funding", {}).items()}
    printed, label = _column(grid, spec.source_column), _column(grid, spec.label_column)
    amounts = read_money(grid, mapping, fields, spec.amount_column, "funding", findings)
    named = str(spec.source_column or spec.label_column or "funding")
    for row, parts in enumerate(found):
        source, said, amount = printed.at(row), label.at(row) or spec.label, amounts[row]
        if amount == 0 or not (source or label.at(row) or amount is not None):
            continue
        told = source or spec.source or said
        kind = told if told in FUNDING_SOURCES else words.get(fold(told), "")
        if not kind and source:
            findings.add(
                "bad_choice",
                "error",
                row=int(grid.row_no[row]),
                column=named,
                value=source,
                field="funding",
                allowed=", ".join(FUNDING_SOURCES),
            )
        parts.append(Funding(kind or "other", said, amount))


def read_links(grid: Grid, mapping: WorksMapping, findings: Findings) -> list[tuple[Link, ...]]:
    """The links of each row, each address once; what is not a web address is left out with a warning."""
    found: list[dict[str, Link]] = [{} for _ in range(len(grid.body))]
    for spec in mapping.links:
        _add_links(found, spec, grid, findings)
    return [tuple(links.values()) for links in found]


def _add_links(found: list[dict[str, Link]], spec: LinkSpec, grid: Grid, findings: Findings) -> None:
    column = _column(grid, spec.column)
    addresses = column.map(lambda text: _address(text, spec.prefix))
    bad = column.mask(lambda text: text not in _NONE) & addresses.mask(lambda url: not url)
    findings.rows("link_left_out", "warning", bad, grid.row_no, column=str(spec.column), values=column)
    titles = _column(grid, spec.title_column)
    for row in np.flatnonzero(addresses.mask(bool)):
        url = addresses.at(int(row))
        found[row].setdefault(url, Link(titles.at(int(row)) or spec.title, url))


def _address(text: str, prefix: str) -> str:
    if text in _NONE:
        return ""
    url = text if re.match(r"https?://", text, re.IGNORECASE) else prefix + text
    if len(re.findall(r"https?://", url, re.IGNORECASE)) == 1:
        url = url.replace(" ", "%20")  # a file name with a space in it; two addresses in a cell are not one
    return url if _ADDRESS.fullmatch(url) else ""


def _column(grid: Grid, ref: ColumnRef | None) -> Coded:
    """A column as clean text, empty where there is none."""
    text = grid.text(ref) if ref is not None else None
    if text is None:
        return Coded.constant("", len(grid.body))
    return text.map(lambda cell: without_phones(clean_text(cell)))
