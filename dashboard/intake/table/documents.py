"""The papers figures come from: one for the whole file, or one named in each row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.intake.files import SourceFile
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Layout
from dashboard.intake.table.columns import Coded, combine
from dashboard.intake.table.dates import BadDate, parse_date
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid
from dashboard.store.batch import Document
from dashboard.store.known import Known

KEY_LENGTH = 120
_PARTS = ("document", "document_title", "document_number", "document_date", "document_url")


def read_documents(
    source: SourceFile, grid: Grid, mapping: Layout, fields: Fields, known: Known, findings: Findings
) -> tuple[Coded, dict[str, Document]]:
    """Key of the document of each row, and the documents the database does not have from elsewhere.

    A row's document is named by its key; with a title it is described here, without one the database must know it.
    Rows that name none belong to the mapping's [document], else to the file itself.
    """
    whole = _of_file(source, mapping, fields)
    named = [name for name in _PARTS if name in fields]
    if not named:
        return Coded.constant(whole.key, len(grid.body)), {whole.key: whole}
    papers: dict[str, Document] = {}
    unknown: set[str] = set()
    bad_dates: set[str] = set()

    def key_of(*texts: str) -> str:
        part = dict(zip(named, texts, strict=True))
        key, title = part.get("document", ""), part.get("document_title", "")
        if not key and not title:
            papers[whole.key] = whole
            return whole.key
        if title:
            paper, bad = _paper(key, title, part, whole, mapping)
            bad_dates.update(bad)
            papers[paper.key] = paper
            return paper.key
        if key not in known.documents:
            unknown.add(key)
        return key

    keys = combine([fields[name] for name in named], key_of)
    column = str(mapping.columns.get("document", "document"))
    findings.rows("document_unknown", "error", keys.mask(unknown.__contains__), grid.row_no, column=column, values=keys)
    if bad_dates:
        dates = fields["document_date"]
        findings.rows(
            "bad_date", "error", dates.mask(bad_dates.__contains__), grid.row_no, column="document_date", values=dates
        )
    return keys, papers


def _paper(
    key: str, title: str, part: dict[str, str], whole: Document, mapping: Layout
) -> tuple[Document, tuple[str, ...]]:
    text = part.get("document_date", "")
    day: date | None = None
    bad: tuple[str, ...] = ()
    if text:
        try:
            day = parse_date(text, order=mapping.date_order)
        except BadDate:
            bad = (text,)
    number = part.get("document_number", "")
    made = "-".join(filter(None, (title, number, text)))[:KEY_LENGTH]
    paper = replace(
        whole,
        key=(key or made)[:KEY_LENGTH],
        title=title,
        number=number,
        date=day,
        date_printed="" if day else text,
        url=part.get("document_url", "") or whole.url,
    )
    return paper, bad


def _of_file(source: SourceFile, mapping: Layout, fields: Fields) -> Document:
    """The document of the whole file. "{file}" and "{year}" in its texts are filled in."""
    told = mapping.document or Document(key="", title="{file}", kind="file", authority=2)
    years = fields.get("fiscal_year")
    said = [] if years is None else sorted(filter(None, years.values))
    year = "–".join(dict.fromkeys((said[0], said[-1]))) if said else ""
    key = told.key or f"{mapping.name}-{source.sha256[:12]}"

    def fill(text: str) -> str:
        return text.replace("{file}", source.path.name).replace("{year}", year)

    return replace(
        told, key=fill(key)[:KEY_LENGTH], title=fill(told.title), number=fill(told.number), url=fill(told.url)
    )
