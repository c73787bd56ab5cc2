"""An XLSForm (KoboToolbox, ODK): what was asked, in which words, and what was offered as an answer.

The sheets are read here, row by row, so that what is wrong is told with its row; pyxform, which makes the form a
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
from dashboard.intake.problems import Problem, Refused, Severity, refuse
from dashboard.intake.surveys.forms.outline import Outline, read_outline
from dashboard.intake.surveys.forms.sheets import (
    Row,
    form_sheets,
    language,
    named_columns,
    raw_rows,
    rows_of,
    used_columns,
)
from dashboard.intake.surveys.table import Option, Question

CHILD = Path(__file__).with_name("form_child.py")


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
    questions: tuple[Question, ...]
    repeats: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shown: tuple[Question, ...] = ()
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


def parse_form(source: SourceFile) -> Form:
    """The form in a workbook that was read. Raises Refused."""
    sheets = form_sheets(source)
    if "survey" not in sheets:
        raise refuse("form_no_survey", there=", ".join(f"«{sheet.name}»" for sheet in source.sheets))
    if missing := {"type", "name"} - named_columns(sheets["survey"]):
        raise refuse("form_no_columns", row=1, missing=", ".join(sorted(missing)))
    noticed = _noticed(source)
    rows = {name: rows_of(sheet) for name, sheet in sheets.items()}
    settings = rows["settings"][0].cells if rows.get("settings") else {}
    shared = settings.get("allow_choice_duplicates", "").casefold() in ("yes", "true")
    lists = _lists(rows.get("choices", []), shared, noticed)
    external = _lists(rows.get("external_choices", []), True, noticed)
    outline = read_outline(rows["survey"], lists, external)
    _refuse_errors([*noticed, *outline.problems])
    return _form(outline, settings, (*noticed, *outline.problems))


def judge(source: SourceFile, limits: Limits) -> str:
    """What pyxform minds about the form, "" where it makes an XForm of it. Raises Refused when it takes too much."""
    raw = json.dumps(raw_rows(form_sheets(source))).encode()
    settings = {"memory_bytes": limits.memory_bytes, "seconds": limits.seconds}
    printed = run_child(
        CHILD, raw, settings, seconds=limits.seconds, slow="workbook_too_slow", killed="workbook_kills_reader"
    )
    return str(json.loads(printed)["complaint"])


def _form(outline: Outline, settings: Mapping[str, str], problems: tuple[Problem, ...]) -> Form:
    if all(question.kind == "meta" for question in outline.questions):
        raise Refused(Problem("form_empty", "error"), *problems)
    title = settings.get("form_title", settings.get("title", ""))
    named = settings.get("default_language", "")
    return Form(
        title,
        language(named) if named else "",
        tuple(outline.questions),
        {name: tuple(inside) for name, inside in outline.repeats.items()},
        outline.groups,
        tuple(outline.shown),
        outline.relevant,
        problems,
    )


def _lists(rows: list[Row], shared: bool, problems: list[Problem]) -> dict[str, tuple[Option, ...]]:
    """List of answers → its answers, each name once.

    `shared`: the form says that one name may stand in a list several times, as it does where lists are filtered.
    """
    lists: dict[str, dict[str, Option]] = {}
    for row in rows:
        name, list_name = row.cells.get("name", ""), row.cells.get("list_name", "")
        if not name or not list_name:
            if name or list_name:  # else a remark
                problems.append(Problem("form_choice_unnamed", "warning", row.number, value=name or list_name))
            continue
        known = lists.setdefault(list_name, {}).setdefault(name, Option(name, row.labels))
        if dict(known.labels) != dict(row.labels):
            severity: Severity = "warning" if shared else "error"
            problems.append(Problem("form_choice_twice", severity, row.number, value=name, params={"list": list_name}))
    return {list_name: tuple(options.values()) for list_name, options in lists.items()}


def _noticed(source: SourceFile) -> list[Problem]:
    """Problems of the workbook without those of cells that are not read."""
    used = {sheet.name: used_columns(sheet) for sheet in form_sheets(source).values()}
    return [
        problem
        for problem in source.problems
        if problem.severity != "error" or problem.column in used.get(str(problem.params.get("sheet")), ())
    ]


def _refuse_errors(problems: list[Problem]) -> None:
    if any(problem.severity == "error" for problem in problems):
        raise Refused(*problems)
