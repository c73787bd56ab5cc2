"""Studies that have everything the API can say about one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.store.batch import Document
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.records import Names
from dashboard.store.survey_records import Answer, Figure, Indicator, NumberSaid, Question, StudyFacts, StudyGroup
from dashboard.surveys.model import CubeCell, Spread


def _indicator(key: str, theme: str, kind: str, service: str = "") -> dict[str, Any]:
    texts = {f"{part}_{lang}": f"{part} {key} {lang}" for part in ("name", "claim") for lang in ("ky", "ru", "en")}
    return {"key": key, "code": "", "theme": theme, "kind": kind, "service": service, "position": 1, **texts}


INDICATORS = [
    _indicator("knows-sources", "awareness", "binary"), _indicator("satisfied-water", "satisfaction", "scale", "water"),
    _indicator("channels-used", "channels", "multiple"),
]  # fmt: skip
REQUESTS = [
    {
        "municipality": "first-aimak",
        "key": key,
        "service": "lighting",
        "asked_ky": "Жарык",
        "asked_ru": "Свет",
        "asked_en": "Light",
        "asked_on": date(2025, month, 1),
        "asked_at": "survey" if study else "hearing",
        "study": study,
        "people": people,
        "state": "asked",
        "answer_ky": "",
        "answer_ru": "",
        "answer_en": "",
        "answered_on": None,
        "next_check": None,
        "work": "W-2",
        "url": url,
    }
    for key, month, study, people, url in (
        ("light", 1, "wave-2024", 12, "https://example.org/light"),
        ("road", 2, "", None, "javascript:alert(1)"),
    )
]
_PAPER = Document("survey-2024", "Отчёт", number="3", date=date(2024, 12, 1), url="https://example.org/survey")
_FACTS = StudyFacts(
    key="wave-2024",
    series="waves",
    place="first-aimak",
    kind="probability",
    mode="face_to_face",
    titles=Names("Сурамжылоо", "Опрос", "Survey"),
    asked_by=Names("Институт"),
    population=Names("18+"),
    method=Names("Үймө-үй"),
    from_day=date(2024, 10, 1),
    to_day=date(2024, 10, 20),
    respondents=210,
    languages=("ky", "ru"),
    weighted=True,
    stratified=True,
)
_QUESTIONS = (
    Question("knows-sources", Names("Билесизби?"), "a", (Answer("yes", "top", Names("Ооба", "Да", "Yes")),
                                                         Answer("no", "other", Names("Жок", "Нет", "No")))),
    Question("channels-used", Names("Кайдан?"), "b", (Answer("whatsapp", "other", Names("WhatsApp")),)),
    Question("own-rooms", Names("Канча бөлмө?"), "c", (),
             number=NumberSaid("own-rooms", 190, 3.4, 3.0, 3.2, 3.6, 0.2)),
)  # fmt: skip
#: What the study asks that is in no catalogue.
OWN = (
    Indicator("own-rooms", "", "other", "number", "", Names("Бөлмөлөр", "Комнаты", "Rooms"), Names(""), own=True,
              direction="up", above=2.0, units=Names("бөлмө", "комнат", "rooms")),
)  # fmt: skip
_GROUPS = (
    StudyGroup("sex", "woman", Names("Аялдар", "Женщины", "Women")),
    StudyGroup("sex", "man", Names("Эркектер", "Мужчины", "Men")),
)


def _cell(indicator: str, *groups: tuple[str, str], place: str = "first-aimak", **figures: Any) -> CubeCell:
    told = {"n": 100, "top": 40, "share": 0.4, "n_eff": 80.0, "low": 0.3, "high": 0.51, **figures}
    return CubeCell("wave-2024", place, indicator, groups, **told)


HIDDEN: dict[str, Any] = dict.fromkeys(("n", "top", "share", "n_eff", "low", "high")) | {"reason": "uniform"}
CELLS = (
    _cell("knows-sources", n=200), _cell("knows-sources", ("sex", "woman")),
    _cell("knows-sources", ("sex", "man"), ("age", "18-29"), n=20, small=True),
    _cell("knows-sources", ("sex", "man"), **HIDDEN),
    _cell("channels-used:whatsapp", share=0.75), _cell("knows-sources", place="second-aimak", share=0.1),
)  # fmt: skip
SPREADS = (
    Spread("wave-2024", "first-aimak", "knows-sources", (), 205, (("yes", 0.4), ("no", 0.6))),
    Spread("wave-2024", "first-aimak", "knows-sources", (("sex", "woman"),), 100, (("yes", 0.5), ("no", 0.5))),
)
WAVE = StudyBatch(_FACTS, _PAPER, _QUESTIONS, _GROUPS, CELLS, SPREADS, own=OWN)
#: What the same study said before it was imported again.
WAVE_BEFORE = replace(WAVE, cells=(_cell("knows-sources", share=0.99),), spreads=())
POLL = StudyBatch(
    replace(
        _FACTS,
        key="poll-2025",
        series="poll-2025",
        kind="self_selected",
        mode="online",
        to_day=date(2025, 3, 1),
        weighted=False,
        stratified=False,
        respondents=60,
    ),
    replace(_PAPER, key="poll", url="javascript:alert(1)"),
    _QUESTIONS[:1],
    cells=(replace(_cell("knows-sources", n_eff=None, low=None, high=None), study="poll-2025"),),
)
PRINTED = StudyBatch(
    replace(
        _FACTS,
        key="index-2024",
        series="index",
        kind="published",
        mode="not_said",
        respondents=3600,
        place="second-aimak",
    ),
    replace(_PAPER, key="index", number="", date=None, date_printed="2024"),
    figures=(
        Figure(Names("Индекс"), Names("Баары"), 42.8, "index_points", Names("Эскертүү"), "second-aimak"),
        Figure(Names("Индекс"), Names("Биринчи айыл аймагы"), -3.0, "index_points", Names(""), "first-aimak"),
        Figure(Names("Индекс"), Names("Министрлик"), 40.0, "index_points", Names("")),
    ),
)
