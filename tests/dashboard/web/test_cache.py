"""Answers kept as bytes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date

import brotli
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from dashboard.factory import create_app
from dashboard.pages.address import Address
from dashboard.pages.model import Page
from dashboard.settings import Settings
from dashboard.web.cache import AnswerCache, Kept
from dashboard.web.compress import accepted

Builder = Callable[[Address, Connection, date], Page]


@pytest.fixture
def counted(site_settings: Settings, build_page_of_samples: Builder) -> tuple[FlaskClient, list[str]]:
    """A client, and the addresses of the pages that were really built."""
    built: list[str] = []

    def build(address: Address, connection: Connection, today: date) -> Page:
        built.append(address.href)
        return build_page_of_samples(address, connection, today)

    return create_app(site_settings, build=build).server.test_client(), built


def test_a_page_is_built_once_whatever_links_add_to_its_address(counted: tuple[FlaskClient, list[str]]) -> None:
    client, built = counted
    queries = ("year=2025&period=2025-03", "period=2025-03&fbclid=x&year=2025", "utm_source=a&year=2025&period=2025-03")
    pages = {client.get(f"/ky/sample-place?{query}").data for query in queries}
    assert len(pages) == 1 and built == ["/ky/sample-place?period=2025-03&year=2025"]


def test_publishing_empties_the_cache(
    counted: tuple[FlaskClient, list[str]], publish_change: Callable[[], None]
) -> None:
    client, built = counted
    assert "version 1 " in client.get("/ky/sample-place").text
    publish_change()
    assert "version 2 " in client.get("/ky/sample-place").text
    assert len(built) == 2


def test_a_new_day_makes_a_new_page(site_settings: Settings, build_page_of_samples: Builder) -> None:
    days = [date(2026, 3, 5)]
    client = create_app(site_settings, build=build_page_of_samples, today=lambda: days[-1]).server.test_client()
    assert "2026-03-05" in client.get("/ky/sample-place").text
    days.append(date(2026, 3, 6))
    assert "2026-03-06" in client.get("/ky/sample-place").text


def test_a_browser_that_has_the_page_gets_304_until_something_is_published(
    client: FlaskClient, publish_change: Callable[[], None]
) -> None:
    first = client.get("/ky/sample-place")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/ky/sample-place", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    publish_change()
    assert client.get("/ky/sample-place", headers=known).status_code == 200


def test_encodings_hold_the_same_page_under_different_tags(client: FlaskClient) -> None:
    plain, zipped, best = (
        client.get("/ky/sample-place", headers={"Accept-Encoding": accept})
        for accept in ("identity", "gzip", "br, gzip")
    )
    assert gzip.decompress(zipped.data) == plain.data == brotli.decompress(best.data)
    assert len({answer.headers["ETag"] for answer in (plain, zipped, best)}) == 3
    assert best.headers["Content-Encoding"] == "br" and best.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", ""),
        ("identity", ""),
        ("*", "br"),
    ],
)
def test_the_encoding_is_one_the_browser_accepts(header: str, encoding: str) -> None:
    assert accepted(header) == encoding


def test_a_repeated_callback_is_answered_from_memory_until_something_is_published(
    counted: tuple[FlaskClient, list[str]], publish_change: Callable[[], None]
) -> None:
    client, built = counted
    body = {
        "output": "frame.children",
        "outputs": {"id": "frame", "property": "children"},
        "inputs": [{"id": "address", "property": "value", "value": "/ky/sample-place"}],
        "changedPropIds": ["address.value"],
    }
    answers = [client.post("/_dash-update-component", json=body) for _ in range(3)]
    assert len(built) == 1 and len({answer.data for answer in answers}) == 1
    packed = client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(packed.data) == answers[0].data and len(built) == 1
    publish_change()
    assert client.post("/_dash-update-component", json=body).data != answers[0].data


def test_refused_callbacks_are_not_kept(counted: tuple[FlaskClient, list[str]]) -> None:
    client, built = counted
    body = {
        "output": "frame.children",
        "outputs": {"id": "frame", "property": "children"},
        "inputs": [{"id": "address", "property": "value", "value": "/ky/nowhere"}],
        "changedPropIds": [],
    }
    assert [client.post("/_dash-update-component", json=body).status_code for _ in range(2)] == [404, 404]
    assert len(built) == 2


def test_component_suites_are_compressed_and_fingerprinted_ones_kept_for_a_year(client: FlaskClient) -> None:
    page = client.get("/ky").text
    url = next(part.split('"')[0] for part in page.split('src="') if "dash_renderer" in part.split('"')[0])
    plain = client.get(url)
    packed = client.get(url, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 4
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_oldest_answers_go_when_memory_is_full() -> None:
    cache = AnswerCache(limit=10_000)
    for number in range(10):
        cache.put(number, Kept(b"x" * 2000, "text/plain"))
        cache.last_good(0)
    kept = [number for number in range(10) if cache.last_good(number)]
    assert kept == [0, 9]


def test_an_answer_put_twice_counts_once() -> None:
    cache = AnswerCache(limit=10_000)
    cache.put("other", Kept(b"y", "text/plain"))
    for _ in range(50):
        cache.put("same", Kept(b"x" * 2000, "text/plain"))
    assert cache.last_good("other") is not None
