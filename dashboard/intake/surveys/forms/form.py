"""An XLSForm (KoboToolbox, ODK): what was asked, in which words, and what was offered as an answer.

The sheets are read here, row by row, so that what is wrong is reported with its row; pyxform, which makes the form a
telephone shows, then says whether it finds the form right. Both only ever see what the guarded reader of workbooks
let through, and pyxform runs in a guarded child of its own. See docs/decisions/005.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard.intake.files import Limits, SourceFile, read_file
from dashboard.intake.files.child import run_child
from dashboard.intake.problems import Findings, Problem, Refused, Severity, refuse
from dashboard.intake.surveys.forms.rows import (
    FormRow,
    Select,
    form_sheets,
    group_of,
    has_no_answer,
    kind_of,
    language,
    raw_rows,
    select_of,
)
from dashboard.intake.surveys.table import AnswerOption, AskedQuestion
from dashboard.intake.surveys.words import OTHER_LABEL

CHILD = Path(__file__).with_name("form_child.py")
Lists = Mapping[str, tuple[AnswerOption, ...]]
#: The answer, and the question for its text, that `or_other` adds.
OTHER, OTHER_TEXT = "other", {"": "Specify other."}


@dataclass(frozen=True)
class Form:
    """What people were asked.

    Attributes:
        title: of the form, "" where the form has none.
        language: the default one, "" where the form names none.
        questions: of the respondent, in the order of the form; those of repeats are not among them.
        repeats: name of a repeated group (`group/repeat`) → its questions.
        groups: name of every group → its labels, by language.
        shown: what is only read out (notes): exports may have an empty column for it.
        relevant: name of a question or a group → the condition under which it is asked, as the form words it.
        problems: what was noticed on the way, of the workbook too.
    """

    title: str
    language: str
    questions: tuple[AskedQuestion, ...]
    repeats: Mapping[str, tuple[AskedQuestion, ...]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shown: tuple[AskedQuestion, ...] = ()
    relevant: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_form(path: Path, limits: Limits | None = None) -> Form:
    """Read a form (.xlsx, .xls) and ask pyxform about it; what pyxform minds is a warning, for the form was used.

    Raises Refused where the file cannot be opened, is not a form, or contradicts itself, with all that is wrong.
    """
    limits = limits or Limits()
    source = read_file(path, limits=limits)
    if source.kind != "workbook":
        raise refuse("form_not_workbook", kind=path.suffix.lower())
    form = parse_form(source)
    complaint = judge(source, limits)
    if not complaint:
        return form
    minded = Problem("form_pyxform", "warning", params={"said": " ".join(complaint.split())[:400]})
    return replace(form, problems=(*form.problems, minded))


def judge(source: SourceFile, limits: Limits) -> str:
    """What pyxform minds about the form, "" where it makes an XForm of it. Raises Refused when it takes too much."""
    raw = json.dumps(raw_rows(form_sheets(source))).encode()
    settings = {"memory_bytes": limits.memory_bytes, "seconds": limits.seconds}
    printed = run_child(CHILD, raw, settings, slow="workbook_too_slow", killed="workbook_kills_reader")
    return str(json.loads(printed)["complaint"])


def parse_form(source: SourceFile) -> Form:
    """The form in a workbook that was read. Raises Refused."""
    sheets = form_sheets(source)
    if "survey" not in sheets:
        raise refuse("form_no_survey", there=", ".join(f"«{sheet.name}»" for sheet in source.sheets))
    if missing := {"type", "name"} - sheets["survey"].names:
        raise refuse("form_no_columns", row=1, missing=", ".join(sorted(missing)))
    used = {sheet.name: sheet.letters for sheet in sheets.values()}
    findings = Findings()
    findings.extend(
        problem
        for problem in source.problems
        if problem.severity != "error" or problem.column in used.get(str(problem.params.get("sheet")), ())
    )
    rows = {name: sheet.rows for name, sheet in sheets.items()}
    settings = next(iter(rows.get("settings", ())), FormRow(1, {}, {}))
    shared = settings.says_yes("allow_choice_duplicates")
    lists = _lists(rows.get("choices", []), shared, findings)
    external = _lists(rows.get("external_choices", []), True, findings)
    outline = _Outline(lists, external, findings)
    outline.read(rows["survey"])
    problems = tuple(findings.problems)
    if findings.stops() == "refused":
        raise Refused(*problems)
    if all(question.kind == "meta" for question in outline.questions):
        raise Refused(Problem("form_empty", "error"), *problems)
    named = settings.cells.get("default_language", "")
    title = settings.cells.get("form_title", settings.cells.get("title", ""))
    questions, shown = tuple(outline.questions), tuple(outline.shown)
    repeats = {name: tuple(inside) for name, inside in outline.repeats.items()}
    spoken = language(named) if named else ""
    return Form(title, spoken, questions, repeats, outline.groups, shown, outline.relevant, problems)


def _lists(rows: list[FormRow], shared: bool, findings: Findings) -> Lists:
    """List of answers → its answers, each name once.

    `shared`: the form says that one name may stand in a list several times, as it does where lists are filtered.
    """
    lists: dict[str, dict[str, AnswerOption]] = {}
    for row in rows:
        name, list_name = row.cells.get("name", ""), row.cells.get("list_name", "")
        if not name or not list_name:
            if name or list_name:  # else a remark
                findings.add("form_choice_unnamed", "warning", row=row.number, value=name or list_name)
            continue
        known = lists.setdefault(list_name, {}).setdefault(name, AnswerOption(name, row.labels))
        if dict(known.labels) != dict(row.labels):
            severity: Severity = "warning" if shared else "error"
            findings.add("form_choice_twice", severity, row=row.number, value=name, list=list_name)
    return {list_name: tuple(options.values()) for list_name, options in lists.items()}


@dataclass
class _Outline:
    """The sheet `survey` while it is read row by row: its groups, repeats and questions, in order.

    Attributes:
        lists, external: answers of the lists of the two sheets of choices.
        open: groups not yet ended, as (row, name, whether repeated).
        first_rows: name of a question → the row in which it stands first.
    """

    lists: Lists
    external: Lists
    findings: Findings
    languages: tuple[str, ...] = ("",)
    questions: list[AskedQuestion] = field(default_factory=list)
    repeats: dict[str, list[AskedQuestion]] = field(default_factory=dict)
    groups: dict[str, Mapping[str, str]] = field(default_factory=dict)
    shown: list[AskedQuestion] = field(default_factory=list)
    relevant: dict[str, str] = field(default_factory=dict)
    open: list[tuple[int, str, bool]] = field(default_factory=list)
    first_rows: dict[str, int] = field(default_factory=dict)

    def read(self, rows: list[FormRow]) -> None:
        """Go through the rows of the sheet."""
        options = (option for each in (self.lists, self.external) for listed in each.values() for option in listed)
        labels = [*(row.labels for row in rows), *(option.labels for option in options)]
        self.languages = tuple(dict.fromkeys(lang for each in labels for lang in each)) or ("",)
        for row in rows:
            if not row.says_yes("disabled"):
                self._read_row(row)
        for number, group, _ in self.open:
            self.findings.add("form_group_open", "error", row=number, value=group)

    def _read_row(self, row: FormRow) -> None:
        type_text, name = " ".join(row.cells.get("type", "").split()), row.cells.get("name", "")
        if not type_text:
            if name or row.labels:
                self._tell("form_no_type", row, name or next(iter(row.labels.values())))
            return
        group = group_of(type_text)
        if group is not None and not group[0]:
            self._end_group(row, type_text, group[1])
            return
        if not name and not has_no_answer(type_text):
            if type_text != "audit":
                self._tell("form_no_name", row, type_text)
                return
            name = "audit"
        path = "/".join([*(group for _, group, _ in self.open), name])
        if condition := row.cells.get("relevant"):
            self.relevant[path] = condition
        if group is not None:
            self.open.append((row.number, name, group[1]))
            self.groups[path] = row.labels
            if group[1]:
                self.repeats.setdefault(path, [])
        elif has_no_answer(type_text):
            if name:
                self.shown.append(AskedQuestion(path, "text", row.labels, type=type_text))
        elif select := select_of(type_text):
            self._read_select(row, path, select)
        else:
            kind = kind_of(type_text)
            if kind is None:
                self.findings.add("form_type_unknown", "warning", row=row.number, value=type_text)
            self._add(row, AskedQuestion(path, kind or "text", row.labels, type=type_text))

    def _end_group(self, row: FormRow, type_text: str, repeated: bool) -> None:
        if not self.open or self.open[-1][2] != repeated:
            self._tell("form_group_end", row, type_text, open=self.open[-1][1] if self.open else "-")
            return
        self.open.pop()

    def _read_select(self, row: FormRow, path: str, select: Select) -> None:
        lists = self.external if select.type == "select_one_external" else self.lists
        options = lists.get(select.list_name, ())
        if not options and not select.list_elsewhere:
            self._tell("form_list_unknown", row, select.list_name, there=", ".join(lists)[:400] or "-")
            return
        if select.type == "rank":
            self.findings.add("form_rank", "warning", row=row.number, value=path)
        offered = () if select.type == "rank" else options
        if select.other and all(option.name != OTHER for option in options):
            offered = (*options, AnswerOption(OTHER, dict.fromkeys(self.languages, OTHER_LABEL)))
        self._add(row, AskedQuestion(path, select.kind, row.labels, offered, select.type))
        if select.other:
            self._add(row, AskedQuestion(f"{path}_other", "text", OTHER_TEXT, type="text"))

    def _add(self, row: FormRow, question: AskedQuestion) -> None:
        """Take in a question, into the innermost repeat if there is one."""
        first = self.first_rows.setdefault(question.name, row.number)
        if first != row.number:
            self._tell("form_name_twice", row, question.name, first=first)
            return
        depth = next((i for i in range(len(self.open), 0, -1) if self.open[i - 1][2]), 0)
        if depth:
            self.repeats["/".join(group for _, group, _ in self.open[:depth])].append(question)
        else:
            self.questions.append(question)

    def _tell(self, code: str, row: FormRow, value: str, **params: str | int) -> None:
        self.findings.add(code, "error", row=row.number, column=None, value=value or None, **params)
