"""Answers before they are coded: each respondent once, by the answer sent last, and without anything personal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.personal import personal_among
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import AnswerTable, AskedQuestion
from dashboard.intake.surveys.words import SENT_AT, plain, sent_column

_MOMENT: Final = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:[T, ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?\s?m\.?)?)?"
    r"(?:\s*(?:gmt|utc)?\s*([+-]\d{1,2}):?(\d{2})?)?",
    re.IGNORECASE,
)
Order = Literal["dmy", "mdy"]
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
_MANY: Final = 20  # rows from which a column of units that is different in most rows is reported
_TELLING: Final = 5  # questions that hardly two people answer alike by chance
_FREE_TEXT: Final = 40  # signs that no answer to choose has on the whole


def last_of_each(table: AnswerTable, spec: StudySpec) -> tuple[AnswerTable, tuple[Problem, ...]]:
    """The table with each respondent once, by which rule one of his answers was taken, and what may still repeat.

    The last is the one sent last where the file says when answers were sent; an export may begin with the newest. Else
    it is the lowest in the file. Must see the table before the time is dropped, which no study needs otherwise.
    """
    once, problems = _by_id(table, spec) if spec.columns.id else (table, ())
    return once, (*problems, *_alike(once, spec))


def _by_id(table: AnswerTable, spec: StudySpec) -> tuple[AnswerTable, tuple[Problem, ...]]:
    name = spec.columns.id
    ids = table.frame[name]
    there = ids[ids != ""]
    if len(there) >= _MANY and 2 * there.nunique() < len(
        there
    ):  # most answers would be left out: this tells nobody apart
        params: dict[str, str | int] = {"n": int(there.nunique()), "rows": len(there)}
        return table, (Problem("survey_id_repeats", "question", column=name, params=params),)
    again = table.frame[(ids != "") & ids.duplicated(keep=False)]
    if again.empty:
        return table, ()
    sent = sent_column(table.frame.columns)
    seconds = moments(again[sent].tolist(), table.frame[sent].tolist()) if sent else None
    ordered = again if seconds is None else again.iloc[pd.Series(seconds).argsort(kind="stable").to_numpy()]
    before = ordered.index[ordered[name].duplicated(keep="last")]
    frame = table.frame.drop(before)
    ticks = {key: each.loc[frame.index] for key, each in table.ticks.items()}
    told: dict[str, str | int] = {"n": len(before), **({"sent": sent} if sent else {})}
    code = "survey_repeated" if seconds is not None else "survey_repeated_unread" if sent else "survey_repeated_rows"
    return replace(table, frame=frame, ticks=ticks), (Problem(code, "warning", column=name, params=told),)


def _alike(table: AnswerTable, spec: StudySpec) -> Iterator[Problem]:
    """Rows that are like another in all that people said: nothing else tells that they were sent, or written, twice.

    Told of samples with questions enough that chance does not explain it, and of Google Forms, which has no number for
    a respondent. What devices and servers write down and the column of `id` are no matter.
    """
    apart = {question.name for question in table.questions if question.kind == "meta"}
    apart |= {spec.columns.id, sent_column(table.frame.columns) or ""}
    said = [name for name in table.frame.columns if name not in apart]
    of_forms = not spec.columns.id and plain(str(table.frame.columns[0])) in SENT_AT
    if not said or not (of_forms or (spec.facts.kind == "probability" and len(said) >= _TELLING)):
        return
    ticks = [each.astype(str) for each in table.ticks.values()]
    n = int(pd.concat([table.frame[said], *ticks], axis=1).duplicated().sum())
    if n:
        yield Problem("survey_alike", "warning", params={"n": n})


def moments(texts: Sequence[str], column: Sequence[str]) -> npt.NDArray[np.float64] | None:
    """Seconds by which moments can be ordered; None where one cannot be read, or day and month cannot be distinguished.

    `column`: all moments of the file: 20/09/2025 in one row says what 03/04/2025 is in another.
    """
    orders: tuple[Order, ...] = ("dmy", "mdy")
    unread = {order: sum(_moment(text, order) is None for text in column) for order in orders}
    found = []
    for order in (each for each in orders if unread[each] == min(unread.values())):
        read = [_moment(text, order) for text in texts]
        found.append(np.array([moment.timestamp() if moment else np.nan for moment in read]))
    first = found[0]
    if np.isnan(first).any() or any(not np.array_equal(_ordered(first), _ordered(each)) for each in found):
        return None
    return first


def _ordered(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    return np.argsort(seconds, kind="stable")


def _moment(text: str, order: Order) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    first, mark, second, third = found[1], found[2], found[3], found[4]
    ordered = "ymd" if len(first) == 4 else "dmy" if mark == "." else order
    day = dict(zip(ordered, map(int, (first, second, third)), strict=True))
    hour = int(found[5] or 0)
    if found[8]:
        hour = hour % 12 + (12 if found[8].casefold() == "p" else 0)
    zone = timezone(timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0)))
    try:
        return datetime(day["y"], day["m"], day["d"], hour, int(found[6] or 0), int(found[7] or 0), tzinfo=zone)
    except ValueError:
        return None


def without_personal(table: AnswerTable, spec: StudySpec) -> tuple[AnswerTable, tuple[Problem, ...]]:
    """The table with only the columns the study reads, and what was dropped, each column with the reason.

    A column the study reads may not hold anything personal, unless staff have reviewed it: though of questions and
    groups only the answers the description names get through, and of weights and ids no text at all.
    """
    problems = [problem for question in table.questions for problem in _told(question, table.frame, spec)]
    unknown = sorted((spec.personal.drop | spec.personal.reviewed) - {question.name for question in table.questions})
    problems += [Problem("survey_personal_unknown", "warning", column=name) for name in unknown]
    kept = [name for name in spec.used if name in table.frame.columns]
    questions = tuple(question for question in table.questions if question.name in kept)
    ticks = {name: each for name, each in table.ticks.items() if name in kept or name not in table.frame.columns}
    return AnswerTable(questions, table.frame[kept], ticks, table.problems), tuple(problems)


def _told(question: AskedQuestion, frame: pd.DataFrame, spec: StudySpec) -> Iterator[Problem]:
    name, cells = question.name, frame[question.name]
    if name not in spec.used:
        reason = _by_name(question, spec) or _by_content(cells) or ("text" if _is_free(cells) else "unused")
        yield Problem(f"dropped_{reason}", "info", column=name)
    elif name not in spec.personal.reviewed | {spec.columns.weight, spec.columns.id}:
        # A question may be about telephones and have harmless answers.
        of_sample = name in {*_parts(spec), spec.columns.place}
        of_person = name in spec.personal.drop or question.type in _TYPES or (of_sample and _by_name(question, spec))
        if of_person or _by_content(cells) or (name in _parts(spec) and _names_people(cells)):
            yield Problem("survey_personal", "error", column=name)


def _by_name(question: AskedQuestion, spec: StudySpec) -> str:
    """Why the name of a column, or what the form says of it, is of something personal; "" where it is not."""
    if question.name in spec.personal.drop:
        return "marked"
    if question.type in _TYPES:
        return _TYPES[question.type]
    titles = " ".join((question.name, *question.labels.values()))
    return next((reason for reason, pattern in _TITLES if pattern.search(titles)), "")


def _by_content(cells: pd.Series) -> str:
    """What a column holds that is personal; "" where it holds nothing such."""
    return personal_among(map(str, cells.unique()))


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
