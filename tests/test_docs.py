"""The examples of the documentation work on what the product comes with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.exhibits.model import MARKS
from dashboard.factory import create_app
from dashboard.settings import Settings
from dashboard.web.guesses import MAX_BODY, MOST_A_MINUTE

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"curl [^\n]*'http://127\.0\.0\.1:8050(/[^']*)'", (DOCS / "api.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def client(content_db: str) -> FlaskClient:
    return create_app(Settings(database_url=content_db)).server.test_client()


def test_there_are_examples_of_every_subject() -> None:
    for subject in ("/places", "/budget", "/holdings", "/works", "/survey", "/openapi.json", "/gap/"):
        assert any(subject in address for address in EXAMPLES), subject


@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_of_the_api_gives_data(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    if answer.mimetype == "text/csv":
        assert len(answer.text.splitlines()) > 1
        return
    made = json.loads(answer.text)
    assert any(made.get(name) for name in ("data", "features", "projects", "rows", "paths"))


def test_what_can_be_written_over_the_network_is_said_with_its_limits() -> None:
    (told,) = (line for line in SECURITY.splitlines() if "POST /<language>/<place>/quiz" in line)
    for limit in (f"{MAX_BODY:,}".replace(",", " ") + " bytes", f"{MOST_A_MINUTE} forms per place", "Sec-Fetch-Site"):
        assert limit in told
    assert all(kind in told for kind in ("too low", "close", "too high"))
    assert "no form that writes" not in SECURITY and "; nothing can be written" not in SECURITY


def test_every_mark_of_a_figure_is_explained_to_programs() -> None:
    told = set(re.findall(r"`([a-z_]+)`", (DOCS / "api.md").read_text(encoding="utf-8")))
    assert {mark.value for mark in MARKS} - told == set()


@pytest.mark.parametrize("guide", ["architecture.md", "suppression.md", "decisions/005.md"])
def test_a_guide_names_modules_that_exist(guide: str) -> None:
    named = set(re.findall(r"`((?:\w+/)+\w*(?:\.\w+)?)`", (DOCS / guide).read_text(encoding="utf-8")))
    assert named
    homes = (ROOT, ROOT / "dashboard")
    assert sorted(path for path in named if not any((home / path).exists() for home in homes)) == []


def test_every_decision_says_when_what_else_and_what_follows() -> None:
    for path in sorted((DOCS / "decisions").glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {path.stem} \S.*\n\n20\d\d-\d\d-\d\d · ", text), path.name
        for part in ("Situation", "Decision", "Alternatives", "Consequence"):
            assert f"**{part}.**" in text, (path.name, part)


def test_links_between_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (path.name, target)
