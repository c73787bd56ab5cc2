"""Answers of a form as a study reads them: what the description says of them, beside what the form does."""

from __future__ import annotations

from tests.intake.surveys.exports import Asked
from tests.intake.surveys.made import answers, coded_with_form, found

YES = "Абдан канааттанам"
SCALE = tuple((str(at), {"ky": text}) for at, text in enumerate((YES, "Канааттанам", "Жок"), 1))
ROADS = Asked("roads", "select_one", {"ky": "Жолдорго?"}, SCALE)
QUESTION = """
[[question]]
indicator = "effective"
column = "roads"
answers = [{ code = "3", is = IS1, role = "top" }, { code = "2", is = IS2 }, { code = "1", is = IS3 }]
"""


def described(first: str, second: str, third: str) -> str:
    return QUESTION.replace("IS1", f'"{first}"').replace("IS2", f'"{second}"').replace("IS3", f'"{third}"')


def test_a_scale_of_a_form_coded_the_other_way_round_is_turned() -> None:
    study, problems = coded_with_form([ROADS], [["roads"], ["1"], ["2"], ["3"]], described("1", "2", "3"))
    assert answers(study, "effective") == ["3", "2", "1"] and not problems


def test_answers_of_a_form_may_be_described_by_what_people_read() -> None:
    toml = described(YES, "канааттанам", "ЖОК")
    study, problems = coded_with_form([ROADS], [["roads"], ["1"], ["2"], ["3"]], toml)
    assert answers(study, "effective") == ["3", "2", "1"] and not problems


def test_a_name_of_the_form_goes_before_the_words_of_another_answer() -> None:
    options = (("1", {"ky": "3"}), ("2", {"ky": "2"}), ("3", {"ky": "1"}), ("4", {"ky": "1"}))
    asked = Asked("roads", "select_one", {"ky": "Жолдорго?"}, options)
    rows = [["roads", "_id"], ["1", "1"], ["3", "2"], ["4", "3"]]
    study, problems = coded_with_form([asked], rows, described("1", "2", "3"))
    assert answers(study, "effective") == ["3", "1", None]
    assert [each for each in found(problems) if each[1] == "error"] == [("survey_answer", "error", 4, "roads", "4")]


def test_ticks_of_a_form_whose_names_are_codes_of_other_answers_are_not_mixed_up() -> None:
    options = (("1", {"ky": "Тактай"}), ("2", {"ky": "WhatsApp"}))
    asked = Asked("news", "select_multiple", {"ky": "Кайдан?"}, options)
    toml = """
[[question]]
indicator = "channels-used"
column = "news"
answers = [{ code = "2", is = "1" }, { code = "1", is = "2" }]
"""
    study, problems = coded_with_form([asked], [["news"], ["1"], ["2"], ["1 2"]], toml)
    assert answers(study, "channels-used:2") == ["1", "0", "1"] and not problems
    assert answers(study, "channels-used:1") == ["0", "1", "1"]
