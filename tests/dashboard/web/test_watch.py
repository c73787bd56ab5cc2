"""One line a request, with its number and without a trace of who asked; and the numbers of /metrics."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.factory import create_app
from dashboard.settings import ROOT, Settings
from dashboard.web.logs import JsonLines
from dashboard.web.metrics import kind_of
from dashboard.web.watch import Served, Watch

PERSON = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.7", "HTTP_USER_AGENT": "Browser/1"}


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "dashboard.request"]


@pytest.mark.parametrize("path", ["/ky/sample-place", "/nosuch", "/healthz", "/api/v1/meta", "/photos/x"])
def test_a_request_is_one_line_with_the_number_its_answer_carries(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO)
    answer = client.get(f"{path}?q=Asanov", environ_base=PERSON, headers={"Referer": "https://from.example/me"})
    size = len(answer.get_data())
    answer.close()
    [record] = lines(caplog)
    said = json.loads(JsonLines().format(record))
    assert {name: said[name] for name in ("id", "method", "path", "status", "bytes")} == {
        "id": answer.headers["X-Request-Id"], "method": "GET", "path": path, "status": answer.status_code, "bytes": size
    }  # fmt: skip
    assert said["id"] in record.getMessage() and "\n" not in record.getMessage()
    for everything in (json.dumps(said), record.getMessage()):
        for trace in ("203.0.113.9", "198.51.100.7", "Browser", "from.example", "Asanov", "?"):
            assert trace not in everything


def test_answers_from_memory_are_written_down_too(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    body = {
        "output": "frame.children",
        "outputs": {"id": "frame", "property": "children"},
        "inputs": [{"id": "address", "property": "value", "value": "/ky/sample-place"}],
        "changedPropIds": [],
    }
    numbers = []
    for _ in range(2):
        with client.post("/_dash-update-component", json=body) as answer:
            numbers.append(answer.headers["X-Request-Id"])
    assert [record.request["id"] for record in lines(caplog)] == numbers


def served_by(application: Any, environ: dict[str, Any]) -> list[Served]:
    heard: list[Served] = []
    body = Watch(application, [heard.append])({"REQUEST_METHOD": "GET", **environ}, lambda *_: None)
    list(body)
    body.close()
    return heard


def test_no_address_can_begin_a_line_of_its_own() -> None:
    def application(_environ: object, start: Any) -> list[bytes]:
        start("404 Not Found", [])
        return [b"ab", b"c"]

    path = "/\n2026 INFO all is well\x1b[0m\xff" + "x" * 500
    [served] = served_by(application, {"PATH_INFO": path, "REQUEST_METHOD": "X\nY"})
    assert (served.method, served.status, served.size, served.id) == ("OTHER", 404, 3, "-")
    assert served.path.isascii() and served.path.isprintable() and " " not in served.path and len(served.path) == 200


def test_a_request_that_fails_altogether_is_written_down() -> None:
    heard: list[Served] = []

    def application(_environ: object, _start: object) -> list[bytes]:
        raise MemoryError

    with pytest.raises(MemoryError):
        Watch(application, [heard.append])({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_: None)
    assert [each.status for each in heard] == [500]


def test_an_error_is_one_line_with_its_trace() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("some", logging.ERROR, "", 0, "it %s", ("failed",), (ValueError, error, None))
    line = JsonLines().format(record)
    said = json.loads(line)
    assert "\n" not in line and (said["message"], said["level"]) == ("it failed", "ERROR") and "two" in said["trace"]


def test_metrics_answer_only_where_they_are_set(site_settings: Settings, client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    measured = create_app(replace(site_settings, metrics=True)).server.test_client()
    for path in ("/api/v1/meta", "/api/v1/nosuch", "/ky", "/healthz"):
        measured.get(path, environ_base=PERSON).close()
    answer = measured.get("/metrics")
    assert answer.content_type.startswith("text/plain")
    for line in (
        'aimak_requests_total{kind="api",method="GET",status="200"} 1.0',
        'aimak_requests_total{kind="api",method="GET",status="404"} 1.0',
        'aimak_requests_total{kind="page",method="GET",status="200"} 1.0',
        'aimak_request_seconds_count{kind="probe"} 1.0',
        "aimak_database_up 1.0",
        "aimak_data_version 1.0",
    ):
        assert line in answer.text.splitlines()
    assert "203.0.113.9" not in answer.text


def test_two_applications_count_apart_and_a_database_that_is_away_is_told(site_settings: Settings) -> None:
    away = replace(site_settings, metrics=True, database_url="sqlite:////nowhere/x.db")
    text = create_app(away).server.test_client().get("/metrics").text
    assert "aimak_database_up 0.0" in text and "aimak_data_version" not in text
    assert 'status="200"' not in text


def test_an_address_is_one_of_few_kinds() -> None:
    kinds = {"/api/v1/x": "api", "/_dash-update-component": "callback", "/static/a.js": "static", "/ru/x/y": "page"}
    assert {path: kind_of(path) for path in kinds} == kinds


TWICE = """
import sys
from dashboard.factory import create_app
from dashboard.settings import ROOT, Settings
from dashboard.web import logs
settings = Settings.from_env()
logs.set_up(settings.log_format)
client = create_app(settings).server.test_client()
for _ in range(int(sys.argv[1])):
    client.get("/api/v1/meta").close()
print(client.get("/metrics").text)
"""


def test_processes_that_share_a_folder_add_their_numbers_up_and_write_lines_of_json(
    site_settings: Settings, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    env = {**os.environ, "METRICS": "true", "LOG_FORMAT": "json", "PROMETHEUS_MULTIPROC_DIR": str(shared)}
    env["DATABASE_URL"] = site_settings.database_url
    done = [
        subprocess.run([sys.executable, "-c", TWICE, n], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        for n in ("2", "3")
    ]
    assert 'aimak_requests_total{kind="api",method="GET",status="200"} 5.0' in done[1].stdout.splitlines()
    requests = [json.loads(line) for line in done[1].stderr.splitlines()]
    assert [said["path"] for said in requests if said["logger"] == "dashboard.request"][:3] == ["/api/v1/meta"] * 3
