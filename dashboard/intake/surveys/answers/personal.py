"""What is personal in a table of answers: it is told and dropped, or the file is refused where the study uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from dashboard.intake.personal import CONTENT
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.study.schema import StudySpec
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
#: Names of people as Kyrgyz and Russian write them; villages and streets may be called after people.
_PERSON: Final = (
    r"\w(?:ович|евич|овна|евна|ична)\b|\b(?:уулу|кызы)\b"
    r"|\b\w+(?:[ое]ва?|ина?)\s+[А-ЯЁӨҮҢ]\.|\b[А-ЯЁӨҮҢ]\.\s?\w+(?:[ое]ва?|ина?)\b"
)
_WORD: Final = r"[A-ZА-ЯЁӨҮҢ][^\W\d_]+"
_SURNAME: Final = rf"^(?:{_WORD}\s+){{1,2}}{_WORD}[ое]ва?$|^{_WORD}[ое]ва?(?:\s+{_WORD}){{1,2}}$"
_WORDS: Final = rf"^{_WORD}(?:\s+{_WORD}){{1,2}}$"
_MANY: Final = 20  # rows from which a column of units that is different in most rows is told
_FREE_TEXT: Final = 40  # signs that no answer to choose has on the whole


def without_personal(table: Table, spec: StudySpec) -> tuple[Table, tuple[Problem, ...]]:
    """The table with only the columns the study reads, and what was dropped, each column with the reason.

    A column the study reads may not hold anything personal, unless staff have reviewed it: though of questions and
    groups only the answers the description names get through, and of weights and ids no text at all.
    """
    problems = [problem for question in table.questions for problem in _told(question, table.frame, spec)]
    unknown = sorted((spec.personal | spec.reviewed) - {question.name for question in table.questions})
    problems += [Problem("survey_personal_unknown", "warning", column=name) for name in unknown]
    kept = [name for name in spec.used if name in table.frame.columns]
    questions = tuple(question for question in table.questions if question.name in kept)
    ticks = {name: each for name, each in table.ticks.items() if name in kept or name not in table.frame.columns}
    return Table(questions, table.frame[kept], ticks, table.problems), tuple(problems)


def _told(question: Question, frame: pd.DataFrame, spec: StudySpec) -> Iterator[Problem]:
    name, cells = question.name, frame[question.name]
    if name not in spec.used:
        reason = _by_name(question, spec) or _by_content(cells) or ("text" if _is_free(cells) else "unused")
        yield Problem(f"dropped_{reason}", "info", column=name)
    elif name not in spec.reviewed | {spec.columns.weight, spec.columns.id}:
        # A question may be about telephones and have harmless answers.
        of_sample = name in {*_parts(spec), spec.columns.place}
        of_person = name in spec.personal or question.type in _TYPES or (of_sample and _by_name(question, spec))
        if of_person or _by_content(cells) or (name in _parts(spec) and _names_people(cells)):
            yield Problem("survey_personal", "error", column=name)


def _by_name(question: Question, spec: StudySpec) -> str:
    """Why the name of a column, or what the form says of it, is of something personal; "" where it is not."""
    if question.name in spec.personal:
        return "marked"
    if question.type in _TYPES:
        return _TYPES[question.type]
    titles = " ".join((question.name, *question.labels.values()))
    return next((reason for reason, pattern in _TITLES if pattern.search(titles)), "")


def _by_content(cells: pd.Series) -> str:
    """What a column holds that is personal; "" where it holds nothing such."""
    unique = pd.Series(cells.unique(), dtype=str)
    return next((reason for reason, pattern in CONTENT if unique.str.contains(pattern, regex=True).any()), "")


def _parts(spec: StudySpec) -> set[str]:
    return {spec.columns.stratum, spec.columns.psu}


def _names_people(cells: pd.Series) -> bool:
    """Whether strata or sampling units are called by names of people.

    One that can be nothing else is enough; else a third that end as surnames do, or a name in most rows and few twice.
    """
    unique = pd.Series([text for text in cells.unique() if text], dtype=str)
    if not len(unique):
        return False
    words = unique.str.replace(r"[\d№.,()/]+", " ", regex=True).str.strip()
    looked_at = {_PERSON: unique, _SURNAME: words, _WORDS: words}
    share = {pattern: texts.str.contains(pattern, regex=True).mean() for pattern, texts in looked_at.items()}
    almost_each = len(cells) >= _MANY and 2 * len(unique) > len(cells)
    return bool(share[_PERSON] > 0 or 3 * share[_SURNAME] > 1 or (almost_each and 2 * share[_WORDS] > 1))


def _is_free(cells: pd.Series) -> bool:
    unique = pd.Series(cells.unique(), dtype=str)
    return bool(len(unique) and unique.str.len().mean() > _FREE_TEXT)
