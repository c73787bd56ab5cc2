"""The fictional studies as tests read them: descriptions, answers, questions."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"
SURVEYS = DEMO / "surveys"
WAVES = (2024, 2025)
Row = dict[str, str]
Study = dict[str, Any]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def study(name: str) -> Study:
    return tomllib.loads((SURVEYS / f"{name}.toml").read_text(encoding="utf-8"))


def question(of: Study, indicator: str) -> dict[str, Any]:
    (found,) = (each for each in of["question"] if each["indicator"] == indicator)
    return dict(found)
