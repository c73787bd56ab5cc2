"""A small database that has everything the API can say, on SQLite and PostgreSQL, and a server on top of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, event, text

from dashboard.api.routes import register
from dashboard.store.batch import FACT_COLUMNS, LABEL_COLUMNS, LINE_COLUMNS, NOTE_COLUMNS, Batch, Document
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing.actions import publish_actions
from dashboard.store.publishing.budget import publish_budget
from dashboard.store.publishing.checks import publish_checks
from dashboard.store.publishing.photos import publish_photos
from dashboard.store.publishing.reference import publish_classification, publish_indicators, publish_units
from dashboard.store.publishing.surveys import publish_studies
from dashboard.store.publishing.works import publish_works
from dashboard.store.releases import Origin
from tests.conftest import not_here
from tests.dashboard.api.made_studies import INDICATORS, POLL, PRINTED, REQUESTS, WAVE, WAVE_BEFORE
from tests.dashboard.api.made_works import PHOTOS, TODAY, WORKS, WORKS_BEFORE
from tests.store.made import scopes, summed

_POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1/test")


@dataclass(frozen=True)
class Said:
    """One printed figure, in minor units; None: named without a figure."""

    place: str
    year: int
    direction: str
    phase: str
    scope: str
    end: date
    document: str
    line: str
    fund: str
    role: str
    amount: int | None
    covers: str = "whole"
    covers_ky: str = ""
    part: str = ""
    part_role: str = ""
    itemises: str = "all"
    rounded: int = 1
    issuer: str = ""


def _statement(
    place: str,
    year: int,
    direction: str,
    phase: str,
    end: date,
    document: str,
    *lines: tuple[str, str, str, int | None],
    **scope_of: Any,
) -> list[Said]:
    scope = "period" if phase == "executed" else "year"
    return [
        Said(place, year, direction, phase, scope, end, document, line, fund, role, amount, **scope_of)
        for line, fund, role, amount in lines
    ]


_JUNE, _SEPTEMBER, _YEAR_END = date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)
FIRST = [
    *_statement(
        "first-aimak", 2024, "revenue", "approved", _YEAR_END, "plan",
        ("land-tax", "budget", "line", 10_000), ("grant", "budget", "line", 20_050), ("patent", "budget", "line", None),
        ("parking", "budget", "line", 0),
        ("paid-services", "special_means", "line", 777), ("sum", "all", "total", 30_827),
    ),
    *_statement(
        "first-aimak", 2024, "revenue", "executed", _JUNE, "june",
        ("land-tax", "budget", "line", 4_000), ("grant", "budget", "line", 9_000),
    ),
    *_statement(
        "first-aimak", 2024, "revenue", "executed", _SEPTEMBER, "september",
        ("land-tax", "budget", "line", 8_000), ("grant", "budget", "line", 15_000),
    ),
    *_statement(
        "first-aimak", 2024, "expenditure", "executed", _SEPTEMBER, "september",
        ("school", "budget", "line", 12_345), ("teachers", "budget", "of_which", 9_000),
        ("road", "budget", "line", 5_000), ("refund", "budget", "line", -500),
        ("school", "special_means", "line", 55), ("sum", "budget", "total", 17_000),
    ),
    *_statement(
        "first-aimak", 2023, "revenue", "executed", date(2023, 12, 31), "old", ("grant", "budget", "line", 7_100),
    ),
    *_statement("second-aimak", 2024, "revenue", "approved", _YEAR_END, "plan", ("grant", "budget", "line", 90_000)),
    *_statement("euro-town", 2024, "revenue", "approved", _YEAR_END, "plan", ("grant", "budget", "line", 1_000)),
    *_statement("made-up", 2024, "revenue", "approved", _YEAR_END, "plan", ("grant", "budget", "line", 2_000)),
]  # fmt: skip
CORRECTION = _statement(
    "first-aimak",
    2024,
    "revenue",
    "executed",
    _SEPTEMBER,
    "corrected",
    ("land-tax", "budget", "line", 8_125),
    ("grant", "budget", "line", 15_000),
)
_END_2023 = date(2023, 12, 31)
#: A place whose papers are in annexes, of parts of the budget, and rounded.
SCOPED = [
    *(
        said
        for part, role, amount in (
            ("special", "adds", 2_000), ("general", "adds", 10_000), ("by spender", "breaks_down", 12_000),
        )
        for said in _statement(
            "third-aimak", 2024, "expenditure", "approved", _YEAR_END, "plan", ("school", "budget", "line", amount),
            part=part, part_role=role,
        )
    ),
    *_statement("third-aimak", 2024, "revenue", "executed", _JUNE, "june", ("grant", "budget", "line", 900)),
    *_statement(
        "third-aimak", 2024, "revenue", "executed", _SEPTEMBER, "september", ("land-tax", "budget", "line", 300),
        covers="own_revenue",
    ),
    *_statement(
        "third-aimak", 2024, "revenue", "executed", _SEPTEMBER, "september", ("land-tax", "budget", "line", 40),
        covers="part", covers_ky="Жол фонду", itemises="some", issuer="Каржы башкармалыгы",
    ),
    *_statement("third-aimak", 2024, "revenue", "forecast", _YEAR_END, "plan", ("grant", "budget", "line", 5_000)),
    *_statement(
        "third-aimak", 2023, "revenue", "executed", _END_2023, "old", ("land-tax", "budget", "line", 1_000_000),
        rounded=10_000,
    ),
    *_statement(
        "third-aimak", 2023, "expenditure", "executed", _END_2023, "old", ("school", "budget", "line", 1_000_000),
        rounded=10_000,
    ),
]  # fmt: skip
#: What the same issuer said later: 200 som more is another figure, 40 som more is what was rounded.
SCOPED_LATER = [
    *_statement(
        "third-aimak", 2023, "revenue", "executed", _END_2023, "corrected", ("land-tax", "budget", "line", 1_020_000)
    ),
    *_statement(
        "third-aimak", 2023, "expenditure", "executed", _END_2023, "corrected", ("school", "budget", "line", 1_004_000)
    ),
]
CHECKS = [
    {
        "municipality": "third-aimak", "kind": "execution", "fiscal_year": 2023, "looked_on": date(2024, 5, 2),
        "url": "https://example.org/2023", "found": False,
    },
    {
        "municipality": "third-aimak", "kind": "budget", "fiscal_year": 2025, "looked_on": date(2025, 5, 3),
        "url": "https://example.org/2025", "found": False,
    },
]  # fmt: skip
CLASSES = {"land-tax": "rev.land", "grant": "rev.grant", "paid-services": "rev.special", "school": "func.709"}
#: How papers of a year print the land tax: as printed, and readable.
_PRINTED = {2023: ("1.1 Жер с-гы", "Жер салыгы, 2023", "Земельный налог, 2023", "")}
LABELS = {"parking": '=HYPERLINK("x")', "refund": '- кайтаруу, «кавычки»; "x"\nсап'}
_DOCUMENTS = {
    "plan": Document(
        "plan", "Токтом", number="7", date=date(2024, 1, 20), publisher="Кеңеш", url="https://example.org/plan"
    ),
    "june": Document("june", "Отчёт за полугодие", date=date(2024, 7, 5)),
    "september": Document("september", "Отчёт за 9 месяцев", date=date(2024, 10, 4)),
    "corrected": Document("corrected", "Исправленный отчёт", date=date(2024, 11, 1)),
    "old": Document("old", "Отчёт за год", date_printed="2024"),
}


def _batch(said: list[Said]) -> Batch:
    facts = pd.DataFrame(
        [
            (
                s.place,
                s.year,
                s.direction,
                s.phase,
                s.scope,
                s.end,
                s.document,
                s.covers,
                s.covers_ky,
                s.part,
                s.line,
                s.fund,
                s.role,
                s.amount,
                "thousand_som",
                row,
            )
            for row, s in enumerate(said, start=2)
        ],
        columns=list(FACT_COLUMNS),
    ).astype({"amount_minor": "Int64"})
    lines = pd.DataFrame(
        [
            (
                place,
                direction,
                line,
                "",
                LABELS.get(line, line),
                "",
                "",
                "",
                "school" if line == "teachers" else "",
                *_classes(direction, line),
            )
            for place, direction, line in dict.fromkeys((s.place, s.direction, s.line) for s in said)
        ],
        columns=list(LINE_COLUMNS),
    )
    labels = dict.fromkeys(
        (s.place, "revenue", s.document, s.line, s.year, s.phase, *_PRINTED.get(s.year, ("Жер салыгы", "", "", "")))
        for s in said
        if s.line == "land-tax"
    )
    notes = [
        (row, "Документте саны жок.", "В документе нет цифры.", "The document gives no figure.")
        for row, s in enumerate(said, start=2)
        if s.amount is None
    ]
    return Batch(
        facts,
        lines,
        pd.DataFrame(list(labels), columns=list(LABEL_COLUMNS)),
        pd.DataFrame(notes, columns=list(NOTE_COLUMNS)),
        tuple(_DOCUMENTS[key] for key in dict.fromkeys(s.document for s in said)),
        summed(facts, lines),
        scopes(
            facts.assign(
                part_role=[s.part_role for s in said],
                itemises=[s.itemises for s in said],
                rounded_to_minor=[s.rounded for s in said],
                issuer=[s.issuer for s in said],
            )
        ),
    )


def _classes(direction: str, line: str) -> tuple[str, str, str]:
    key = CLASSES.get(line, "")
    economic = "econ.wages" if line == "school" else ""
    return (key, "", "") if direction == "revenue" else ("", key, economic)


def _unit(
    code: str, kind: str, ky: str, ru: str, parent: str, currency: str = "KGS", fictional: bool = False, **told: Any
) -> dict[str, Any]:
    return {
        "code": code,
        "soate": None,
        "kind": kind,
        "name_ky": ky,
        "name_ru": ru,
        "name_en": "",
        "parent": parent,
        "currency": currency,
        "valid_from": None,
        "valid_to": None,
        "is_fictional": fictional,
        "source_url": "",
        "feeds_since": None,
        "named_in": "",
        **told,
    }


def _class(key: str, parent: str, kind: str, position: int) -> dict[str, Any]:
    return {
        "key": key,
        "parent": parent,
        "kind": kind,
        "direction": "revenue" if kind == "source" else "expenditure",
        "national_code": None,
        "gfsm": None,
        "cofog": None,
        "name_ky": f"{key} ky",
        "name_ru": f"{key} ru",
        "name_en": f"{key} en",
        "review": False,
        "own": False,
        "position": position,
    }


def _origin(subject: str, sha: str) -> Origin:
    return Origin(subject, f"{sha}.csv", sha, "published", "recipe", "tests")


def _fill(engine: Engine) -> None:
    migrate(engine)
    units = [
        _unit("north-oblusu", "oblast", "Түндүк облусу", "Северная область", ""),
        _unit("south-oblusu", "oblast", "Түштүк облусу", "Южная область", ""),
        _unit("north-rayonu", "rayon", "Түндүк району", "Северный район", "north-oblusu"),
        _unit("first-aimak", "aiyl_aimak", "Өзөн-Үңкүр айыл аймагы", "Айылный аймак Озон-Ункюр", "north-rayonu"),
        _unit("second-aimak", "aiyl_aimak", "Экинчи айыл аймагы", "Второй айылный аймак", "south-oblusu"),
        _unit("euro-town", "city", "Евро шаары", "Город Евро", "", "EUR"),
        _unit("made-up", "aiyl_aimak", "Үлгү (ойдон чыгарылган)", "Пример (вымышленный)", "", fictional=True),
        _unit("third-aimak", "aiyl_aimak", "Үчүнчү айыл аймагы", "Третий айылный аймак", ""),
        _unit("fed-aimak", "aiyl_aimak", "Айылный аймак Четвёртый", "Айылный аймак Четвёртый", "",
              feeds_since=date(2024, 1, 1), named_in="ru"),
    ]  # fmt: skip
    classes = [
        _class("rev.grant", "", "source", 3),
        _class("rev.tax", "", "source", 1),
        _class("rev.land", "rev.tax", "source", 2),
        _class("rev.special", "", "source", 4),
        _class("func.709", "", "function", 1),
        _class("econ.wages", "", "economic", 1),
    ]
    publish_units(engine, units, _origin("units", "u"))
    publish_classification(engine, classes, _origin("classification", "c"))
    publish_budget(engine, _batch(FIRST), _origin("budget", "one"))
    publish_budget(engine, _batch(CORRECTION), _origin("budget", "two"))
    publish_budget(engine, _batch(SCOPED), _origin("budget", "three"))
    publish_budget(engine, _batch(SCOPED_LATER), _origin("budget", "four"))
    publish_checks(engine, CHECKS, _origin("checks", "k"))
    told = Document("works", "Иштердин тизмеси", number="12", date=date(2025, 5, 6), url="https://example.org/works")
    publish_works(engine, WORKS_BEFORE, (Document("works-before", "План"),), _origin("works", "w-one"))
    publish_works(engine, WORKS, (told,), _origin("works", "w-two"))
    publish_photos(engine, PHOTOS, _origin("photos", "p-one"))
    publish_indicators(engine, INDICATORS, _origin("indicators", "i"))
    publish_studies(engine, (WAVE_BEFORE,), _origin("survey", "s-one"))
    publish_studies(engine, (WAVE, POLL, PRINTED), _origin("survey", "s-two"))
    publish_actions(engine, REQUESTS, _origin("actions", "a"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Reading engine of a database filled once."""
    if request.param == "sqlite":
        url, schema, admin = f"sqlite:///{tmp_path_factory.mktemp('api') / 'api.db'}", "", None
    else:
        schema = f"api_{uuid4().hex[:12]}"
        admin = create_engine(_POSTGRES, connect_args={"connect_timeout": 3}, isolation_level="AUTOCOMMIT")
        try:
            with admin.connect() as connection:
                connection.execute(text(f"CREATE SCHEMA {schema}"))
        except Exception as error:
            not_here(f"no PostgreSQL at TEST_POSTGRES_URL: {type(error).__name__}")
        url = _POSTGRES
    writer, reader = writing_engine(url), reading_engine(url)
    if schema:
        for engine in (writer, reader):
            _use_schema(engine, schema)
    _fill(writer)
    writer.dispose()
    yield reader
    reader.dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


