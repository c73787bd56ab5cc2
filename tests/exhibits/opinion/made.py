"""Made-up studies of one place: two waves of a sample, a poll, and figures of a paper, ready to publish.

Nobody is behind the answers: they are drawn with fixed seeds, so that a test can count them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine, insert

from dashboard.intake.content import DATA
from dashboard.store.batch import Document
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.publishing.surveys import publish_studies
from dashboard.store.records import Names
from dashboard.store.releases import Origin
from dashboard.store.survey_records import Answer, Figure, Question, StudyFacts, StudyGroup
from dashboard.store.tables import municipality
from dashboard.surveys.cube import build
from dashboard.surveys.model import CodedAnswers, Design, Ints, MeasuredIndicator, Plan, Responses
from dashboard.surveys.suppression import Rule, suppress
from tests.importing import import_files

YES_NO = ("no", "yes")
FIVE = ("1", "2", "3", "4", "5")
#: Each indicator with how likely its answers are: codes, then "hard to say", then a refusal.
BINARY: Mapping[str, tuple[float, float, float, float]] = {
    "knows-services": (0.42, 0.5, 0.06, 0.02), "knows-sources": (0.6, 0.32, 0.06, 0.02),
    "knows-plan": (0.7, 0.22, 0.06, 0.02), "knows-execution": (0.8, 0.14, 0.04, 0.02),
    "knows-improvements": (0.66, 0.28, 0.04, 0.02), "noticed-water": (0.5, 0.45, 0.03, 0.02),
    "hearing": (0.85, 0.13, 0.01, 0.01), "proposed": (0.9, 0.08, 0.01, 0.01), "appealed": (0.8, 0.18, 0.01, 0.01),
}  # fmt: skip
SCALE: Mapping[str, tuple[float, ...]] = {
    "satisfied-water": (0.08, 0.12, 0.2, 0.35, 0.18, 0.05, 0.02),
    "satisfied-roads": (0.25, 0.25, 0.2, 0.15, 0.08, 0.05, 0.02),
    "satisfied-overall": (0.1, 0.15, 0.3, 0.25, 0.1, 0.08, 0.02),
    "trust-executive": (0.15, 0.2, 0.2, 0.25, 0.1, 0.07, 0.03),
    "trust-council": (0.12, 0.18, 0.22, 0.28, 0.08, 0.09, 0.03),
}
CHANNELS: Mapping[str, float] = {"whatsapp": 0.45, "meeting": 0.3, "site": 0.06}
GROUPS: Mapping[str, Mapping[str, float]] = {
    "sex": {"woman": 0.52, "man": 0.48}, "age": {"18-29": 0.3, "30-44": 0.3, "45-59": 0.25, "60+": 0.15},
    "language": {"ky": 0.81, "ru": 0.18, "uz": 0.01}, "village": {"Ак-Суу": 0.63, "Кара-Суу": 0.345, "Үлгү": 0.025},
}  # fmt: skip
WORDS = {
    "no": Names("жок", "нет", "no"), "yes": Names("ооба", "да", "yes"),
    "dk": Names("жооп берүүгө кыйналам", "затрудняюсь ответить", "hard to say"),
    "refused": Names("жооп берүүдөн баш тарттым", "отказ от ответа", "refused"),
    "1": Names("таптакыр жок", "совсем нет", "not at all"), "2": Names("анча эмес", "скорее нет", "rather not"),
    "3": Names("жарым-жартылай", "отчасти", "partly"), "4": Names("негизинен ооба", "скорее да", "rather yes"),
    "5": Names("толук ооба", "полностью да", "fully"), "whatsapp": Names("WhatsApp"),
    "meeting": Names("Жыйын", "Сход", "A meeting"), "site": Names("Сайт", "Сайт", "The site"),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A study as published, and the answers it was made from."""

    batch: StudyBatch
    responses: Responses
    indicators: tuple[MeasuredIndicator, ...]


def binary(key: str) -> MeasuredIndicator:
    """Knows or does not."""
    return MeasuredIndicator(key, "binary", YES_NO, ("yes",), ("dk",), ("refused",))


def scale(key: str) -> MeasuredIndicator:
    """From 1 to 5, of which 4 and 5 count."""
    return MeasuredIndicator(key, "scale", FIVE, ("4", "5"), ("dk",), ("refused",))


