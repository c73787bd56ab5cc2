"""A restart changes no byte of a document: readers who have a page are told that it is still good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATHS = (
    "/ky", "/en/about", "/ky/demo", "/ru/demo/revenue", "/ky/demo/spending", "/en/demo/lines", "/ky/demo/works",
    "/ru/demo/promised", "/en/demo/opinion", "/ky/demo/gap", "/en/demo/answers", "/ru/demo/about", "/ky/bishkek",
    "/en/demo/revenue/revenue-by-source.xlsx", "/en/demo/revenue/revenue-by-source.csv", "/sitemap.xml",
    "/api/v1/works?place=demo", "/api/v1/openapi.json",
)  # fmt: skip
TAGS = f"""
from datetime import date
from dashboard.factory import create_app
from dashboard.settings import Settings
client = create_app(Settings.from_env(), today=lambda: date(2026, 3, 5)).server.test_client()
for path in {PATHS}:
    for encoding in ("br", "identity"):
        answer = client.get(path, headers={{"Accept-Encoding": encoding}})
        print(path, answer.status_code, answer.headers["ETag"])
"""


@pytest.fixture(scope="module")
def tags(content_db: str) -> list[str]:
    """What two processes say of the same pages; the order of Python's sets differs between them."""
    return [
        subprocess.check_output(
            [sys.executable, "-c", TAGS],
            cwd=ROOT,
            text=True,
            env={**os.environ, "DATABASE_URL": content_db, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]


def test_documents_and_files_are_the_same_bytes_after_a_restart(tags: list[str]) -> None:
    before, after = tags
    assert before.splitlines() == after.splitlines()
    assert before.count(" 200 ") == 2 * len(PATHS)
