"""Passing a page on: the way leads to four networks with an absolute address and a sentence, and to nowhere else."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.channels.share import NETWORKS
from dashboard.factory import AimakApp
from dashboard.pages.address import parse

OF = "/en/sample-place/spending?year=2025"


@pytest.mark.parametrize(
    ("network", "host", "field"),
    [
        ("whatsapp", "wa.me", "text"),
        ("telegram", "t.me", "url"),
        ("facebook", "www.facebook.com", "u"),
        ("odnoklassniki", "connect.ok.ru", "url"),
    ],
)
def test_a_network_gets_the_whole_address(client: FlaskClient, network: str, host: str, field: str) -> None:
    answer = client.get(f"/share/{network}", query_string={"of": OF}, headers={"Host": "aimak.example"})
    to = urlsplit(answer.headers["Location"])
    assert answer.status_code == 302 and (to.scheme, to.netloc) == ("https", host)
    assert f"http://aimak.example{OF}" in parse_qs(to.query)[field][0]
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_network_has_a_way(client: FlaskClient) -> None:
    assert {client.get(f"/share/{name}", query_string={"of": "/ky"}).status_code for name in NETWORKS} == {302}


def test_the_sentence_is_the_answer_of_the_exhibit_and_the_address_leads_to_it(site_app: AimakApp) -> None:
    exhibit = site_app.site.page(parse("/en/sample-place")).exhibits[0]
    client = site_app.server.test_client()
    answer = client.get("/share/whatsapp", query_string={"of": "/en/sample-place", "exhibit": exhibit.key})
    text = parse_qs(urlsplit(answer.headers["Location"]).query)["text"][0]
    assert text == f"{exhibit.answer}\nhttp://localhost/en/sample-place#{exhibit.key}"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/share/elsewhere", {"of": "/ky"}, 404),
        ("/share/whatsapp", {}, 400),
        ("/share/whatsapp", {"of": "https://evil.example/ky"}, 400),
        ("/share/whatsapp", {"of": "//evil.example"}, 400),
        ("/share/whatsapp", {"of": "/ky/sample-place?year=DROP"}, 400),
        ("/share/whatsapp", {"of": "/ky/nowhere-at-all"}, 404),
        ("/share/whatsapp", {"of": "/ky/sample-place", "exhibit": "no-such"}, 404),
        ("/share/whatsapp", {"of": "/" + "x" * 3000}, 400),
        ("/qr.svg", {}, 400),
        ("/qr.svg", {"of": "//evil.example"}, 400),
    ],
)
def test_what_is_no_page_leads_nowhere(client: FlaskClient, path: str, query: dict[str, str], status: int) -> None:
    answer = client.get(path, query_string=query)
    assert answer.status_code == status and "Location" not in answer.headers


def test_the_address_as_a_picture_depends_on_the_page_and_the_host(client: FlaskClient) -> None:
    def picture(of: str, host: str) -> bytes:
        answer = client.get("/qr.svg", query_string={"of": of}, headers={"Host": host})
        assert answer.status_code == 200 and answer.content_type == "image/svg+xml"
        assert answer.headers["Cache-Control"] == "no-store", "without PUBLIC_URL it holds the host that was asked for"
        return answer.data

    pictures = {picture(of, host) for of in ("/ky", OF) for host in ("aimak.example", "other.example")}
    assert len(pictures) == 4 and all(io.BytesIO(each).read(4) == b"<svg" for each in pictures)