def people(place: str, name: str, rows: int, seed: int, *, sure: Mapping[str, float]) -> Responses:
    """Answers of `rows` people; `sure` replaces how many answer "yes"."""
    random = np.random.default_rng(seed)
    answers: dict[str, CodedAnswers] = {}
    for key, chances in BINARY.items():
        yes = sure.get(key, chances[1])
        codes = random.choice(4, rows, p=(1 - yes - chances[2] - chances[3], yes, *chances[2:]))
        answers[key] = CodedAnswers(codes, (*YES_NO, "dk", "refused"))
    for key, likely in SCALE.items():
        answers[key] = CodedAnswers(random.choice(7, rows, p=likely), (*FIVE, "dk", "refused"))
    for channel, chance in CHANNELS.items():
        answers[f"channels-used:{channel}"] = CodedAnswers((random.random(rows) < chance).astype(np.int64), YES_NO)
    answers["channel-preferred"] = CodedAnswers(random.choice(4, rows, p=(0.5, 0.3, 0.15, 0.05)), (*CHANNELS, "dk"))
    appealed = answers["appealed"].index == 1
    answered = random.choice(2, rows, p=(0.4, 0.6))
    answers["appeal-answered"] = CodedAnswers(np.where(appealed, answered, -1), YES_NO)
    return Responses(
        name,
        CodedAnswers(np.zeros(rows, dtype=np.int64), (place,)),
        random.uniform(0.6, 1.8, rows),
        CodedAnswers(_blocks(rows, 2), ("town", "village")),
        CodedAnswers(_blocks(rows, 40), tuple(f"psu{number:02d}" for number in range(40))),
        {
            name: CodedAnswers(random.choice(len(of), rows, p=list(of.values())), tuple(of))
            for name, of in GROUPS.items()
        },
        answers,
    )


def sample(place: str, key: str, to_day: date, seed: int, rows: int = 900, **sure: float) -> Made:
    """A probability study; names of `sure` have `_` for `-`."""
    responses = people(place, key, rows, seed, sure={name.replace("_", "-"): value for name, value in sure.items()})
    facts = StudyFacts(
        key,
        "community",
        place,
        "probability",
        "face_to_face",
        Names(f"Тургундарды сурамжылоо, {to_day.year}", f"Опрос жителей, {to_day.year}", f"Residents, {to_day.year}"),
        Names("Изилдөө борбору", "Исследовательский центр", "Research centre"),
        Names("18 жаштан жогорку тургундар", "Жители от 18 лет", "Residents of 18 and over"),
        Names("Кокустан тандоо", "Случайный маршрут", "Random route"),
        date(to_day.year, 2, 1),
        to_day,
        rows,
        ("ky", "ru"),
        weighted=True,
        stratified=True,
        clustered=True,
    )
    return _made(facts, responses, Design("probability", weights=True, strata=True, psu=True))


def poll(place: str, key: str, to_day: date, seed: int, rows: int = 320) -> Made:
    """People who chose themselves."""
    responses = replace(people(place, key, rows, seed, sure={}), weight=np.ones(rows), stratum=None, psu=None)
    facts = StudyFacts(
        key,
        "poll",
        place,
        "self_selected",
        "online",
        Names("Онлайн сурамжылоо", "Онлайн-опрос", "Online poll"),
        Names("Айыл өкмөтү"),
        Names(""),
        Names(""),
        None,
        to_day,
        rows,
        ("ky",),
    )
    return _made(facts, responses, Design("self_selected"))


def paper(place: str, key: str = "index-2023") -> StudyBatch:
    """Finished figures without respondents: a share, an index below zero, one about no place."""
    facts = StudyFacts(
        key,
        key,
        place,
        "published",
        "not_said",
        Names("Ишеним индекси", "Индекс доверия", "Index of trust"),
        Names("Статистика"),
        Names(""),
        Names(""),
        None,
        date(2023, 6, 30),
        None,
    )
    asks, trusts = Names("Ишенесизби?", "Доверяете ли?", "Do you trust it?"), Names("ишенет", "доверяют", "trust it")
    index, year = Names("Ишеним индекси", "Индекс доверия", "Index of trust"), Names("2023-жыл", "2023 год", "2023")
    figures = (
        Figure(asks, trusts, 42.5, "percent", Names(""), place),
        Figure(asks, Names("ишенбейт", "не доверяют", "do not trust it"), 31.0, "percent", Names("Тегеректелген"), ""),
        Figure(index, year, -3.4, "index_points", Names(""), place),
    )
    return StudyBatch(facts, _document(key, "Индекс"), figures=figures)


