import pytest
from flask import Flask

from dashboard.api.routes import register
from dashboard.i18n import LANGUAGES

PLACE = "place=first-aimak"


@pytest.mark.parametrize(
    ("address", "status", "code", "parameter"),
    [
        ("/budget", 400, "missing_parameter", "place"),
        ("/budget?place=", 400, "bad_value", "place"),
        ("/budget?place=first-aimak,", 400, "bad_value", "place"),
        ("/budget?place=nowhere", 404, "unknown_place", "place"),
        ("/budget.csv?place=first-aimak,nowhere", 404, "unknown_place", "place"),
        ("/budget?place=" + ",".join(["first-aimak"] * 51), 400, "bad_value", "place"),
        ("/budget?place=first-aimak%27--", 400, "bad_value", "place"),
        ("/budget?place=first-aimak,euro-town", 400, "mixed_currencies", "place"),
        ("/budget?place=first-aimak,made-up", 400, "mixed_fictional", "place"),
        (f"/budget?{PLACE}&place=second-aimak", 400, "repeated_parameter", "place"),
        (f"/budget?{PLACE}&yaer=2024", 400, "unknown_parameter", "yaer"),
        (f"/budget?{PLACE}&year=1999", 400, "bad_value", "year"),
        (f"/budget?{PLACE}&year=٢٠٢٤", 400, "bad_value", "year"),
        (f"/budget?{PLACE}&year=" + "9" * 5000, 400, "bad_value", "year"),
        (f"/budget?{PLACE}&by=colour", 400, "bad_value", "by"),
        (f"/budget?{PLACE}&by=source&direction=expenditure", 400, "other_side", "direction"),
        (f"/budget?{PLACE}&by=economic&direction=revenue", 400, "other_side", "direction"),
        (f"/budget?{PLACE}&by=total&fund=budget", 400, "total_has_no_fund", "fund"),
        (f"/budget?{PLACE}&period=2024-13", 400, "bad_value", "period"),
        (f"/budget?{PLACE}&phase=%27 OR 1=1--", 400, "bad_value", "phase"),
        (f"/budget?{PLACE}&limit=0", 400, "bad_value", "limit"),
        (f"/budget?{PLACE}&limit=10001", 400, "bad_value", "limit"),
        (f"/budget?{PLACE}&offset=-1", 400, "bad_value", "offset"),
        (f"/budget?{PLACE}&lang=de", 400, "bad_value", "lang"),
        ("/places?place=first-aimak", 400, "unknown_parameter", "place"),
        ("/dictionary.json?x=1", 400, "unknown_parameter", "x"),
        ("/holdings", 400, "missing_parameter", "place"),
        (f"/holdings?{PLACE}&by=line", 400, "unknown_parameter", "by"),
        ("/holdings.csv?place=first-aimak,made-up", 400, "mixed_fictional", "place"),
        ("/nothing", 404, "unknown_address", None),
        ("/budget.xlsx", 404, "unknown_address", None),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_answered_is_refused_by_name(client, address, status, code, parameter):
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == status
    error = answer.json["error"]
    assert (error["code"], error["parameter"]) == (code, parameter)
    assert error["message"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.text) < 2000


def test_a_wrong_value_is_told_what_is_allowed(client):
    error = client.get(f"/api/v1/budget?{PLACE}&phase=planned").json["error"]
    assert error["allowed"] == ["forecast", "approved", "revised", "executed"]
    assert "phase" in error["message"] and "planned" in error["message"]


def test_marks_of_mailings_are_dropped_silently(client):
    plain = client.get(f"/api/v1/budget?{PLACE}")
    shared = client.get(f"/api/v1/budget?{PLACE}&utm_source=whatsapp&fbclid=x&utm_medium=y")
    assert shared.status_code == 200
    assert shared.data == plain.data


@pytest.mark.parametrize(
    ("query", "header", "lang"),
    [("", None, "en"), ("", "ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("", "ky", "ky"), ("", "de", "en"),
     ("&lang=ky", "ru", "ky"), ("&lang=xx", "ru", "ru")],
)  # fmt: skip
def test_the_sentence_is_in_the_readers_language(client, query, header, lang):
    headers = {"Accept-Language": header} if header else {}
    answer = client.get(f"/api/v1/budget?nonsense=1{query}", headers=headers)
    words = {
        "en": "Unknown parameter: nonsense. Check its spelling or leave it out.",
        "ru": "Неизвестный параметр: nonsense. Проверьте написание или уберите его.",
        "ky": "Белгисиз параметр: nonsense. Жазылышын текшериңиз же алып салыңыз.",
    }
    assert answer.json["error"]["message"] == words[lang]
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/budget", "/api/v1/places.csv", "/api/v1/"])
def test_nothing_can_be_written(client, method, path):
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "read_only"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unchanged_answer_is_not_sent_again(client):
    first = client.get(f"/api/v1/budget?{PLACE}")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(f"/api/v1/budget?{PLACE}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = client.get(f"/api/v1/budget?{PLACE}&year=2023", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_browser_may_ask_before_it_reads(client):
    answer = client.options("/api/v1/budget", headers={"Origin": "https://example.org"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


def test_the_note_is_in_the_language_that_was_asked(client):
    notes = {client.get(f"/api/v1/places?lang={lang}").json["meta"]["note"] for lang in LANGUAGES}
    assert len(notes) == 3


def test_a_database_that_is_away_is_said_in_the_same_form():
    def read(work):
        raise ConnectionError("secret address")

    server = Flask("away", static_folder=None)
    register(server, read, unavailable=(ConnectionError,))
    answer = server.test_client().get(f"/api/v1/budget?{PLACE}&lang=ru")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.json["error"]["code"] == "unavailable"
    assert answer.json["error"]["message"].startswith("База данных")
    assert "secret" not in answer.text
    assert server.test_client().get("/api/v1/dictionary.json").status_code == 200
