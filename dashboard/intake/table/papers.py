"""The document of every row of a table: named by its key, described in the row, or that of the whole file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from dashboard.intake.mapping.tables import PaperSpec, TableMapping
from dashboard.intake.table.columns import together
from dashboard.intake.table.dates import BadDate, parse_date
from dashboard.intake.table.keys import shortened
from dashboard.intake.table.table import L, SourceTable
from dashboard.store.batch import Document

KEY_LENGTH = 120
_PAPER = ("document", "document_title", "document_number", "document_date", "document_url")


def with_documents(table: SourceTable[L], year: str = "") -> SourceTable[L]:
    """The table with `document` as keys, and the documents of the file.

    A row's document is named by its key; with a title it is described here, without one the database must know
    it. Rows that name none belong to the mapping's [document], else to the file itself. `year`: of the whole
    file, where one is told.
    """
    whole = _document_of_file(table, year)
    named = [name for name in _PAPER if name in table.fields]
    if not named:
        return replace(table.with_fields(document=table.constant(whole.key)), documents={whole.key: whole})
    _tell_bad_days(table, "document_date")
    papers: dict[str, Document] = {}
    unknown: set[str] = set()

    def key_of(said: Mapping[str, str]) -> str:
        key = said.get("document", "")
        if said.get("document_title") or (said.get("document_date") and not key):
            paper = _document_of_row(said, whole, table.mapping)
        elif key:
            if key not in table.known.documents:
                unknown.add(key)
            return key
        else:
            paper = whole
        papers[paper.key] = paper
        return paper.key

    named += ["municipality"] if "municipality" in table.fields else []
    said = together([table.fields[name] for name in named])
    keys = said.with_values([key_of(dict(zip(named, texts, strict=True))) for texts in said.values])
    table.tell("document_unknown", keys.isin(unknown), "document", values=keys)
    return replace(table.with_fields(document=keys), documents=papers)


def _tell_bad_days(table: SourceTable[Any], name: str) -> None:
    """A field of days must hold days."""
    days = table.text(name)
    reasons = {text: _reason(text, table.mapping) for text in days.values}
    for reason in sorted({*reasons.values()} - {""}):
        table.tell(reason, days.isin({text for text in reasons if reasons[text] == reason}), name, values=days)


def _reason(day: str, mapping: TableMapping) -> str:
    """Why a text is no day; "" where it is one, or empty."""
    try:
        if day:
            parse_date(day, order=mapping.numbers.date_order)
    except BadDate as error:
        return error.reason
    return ""


def _document_of_row(said: Mapping[str, str], whole: Document, mapping: TableMapping) -> Document:
    """The document a row describes; a date that cannot be read is kept as printed.

    One without a key of its own gets one of its place, title, number and date: other places have papers called so.
    """
    title, number, text = (said.get(name, "") for name in ("document_title", "document_number", "document_date"))
    place, day = said.get("municipality", ""), None
    if text:
        with suppress(BadDate):
            day = parse_date(text, order=mapping.numbers.date_order)
    key = said.get("document") or "-".join(filter(None, (place, title or whole.key, number, text)))
    return replace(
        whole,
        key=shortened(key, KEY_LENGTH),
        title=title or whole.title,
        number=number,
        date=day,
        date_printed="" if day else text,
        url=said.get("document_url") or whole.url,
    )


def _document_of_file(table: SourceTable[Any], told: str) -> Document:
    """The document of the whole file. "{file}" and "{year}" in its texts are filled in."""
    source, mapping = table.source, table.mapping
    paper: Document = (mapping.document or PaperSpec(kind="file", authority=2)).paper()
    years = [told] if told else sorted(filter(None, table.text("fiscal_year").values))
    year = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    key = paper.key or f"{mapping.name}-{source.sha256[:12]}"

    def fill(text: str) -> str:
        return text.replace("{file}", source.path.name).replace("{year}", year)

    return replace(
        paper,
        key=shortened(fill(key), KEY_LENGTH),
        title=fill(paper.title),
        number=fill(paper.number),
        url=fill(paper.url),
    )