def studies(place: str) -> dict[str, Made]:
    """Two waves, the second asking one thing in other words and knowing more, and a later poll, by key."""
    before = sample(place, "wave-2024", date(2024, 3, 20), seed=1)
    now = sample(place, "wave-2026", date(2026, 3, 15), seed=2, knows_sources=0.46, satisfied_water=0.5)
    asked = tuple(
        replace(question, wording="other") if question.indicator == "knows-execution" else question
        for question in now.batch.questions
    )
    now = replace(now, batch=replace(now.batch, questions=asked))
    made = (before, now, poll(place, "poll-2026", date(2026, 9, 1), seed=3))
    return {each.batch.facts.key: each for each in made}


def _made(facts: StudyFacts, responses: Responses, design: Design) -> Made:
    indicators = (
        *map(binary, BINARY),
        *map(scale, SCALE),
        *(MeasuredIndicator(f"channels-used:{channel}", "binary", YES_NO, ("yes",)) for channel in CHANNELS),
        MeasuredIndicator("channel-preferred", "choice", tuple(CHANNELS), ("whatsapp",), ("dk",)),
        MeasuredIndicator("appeal-answered", "binary", YES_NO, ("yes",)),
    )
    plan = Plan({facts.place: (facts.place,)}, ((), *((name,) for name in GROUPS)))
    cells, spreads = suppress(*build(responses, design, indicators, plan), responses, indicators, plan, Rule())
    # As the importer does: a choice has a spread and no share.
    cells = tuple(cell for cell in cells if cell.indicator != "channel-preferred")
    asked = [each for each in indicators if ":" not in each.key]
    channels = Question(
        "channels-used", Names("Кайсы каналдар?"), "w", tuple(Answer(code, "top", WORDS[code]) for code in CHANNELS)
    )
    groups = tuple(StudyGroup(name, value, Names(value)) for name, of in GROUPS.items() for value in of)
    return Made(
        StudyBatch(facts, _document(facts.key, "Отчёт"), (*map(_question, asked), channels), groups, cells, spreads),
        responses,
        indicators,
    )


def _question(indicator: MeasuredIndicator) -> Question:
    roles = {**dict.fromkeys(indicator.codes, "other"), **dict.fromkeys(indicator.top, "top")}
    roles |= {**dict.fromkeys(indicator.unknown, "unknown"), **dict.fromkeys(indicator.refused, "refused")}
    answers = tuple(Answer(code, roles[code], WORDS[code]) for code in indicator.all_codes)
    return Question(indicator.key, Names(f"{indicator.key}?"), "same", answers)


def near(share: float, weights: list[float], steps: float = 0.5) -> object:
    """A share of a weighted study as it is reported: off by one answer at most, in steps of whole per cents."""
    worth = sum(weights) ** 2 / sum(weight**2 for weight in weights)
    alike = max(weights) - min(weights) < 1e-9
    step = 0.0 if alike else next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if step >= 2 / worth), 0.2)
    return pytest.approx(share, abs=step * steps + 1e-9)


def _blocks(rows: int, parts: int) -> Ints:
    return (np.arange(rows) * parts // rows).astype(np.int64)


def _document(key: str, title: str) -> Document:
    return Document(f"{key}-paper", title, "report", 2, date=date(2026, 4, 1), language="ru", publisher="Борбор")


def fill(engine: Engine, place: str = "aimak", empty: str = "empty") -> dict[str, Made]:
    """Publish all of it for a new fictional place, and one more place without anything. Gives the studies by key."""
    with engine.begin() as connection:
        for code in (place, empty):
            connection.execute(
                insert(municipality).values(
                    code=code, kind="city", name_ky=code, search=code, currency="KGS", is_fictional=code == place
                )
            )
    assert import_files(engine, "indicators", DATA / "reference/indicators.csv").outcome == "published"
    found = studies(place)
    for key, batch in [*((key, made.batch) for key, made in found.items()), ("index-2023", paper(place))]:
        publish_studies(engine, [batch], Origin("survey", key, f"{key:0<64}", "made", "0" * 64, "tester"))
    return found
