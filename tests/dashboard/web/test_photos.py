"""Pictures are served under strict names, kept for a year, and in the form a browser takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.web import photos

NAME = "a" * 64


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / f"{NAME}-480.webp").write_bytes(b"webp")
    (folder / f"{NAME}-480.avif").write_bytes(b"avif")
    (folder / f"{NAME}-960.webp").write_bytes(b"only webp")
    (tmp_path / "secret.webp").write_bytes(b"secret")
    (folder / "other.txt").write_bytes(b"secret")
    server = Flask(__name__)
    photos.register(server, folder)
    return server.test_client()


def test_a_picture_is_kept_for_a_year(client: FlaskClient) -> None:
    answer = client.get(f"/photos/{NAME}-480.webp")
    assert (answer.status_code, answer.data, answer.content_type) == (200, b"webp", "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept"


def test_a_browser_that_takes_avif_gets_it_where_there_is_one(client: FlaskClient) -> None:
    accept = {"Accept": "image/avif,image/webp,*/*"}
    answer = client.get(f"/photos/{NAME}-480.webp", headers=accept)
    assert (answer.data, answer.content_type) == (b"avif", "image/avif")
    assert client.get(f"/photos/{NAME}-960.webp", headers=accept).data == b"only webp"
    assert client.get(f"/photos/{NAME}-480.avif").data == b"avif"


@pytest.mark.parametrize(
    "name",
    [
        f"{'b' * 64}-480.webp", f"{NAME}-500.webp", f"{NAME}-480.png", f"{NAME}-480.webp.bak", "other.txt",
        f"{NAME.upper()}-480.webp", f"{NAME[:-1]}-480.webp", "../secret.webp", "..%2fsecret.webp", "%2e%2e/secret.webp",
        f"{NAME}-480.webp%00", f"{NAME}-480.webp%0a", "",
    ],
)  # fmt: skip
def test_any_other_name_is_not_found(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/photos/{name}")
    assert answer.status_code == 404 and b"secret" not in answer.data
