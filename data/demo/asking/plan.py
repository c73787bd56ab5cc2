"""What the fictional studies ask, of whom, and how often people answer so: `questions.csv` and `choices.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("ky", "ru", "en")
OTHER = " or_other"
EFFECTS = ("women", "young", "old", "far", "russian")
Texts = tuple[str, str, str]


@dataclass(frozen=True)
class Choice:
    """An answer that is offered.

    `part`: of several ticks, the share of people who tick it; of one answer, its part of those of its role (1: all).
    """

    name: str
    role: str
    labels: Texts
    part: float
    effects: dict[str, float]


@dataclass(frozen=True)
class Question:
    """A row of the form: a question, or the beginning of a group. `share`: of all in its base, who give a top answer.

    `effects` move the odds of some groups, as logits; `hard` and `refused` are shares of everyone asked.
    """

    group: str
    name: str
    type: str
    list: str
    relevant: str
    indicator: str
    labels: Texts
    share: float
    effects: dict[str, float]
    hard: float
    refused: float

    @property
    def column(self) -> str:
        """Its column in the export."""
        return f"{self.group}/{self.name}"


@dataclass(frozen=True)
class Wave:
    """One field work: its year, its days, and the works people were asked about (key: village and titles)."""

    year: int
    first: date
    last: date
    questions: tuple[Question, ...]
    lists: dict[str, tuple[Choice, ...]]
    villages_of_works: dict[str, str]

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """What is offered to a question, "other" of its own included."""
        return self.lists[question.list.removesuffix(OTHER)] if question.list else ()


def read_wave(year: int, first: date, last: date) -> Wave:
    """The questions and answers of a wave; titles of works are those of `works.csv`."""
    works = {row["key"]: row for row in _read(HERE.parent / "works.csv")}
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in _read(HERE / "choices.csv"):
        if row["list"] == "work" and row["name"] in works:
            if not row[f"p{year}"]:
                continue
            row |= {lang: works[row["name"]][f"title_{lang}"] for lang in LANGUAGES}
        choice = Choice(row["name"], row["role"], _texts(row), float(row[f"p{year}"] or 1), _effects(row))
        lists[row["list"]] = (*lists.get(row["list"], ()), choice)
    questions = tuple(_question(row, year) for row in _read(HERE / "questions.csv") if row["wave"] in ("", str(year)))
    return Wave(year, first, last, questions, lists, {key: row["village"] for key, row in works.items()})


def _question(row: dict[str, str], year: int) -> Question:
    return Question(
        row["group"],
        row["name"],
        row["type"],
        row["list"],
        row["relevant"],
        row["indicator"],
        _texts(row),
        float(row[f"p{year}"] or 0),
        _effects(row),
        float(row["hard"] or 0),
        float(row["refused"] or 0),
    )


def _texts(row: dict[str, str]) -> Texts:
    return row["ky"], row["ru"], row["en"]


def _effects(row: dict[str, str]) -> dict[str, float]:
    return {name: float(row[name]) for name in EFFECTS if row.get(name)}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
