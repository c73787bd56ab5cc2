"""The sheet `survey` of a form: its groups, repeats and questions, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.forms.sheets import Row
from dashboard.intake.surveys.forms.types import Select, group_of, has_no_answer, kind_of, select_of
from dashboard.intake.surveys.table import Kind, Option, Question

Lists = Mapping[str, tuple[Option, ...]]
#: The answer, and the question for its text, that `or_other` adds: in English, whatever the languages of the form.
OTHER, OTHER_LABEL = "other", "Other"
OTHER_TEXT = {"": "Specify other."}


@dataclass
class Outline:
    """What was read so far.

    Attributes:
        open: groups not yet ended, as (row, name, whether repeated).
        languages: of all labels of the form.
    """

    questions: list[Question] = field(default_factory=list)
    repeats: dict[str, list[Question]] = field(default_factory=dict)
    groups: dict[str, Mapping[str, str]] = field(default_factory=dict)
    shown: list[Question] = field(default_factory=list)
    relevant: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    open: list[tuple[int, str, bool]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ("",)

    def path(self, name: str) -> str:
        """Name with its groups: `group/name`."""
        return "/".join([*(group for _, group, _ in self.open), name])

    def tell(self, code: str, row: Row, value: str, **params: str | int) -> None:
        """Note an error of a row."""
        self.problems.append(Problem(code, "error", row.number, value=value or None, params=params))

    def add(self, row: Row, question: Question) -> None:
        """Take in a question, into the innermost repeat if there is one."""
        first = self.rows.setdefault(question.name, row.number)
        if first != row.number:
            self.tell("form_name_twice", row, question.name, first=first)
            return
        depth = next((i for i in range(len(self.open), 0, -1) if self.open[i - 1][2]), 0)
        if depth:
            self.repeats["/".join(group for _, group, _ in self.open[:depth])].append(question)
        else:
            self.questions.append(question)


def read_outline(rows: list[Row], lists: Lists, external: Lists) -> Outline:
    """Go through the rows of the sheet. `lists`, `external`: answers of the lists of the two sheets of choices."""
    options = (option for options in (*lists.values(), *external.values()) for option in options)
    labels = [*(row.labels for row in rows), *(option.labels for option in options)]
    outline = Outline(languages=tuple(dict.fromkeys(lang for each in labels for lang in each)) or ("",))
    for row in rows:
        if row.cells.get("disabled", "").casefold() in ("yes", "true"):
            continue
        _read_row(outline, row, lists, external)
    for number, group, _ in outline.open:
        outline.problems.append(Problem("form_group_open", "error", number, value=group))
    return outline


def _read_row(outline: Outline, row: Row, lists: Lists, external: Lists) -> None:
    type_text, name = " ".join(row.cells.get("type", "").split()), row.cells.get("name", "")
    if not type_text:
        if name or row.labels:
            outline.tell("form_no_type", row, name or next(iter(row.labels.values())))
        return
    group = group_of(type_text)
    if group is not None and not group[0]:
        _end_group(outline, row, type_text, group[1])
        return
    if not name and not has_no_answer(type_text):
        if type_text != "audit":
            outline.tell("form_no_name", row, type_text)
            return
        name = "audit"
    path = outline.path(name)
    if condition := row.cells.get("relevant"):
        outline.relevant[path] = condition
    if group is not None:
        outline.open.append((row.number, name, group[1]))
        outline.groups[path] = row.labels
        if group[1]:
            outline.repeats.setdefault(path, [])
    elif has_no_answer(type_text):
        if name:
            outline.shown.append(Question(path, "text", row.labels, type=type_text))
    elif select := select_of(type_text):
        _read_select(outline, row, path, select, external if select.type == "select_one_external" else lists)
    else:
        _read_plain(outline, row, path, type_text)


def _end_group(outline: Outline, row: Row, type_text: str, repeated: bool) -> None:
    if not outline.open or outline.open[-1][2] != repeated:
        outline.tell("form_group_end", row, type_text, open=outline.open[-1][1] if outline.open else "-")
        return
    outline.open.pop()


def _read_plain(outline: Outline, row: Row, path: str, type_text: str) -> None:
    kind: Kind | None = kind_of(type_text)
    if kind is None:
        outline.problems.append(Problem("form_type_unknown", "warning", row.number, value=type_text))
    outline.add(row, Question(path, kind or "text", row.labels, type=type_text))


def _read_select(outline: Outline, row: Row, path: str, select: Select, lists: Lists) -> None:
    options = lists.get(select.list_name, ())
    if not options and not select.list_elsewhere:
        outline.tell("form_list_unknown", row, select.list_name, there=", ".join(lists)[:400] or "-")
        return
    if select.type == "rank":
        outline.problems.append(Problem("form_rank", "warning", row.number, value=path))
    question = Question(path, select.kind, row.labels, () if select.type == "rank" else options, select.type)
    if not select.other:
        outline.add(row, question)
        return
    if all(option.name != OTHER for option in options):
        other = Option(OTHER, dict.fromkeys(outline.languages, OTHER_LABEL))
        question = replace(question, options=(*options, other))
    outline.add(row, question)
    outline.add(row, Question(f"{path}_other", "text", OTHER_TEXT, type="text"))