def _use_schema(engine: Engine, schema: str) -> None:
    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET search_path TO {schema}")
        connection.autocommit = False


@pytest.fixture(scope="session")
def statements(filled: Engine) -> list[str]:
    """Every statement the server sends to the database, in order; clear it before counting."""
    seen: list[str] = []
    event.listen(filled, "before_cursor_execute", lambda conn, cursor, sql, *rest: seen.append(sql))
    return seen


@pytest.fixture(scope="session")
def client(filled: Engine) -> FlaskClient:
    """Client of a server that has the API and nothing else."""
    server = Flask("api-under-test", static_folder=None)

    def read(work: Callable[[Connection], Any]) -> Any:
        with filled.connect() as connection:
            return work(connection)

    register(server, read, today=lambda: TODAY)
    return server.test_client()


@pytest.fixture(scope="session")
def current() -> list[Said]:
    """Every figure of the statements that count after the correction."""
    replaced = {(s.place, s.year, s.direction, s.phase, s.end) for s in CORRECTION}
    return [s for s in FIRST if (s.place, s.year, s.direction, s.phase, s.end) not in replaced] + CORRECTION


@pytest.fixture(scope="session")
def classes() -> dict[str, str]:
    """Class of each classified line."""
    return CLASSES


@pytest.fixture(scope="session")
def docs() -> str:
    """The API's page in docs/."""
    return (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
