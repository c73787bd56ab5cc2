"""A fictional place with everything pages of opinion look at: a budget, works, a study, a poll, requests and answers.

What it publishes is imported as staff do it; the study is published as a suppressed cube.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from dashboard.intake.content import DATA, MAPPING, REFERENCE, WORKS_MAPPING
from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.report import Report
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.store.batch import Document
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing.study_rows import OF_ANSWER, StudyBatch
from dashboard.store.publishing.surveys import publish_studies
from dashboard.store.records import Names
from dashboard.store.survey_records import Answer, Question, StudyFacts
from dashboard.surveys.estimate import wilson
from dashboard.surveys.model import CubeCell
from tests.importing import import_files
from tests.store.made import origin

PLACE, NOTHING_ASKED = "made", "made-quiet"
TODAY = date(2026, 11, 24)
REPORTED_ON = "2026-10-01"  # of the works: so long ago that lateness is counted to it
ASKED_BY = date(2026, 6, 20)
PEOPLE = 10_000
STUDY, POLL = "made-2026", "made-poll"

#: Key, service, function, status, planned end, actual end, paid (som).
WORKS = (
    ("water-1", "water", "func.706", "completion", "2026-04-30", "2026-04-20", "1000000"),
    ("water-2", "water", "func.706", "completion", "2026-05-31", "2026-05-30", "500000"),
    ("water-3", "water", "func.706", "identification", "2026-10-01", "", ""),
    ("roads-1", "roads", "func.704", "completion", "2025-09-01", "2025-10-01", "2000000"),
    ("roads-2", "roads", "func.704", "completion", "2026-06-20", "2026-06-20", ""),
    ("roads-3", "roads", "", "completion", "2026-08-31", "2026-08-31", "900000"),
    ("lighting-1", "lighting", "", "identification", "2026-09-01", "", ""),
    ("lighting-2", "lighting", "", "implementation", "2027-05-01", "", "100000"),
    ("school-1", "school", "func.709", "completion", "2026-01-31", "2026-01-31", "700000"),
    ("sport-1", "sport", "func.708", "completion", "2026-02-28", "2026-02-28", "300000"),
    ("health-1", "health", "func.707", "completion", "2026-07-31", "2026-07-31", "400000"),
    ("greening-1", "greening", "func.705", "completion", "2026-05-01", "2026-05-01", "50000"),
    ("kindergarten-1", "kindergarten", "func.709", "completion", "2026-03-01", "2026-03-01", "600000"),
    ("bridge-1", "bridge", "func.704", "cancelled", "2026-03-01", "", ""),
)
#: Service: (n, share who know what was done, share satisfied); None is hidden, a missing pair was not asked.
ASKED: Mapping[str, tuple[tuple[int, float] | None, tuple[int, float] | None]] = {
    "water": ((400, 0.70), (380, 0.55)), "roads": ((400, 0.25), (390, 0.30)), "lighting": ((400, 0.35), (200, 0.2)),
    "school": ((400, 0.48), (150, 0.80)), "culture": ((400, 0.30), (120, 0.65)), "sport": (None, None),
    "health": ((400, 0.20), (300, 0.45)), "kindergarten": ((20, 0.90), (20, 0.75)),
}  # fmt: skip
#: Work: share who recognise it of 400; None is hidden.
RECOGNISED: Mapping[str, float | None] = {
    "water-1": 0.60, "roads-1": 0.20, "school-1": None, "lighting-1": 0.10, "none": 0.15,
}  # fmt: skip
POLLED = {"water": (60, 0.95), "roads": (60, 0.10)}
#: Direction, phase, end of the period, line, source or function, thousand som.
BUDGET = (
    *(("revenue", phase, end, line, key, amount)
      for phase, end, amounts in (("approved", "2026-12-31", (30000, 15000, 5000)),
                                  ("executed", "2026-09-30", (18000, 12000, 2000)))
      for (line, key), amount in zip((("tax", "rev.tax.local.transport"), ("grant", "rev.grant.equalization"),
                                      ("fees", "rev.nontax")), amounts, strict=True)),
    *(("expenditure", phase, end, key, key, amount)
      for phase, end, amounts in (("approved", "2026-12-31", (10000, 6000, 1000, 8000, 2000, 3000, 20000)),
                                  ("executed", "2026-09-30", (7000, 4000, 500, 4500, 1000, 2000, 12000)))
      for key, amount in zip((f"func.{code}" for code in (701, 704, 705, 706, 707, 708, 709)), amounts, strict=True)),
)  # fmt: skip
#: Key, service, asked on, state, answered on, next check, work, Kyrgyz answer.
ACTIONS = (
    ("lamps", "lighting", "2026-10-25", "asked", "", "", "", ""),
    ("bus", "transport", "2026-02-01", "asked", "", "2026-09-01", "", ""),
    ("pipe", "water", "2026-01-10", "done", "2026-01-20", "2027-01-10", "water-1", "Түтүк алмаштырылды."),
    ("ditch", "irrigation", "2026-03-01", "refused", "2026-03-31", "", "", "Бул арык жеке менчикте."),
    ("street", "roads", "2026-04-01", "doing", "2026-04-05", "2026-10-01", "roads-9", "Жол оңдолууда."),
    ("pitch", "sport", "2026-05-01", "promised", "", "2026-12-01", "", "Кийинки жылы жасалат."),
)


def fill(engine: Engine, folder: Path, *, requests: int = 0) -> None:
    """Bring an empty database up to date and publish everything above, and so many further requests."""
    migrate(engine)
    for piece in REFERENCE:
        _published(import_files(engine, piece.subject, DATA / piece.files[0]))
    for subject, rows in reference_rows().items():
        _published(import_files(engine, subject, written(folder, subject, rows)))
    _published(import_files(engine, "budget", written(folder, "budget", budget_rows()), how=load_mapping(MAPPING)))
    works = written(folder, "works", works_rows())
    _published(import_files(engine, "works", works, how=load_works_mapping(WORKS_MAPPING), unit=PLACE))
    publish_studies(engine, [study(), poll()], origin("study.csv", "survey"))
    more = [action_row(f"more-{at:02d}", "", "2025-01-01", "asked", "", "", "", "") for at in range(requests)]
    rows = [action_row(*action) for action in ACTIONS]
    _published(import_files(engine, "actions", written(folder, "actions", [*rows, *more])))


def database(folder: Path, *, requests: int = 0) -> str:
    """Address of a new SQLite database in a folder with everything above."""
    url = f"sqlite:///{folder / 'made.db'}"
    engine = writing_engine(url)
    fill(engine, folder, requests=requests)
    engine.dispose()
    return url


def written(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A CSV file of some rows."""
    rows = list(rows)
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def reference_rows() -> dict[str, list[dict[str, Any]]]:
    """Two places, people of one of them, and a paper."""
    unit = {"kind": "aiyl_aimak", "currency": "KGS", "is_fictional": "1"}
    return {
        "units": [
            {
                "code": PLACE,
                "name_ky": "Сынак айыл аймагы",
                "name_ru": "Пробный айылный аймак",
                "name_en": "Trial",
                **unit,
            },
            {"code": NOTHING_ASKED, "name_ky": "Тынч айыл аймагы", **unit},
        ],
        "population": [{"municipality": PLACE, "as_of": "2026-01-01", "people": PEOPLE}],
        "documents": [
            {
                "key": "made-paper",
                "kind": "report",
                "authority": "3",
                "date": "2026-10-05",
                "language": "ky",
                "title": "2026-жылдын отчету (ойдон чыгарылган)",
            }
        ],
    }


