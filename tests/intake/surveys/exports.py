"""Writes forms and answers as KoboToolbox does: an XLSForm workbook, and an export in any of its styles."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.intake.files import Sheet, SourceFile
from dashboard.intake.surveys.table import AnswerTable

Labels = Mapping[str, str]
Cells = list[list[Any]]
NAME = "name"


@dataclass(frozen=True)
class Group:
    name: str
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A question. `options`: (name, labels); `labels` by the language as the form's column names it."""

    name: str
    type: str = "text"
    labels: Labels = field(default_factory=dict)
    options: tuple[tuple[str, Labels], ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def path(self) -> str:
        return "/".join([*(group.name for group in self.groups), self.name])


@dataclass(frozen=True)
class Style:
    """How an export is made. `titles`, `cells`: "name" or a language; `many`: text, columns or both."""

    titles: str = NAME
    cells: str = NAME
    groups: bool = True
    sign: str = "/"
    many: str = "both"
    ticks: tuple[Any, Any] = ("1", "0")

    def __str__(self) -> str:
        return f"{self.titles}-{self.cells}-{'groups' if self.groups else 'flat'}{self.sign}{self.many}"


def styles(languages: Iterable[str], signs: Iterable[str] = ("/", ".", "_")) -> list[Style]:
    """Every style: titles and answers alike, or answers as names below titles that are labels, and the reverse."""
    named = [NAME, *languages]
    return [
        Style(titles, cells, groups, sign, many, ticks)
        for titles, cells, groups, sign, many in product(
            named, named, (True, False), signs, ("text", "columns", "both")
        )
        for ticks in [("1", "0") if many == "both" else ("True", "False")]
        if titles == cells or NAME in (titles, cells)
    ]


def called(name: str, labels: Labels, style: str) -> str:
    """What an export calls something: its label, or its name where there is none."""
    return name if style == NAME else labels.get(style) or name


def title(question: Asked, style: Style) -> str:
    groups = [called(group.name, group.labels, style.titles) for group in question.groups] if style.groups else []
    return style.sign.join([*groups, called(question.name, question.labels, style.titles)])


def export(questions: Sequence[Asked], answers: Sequence[Mapping[str, str]], style: Style) -> Cells:
    """A sheet of respondents: titles, then a row for each mapping of paths to names of answers."""
    rows: Cells = [[] for _ in range(len(answers) + 1)]
    for question in questions:
        _add(rows, question, answers, style)
    for i, row in enumerate(rows):
        row += (
            ["_id", "_uuid", "_submission_time", "_index"]
            if i == 0
            else [str(1000 + i), f"00000000-0000-4000-8000-{i:012}", f"2025-09-{i:02}T10:00:00", str(i)]
        )
    return rows


def _add(rows: Cells, question: Asked, answers: Sequence[Mapping[str, str]], style: Style) -> None:
    labels = dict(question.options)
    many = question.type == "select_multiple"
    if not many or style.many != "columns":
        rows[0].append(title(question, style))
        for row, answer in zip(rows[1:], answers, strict=True):
            said = answer.get(question.path, "")
            parts = said.split(" ") if many else [said]
            row.append(" ".join(called(part, labels.get(part, {}), style.cells) for part in parts if part))
    if many and style.many != "text":
        for name, option_labels in question.options:
            rows[0].append(title(question, style) + style.sign + called(name, option_labels, style.titles))
            for row, answer in zip(rows[1:], answers, strict=True):
                said = answer.get(question.path, "")
                row.append(style.ticks[0 if name in said.split(" ") else 1] if said else "")


def survey_sheets(questions: Sequence[Asked], settings: Mapping[str, str] | None = None) -> dict[str, Cells]:
    """The sheets of the form."""
    languages = list(dict.fromkeys(lang for q in questions for x in (q, *q.groups) for lang in x.labels))
    titles = ["label" if lang == "" else f"label::{lang}" for lang in languages]
    survey: Cells = [["type", "name", *titles]]
    choices: Cells = [["list_name", "name", *titles]]
    open_groups: tuple[Group, ...] = ()
    for question in [*questions, Asked("")]:
        shared = 0
        while shared < min(len(open_groups), len(question.groups)) and open_groups[shared] == question.groups[shared]:
            shared += 1
        survey += [["end_group"] for _ in open_groups[shared:]]
        survey += [["begin_group", g.name, *(g.labels.get(x, "") for x in languages)] for g in question.groups[shared:]]
        open_groups = question.groups
        if question.name:
            list_name = f"list_{question.path.replace('/', '_')}"
            kind = f"{question.type} {list_name}" if question.options else question.type
            survey.append([kind, question.name, *(question.labels.get(x, "") for x in languages)])
            choices += [[list_name, name, *(labels.get(x, "") for x in languages)] for name, labels in question.options]
    named = settings or {}
    return {"survey": survey, "choices": choices, "settings": [list(named), list(named.values())]}


def write_xlsx(path: Path, sheets: Mapping[str, Cells], hidden: Sequence[str] = ()) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell != "":
                        sheet.write(i, j, cell)
    return path


def write_csv(path: Path, rows: Cells) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def in_memory(sheets: Mapping[str, Cells]) -> SourceFile:
    """What the reader of files makes of these sheets, without a file."""

    def sheet(name: str, rows: Cells) -> Sheet:
        width = max((len(row) for row in rows), default=0)
        padded = [[None if cell == "" else cell for cell in row] + [None] * (width - len(row)) for row in rows]
        return Sheet(name, pd.DataFrame(padded, columns=range(width), dtype=object))

    return SourceFile(Path("made.xlsx"), "", "workbook", tuple(sheet(name, rows) for name, rows in sheets.items()))


def read_back(table: AnswerTable, question: Asked) -> list[Any]:
    """What was read of a question, respondent by respondent: a text, or the set of ticks, None where not asked."""
    if question.type != "select_multiple":
        return table.frame[question.path].tolist()
    return [
        None if all(tick == -1 for tick in row.values()) else {name for name, tick in row.items() if tick == 1}
        for row in table.ticks[question.path].to_dict("records")
    ]


def expected(question: Asked, answers: Sequence[Mapping[str, str]]) -> list[Any]:
    """What should be read. Fixtures hold some answers by their label, and answers of older versions."""

    def name(said: str) -> str:
        names = dict(question.options)
        if said in names or not said:
            return said
        return next((each for each, labels in question.options if said in labels.values()), said)

    said = [answer.get(question.path, "") for answer in answers]
    if question.type != "select_multiple":
        return [name(each) for each in said]
    return [{name(part) for part in each.split()} if each else None for each in said]
