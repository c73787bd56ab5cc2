"""The table of bad inputs and faults in the guide: every row is held by tests that are there."""

from __future__ import annotations

import re

import pytest

from dashboard.factory import create_app
from dashboard.settings import ROOT, Settings
from tests.import_graph import tree_of

GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", GUIDE.split("## Bad inputs and faults", 1)[1], re.M)


def named_in(file: str) -> set[str]:
    return {node.name for node in tree_of(ROOT / file).body if getattr(node, "name", "").startswith("test_")}


def test_there_are_forty_faults_in_their_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 41))


@pytest.mark.parametrize("held", [row[3] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_fault_is_held_by_tests_that_exist(held: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", held)
    assert named and len(named) == held.count("`") // 2, held
    assert [f"{file}::{name}" for file, name in named if name not in named_in(file)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/dash/../../../etc/passwd",
        "/_dash-component-suites/dash/..%2f..%2f..%2f..%2f..%2fetc/passwd",
        "/assets/..%2fapp.py",
        "/assets/..%2f..%2fapp.py",
        "/static/..%2fmanifest.json",
        "/static/%2e%2e/%2e%2e/app.py",
        "/photos/..%2f..%2fapp.py",
        "/photos//etc/passwd",
    ],
)
def test_no_path_climbs_out_of_its_folder(path: str, sqlite_url: str) -> None:
    with create_app(Settings(database_url=sqlite_url)).server.test_client().get(path) as answer:
        assert answer.status_code == 404
        assert b"root:" not in answer.data and b"warm_up" not in answer.data
