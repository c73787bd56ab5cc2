"""A register of works and a mapping become checked rows, ready to publish, or a list of what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.i18n import LANGUAGES, fold, t
from dashboard.intake.files import SourceFile
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import ColumnRef
from dashboard.intake.places import read_places
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.report import Counts
from dashboard.intake.table.columns import Coded, Mask, combine
from dashboard.intake.table.documents import read_documents
from dashboard.intake.table.fields import Fields, read_fields
from dashboard.intake.table.filters import rows_meant
from dashboard.intake.table.header import Grid, pick_sheet, read_grid
from dashboard.intake.table.totals import TOTAL_WORDS
from dashboard.intake.works import checks
from dashboard.intake.works.figures import Objects, read_dates, read_money, read_numbers
from dashboard.intake.works.mapping import DATES, MONEY, WorksMapping
from dashboard.intake.works.parts import read_fundings, read_links
from dashboard.intake.works.points import read_points
from dashboard.intake.works.statuses import read_statuses
from dashboard.intake.works.texts import clean_texts, text_of
from dashboard.store.batch import Document
from dashboard.store.known import Known
from dashboard.store.publish_works import WorkRow
from dashboard.store.work_records import Funding, Link

KEY_LENGTH = 120
_TEXTS = (
    "title", "title_ky", "title_ru", "title_en", "description", "type", "sector", "service", "function", "village",
    "ocid", "quantity_unit", "contractor", "delay_reason",
)  # fmt: skip


_NONE = Counts()


@dataclass(frozen=True)
class WorksReading:
    """A register as read. `rows` is None when it has errors."""

    rows: tuple[WorkRow, ...] | None
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    counts: Counts = _NONE


def read_works(source: SourceFile, mapping: WorksMapping, known: Known, told: Mapping[str, str]) -> WorksReading:
    """Read and check a register. `told`: `municipality` and `fiscal_year` where the file does not give them."""
    findings = Findings(list(source.problems))
    try:
        return _read(source, mapping, known, told, findings)
    except Refused as refused:
        return WorksReading(None, (), (*findings.problems, *refused.problems))


def _read(
    source: SourceFile, mapping: WorksMapping, known: Known, told: Mapping[str, str], findings: Findings
) -> WorksReading:
    grid = read_grid(pick_sheet(source, mapping.sheet), mapping.sheet)
    read = len(grid.body)
    grid = grid.keep(~_blank(grid))
    blank = read - len(grid.body)
    grid, sections = rows_meant(grid, mapping)
    filtered = read - blank - len(grid.body)
    meant = ~sections.opens
    grid, sections, opened = grid.keep(meant), sections.keep(meant), int((~meant).sum())
    rows = len(grid.body)
    if not rows:
        findings.add("no_rows", "error", read=read, filtered=filtered)
        return WorksReading(None, (), tuple(findings.problems), Counts(read, 0, filtered, blank + opened))
    fields = read_fields(grid, mapping, sections, told, findings)
    clean_texts(grid, mapping, fields, findings)
    _check_words(grid, mapping, fields, known, findings)
    fields["municipality"] = read_places(grid, mapping, fields.get("municipality"), known, findings)
    year = told.get("fiscal_year", "")
    papers = {**fields, "fiscal_year": Coded.constant(year, rows)} if year else fields
    fields["document"], documents = read_documents(source, grid, mapping, papers, known, findings)
    table = _Table(grid, mapping, fields, findings)
    made = checks.check_rows(table.rows(known, documents, year), findings)
    totals = sum(row.role == "total" for row in made)
    counts = Counts(read, len(made), filtered, read - filtered - len(made), totals)
    used = {row.document for row in made}
    papers_used = tuple(paper for key, paper in documents.items() if key in used)
    return WorksReading(None if findings.refused else tuple(made), papers_used, tuple(findings.problems), counts)


def _blank(grid: Grid) -> Mask:
    """Rows without anything in any cell."""
    said = np.zeros(len(grid.body), dtype=bool)
    for number in range(1, len(grid.names) + 1):
        column = grid.text(ColumnRef((number,)))
        if column is not None:
            said |= column.mask(bool)
    return ~said


def _check_words(grid: Grid, mapping: WorksMapping, fields: Fields, known: Known, findings: Findings) -> None:
    """A work needs a title, and its function must be one of the classification."""
    rows = len(grid.body)
    nameless = text_of(fields, "title", rows).mask(lambda text: not text)
    column = str(mapping.columns.get("title", "title"))
    findings.rows("field_missing", "error", nameless, grid.row_no, column=column, field="title")
    if "function" in fields:
        functions = fields["function"]
        wrong = functions.mask(lambda key: bool(key) and known.classes.get(key) != "function")
        findings.rows(
            "class_unknown", "error", wrong, grid.row_no, column="function", values=functions, kind="function"
        )


@dataclass(frozen=True)
class _Table:
    """The rows that count and the texts read from them."""

    grid: Grid
    mapping: WorksMapping
    fields: Fields
    findings: Findings

    def rows(self, known: Known, documents: Mapping[str, Document], year: str) -> list[WorkRow]:
        """One WorkRow a row."""
        grid, mapping, fields, findings = self.grid, self.mapping, self.fields, self.findings
        rows = len(grid.body)
        status = read_statuses(grid, mapping, fields.get("status"), findings)
        points = read_points(grid, mapping, fields, known.places, findings)
        quantity = read_numbers(grid, mapping, fields.get("quantity"), "quantity", findings)
        people = read_numbers(grid, mapping, fields.get("beneficiaries"), "beneficiaries", findings, whole=True)
        days = {name: read_dates(grid, mapping, fields.get(name), name, findings) for name in DATES}
        money = {name: read_money(grid, mapping, fields, mapping.columns.get(name), name, findings) for name in MONEY}
        columns: dict[str, Objects] = {name: text_of(fields, name, rows).to_numpy() for name in _TEXTS}
        columns |= {name: day.to_numpy() for name, day in days.items()}
        columns |= {name.replace("_amount", "_minor"): amounts for name, amounts in money.items()}
        columns |= {
            "municipality": fields["municipality"].to_numpy(),
            "document": fields["document"].to_numpy(),
            "key": self._keys().to_numpy(),
            "role": self._roles().to_numpy(),
            "status": status.to_numpy(),
            "as_of": self._as_of(known, documents, year).to_numpy(),
            "quantity": quantity.to_numpy(),
            "beneficiaries": people.to_numpy(),
            "row_no": grid.row_no.astype(object),
            **self._notes(),
        }
        fundings = read_fundings(grid, mapping, fields, findings)
        links = read_links(grid, mapping, findings)
        checks.check_currencies(grid, fields, known, findings)
        return _rows(columns, points.to_numpy(), fundings, links)

    def _keys(self) -> Coded:
        """The number of each work: its own, else made from the fields that tell it from others."""
        rows = len(self.grid.body)
        parts = [text_of(self.fields, "key", rows)]
        parts += [text_of(self.fields, name, rows) for name in self.mapping.key_from]
        return combine(parts, lambda key, *said: _key(key) or _key("-".join(filter(None, map(fold, said)))))

    def _roles(self) -> Coded:
        """What the file says; else a row that begins with a word for a total is one."""
        rows = len(self.grid.body)
        begins = text_of(self.fields, "title", rows).map(
            lambda title: "total" if fold(title).startswith(TOTAL_WORDS) else "work"
        )
        told = self.fields.get("role")
        return begins if told is None else begins.where(told.mask(bool), told)

    def _as_of(self, known: Known, documents: Mapping[str, Document], year: str) -> Coded:
        """The day a row speaks of: its own, else the end of --year, else the day of its paper; else an error."""
        grid = self.grid
        own = read_dates(grid, self.mapping, self.fields.get("as_of"), "as_of", self.findings)
        of_paper = {**known.documents, **{key: paper.date for key, paper in documents.items()}}
        last = date(int(year), 12, 31) if year else None
        days = combine([own, self.fields["document"]], lambda day, paper: day or last or of_paper.get(paper))
        column = str(self.mapping.columns.get("as_of", "as_of"))
        self.findings.rows("as_of_missing", "error", days.mask(lambda day: day is None), grid.row_no, column=column)
        return days

    def _notes(self) -> dict[str, Objects]:
        """Notes in each language, with the progress as the file words it."""
        rows = len(self.grid.body)
        progress = text_of(self.fields, "progress", rows)
        notes = {}
        for lang in LANGUAGES:
            own = text_of(self.fields, f"note_{lang}", rows)
            both = combine(
                [own, progress], lambda note, said, lang=lang: " ".join(filter(None, (note, _said(lang, said))))
            )
            notes[f"note_{lang}"] = both.to_numpy()
        return notes


def _said(lang: str, progress: str) -> str:
    if not progress:
        return ""
    text = progress if any(map(str.isalpha, progress)) or progress.endswith("%") else f"{progress} %"
    return t(lang, "work_checks.progress", text=text)


def _key(text: str) -> str:
    """A key that fits; a long one ends in a fingerprint of the whole."""
    if len(text) <= KEY_LENGTH:
        return text
    return f"{text[: KEY_LENGTH - 9]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _rows(
    columns: Mapping[str, Objects],
    points: Objects,
    fundings: Sequence[tuple[Funding, ...]],
    links: Sequence[tuple[Link, ...]],
) -> list[WorkRow]:
    names = tuple(columns)
    made = []
    for point, money, papers, *cells in zip(points, fundings, links, *columns.values(), strict=True):
        latitude, longitude = point or (None, None)
        values = dict(zip(names, cells, strict=True))
        made.append(WorkRow(**values, latitude=latitude, longitude=longitude, fundings=money, links=papers))
    return made
