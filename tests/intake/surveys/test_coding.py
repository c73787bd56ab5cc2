"""Every value is one of the answers or an error that says where; weights, places, groups and repeated answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.surveys.words import SHOWN
from tests.intake.surveys.made import YES_NO, answers, coded, found, groups

AGE = """
[[group]]
dimension = "age"
column = "A"
values = [{ code = "18-29", from = 18, to = 29 }, { code = "30-59", from = 30, to = 59 }, { code = "60", from = 60 }]
none = ["айткан жок"]
"""
PLACE = '[columns]\nplace = "P"\nplaces = { "Т." = "south" }\n'


def choice(indicator: str = "channel-preferred") -> str:
    return f'[[question]]\nindicator = "{indicator}"\ncolumn = "Q"\nanswers = [{{ code = "a", is = "А" }}]\n'


def test_answers_are_found_whatever_their_case_and_blanks(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, 'Q,R\n" ООБА ",x\n1,x\nжок,x\n,x\n')
    assert answers(study, "knows-plan") == ["yes", "yes", "no", None]
    assert [problem.code for problem in problems] == ["dropped_unused"]


REVERSED = """
[[question]]
indicator = "effective"
column = "Q"
answers = [
  { code = "5", is = "1", role = "top" }, { code = "4", is = "2", role = "top" }, { code = "3", is = "3" },
  { code = "2", is = "4" }, { code = "1", is = "5" },
]
"""


def test_a_scale_coded_the_other_way_round_is_turned(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, "Q\n1\n2\n3\n4\n5\n", REVERSED)
    assert answers(study, "effective") == ["5", "4", "3", "2", "1"] and not problems


def test_a_code_is_a_text_of_the_file_only_where_no_other_text_is_named(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q\n1\nyes\n")
    assert found(problems) == [("survey_answer", "error", 3, "Q", "yes")]
    bare = YES_NO.replace('is = ["1", "Ооба"], ', "").replace(', is = ["0", "Жок"]', "")
    study, _ = coded(tmp_path, "Q\nYES\nno\n", bare)
    assert answers(study, "knows-plan") == ["yes", "no"]


def test_a_wrong_value_is_told_once_with_its_first_row_and_the_number_of_rows(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q\n1\n" + "балким\n" * 500 + "1\nкээде\n")
    assert found(problems) == [
        ("survey_answer", "error", 3, "Q", "балким"),
        ("survey_answer", "error", 504, "Q", "кээде"),
    ]
    assert [each.params["n"] for each in problems] == [500, 1]
    assert all("500" in problems[0].text(lang) and "Ооба" in problems[0].text(lang) for lang in LANGUAGES)


def test_at_most_twenty_wrong_values_of_a_column_are_told_and_the_others_are_not_nothing_to_do(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q\n1\n" + "".join(f"балким {at}\n" * 2 for at in range(SHOWN + 5)))
    assert [each.row for each in problems] == [*range(3, 3 + 2 * SHOWN, 2), None]
    assert (problems[-1].code, problems[-1].severity, problems[-1].params) == ("survey_more", "error", {"n": 5})
    for lang in LANGUAGES:
        assert problems[-1].text(lang).split(" — ")[-1] != t(lang, "survey_checks.survey_repeated.do")


def test_what_nobody_offered_is_another_answer_only_where_people_choose(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, "Q\nА\nөзүмчө\n", choice())
    assert answers(study, "channel-preferred") == ["a", "other"]
    assert [(each.code, each.params) for each in problems] == [("survey_other", {"n": 1})]
    assert "өзүмчө" not in repr(study)
    scale = choice("effective").replace('is = "А"', 'is = "А", role = "top"')
    assert [each.code for each in coded(tmp_path, "Q\nА\nөзүмчө\n", scale)[1]] == ["survey_answer"]


def test_what_several_people_wrote_instead_of_choosing_is_a_question_to_staff(tmp_path: Path) -> None:
    text = "Q\nА\nөзүмчө\nӨзүмчө \nөзүмчө\nбашкача\n"
    study, problems = coded(tmp_path, text, choice())
    [told] = [each for each in problems if each.severity == "question"]
    assert (told.code, told.params) == ("survey_other_often", {"words": "«өзүмчө» × 3", "n": 1})
    assert "өзүмчө" not in repr((study.responses, study.questions, study.indicators))
    _, problems = coded(tmp_path, text, choice() + "other_is_free = true\n")
    assert [(each.code, each.params) for each in problems] == [("survey_other", {"n": 4})]
    study, problems = coded(tmp_path, text, choice().replace('"А"', '["А", "Өзүмчө"]'))
    assert answers(study, "channel-preferred") == ["a", "a", "a", "a", "other"]


def test_a_share_needs_an_answer_that_counts(tmp_path: Path) -> None:
    assert [each.code for each in coded(tmp_path, "Q\nА\n", choice("effective"))[1]] == ["survey_no_top"]


def test_an_indicator_nobody_knows_is_named_with_those_there_are(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q\nА\n", choice("effectiv"))
    assert (problems[0].code, problems[0].value) == ("survey_indicator", "effectiv")
    assert "effective" in problems[0].text("en")


def test_ages_outside_of_all_groups_are_in_none_and_told(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, 'Q,A\n1,18\n1,29\n1,30\n1,"59,0"\n1,99\n1,17\n1,\n1,айткан жок\n', AGE + YES_NO)
    assert groups(study, "age") == ["18-29", "18-29", "30-59", "30-59", "60", None, None, None]
    assert [(each.code, each.severity, each.params["n"]) for each in problems] == [("survey_outside", "warning", 1)]


def test_a_number_that_stands_for_a_refusal_is_no_age(tmp_path: Path) -> None:
    refused = AGE.replace('["айткан жок"]', '["99"]')
    study, problems = coded(tmp_path, "Q,A\n1,98\n1,99\n", refused + YES_NO)
    assert groups(study, "age") == ["60", None] and not problems
    named = AGE.replace('{ code = "60", from = 60 }', '{ code = "60", from = 60 }, { code = "refused", is = "99" }')
    assert groups(coded(tmp_path, "Q,A\n1,98\n1,99\n", named + YES_NO)[0], "age") == ["60", "refused"]


def test_an_age_in_words_is_an_error(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,A\n1,20\n1,жаш\n", AGE + YES_NO)
    assert found(problems) == [("survey_group", "error", 3, "A", "жаш")]
    assert [problems[0].text(lang).split("18–29, ")[1].split(" — ")[0] for lang in LANGUAGES] == [
        "30–59, 60 жана андан көп",
        "30–59, 60 и больше",
        "30–59, 60 and more",
    ]
    assert json.loads(json.dumps(problems[0].as_json()))["params"]["allowed"]["en"] == "18–29, 30–59, 60 and more"


def test_digits_with_a_line_between_are_no_age(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,A\n1,1_9\n1,nan\n1,19\n", AGE + YES_NO)
    assert found(problems) == [("survey_group", "error", 2, "A", "1_9"), ("survey_group", "error", 3, "A", "nan")]


def test_a_number_below_nought_is_told_and_in_no_band_that_does_not_say_so(tmp_path: Path) -> None:
    young = AGE.replace("from = 18, to", "to")
    study, problems = coded(tmp_path, "Q,A\n1,0\n1,-1\n1,-99\n1,40\n", young + YES_NO)
    assert groups(study, "age") == ["18-29", None, None, "30-59"]
    assert [(each.code, each.severity, each.params["n"]) for each in problems] == [("survey_negative", "warning", 2)]
    assert all(problems[0].text(lang) for lang in LANGUAGES)
    named, problems = coded(tmp_path, "Q,A\n1,-1\n1,-99\n", young.replace('"айткан жок"', '"-1", "-99"') + YES_NO)
    assert groups(named, "age") == [None, None] and not problems
    below = AGE.replace("from = 18, to", "from = -5, to")
    assert groups(coded(tmp_path, "Q,A\n1,-5\n1,-6\n", below + YES_NO)[0], "age") == ["18-29", None]


def test_places_that_the_description_names_must_be_known(tmp_path: Path) -> None:
    toml = PLACE.replace('"south"', '"sourh"') + YES_NO
    _, problems = coded(tmp_path, "Q,P\n1,north\n", toml)
    assert found(problems) == [("survey_place_unknown", "error", None, "columns.places", "Т. = sourh")]
    sex = '[[group]]\ndimension = "sex"\ncolumn = "S"\nvalues = [{ code = "w" }, { code = "m" }]\n'
    cross = AGE + sex + '[cross]\npairs = [["sex", "age"]]\npairs_in = '
    text = "Q,A,S,P\n1,20,w,here\n1,20,w,north\n"
    _, problems = coded(tmp_path, text, PLACE + cross + '["Түндүк"]\n' + YES_NO)
    assert found(problems) == [("survey_place_unknown", "error", None, "cross.pairs_in", "Түндүк")]
    study, problems = coded(tmp_path, text, PLACE + cross + '["Бул жер", "south"]\n' + YES_NO)
    assert found(problems) == [("survey_pairs_nobody", "warning", None, "cross.pairs_in", "south")]
    assert study.plan.pairs_in == ("here",) and "here, north" in problems[0].text("en")


def test_bands_that_are_open_are_told_in_words(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,A\n1,жаш\n", AGE.replace("from = 18, to", "to") + YES_NO)
    assert "29 and less, 30–59, 60 and more" in problems[0].text("en")
    assert not any("inf" in problems[0].text(lang) for lang in LANGUAGES)


def test_places_by_name_by_code_and_by_the_words_of_the_description(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, "Q,P\n1,north\n1,Түштүк\n1,Т.\n", PLACE + YES_NO)
    assert not problems and study.responses.place.values == ("north", "south")
    assert study.responses.place.index.tolist() == [0, 1, 1]
    assert dict(study.plan.areas) == {"here": ("north", "south"), "north": ("north",), "south": ("south",)}
    _, problems = coded(tmp_path, "Q,P\n1,north\n1,Атлантида\n1,\n", PLACE + YES_NO)
    assert found(problems) == [("survey_place", "error", 3, "P", "Атлантида"), ("survey_place", "error", 4, "P", "")]


def test_one_place_is_not_told_twice(tmp_path: Path) -> None:
    study, _ = coded(tmp_path, "Q,P\n1,Бул жер\n1,here\n", PLACE + YES_NO)
    assert dict(study.plan.areas) == {"here": ("here",)}


@pytest.mark.parametrize(
    ("cross", "crossings", "pairs_in"),
    [("", ((), ("age",), ("sex",)), None),
     ('[cross]\npairs = [["sex", "age"]]\n', ((), ("age",), ("sex",), ("sex", "age")), ("here",)),
     ('[cross]\npairs = [["sex", "age"]]\npairs_in = ["north", "south"]\n',
      ((), ("age",), ("sex",), ("sex", "age")), ("north", "south"))],
)  # fmt: skip
def test_pairs_are_crossed_only_where_asked(
    tmp_path: Path, cross: str, crossings: tuple[tuple[str, ...], ...], pairs_in: tuple[str, ...] | None
) -> None:
    sex = '[[group]]\ndimension = "sex"\ncolumn = "S"\nvalues = [{ code = "w" }, { code = "m" }]\n'
    study, _ = coded(tmp_path, "Q,A,S,P\n1,20,w,north\n1,20,w,south\n", PLACE + AGE + sex + cross + YES_NO)
    assert (study.plan.crossings, study.plan.pairs_in) == (crossings, pairs_in)


@pytest.mark.parametrize(("name", "column"), [("stratum", "H"), ("psu", "U")])
def test_nobody_may_lack_a_stratum_or_a_sampling_unit(tmp_path: Path, name: str, column: str) -> None:
    toml = f'[columns]\n{name} = "{column}"\n'
    _, problems = coded(tmp_path, f"Q,{column}\n1,1\n1,\n", toml + YES_NO)
    assert found(problems) == [("survey_part_missing", "error", 3, column, "")]
    study, _ = coded(tmp_path, f"Q,{column}\n1,1\n1,2\n", toml + YES_NO)
    assert (study.design.strata, study.design.psu) == (name == "stratum", name == "psu")


@pytest.mark.parametrize("name", ["stratum", "psu"])
def test_strata_and_sampling_units_are_numbers_whatever_they_are_called(tmp_path: Path, name: str) -> None:
    study, problems = coded(tmp_path, "Q,U\n1,Ак-Суу\n1,Кара-Кужур\n0,ак-суу \n", f'[columns]\n{name} = "U"\n' + YES_NO)
    part = getattr(study.responses, name)
    assert part.index.tolist() == [0, 1, 0] and part.values == ("1", "2") and not problems
    assert "Суу" not in repr(study)


@pytest.mark.parametrize(
    ("name", "rows", "values", "refused"),
    [("stratum", 20, 11, True), ("stratum", 20, 10, False), ("stratum", 19, 19, False), ("psu", 40, 40, False)],
)
def test_a_stratum_of_almost_every_row_is_refused_and_a_sampling_unit_of_each_is_not(
    tmp_path: Path, name: str, rows: int, values: int, refused: bool
) -> None:
    text = "Q,U\n" + "".join(f"1,h{min(at, values - 1)}\n" for at in range(rows))
    _, problems = coded(tmp_path, text, f'[columns]\n{name} = "U"\n' + YES_NO)
    assert [(each.code, each.severity, each.column) for each in problems] == (
        [("survey_strata_many", "error", "U")] if refused else []
    )
    told = [each.text(lang) for each in problems for lang in LANGUAGES]
    assert all(str(values) in words and str(rows) in words for words in told)


def test_weights_with_a_comma_are_numbers(tmp_path: Path) -> None:
    study, _ = coded(tmp_path, 'Q,W\n1,"1,5"\n0,0.5\n', '[columns]\nweight = "W"\n' + YES_NO)
    assert study.responses.weight.tolist() == [1.5, 0.5] and study.design.weights


def test_of_answers_sent_again_the_lowest_counts_without_a_time_and_those_without_a_number_all_do(
    tmp_path: Path,
) -> None:
    study, problems = coded(tmp_path, "Q,U\n1,a\n0,b\n0,a\n1,\n1,\n", '[columns]\nid = "U"\n' + YES_NO)
    assert answers(study, "knows-plan") == ["no", "no", "yes", "yes"]
    assert [(each.code, each.severity, each.column, each.params) for each in problems] == [
        ("survey_repeated_rows", "warning", "U", {"n": 1})
    ]


def test_a_table_without_a_respondent_is_an_error(tmp_path: Path) -> None:
    assert [each.code for each in coded(tmp_path, "Q,R\n")[1] if each.severity == "error"] == ["survey_nobody"]


def test_the_wording_changes_with_the_words_the_answers_and_what_counts(tmp_path: Path) -> None:
    def wording(toml: str) -> str:
        return coded(tmp_path, "Q\n1\n", toml)[0].questions[0].wording

    asked = YES_NO + 'text = "Билесизби?"\n'
    same = asked.replace("Билесизби?", "билесизби? ").replace('"1", "Ооба"', '"1"')
    assert wording(asked) == wording(same), "how answers are written in the file is no matter"
    others = (
        asked.replace("Билесизби", "Көрдүңүзбү"),
        asked.replace('code = "no"', 'code = "never"'),
        asked.replace('"Жок"] }', '"Жок"], role = "unknown" }'),
        asked + 'wording = "wave-1"\n',
    )
    assert len({wording(asked), *map(wording, others)}) == 5
    assert wording(asked + 'wording = "wave-1"\n') == "wave-1"
