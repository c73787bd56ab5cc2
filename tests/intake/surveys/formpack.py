"""The fixtures of KoboToolbox's exporter (JSON of form versions and submissions) as questions and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.intake.surveys.exports import Asked, Group

#: Folder → its versions.
VERSIONS = {
    "customer_satisfaction": ("v1",),
    "grouped_repeatable": ("v1",),
    "grouped_translated": ("v1",),
    "hxl_grouped_repeatable": ("v1",),
    "literacy_test": ("v1",),
    "long_unicode_labels": ("v1",),
    "nested_grouped_repeatable": ("v1", "v2"),
    "restaurant_profile": ("v1", "v2", "v3", "v4"),
    "sanitation_report": ("v1",),
    "simple_nested_grouped_repeatable": ("v1", "v2"),
    "site_inspection": ("v1", "v2", "v3", "v4", "v5", "v6"),
}


def load(folder: Path, name: str, version: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / name / f"{version}.json").read_text(encoding="utf-8"))
    return loaded


def labels(row: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, str]:
    """Labels by language: the fixtures write them as a text, as a list in the order of translations, or by column."""
    found = {key.partition("::")[2]: text for key, text in row.items() if key.startswith("label::")}
    label = row.get("label", [])
    languages = content.get("translations") or [""]
    texts = [label] if isinstance(label, str) else label
    return {**{lang or "": text for lang, text in zip(languages, texts, strict=False) if text}, **found}


def questions(content: Mapping[str, Any]) -> tuple[list[Asked], list[Asked]]:
    """Questions of the respondent, and those inside repeats."""
    lists: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in content.get("choices", ()):
        lists.setdefault(row["list_name"], {})[str(row["name"])] = labels(row, content)
    own: list[Asked] = []
    repeated: list[Asked] = []
    open_groups: list[tuple[Group, bool]] = []
    for row in content["survey"]:
        kind, _, list_name = " ".join(row["type"].split()).partition(" ")
        if kind in ("begin_group", "begin_repeat") or (kind == "begin" and list_name in ("group", "repeat")):
            open_groups.append((Group(row["name"], labels(row, content)), "repeat" in row["type"]))
        elif kind in ("end_group", "end_repeat", "end") and "name" not in row:
            open_groups.pop()
        else:
            list_name = row.get("select_from_list_name", list_name)
            options = tuple(lists[list_name].items()) if list_name else ()
            groups = tuple(group for group, _ in open_groups)
            (repeated if any(again for _, again in open_groups) else own).append(
                Asked(row["name"], kind, labels(row, content), options, groups)
            )
    return own, repeated


def survey_rows(content: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """The sheets of the form, straight from the fixture's rows."""
    rows = [*content["survey"], *content.get("choices", ())]
    languages = list(dict.fromkeys(lang for row in rows for lang in labels(row, content)))
    titles = ["label" if lang == "" else f"label::{lang}" for lang in languages]

    def cells(row: Mapping[str, Any]) -> list[str]:
        return [labels(row, content).get(lang, "") for lang in languages]

    survey = [
        [
            f"{row['type']} {row.get('select_from_list_name', '')}".strip(),
            row.get("name", ""),
            row.get("relevant", ""),
            *cells(row),
        ]
        for row in content["survey"]
    ]
    choices = [[row["list_name"], row["name"], *cells(row)] for row in content.get("choices", ())]
    return {
        "survey": [["type", "name", "relevant", *titles], *survey],
        "choices": [["list_name", "name", *titles], *choices],
    }


def answers(loaded: Mapping[str, Any], asked: list[Asked]) -> list[dict[str, str]]:
    """Submissions as paths → texts; the fixtures write a question with its groups or without."""
    return [
        {
            question.path: str(said)
            for question in asked
            if (said := submission.get(question.path, submission.get(question.name))) is not None
        }
        for submission in loaded["submissions"]
    ]