def budget_rows(place: str = PLACE, year: int = 2026, times: int = 1) -> list[dict[str, Any]]:
    """The budget in the product's own layout, or that of another year with so many times the amounts."""
    header = next(csv.reader((DATA / "demo/budget.csv").open(encoding="utf-8")))
    return [
        {
            **dict.fromkeys(header, ""),
            "document": "made-paper",
            "municipality": place,
            "fiscal_year": year,
            "direction": direction,
            "phase": phase,
            "scope": "period" if phase == "executed" else "year",
            "period_end": end.replace("2026", str(year)),
            "line": line,
            "role": "line",
            "fund": "budget",
            "label": line,
            "amount": amount * times,
            "unit": "thousand_som",
            "source_key" if direction == "revenue" else "function_key": key,
        }
        for direction, phase, end, line, key, amount in BUDGET
    ]


def works_rows() -> list[dict[str, Any]]:
    """The works in the product's own layout."""
    header = next(csv.reader((DATA / "demo/works.csv").open(encoding="utf-8")))
    return [
        {
            **dict.fromkeys(header, ""),
            "municipality": PLACE,
            "key": key,
            "role": "work",
            "title": f"Иш {key}",
            "title_ru": f"Работа {key}",
            "title_en": f"Work {key}",
            "service": service,
            "function_key": function,
            "document": "made-paper",
            "as_of": REPORTED_ON,
            "status": status,
            "planned_end": planned,
            "actual_end": ended,
            "paid_amount": paid,
            "planned_amount": "800000",
            "unit": "som",
        }
        for key, service, function, status, planned, ended, paid in WORKS
    ]


