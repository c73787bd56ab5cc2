"""The fictional studies come out of their script, hold together with form and works, and hold nothing personal."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from math import isclose
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS
from dashboard.store.work_records import WORD_OF
from tests.data.made import DATA, DEMO, SURVEYS, WAVES, Row, Study, question, read, study


@pytest.fixture(scope="module")
def forms() -> dict[int, dict[str, list[Row]]]:
    """The sheets of each form, one dict per row."""
    found: dict[int, dict[str, list[Row]]] = {}
    for year in WAVES:
        book = load_workbook(SURVEYS / f"form-{year}.xlsx")
        found[year] = {}
        for sheet in book.worksheets:
            head, *rows = sheet.iter_rows(values_only=True)
            found[year][sheet.title] = [
                {str(name): str(cell or "") for name, cell in zip(head, row, strict=True)} for row in rows
            ]
    return found


def test_the_script_writes_the_committed_files_again(tmp_path: Path) -> None:
    for name in ("generate_surveys.py", "generate_works.py", "works.csv"):
        shutil.copy(DEMO / name, tmp_path)
    shutil.copytree(DEMO / "asking", tmp_path / "asking")
    subprocess.run([sys.executable, tmp_path / "generate_surveys.py"], check=True)
    committed = sorted(path.name for path in SURVEYS.iterdir())
    assert committed == sorted(path.name for path in (tmp_path / "surveys").iterdir())
    for name in committed:
        made, kept = tmp_path / "surveys" / name, SURVEYS / name
        if name.endswith(".xlsx"):
            # Packed by another zlib the same sheets may be other bytes.
            with zipfile.ZipFile(made) as one, zipfile.ZipFile(kept) as other:
                assert one.namelist() == other.namelist()
                assert all(one.read(part) == other.read(part) for part in one.namelist()), name
        else:
            assert made.read_bytes() == kept.read_bytes(), name


def test_everything_says_that_it_is_fictional_and_nothing_is_personal(studies: dict[int, Study]) -> None:
    for of in (*studies.values(), study("demo-poll-2026")):
        assert "ойдон чыгарылган" in of["paper"]["title"] and "url" not in of["paper"]
        for part in ("title", "asked_by"):
            assert "ойдон чыгарылган" in of["study"][part]["ky"]
            assert "вымышленн" in of["study"][part]["ru"] and "fictional" in of["study"][part]["en"]
    for path in SURVEYS.glob("*.csv"):
        columns = path.read_text(encoding="utf-8").split("\n", 1)[0].casefold()
        assert not re.search(r"mail|phone|name|аты-жөн|телефон|дарек|gps|device|_submitted_by", columns)
        assert not re.search(r"@|\+996|\b0\d{9}\b", path.read_text(encoding="utf-8"))


def test_four_hundred_people_by_villages_and_points_with_weights_of_mean_one(
    answers: dict[int, pd.DataFrame], studies: dict[int, Study]
) -> None:
    for year, frame in answers.items():
        assert 390 <= len(frame) <= 410 and frame["_uuid"].is_unique
        assert frame["place/psu"].nunique() == 50 and frame["place/village"].nunique() == 5
        assert (frame.groupby("place/psu")["place/village"].nunique() == 1).all()
        weight = frame["weight"].astype(float)
        assert isclose(weight.mean(), 1, abs_tol=0.001) and weight.min() > 0.2 and weight.max() < 4
        women = weight[frame["person/sex"] == "woman"].sum() / weight.sum()
        assert isclose(women, 0.52, abs_tol=0.001)
        days = frame["start"].str[:10]
        field = studies[year]["study"]
        assert str(field["from"]) <= days.min() and days.max() <= str(field["to"])
        assert set(frame["place/spoken"]) == {"ky", "ru"} == set(field["languages"])
        assert frame["person/age"].astype(int).between(18, 120).all()


def test_forms_are_in_three_languages_and_have_groups_ticks_conditions_and_an_other(
    forms: dict[int, dict[str, list[Row]]],
) -> None:
    labels = ("label::Кыргызча (ky)", "label::Русский (ru)", "label::English (en)")
    for year, sheets in forms.items():
        kinds = Counter(row["type"].split()[0] for row in sheets["survey"])
        assert kinds["begin_group"] == kinds["end_group"] == 9 and kinds["select_multiple"] == 3
        assert any(row["type"].endswith(" or_other") for row in sheets["survey"])
        assert sum(bool(row["relevant"]) for row in sheets["survey"]) == 12
        for row in sheets["survey"]:
            bare = row["type"] in ("start", "end", "end_group")
            assert all(bool(row[label]) != bare for label in labels), row
        assert all(row[label] for row in sheets["choices"] for label in labels)
        (settings,) = sheets["settings"]
        assert settings["form_id"] == f"demo-residents-{year}"


def test_answers_are_those_the_form_offers_and_only_where_it_asks(
    forms: dict[int, dict[str, list[Row]]], answers: dict[int, pd.DataFrame]
) -> None:
    for year, sheets in forms.items():
        frame, group = answers[year], ""
        offered: dict[str, set[str]] = {}
        for row in sheets["choices"]:
            offered.setdefault(row["list_name"], set()).add(row["name"])
        for row in sheets["survey"]:
            kind, _, rest = row["type"].partition(" ")
            if kind == "begin_group":
                group = row["name"]
            if not kind.startswith("select"):
                continue
            name, column = rest.removesuffix(" or_other"), frame[f"{group}/{row['name']}"]
            allowed = offered[name] | ({"other"} if rest.endswith("or_other") else set())
            assert {word for cell in column for word in cell.split()} <= allowed, row["name"]
            if not row["relevant"]:
                assert (column != "").all()
            if kind == "select_multiple":
                for option in offered[name]:
                    ticked = column.str.split().apply(lambda words, option=option: option in words)
                    assert (frame[f"{group}/{row['name']}/{option}"] == ticked.map({True: "1", False: "0"})).all()
        for service in offered["service"] - {"none"}:
            uses = frame[f"services/used/{service}"] == "1"
            assert ((frame[f"services/satisfied_{service}"] != "") == uses).all()
        assert ((frame["appeal/answered"] != "") == (frame["appeal/appealed"] == "yes")).all()
        assert ((frame["appeal/pleased"] != "") == (frame["appeal/answered"] == "yes")).all()
        assert ((frame["news/preferred_other"] != "") == (frame["news/preferred"] == "other")).all()


def test_descriptions_name_columns_answers_and_indicators_that_exist(
    studies: dict[int, Study], answers: dict[int, pd.DataFrame]
) -> None:
    poll = pd.read_csv(SURVEYS / "poll-2026.csv", dtype=str, keep_default_na=False)
    indicators = {row["key"]: row["kind"] for row in read(DATA / "reference/indicators.csv")}
    for of, frame in ((studies[2024], answers[2024]), (studies[2025], answers[2025]), (study("demo-poll-2026"), poll)):
        assert {group["dimension"] for group in of["group"]} <= set(DIMENSIONS)
        asked = [each["indicator"] for each in of["question"]]
        assert len(asked) == len(set(asked)) and set(asked) <= set(indicators)
        for each in of["question"]:
            said = [text for answer in each["answers"] for text in answer["is"]]
            assert len(said) == len(set(said))
            if indicators[each["indicator"]] != "multiple":
                assert set(frame[each["column"]]) - {""} <= set(said), each["indicator"]
                assert {answer["role"] for answer in each["answers"]} <= set(ANSWER_ROLES)
            elif "separator" not in each:
                assert {f"{each['column']}/{code}" for code in said} <= set(frame.columns)
        for group in of["group"]:
            for value in group["values"]:
                if "is" in value:
                    assert frame[group["column"]].isin(value["is"]).any()


def test_every_indicator_the_place_needs_is_asked_in_both_waves(studies: dict[int, Study]) -> None:
    services = {row["service"] for row in read(DEMO / "works.csv")} | {"waste"}
    needed = {
        "knows-services",
        "knows-sources",
        "knows-plan",
        "knows-execution",
        "knows-improvements",
        "knows-works",
        "saw-citizens-budget",
        "used-documents",
        "satisfied-overall",
        "trust-executive",
        "trust-council",
        "trust-head",
        "hearing",
        "proposed",
        "voted-projects",
        "channels-used",
        "channel-preferred",
        "appealed",
        "appeal-answered",
        "appeal-satisfied",
        "effective",
        "recognises-work",
        *(f"{part}-{service}" for part in ("noticed", "satisfied") for service in services),
    }
    for of in studies.values():
        assert {each["indicator"] for each in of["question"]} == needed


def test_works_people_are_asked_about_were_finished_and_one_never_was(
    studies: dict[int, Study], answers: dict[int, pd.DataFrame], last_works: dict[str, Row]
) -> None:
    for year, of in studies.items():
        asked = question(of, "recognises-work")
        codes = [answer["code"] for answer in asked["answers"]]
        assert len(codes) == 8 and asked["wording"] == "demo-list-of-works"
        for code in codes:
            assert WORD_OF[last_works[code]["status"]] == "done"
            assert last_works[code]["actual_end"] < str(of["study"]["from"])
        # The work that never was: people tick it, and it is no answer of the study.
        assert "control" not in codes and "control" not in last_works
        assert 0.02 < (answers[year]["recall/known/control"] == "1").mean() < 0.12
    first, second = ({a["code"] for a in question(of, "recognises-work")["answers"]} for of in studies.values())
    assert len(first & second) == 4


def test_only_one_question_was_worded_anew(forms: dict[int, dict[str, list[Row]]]) -> None:
    def asked(year: int) -> dict[str, Row]:
        return {row["name"]: row for row in forms[year]["survey"] if row["name"]}

    first, second = asked(2024), asked(2025)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == ["execution"]


def test_hard_to_say_and_refused_occur(answers: dict[int, pd.DataFrame]) -> None:
    for frame in answers.values():
        told = Counter(cell for column in frame for cell in frame[column])
        assert told["hard"] > 200 and told["refused"] > 60
        assert (frame["body/trust_council"] == "hard").mean() > 0.08


def test_the_poll_has_repeated_answers_commas_in_options_and_a_grid() -> None:
    rows = read(SURVEYS / "poll-2026.csv")
    assert len(rows) == 156
    same = Counter(tuple(value for name, value in row.items() if name != "Timestamp") for row in rows)
    assert sum(count - 1 for count in same.values()) >= 6
    (ticks,) = (name for name in rows[0] if "бардыгын белгилеңиз" in name)
    options = [a["is"][0] for a in question(study("demo-poll-2026"), "channels-used")["answers"]]
    assert sum(", " in option for option in options) == 3
    known = [option for option in options if any(option in row[ticks] for row in rows)]
    assert known == options
    left = [re.sub("|".join(map(re.escape, options)), "", row[ticks]).strip(", ") for row in rows]
    assert 0 < sum(bool(text) for text in left) < 20  # what people wrote themselves
    assert sum(name.endswith("]") for name in rows[0]) == 4
    (scale,) = (name for name in rows[0] if "5 —" in name)
    assert {row[scale] for row in rows} == {"", "1", "2", "3", "4", "5"}
    assert study("demo-poll-2026")["study"]["kind"] == "self_selected"
