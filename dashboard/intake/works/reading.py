"""A register of works and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.i18n import NAMED_IN, fold, t
from dashboard.intake.files import SourceFile
from dashboard.intake.problems import Findings
from dashboard.intake.subject import Checked
from dashboard.intake.table.columns import Coded, Objects, combine
from dashboard.intake.table.keys import shortened
from dashboard.intake.table.opening import open_table
from dashboard.intake.table.papers import with_documents
from dashboard.intake.works import checks
from dashboard.intake.works.figures import read_dates, read_fundings, read_money, read_numbers
from dashboard.intake.works.mapping import DATES, MONEY, WorksMapping
from dashboard.intake.works.points import read_points
from dashboard.intake.works.statuses import read_statuses
from dashboard.intake.works.texts import WorksTable, clean_texts, read_links
from dashboard.store.batch import Document
from dashboard.store.known import Known
from dashboard.store.publishing.work_rows import WorkRow

KEY_LENGTH = 120
_TEXTS = (
    "title", "title_ky", "title_ru", "title_en", "description", "type", "sector", "service", "function", "village",
    "ocid", "quantity_unit", "contractor", "delay_reason",
)  # fmt: skip


@dataclass(frozen=True)
class WorksReady:
    """Works as the store wants them, with the papers they name."""

    rows: tuple[WorkRow, ...]
    documents: tuple[Document, ...]


def read_works(
    source: SourceFile, mapping: WorksMapping, known: Known, findings: Findings, told: Mapping[str, str]
) -> Checked[WorksReady]:
    """Read and check a register. `told`: `municipality` and `fiscal_year` where the file does not give them.

    Raises Refused where its sheet, header or columns cannot be found.
    """
    table = open_table(source, mapping, known, findings, empty_rows=False)
    if not len(table):
        findings.add("no_rows", "error", read=table.read, filtered=table.filtered)
        return Checked(None, table.counts(0), hidden_sheets=source.hidden_sheets)
    year = told.get("fiscal_year", "")
    table = clean_texts(table.with_told(told))
    _check_words(table)
    table = with_documents(table.with_places(), year)
    made = checks.check_rows(_rows(table, year), findings)
    counts = table.counts(len(made), sum(row.role == "total" for row in made))
    used = {row.document for row in made}
    papers = tuple(paper for key, paper in table.documents.items() if key in used)
    if findings.refused:
        return Checked(None, counts, hidden_sheets=source.hidden_sheets)
    return Checked(WorksReady(tuple(made), papers), counts, checks.control(made), source.hidden_sheets)


def _check_words(table: WorksTable) -> None:
    """A work needs a title, and its function must be one of the classification."""
    table.tell("field_missing", table.having("title", ""), "title", field="title")
    function, classes = table.text("function"), table.known.classes
    wrong = function.mask(lambda key: bool(key) and classes.get(key) != "function")
    table.tell("class_unknown", wrong, "function", values=function, kind="function")


def _rows(table: WorksTable, year: str) -> list[WorkRow]:
    """One WorkRow per row of the table."""
    mapping = table.mapping
    status, points = read_statuses(table), read_points(table)
    quantity, people = read_numbers(table, "quantity"), read_numbers(table, "beneficiaries", whole=True)
    coded = {name: read_dates(table, name) for name in DATES}
    money = {name: read_money(table, mapping.columns.get(name), name) for name in MONEY}
    coded |= {name: table.text(name) for name in (*_TEXTS, "municipality", "document")}
    coded |= {"key": _keys(table), "role": _roles(table), "status": status, "as_of": _days(table, year)}
    coded |= {"quantity": quantity, "beneficiaries": people, **_notes(table)}
    columns: dict[str, Objects] = {name: column.to_numpy() for name, column in coded.items()}
    columns |= {name.replace("_amount", "_minor"): amounts for name, amounts in money.items()}
    columns |= {"row_no": table.row_no.astype(object)}
    fundings, links = read_fundings(table), read_links(table)
    checks.check_currencies(table)
    made = []
    for point, sources, papers, *cells in zip(points.to_numpy(), fundings, links, *columns.values(), strict=True):
        latitude, longitude = point or (None, None)
        values = dict(zip(columns, cells, strict=True))
        made.append(WorkRow(**values, latitude=latitude, longitude=longitude, fundings=sources, links=papers))
    return made


def _keys(table: WorksTable) -> Coded:
    """The number of each work: its own, else made from the fields that tell it from others."""
    parts = [table.text(name) for name in ("key", *table.mapping.key.fields)]
    return combine(parts, lambda key, *said: _key(key) or _key("-".join(filter(None, map(fold, said)))))


def _key(text: str) -> str:
    return shortened(text, KEY_LENGTH, signs=8)


def _roles(table: WorksTable) -> Coded:
    """What the file says; else a row that begins with a word for a total is one."""
    begins, told = table.constant("work").where(table.totals("title"), table.constant("total")), table.text("role")
    return begins.where(told.said, told)


def _days(table: WorksTable, year: str) -> Coded:
    """The day a row speaks of: its own, else the end of --year, else the day of its paper; else an error."""
    of_paper = table.document_dates
    last = date(int(year), 12, 31) if year else None
    own = read_dates(table, "as_of")
    days = combine([own, table.fields["document"]], lambda day, paper: day or last or of_paper.get(paper))
    table.tell("as_of_missing", days.isin((None,)), "as_of")
    return days


def _notes(table: WorksTable) -> dict[str, Coded]:
    """Notes in each language of `NAMED_IN`, with the progress as the file words it."""
    return {
        f"note_{lang}": combine(
            [table.text(f"note_{lang}"), table.text("progress")],
            lambda note, said, lang=lang: " ".join(filter(None, (note, _said(lang, said)))),
        )
        for lang in NAMED_IN
    }


def _said(lang: str, progress: str) -> str:
    if not progress:
        return ""
    text = progress if any(map(str.isalpha, progress)) or progress.endswith("%") else f"{progress} %"
    return t(lang, "work_checks.progress", text=text)
