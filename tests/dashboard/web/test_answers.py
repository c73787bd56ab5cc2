"""What programs and browsers get: text is compressed, answers of the API are kept as long as the data is the same."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event

from dashboard.factory import AimakApp, create_app
from dashboard.settings import Settings
from dashboard.web import compress
from dashboard.web.database import Database
from tests.dashboard.conftest import TODAY
from tests.dashboard.test_security import PATH, navigation

UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
#: Every kind of text there is: pages, errors, the API with its errors, lists for robots, files, what Dash asks.
TEXTS = (
    ("/ky/sample-place", 200), ("/ky/nowhere", 404), ("/ky/sample-place?year=x", 400), ("/sitemap.xml", 200),
    ("/api/v1/places?limit=1000", 200), ("/api/v1/openapi.json", 200), ("/api/v1/dictionary.json", 200),
    ("/api/v1/", 200), ("/api/v1/nosuch", 404), ("/_dash-dependencies", 200), ("/assets/js/navigation.js", 200),
    ("/ky/sample-place/sample-spending.csv", 200),
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize(("path", "status"), TEXTS)
def test_every_text_over_a_kilobyte_is_compressed(client: FlaskClient, path: str, status: int, encoding: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": encoding})
    assert plain.status_code == packed.status_code == status and "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"]
    if len(plain.data) < compress.SMALLEST:
        assert packed.headers.get("Content-Encoding") is None
        return
    assert packed.headers["Content-Encoding"] == encoding and len(packed.data) < len(plain.data)
    unpacked = UNPACK[encoding](packed.data)
    assert len(unpacked) == len(plain.data), "an error names its request, so not the bytes but the length is the same"
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_scripts_of_dash_are_compressed(client: FlaskClient, site_app: AimakApp) -> None:
    for url in site_app.front.of_dash():
        packed = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip", url


def test_answers_of_callbacks_and_their_errors_are_compressed_once(client: FlaskClient) -> None:
    for body in (navigation(), navigation("/ky/sample-place?year=2024"), navigation()):
        packed = client.post(PATH, json=body, headers={"Accept-Encoding": "br"})
        assert packed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed.data) == client.post(PATH, json=body).data


def test_what_is_compressed_is_asked_for_again_by_its_own_tag(client: FlaskClient) -> None:
    for path in ("/ky/sample-place", "/sitemap.xml", "/api/v1/places", "/api/v1/openapi.json", "/assets/favicon.svg"):
        for encoding in ("br", "identity"):
            accept = {"Accept-Encoding": encoding}
            tag = client.get(path, headers=accept).headers["ETag"]
            for sent in (tag, "W/" + tag.removeprefix("W/")):  # a proxy may call it weak
                again = client.get(path, headers=accept | {"If-None-Match": sent})
                assert (again.status_code, again.data) == (304, b""), path


@pytest.fixture
def streaming() -> tuple[FlaskClient, list[str]]:
    """A client of a site that streams a long table, and what happened to it."""
    happened: list[str] = []
    server = Flask("streaming", static_folder=None)

    def rows() -> Iterator[str]:
        try:
            for number in range(20_000):
                yield f"row {number} of many\r\n"
        finally:
            happened.append("closed")

    server.add_url_rule("/table.csv", view_func=lambda: Response(rows(), mimetype="text/csv"))
    compress.register(server)
    return server.test_client(), happened


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_what_is_streamed_is_compressed_piece_by_piece(streaming: tuple[FlaskClient, list[str]], encoding: str) -> None:
    client, happened = streaming
    answer = client.get("/table.csv", headers={"Accept-Encoding": encoding}, buffered=False)
    assert answer.headers["Content-Encoding"] == encoding and "Content-Length" not in answer.headers
    pieces = list(answer.iter_encoded())
    assert len(pieces) > 1 and happened == ["closed"]
    assert UNPACK[encoding](b"".join(pieces)) == client.get("/table.csv").data


def test_a_reader_who_leaves_closes_what_is_streamed(streaming: tuple[FlaskClient, list[str]]) -> None:
    client, happened = streaming
    answer = client.get("/table.csv", headers={"Accept-Encoding": "gzip"}, buffered=False)
    next(answer.iter_encoded())
    assert happened == []
    answer.close()
    assert happened == ["closed"]


@pytest.fixture
def watched(site_settings: Settings) -> tuple[AimakApp, list[str]]:
    """The application, and every statement it sends to the database but the question for the version."""
    seen: list[str] = []
    engine = create_engine(site_settings.database_url)

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if "FROM state" not in sql:
            seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    return create_app(site_settings, database=Database(site_settings, engine), today=lambda: TODAY), seen


@pytest.mark.parametrize("path", ["/api/v1/places", "/api/v1/places.csv?lang=ky", "/sitemap.xml"])
def test_an_answer_is_made_once_for_each_version_of_the_data(
    watched: tuple[AimakApp, list[str]], publish_change: Callable[[], None], path: str
) -> None:
    app, seen = watched
    client = app.server.test_client()
    first = client.get(path)
    made = len(seen)
    assert made and client.get(path).data == first.data and len(seen) == made
    same = path + ("&" if "?" in path else "?") + "utm_source=chat"
    assert client.get(same).data == first.data and len(seen) == made, "marks of mailings make no new answer"
    publish_change()
    again = client.get(path)
    assert len(seen) == 2 * made
    if path == "/api/v1/places":
        assert again.json["meta"]["data_version"] == first.json["meta"]["data_version"] + 1


def test_another_day_and_another_host_have_answers_of_their_own(site_settings: Settings) -> None:
    days = iter([date(2026, 3, 5), date(2026, 3, 6)])
    now = [next(days)]
    app = create_app(site_settings, today=lambda: now[0])
    client = app.server.test_client()
    client.get("/api/v1/places")
    before = len(app.site.data._kept)
    now[0] = next(days)
    assert app.site.version() != (1, 0, date(2026, 3, 5))
    client.get("/api/v1/places")
    assert len(app.site.data._kept) == before, "the answer of the day before is replaced"
    for host in ("one.example", "two.example"):
        assert f"http://{host}/ky" in client.get("/sitemap.xml", headers={"Host": host}).text


def test_answers_to_programs_do_not_push_out_pages(site_app: AimakApp) -> None:
    client = site_app.server.test_client()
    client.get("/ky/sample-place")
    pages = set(site_app.site.cache._kept)
    for number in range(50):
        client.get(f"/api/v1/places?limit={number + 1}")
    assert set(site_app.site.cache._kept) == pages and len(site_app.site.data._kept) == 50


def test_while_the_database_is_away_programs_are_told_so(
    site_app: AimakApp, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = site_app.server.test_client()
    assert client.get("/api/v1/places").status_code == client.get("/sitemap.xml").status_code == 200
    hidden = database_file.rename(database_file.with_suffix(".hidden"))
    with caplog.at_level(logging.ERROR):
        assert client.get("/api/v1/places").status_code == client.get("/sitemap.xml").status_code == 503
    hidden.rename(database_file)
    assert client.get("/api/v1/places").status_code == 200


def test_developers_see_every_change_at_once(site_settings: Settings) -> None:
    app = create_app(replace(site_settings, debug=True))
    assert app.site.data._limit == app.site.cache._limit == 0
