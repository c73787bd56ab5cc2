"""The form as KoboToolbox takes it: an XLSForm with labels in three languages, the same bytes at every run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter
from asking.plan import OTHER, Wave

LABELS = ("label::Кыргызча (ky)", "label::Русский (ru)", "label::English (en)")
TITLE = "Тургундарды сурамжылоо (ойдон чыгарылган)"
CONSENT = (
    "Сурамжылоо анонимдүү. Аты-жөнүңүздү, телефонуңузду, дарегиңизди сурабайбыз.",
    "Опрос анонимный. Мы не спрашиваем имени, телефона и адреса.",
    "The survey is anonymous. We ask for no name, telephone or address.",
)


def write_form(path: Path, wave: Wave) -> None:
    """Write the sheets survey, choices and settings."""
    survey = [
        ("type", "name", *LABELS, "required", "relevant"),
        ("start", "start"),
        ("end", "end"),
        ("note", "consent", *CONSENT),
    ]
    inside = False
    for question in wave.questions:
        if question.type == "begin_group":
            survey += [("end_group",)] * inside
            inside = True
            survey.append(("begin_group", question.name, *question.labels))
            continue
        kind = f"{question.type} {question.list}".strip()
        survey.append((kind, question.name, *question.labels, "yes", question.relevant))
    survey.append(("end_group",))
    with_other = {question.list.removesuffix(OTHER) for question in wave.questions if question.list.endswith(OTHER)}
    choices = [("list_name", "name", *LABELS)]
    for name, offered in wave.lists.items():
        # The form makes the "other" of such a list by itself.
        mine = [choice for choice in offered if not (name in with_other and choice.name == "other")]
        choices += [(name, choice.name, *choice.labels) for choice in mine]
    version = wave.first.strftime("%Y%m%d01")
    settings = [
        ("form_title", "form_id", "version", "default_language"),
        (TITLE, f"demo-residents-{wave.year}", version, "Кыргызча (ky)"),
    ]
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": TITLE, "created": datetime(wave.year, 9, 1)})
        for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
