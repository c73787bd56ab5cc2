"""Guesses over HTTP: what is taken, what is refused and why, what is kept of it, and that no answer of it is."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from dashboard.factory import create_app
from dashboard.settings import BadSetting, Settings
from dashboard.store.guesses import Guess, Guesses
from dashboard.web.guesses import MOST_A_MINUTE, Limit
from tests.dashboard.test_security import PATH, navigation
from tests.pages.opinion import made
from tests.serving import served

FORM = {"g1": "30", "g2": "62", "g3": "95", "g4": "0"}
#: How the guesses of FORM are counted.
GUESSED = {
    ("func.709", 2026): {"close": 1},
    ("own-revenue", 2026): {"close": 1},
    ("plan-spent", 2026): {"high": 1},
    ("works-done", 2026): {"low": 1},
}
HEADERS = {
    "User-Agent": "Reader/5.0 (of the test)", "Referer": "http://localhost/ky/made/quiz?secret=word",
    "X-Forwarded-For": "203.0.113.77", "Cookie": "visitor=4711", "Accept-Language": "tlh",
}  # fmt: skip


class Clock:
    """A clock that stands still until it is moved."""

    seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def made_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the database of the fictional places. Only for reading."""
    return made.database(tmp_path_factory.mktemp("made"))


@pytest.fixture
def counters(tmp_path: Path) -> Guesses:
    """Fresh counters."""
    return Guesses(f"sqlite:///{tmp_path / 'kept' / 'guesses.db'}")


@pytest.fixture
def clock() -> Clock:
    """The seconds of the site."""
    return Clock()


@pytest.fixture
def client(made_db: str, counters: Guesses, clock: Clock) -> FlaskClient:
    """A client of the site."""
    settings = Settings(database_url=made_db, guesses_url=counters.url, version_check_s=0.0)
    return create_app(settings, today=lambda: made.TODAY, clock=clock).server.test_client()


def test_guesses_are_answered_at_once_and_counted(client: FlaskClient, counters: Guesses) -> None:
    answer = client.post("/ky/made/quiz", data=FORM)
    assert answer.status_code == 200 and 'id="guess-g1"' in answer.text and 'method="POST"' not in answer.text
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
    assert counters.of("made") == GUESSED


def test_no_address_holds_a_guess_and_none_that_does_is_understood(client: FlaskClient, counters: Guesses) -> None:
    page = client.post("/ky/made/quiz", data=FORM)
    assert "Location" not in page.headers
    assert not re.search(r"\bg[1-4]=|[?&]counted=", page.text), "links, downloads and what Dash is told"
    asked = "/ky/made/quiz?g1=30&g2=62&g3=95&g4=0&counted=no"
    assert client.get(asked).text == client.get("/ky/made/quiz").text
    assert "guess-g1" not in client.get(asked).text and counters.of("made") == GUESSED
    assert client.get("/ky/made/quiz/guess-g1.csv?g1=30").status_code == 404


