"""A register of works and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.files import SourceFile
from dashboard.intake.problems import Findings
from dashboard.intake.subject import Checked
from dashboard.intake.table.columns import Coded, Objects, combine
from dashboard.intake.table.keys import shortened
from dashboard.intake.table.opening import open_table
from dashboard.intake.table.papers import with_documents
from dashboard.intake.works import checks
from dashboard.intake.works.figures import read_dates, read_fundings, read_money, read_numbers, read_precisions
from dashboard.intake.works.mapping import MONEY, OF_YEAR, WorksMapping
from dashboard.intake.works.points import read_points
from dashboard.intake.works.repeated import REPEATED
from dashboard.intake.works.statuses import read_statuses
from dashboard.intake.works.texts import WorksTable, clean_texts, read_links
from dashboard.store.batch import Document
from dashboard.store.known import Known
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.works_tables import DATES

KEY_LENGTH = 120
_TEXTS = (
    "title", "title_ky", "title_ru", "title_en", "description", "type", "sector", "service", "function", "village",
    "ocid", "quantity_unit", "contractor", "delay_reason", "note_ky", "note_ru", "note_en",
)  # fmt: skip


@dataclass(frozen=True)
class WorksReady:
    """Works as the store wants them, with the papers they name."""

    rows: tuple[WorkRow, ...]
    documents: tuple[Document, ...]
    complete: bool = False


def read_works(
    source: SourceFile, mapping: WorksMapping, known: Known, findings: Findings, told: Mapping[str, str], today: date
) -> Checked[WorksReady]:
    """Read and check a register. `told`: `municipality` and `fiscal_year` where the file does not give them; no row may
    speak of a day after `today`.

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
    _check_fictional(table)
    made = REPEATED[mapping.rows.repeated](_rows(table, year, today), findings)
    checks.tell_doubts(made, findings)
    checks.tell_totals(made, findings)
    counts = table.counts(len(made), sum(row.role == "total" for row in made))
    used = {row.document for row in made}
    papers = tuple(paper for key, paper in table.documents.items() if key in used)
    if findings.refused:
        return Checked(None, counts, hidden_sheets=source.hidden_sheets)
    _tell_made_keys(table, made, findings)
    return Checked(
        WorksReady(tuple(made), papers, mapping.register.complete), counts, checks.control(made), source.hidden_sheets
    )


def _check_fictional(table: WorksTable) -> None:
    """Works that call themselves fictional are an error in a real place, told once for each."""
    places, invented = table.fields["municipality"], table.text("fictional").isin(("true",))
    for place in sorted(set(places.values) - table.known.fictional - {""}):
        here = np.flatnonzero(invented & places.isin((place,)))
        if len(here):
            table.findings.add("package_fictional", "error", row=int(table.row_no[here[0]]), place=place)


def _check_words(table: WorksTable) -> None:
    """A work needs a title, and its function must be one of the classification."""
    table.tell("field_missing", table.having("title", ""), "title", field="title")
    function, classes = table.text("function"), table.known.classes
    wrong = function.mask(lambda key: bool(key) and classes.get(key) != "function")
    table.tell("class_unknown", wrong, "function", values=function, kind="function")


def _rows(table: WorksTable, year: str, today: date) -> list[WorkRow]:
    """One WorkRow per row of the table."""
    mapping = table.mapping
    roles, days = _roles(table), _days(table, year, today)
    status, points = read_statuses(table, roles), read_points(table)
    quantity, people = read_numbers(table, "quantity"), read_numbers(table, "beneficiaries", whole=True)
    coded = {name: read_dates(table, name) for name in (*DATES, "missing_from")}
    coded |= {f"{name}_precision": read_precisions(table, name, coded[name]) for name in DATES}
    money = {name: read_money(table, mapping.columns.get(name), name) for name in MONEY}
    coded |= {name: table.text(name) for name in (*_TEXTS, "municipality", "document")}
    coded |= {"key": _keys(table, days, year), "role": roles, "status": status, "as_of": days}
    coded |= {"quantity": quantity, "beneficiaries": people, "progress": _progress(table)}
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


def _keys(table: WorksTable, days: Coded, year: str) -> Coded:
    """The number of each work: its own, else made from the fields that tell it from others."""
    fields = table.mapping.key.fields
    years = days.map(lambda day: year or (str(day.year) if day else ""))
    parts = [years if name == OF_YEAR else table.text(name) for name in ("key", *fields)]
    own = "key" not in fields
    return combine(parts, lambda key, *said: (own and _key(key)) or _key("-".join(filter(None, map(fold, said)))))


def _tell_made_keys(table: WorksTable, made: Sequence[WorkRow], findings: Findings) -> None:
    """The numbers that works got here, with one of them: pictures name works by them."""
    own = table.mapping.key.fields if "key" in table.mapping.key.fields else ()
    without = table.text("key").isin(("",)) if not own else np.ones(len(table), dtype=bool)
    rows = set(table.row_no[without].tolist())
    got = [row for row in made if row.row_no in rows and row.role == "work"]
    if got:
        findings.add("keys_made", "info", row=got[0].row_no, value=got[0].key, n=len(got))


def _key(text: str) -> str:
    return shortened(text, KEY_LENGTH, signs=8)


def _roles(table: WorksTable) -> Coded:
    """What the file says; else a row that begins with a word for a total is one."""
    begins, told = table.constant("work").where(table.totals("title"), table.constant("total")), table.text("role")
    return begins.where(told.said, told)


def _days(table: WorksTable, year: str, today: date) -> Coded:
    """The day a row speaks of: its own, else the end of --year, but no later than its paper; else the day of the paper.

    Errors where none of them is known, and where it has not come yet.
    """
    of_paper = table.document_dates
    last = date(int(year), 12, 31) if year else None

    def day_of(day: date | None, paper: str) -> date | None:
        return day or min(filter(None, (last, of_paper.get(paper))), default=None)

    days = combine([read_dates(table, "as_of"), table.fields["document"]], day_of)
    table.tell("as_of_missing", days.isin((None,)), "as_of")
    late = days.mask(lambda day: day is not None and day > today)
    table.tell("as_of_future", late, "as_of", values=days, today=today.isoformat())
    return days


def _progress(table: WorksTable) -> Coded:
    """How far a work is, in the words of the file; a bare figure is per cent."""
    return table.text("progress").map(
        lambda said: f"{said} %" if said and not any(map(str.isalpha, said)) and not said.endswith("%") else said
    )