def action_row(*values: str) -> dict[str, Any]:
    """One request as the file has it; the columns are those of ACTIONS."""
    key, service, asked_on, state, answered_on, next_check, work, answer = values
    return {
        "municipality": PLACE,
        "key": key,
        "service": service,
        "asked_ky": f"Өтүнүч {key}",
        "asked_ru": f"Просьба {key}",
        "asked_en": f"Request {key}",
        "asked_on": asked_on,
        "asked_at": "hearing",
        "study": STUDY if key == "lamps" else "",
        "people": "34" if key == "pipe" else "",
        "state": state,
        "answer_ky": answer,
        "answered_on": answered_on,
        "next_check": next_check,
        "work": work,
        "url": "https://example.org/answer" if key == "ditch" else "",
    }


def study() -> StudyBatch:
    """A probability sample that asked what people noticed, are satisfied with, and which works they recognise."""
    cells, questions = [], []
    for service, pair in ASKED.items():
        for stem, asked in zip(("noticed", "satisfied"), pair, strict=True):
            questions.append(_question(f"{stem}-{service}"))
            cells.append(_cell(STUDY, f"{stem}-{service}", asked))
    questions.append(_question("recognises-work", RECOGNISED))
    for work, share in RECOGNISED.items():
        cells.append(_cell(STUDY, f"recognises-work{OF_ANSWER}{work}", None if share is None else (400, share)))
    return StudyBatch(
        _facts(STUDY, "probability", ASKED_BY, 400),
        Document("made-study", "Сурамжылоо, 2026 (ойдон чыгарылган)"),
        tuple(questions),
        cells=tuple(cells),
    )


def poll() -> StudyBatch:
    """A later poll of people who chose to answer."""
    return short(POLL, date(2026, 9, 1), {f"noticed-{key}": pair for key, pair in POLLED.items()}, "self_selected")


def short(key: str, to_day: date, asked: Mapping[str, tuple[int, float]], kind: str = "probability") -> StudyBatch:
    """A study of a few questions, by indicator."""
    cells = (_cell(key, each, pair, margin=kind == "probability") for each, pair in asked.items())
    return StudyBatch(
        _facts(key, kind, to_day, 60),
        Document(key, "Кыска сурамжылоо (ойдон чыгарылган)"),
        tuple(map(_question, asked)),
        cells=tuple(cells),
    )


def _facts(key: str, kind: str, to_day: date, respondents: int) -> StudyFacts:
    return StudyFacts(
        key,
        key,
        PLACE,
        kind,
        "face_to_face",
        Names(f"Изилдөө {key}", f"Исследование {key}", f"Study {key}"),
        Names("Сурамжылоо тобу (ойдон чыгарылган)"),
        Names("18 жаштан улуу тургундар"),
        Names("Кокустан тандоо"),
        None,
        to_day,
        respondents,
        ("ky",),
    )


def _question(key: str, answers: Iterable[str] = ("yes", "no")) -> Question:
    made = tuple(Answer(code, "top" if at == 0 else "other", Names(f"Жооп {code}")) for at, code in enumerate(answers))
    return Question(key, Names(f"Суроо {key}"), "0" * 64, made)


def _cell(study_key: str, indicator: str, asked: tuple[int, float] | None, *, margin: bool = True) -> CubeCell:
    if asked is None:
        return CubeCell(study_key, PLACE, indicator, (), None, None, None, None, None, None, "few")
    n, share = asked
    low, high = (float(end[0]) for end in wilson(np.array([share]), np.array([float(n)])))
    ends = (low, high) if margin else (None, None)
    return CubeCell(study_key, PLACE, indicator, (), n, round(n * share), share, float(n), *ends, small=n < 30)


def _published(report: Report) -> None:
    assert report.outcome == "published", report.as_json()