def test_no_log_says_what_was_guessed(
    made_db: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the server's line of a request, not when a guess is wrong, cannot be counted, or something breaks."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(database_url=made_db, guesses_url=f"sqlite:///{tmp_path / 'file' / 'guesses.db'}")
    app = create_app(settings, today=lambda: made.TODAY)
    forms = (FORM, {**FORM, "g1": "4711"}, {**FORM, "g2": ""})
    with caplog.at_level(logging.DEBUG), served(app.server) as site:
        statuses = [_status(f"{site}/ky/made/quiz", form) for form in forms]
        monkeypatch.setattr("dashboard.web.guesses._count", lambda *_, **__: 1 / 0)
        statuses.append(_status(f"{site}/ky/made/quiz", FORM))
    assert statuses == [200, 400, 400, 500]
    assert "guesses cannot be counted" in caplog.text and "ZeroDivisionError" in caplog.text
    lines = [line for line in caplog.text.splitlines() if "/ky/made/quiz" in line and "HTTP/1.1" in line]
    assert len(lines) == 4 and all('"POST /ky/made/quiz HTTP/1.1"' in line for line in lines)
    assert not re.search(r"g[1-4]['\"]?\s*[=:,]|4711", caplog.text)


def _status(url: str, form: dict[str, str]) -> int:
    try:
        with urlopen(url, data=urlencode(form).encode(), timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_spaces_around_a_number_do_not_matter_and_other_fields_are_left_alone(client: FlaskClient) -> None:
    answer = client.post("/ky/made/quiz?utm_source=chat", data={**FORM, "g1": " 30 ", "name": "Somebody"})
    assert answer.status_code == 200 and 'id="guess-g1"' in answer.text and "Somebody" not in answer.text


@pytest.mark.parametrize("value", ["101", "-1", "7.5", "7,5", "007", "x", "1e2", "٣", "30 40", "'; DROP TABLE guess--"])
@pytest.mark.parametrize(("lang", "words"), [
    ("ky", "Болжол – 0дөн 100гө чейинки бүтүн сан"), ("ru", "Догадка – целое число от 0 до 100"),
    ("en", "A guess is a whole number from 0 to 100"),
])  # fmt: skip
def test_what_is_no_guess_is_refused_in_the_language_of_the_page_and_nothing_is_counted(
    client: FlaskClient, counters: Guesses, lang: str, words: str, value: str
) -> None:
    answer = client.post(f"/{lang}/made/quiz", data={**FORM, "g3": value})
    assert answer.status_code == 400 and answer.headers["Cache-Control"] == "no-store"
    assert f"<h1>{words}</h1>" in answer.text and f'href="/{lang}/made/quiz"' in answer.text
    assert f'<html lang="{lang}">' in answer.text
    assert value.replace("'", "&#x27;") in answer.text or value in answer.text
    assert counters.of("made") == {}


@pytest.mark.parametrize("form", [
    {"other": "x"}, {**FORM, "g2": ""}, {**FORM, "g2": "  "},
    {key: value for key, value in FORM.items() if key != "g4"},
])  # fmt: skip
def test_a_missing_guess_is_named_by_its_question(client: FlaskClient, form: dict[str, str]) -> None:
    answer = client.post("/en/made/quiz", data=form)
    assert answer.status_code == 400 and "Give a number for: Of every 100" in answer.text


def test_a_guess_given_twice_is_no_guess_and_hostile_text_stays_text(client: FlaskClient, counters: Guesses) -> None:
    twice = client.post("/en/made/quiz", data={**FORM, "g1": ["30", "40"]})
    assert twice.status_code == 400 and "“30, 40”" in twice.text
    hostile = client.post("/en/made/quiz", data={**FORM, "g1": "<script>alert(1)</script>"})
    assert hostile.status_code == 400 and "<script>alert" not in hostile.text
    long = client.post("/en/made/quiz", data={**FORM, "g1": "9" * 1500})
    assert long.status_code == 400 and "9" * 41 not in long.text
    assert counters.of("made") == {}


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null"},
])  # fmt: skip
def test_what_another_site_sends_is_403_and_not_counted(
    client: FlaskClient, counters: Guesses, headers: dict[str, str]
) -> None:
    assert client.post("/ky/made/quiz", data=FORM, headers=headers).status_code == 403
    assert counters.of("made") == {}
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/ky/made/quiz", data=FORM, headers=ours).status_code == 200


@pytest.mark.parametrize(("data", "kind", "status"), [
    ("g1=30&x=" + "y" * 3_000, "application/x-www-form-urlencoded", 413),
    ("g1=30&x=" + "y" * 300_000, "application/x-www-form-urlencoded", 413),
    (json.dumps(FORM), "application/json", 415), ("g1=30&g2=62&g3=95&g4=0", "text/plain", 415), ("", "", 415),
    ("--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
])  # fmt: skip
def test_what_is_too_large_or_no_form_is_refused(
    client: FlaskClient, counters: Guesses, data: str, kind: str, status: int
) -> None:
    answer = client.post("/ky/made/quiz", data=data, content_type=kind)
    assert answer.status_code == status and "Traceback" not in answer.text
    assert counters.of("made") == {}


@pytest.mark.parametrize(("path", "status"), [
    ("/ky/nowhere/quiz", 404), (f"/ky/{made.NOTHING_ASKED}/quiz", 404), ("/xx/made/quiz", 404), ("/ky/Made/quiz", 404),
    ("/ky/made/gap", 405), ("/ky/made", 405), ("/ky/made/quiz/guess-g1.csv", 405),
])  # fmt: skip
def test_guesses_are_taken_only_where_they_are_asked_for(client: FlaskClient, path: str, status: int) -> None:
    assert client.post(path, data=FORM).status_code == status
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)("/ky/made/quiz", data=FORM).status_code == 405


def test_nothing_of_the_request_is_kept(client: FlaskClient, counters: Guesses, tmp_path: Path) -> None:
    for _ in range(3):
        client.post("/ky/made/quiz", data={**FORM, "name": "Somebody"}, headers=HEADERS)
    folder = tmp_path / "kept"
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    traces = [*HEADERS.values(), "Somebody", "127.0.0.1", "203.0.113", "secret", "4711"]
    assert [trace for trace in traces if trace.encode() in written] == []
    with sqlite3.connect(folder / "guesses.db") as connection:
        rows = connection.execute("SELECT * FROM guess ORDER BY question").fetchall()
    connection.close()
    assert rows == [
        ("made", "func.709", 2026, "close", 3),
        ("made", "own-revenue", 2026, "close", 3),
        ("made", "plan-spent", 2026, "high", 3),
        ("made", "works-done", 2026, "low", 3),
    ]
    assert not re.search(rb"20\d\d-\d\d-\d\d|\d\d:\d\d", written), "no moment finer than the year of the budget"


