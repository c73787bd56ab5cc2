"""Suggestions for a search: a public address like any other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard.factory import create_app
from dashboard.settings import Settings
from tests.dashboard.conftest import TODAY


def test_places_are_offered_as_one_types(content_db: str) -> None:
    client = create_app(Settings(database_url=content_db), today=lambda: TODAY).server.test_client()
    answer = client.get("/suggest/ru?q=kara-kuj")
    assert answer.status_code == 200 and answer.is_json
    where = "Нарынский район, Нарынская область"
    assert answer.json[0]["href"] == "/ru/kara-kujur" and answer.json[0]["where"] == where
    assert all(set(each) == {"name", "where", "href"} for each in answer.json)


def test_what_is_not_found_is_an_empty_list(client: FlaskClient) -> None:
    assert client.get("/suggest/ru?q=xyzzyq").json == []


def test_a_browser_that_has_the_answer_is_told_so(client: FlaskClient) -> None:
    first = client.get("/suggest/ky?q=sample")
    again = client.get("/suggest/ky?q=sample", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/suggest/ky", 400),
        ("/suggest/ky?q=", 400),
        ("/suggest/ky?q=%20", 400),
        (f"/suggest/ky?q={'а' * 81}", 400),
        ("/suggest/ky?q=a%00", 400),
        ("/suggest/xx?q=a", 404),
        ("/suggest/?q=a", 404),
    ],
)
def test_a_wrong_question_is_refused_in_a_few_bytes(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status and answer.is_json and set(answer.json) == {"error", "request"}
