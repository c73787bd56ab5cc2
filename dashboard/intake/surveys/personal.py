"""What is personal in a table of answers: it is told and dropped, or the file is refused where the study uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.study import StudySpec
from dashboard.intake.surveys.table import Question, Table

#: What devices write down by themselves, and what shows a person (types of XLSForm).
_TYPES: Final = {
    **dict.fromkeys(("deviceid", "subscriberid", "simserial", "imei"), "device"),
    **dict.fromkeys(("phonenumber", "phone"), "phone"), "email": "email", "username": "name",
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint"), "gps"),
    **dict.fromkeys(("image", "photo", "audio", "video", "file", "background-audio", "signature"), "recording"),
    "audit": "device",
}  # fmt: skip
#: In titles: Kyrgyz, Russian, English, Spanish.
_TITLES: Final = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("email", r"e-?mail|электрон\w* (почта|дарег)|эл\.? ?почта|correo"),
        ("phone", r"\b(tele)?phone|телефон|tel[eé]fono|\bmobile\b|whatsapp (номер|number)"),
        ("ip", r"\bip\b|ip-(адрес|дарег|address)"),
        ("device", r"device.?id|imei|simserial|subscriberid|устройств"),
        ("gps", r"\bgps\b|latitude|longitude|кеңдик|узундук|широта|долгота|geopoint|coordenada"),
        ("birth", r"date.of.birth|birth.?da(te|y)|туулган күн|дата рождения|fecha de nacimiento"),
        ("interviewer", r"interviewer|enumerator|surveyor|интервьюер|анкетёр|анкетер|encuestador"),
        ("name", r"аты-жөн|\bфио\b|ф\.и\.о|фамилия|(full|first|last|your|respondent'?s?).?name|apellido"),
        ("address", r"(home|street|үй) ?(address|дарег)|адрес (дома|проживания)|домашний адрес"),
    )
)
_CONTENT: Final = (
    ("email", r"[\w.+-]+@[\w-]+\.[\w.]+"),
    ("phone", r"(?<!\d)(?:\+?996|0)[ ()-]*\d{3}[ ()-]*\d{2,3}[ -]*\d{2,3}(?!\d)"),
    ("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    ("pin", r"(?<!\d)[012]\d{13}(?!\d)"),
    ("gps", r"(?<!\d)-?\d{1,2}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}"),
)
_FREE_TEXT: Final = 40  # signs that no answer to choose has on the whole


def without_personal(table: Table, spec: StudySpec) -> tuple[Table, tuple[Problem, ...]]:
    """The table with only the columns the study reads, and what was dropped, each column with the reason.

    Of a question and of a group only the answers the description names get through, whatever its column holds. A column
    of the sample (strata, units, places) keeps its words, so a personal one is an error unless staff have reviewed it.
    """
    problems = [problem for question in table.questions for problem in _told(question, table.frame, spec)]
    kept = [name for name in spec.used if name in table.frame.columns]
    questions = tuple(question for question in table.questions if question.name in kept)
    ticks = {name: each for name, each in table.ticks.items() if name in kept or name not in table.frame.columns}
    return Table(questions, table.frame[kept], ticks, table.problems), tuple(problems)


def _told(question: Question, frame: pd.DataFrame, spec: StudySpec) -> Iterator[Problem]:
    reason = _reason(question, frame[question.name], spec)
    if question.name not in spec.used:
        yield Problem(f"dropped_{reason or 'unused'}", "info", column=question.name)
    elif reason and question.name in _of_sample(spec) and question.name not in spec.reviewed:
        yield Problem("survey_personal", "error", column=question.name)


def _of_sample(spec: StudySpec) -> frozenset[str]:
    return frozenset({spec.columns.stratum, spec.columns.psu, spec.columns.place})


def _reason(question: Question, cells: pd.Series, spec: StudySpec) -> str:
    """Why a column is personal; "" where it is not."""
    if question.name in spec.personal:
        return "marked"
    if question.type in _TYPES:
        return _TYPES[question.type]
    titles = " ".join((question.name, *question.labels.values()))
    if found := next((reason for reason, pattern in _TITLES if pattern.search(titles)), ""):
        return found
    unique = pd.Series(cells.unique(), dtype=str)
    for reason, pattern in _CONTENT:
        if unique.str.contains(pattern, regex=True).any():
            return reason
    if question.name not in spec.used and len(unique) and unique.str.len().mean() > _FREE_TEXT:
        return "text"
    return ""