def test_no_cookie_is_set_by_any_step(client: FlaskClient) -> None:
    for answer in (client.get("/ky/made/quiz"), client.post("/ky/made/quiz", data=FORM)):
        assert "Set-Cookie" not in answer.headers


def test_others_guesses_show_from_thirty_on_and_at_once(client: FlaskClient, counters: Guesses) -> None:
    guesses = [Guess("func.709", 2026, kind) for kind in ("low", "close", "high") for _ in range(9)]
    for guess in guesses:
        counters.count("made", [guess])
    for n in (28, 29):
        assert "guesses-of-others" not in client.post("/ky/made/quiz", data=FORM).text, n
    page = client.post("/ky/made/quiz", data=FORM).text
    assert 'id="guesses-of-others"' in page and 'class="poll-badge badge"' in page
    table = page.split('id="guesses-of-others"')[1].split("</section>")[0]
    assert ">30<" in table and "40" in table
    assert client.get("/ky/made/quiz/guesses-of-others.csv").status_code == 404, "not before one's own guess"


def test_the_answers_are_kept_by_no_one_and_the_questions_as_every_page(client: FlaskClient) -> None:
    assert client.post("/ky/made/quiz", data=FORM).headers["Cache-Control"] == "no-store"
    assert client.get("/ky/made/quiz").headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    # Where Dash draws the page it is the same form.
    frame = client.post(PATH, json=navigation("/ky/made/quiz?g1=30&g2=62&g3=95&g4=0"))
    assert frame.status_code == 200 and "field-g1" in frame.text and "guess-g1" not in frame.text


def test_where_nothing_can_be_written_the_answers_come_all_the_same(
    made_db: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(database_url=made_db, guesses_url=f"sqlite:///{tmp_path / 'file' / 'guesses.db'}")
    client = create_app(settings, today=lambda: made.TODAY).server.test_client()
    with caplog.at_level(logging.WARNING):
        answer = client.post("/en/made/quiz", data=FORM)
    assert "guesses cannot be counted" in caplog.text
    assert answer.status_code == 200 and "could not be added to the count" in answer.text
    assert 'id="guess-g4"' in answer.text


def test_the_content_database_stays_as_it_was(client: FlaskClient, made_db: str) -> None:
    file = Path(made_db.removeprefix("sqlite:///"))
    before = file.read_bytes()
    assert client.post("/ky/made/quiz", data=FORM).status_code == 200
    assert file.read_bytes() == before


def test_so_many_forms_a_minute_are_counted_and_the_others_answered(
    client: FlaskClient, counters: Guesses, clock: Clock
) -> None:
    told = "could not be added to the count"
    for _ in range(MOST_A_MINUTE):
        assert told not in client.post("/en/made/quiz", data=FORM).text
    over = client.post("/en/made/quiz", data=FORM)
    assert over.status_code == 200 and told in over.text
    assert counters.of("made")["func.709", 2026] == {"close": MOST_A_MINUTE}
    clock.seconds += 60
    assert told not in client.post("/en/made/quiz", data=FORM).text


def test_the_limit_is_of_a_place_and_knows_no_one() -> None:
    clock = Clock()
    limit = Limit(clock, most=2)
    assert [limit.allows("here") for _ in range(3)] == [True, True, False]
    assert limit.allows("there"), "another place is not held back"
    clock.seconds += 60
    assert limit.allows("here")
    assert set(vars(limit)) == {"clock", "most", "_minute", "_forms", "_lock"}


@pytest.mark.parametrize(("env", "named"), [
    ({"GUESSES_URL": "mysql://x/y"}, "GUESSES_URL must start with"),
    ({"GUESSES_URL": "sqlite:////x.db", "DATABASE_URL": "sqlite:////x.db"}, "GUESSES_URL must not be DATABASE_URL"),
])  # fmt: skip
def test_a_place_for_guesses_that_cannot_be_used_is_refused_by_name(env: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        Settings.from_env(env)


def test_guesses_have_a_file_of_their_own_beside_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUESSES_URL", raising=False)
    settings = Settings.from_env({})
    assert settings.guesses_url.endswith("/var/guesses.db") and settings.guesses_url != settings.database_url
    assert Settings.from_env({"GUESSES_URL": "sqlite:////elsewhere/g.db"}).guesses_url == "sqlite:////elsewhere/g.db"


def test_a_database_that_is_away_is_told_as_everywhere(made_db: str, counters: Guesses, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'gone.db'}", guesses_url=counters.url)
    client = create_app(settings, today=lambda: made.TODAY).server.test_client()
    assert client.post("/ky/made/quiz", data=FORM).status_code == 503
    assert counters.of("made") == {}
