"""Answers of a form as a study reads them: what the description says of them, beside what the form does."""

from __future__ import annotations

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.intake.problems import Refused
from dashboard.intake.surveys.exports.kobo import read_of_form
from dashboard.intake.surveys.forms.form import parse_form
from dashboard.intake.surveys.study.questions import OTHER
from tests.intake.surveys.exports import Asked, Cells, in_memory, survey_sheets
from tests.intake.surveys.made import answers, coded_study, coded_with_form, found
from tests.intake.surveys.made import described as described_study

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


BEEN = Asked("been", "select_multiple_from_file p.csv")
TOWNS = """
[[question]]
indicator = "channels-used"
column = "been"
answers = [{ code = "osh" }, { code = "naryn", is = ["naryn", "Нарын шаары"] }]
"""
WORDS = "кайнагам_Асан_Бакиров"


@pytest.mark.parametrize("kind", ["select_multiple_from_file p.csv", "select_one_from_file p.csv"])
@pytest.mark.parametrize("rows", [[["been"], [WORDS]], [[f"been/{WORDS}"], ["1"]]])
def test_answers_nobody_lists_are_asked_for_and_no_word_of_the_cells_is_told(kind: str, rows: Cells) -> None:
    toml = TOWNS[: TOWNS.index("answers")]
    with pytest.raises(Refused) as refused:
        coded_with_form([Asked("been", kind), ROADS], [[*rows[0], "roads"], [*rows[1], "1"]], toml)
    assert found(refused.value.problems) == [("survey_no_answers", "error", None, "been", "channels-used")]
    assert all("answers" in refused.value.problems[0].text(lang) for lang in LANGUAGES)


def test_free_text_of_a_form_needs_answers_to_be_described() -> None:
    toml = TOWNS[: TOWNS.index("answers")].replace("channels-used", "channel-preferred")
    study, problems = coded_with_form([Asked("been"), ROADS], [["been", "roads"], [WORDS, "1"]], toml)
    assert ("survey_no_answers", "error", None, "been", "channel-preferred") in found(problems)
    assert not study.indicators and WORDS not in repr((study.questions, problems))


@pytest.mark.parametrize(
    "rows",
    [[["been"], ["osh naryn"], ["osh"], [""]], [["been"], ["osh Нарын шаары"], ["osh"], [""]],
     [["been/osh", "been/naryn"], ["1", "1"], ["1", "0"], ["", ""]]],
)  # fmt: skip
def test_answers_from_a_file_are_those_of_the_description(rows: Cells) -> None:
    whole = [[*row, "1"] for row in rows]
    whole[0][-1] = "roads"
    study, problems = coded_with_form([BEEN, ROADS], whole, TOWNS)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert answers(study, "channels-used:osh") == ["1", "1", None]
    assert answers(study, "channels-used:naryn") == ["1", "0", None]


def test_an_answer_from_a_file_that_the_description_lacks_is_an_error() -> None:
    _, problems = coded_with_form([BEEN, ROADS], [["been", "roads"], ["osh talas", "1"]], TOWNS)
    assert ("kobo_answer_unknown", "error", 2, "been", "talas") in found(problems)
    _, problems = coded_with_form([BEEN, ROADS], [["been/osh", "been/talas", "roads"], ["1", "1", "1"]], TOWNS)
    assert ("kobo_option_lost", "error", 2, "been/talas", None) in found(problems)
    home = TOWNS.replace("channels-used", "channel-preferred")
    asked = [Asked("been", "select_one_from_file p.csv"), ROADS]
    study, problems = coded_with_form(asked, [["been", "roads"], ["osh", "1"], ["talas", "1"]], home)
    assert ("survey_answer", "error", 3, "been", "talas") in found(problems)
    assert answers(study, "channel-preferred") == ["osh", None]


NEWS = Asked("news", "select_multiple", {"ky": "Кайдан?"}, (("board", {"ky": "Тактай"}), ("wa", {"ky": "WhatsApp"})))
COLUMNS = """
[[question]]
indicator = "channels-used"
columns = { b = "news/board", w = "news/wa" }
answers = [{ code = "b" }, { code = "w", is = "W" }, { code = "never" }]
"""


@pytest.mark.parametrize(
    "rows",
    [[["news/board", "news/wa"], ["1", "0"], ["1", "1"], ["", ""]],
     [["Кайдан?/Тактай", "Кайдан?/WhatsApp"], ["1", "0"], ["1", "1"], ["", ""]],
     [["news"], ["board"], ["board wa"], [""]]],
)  # fmt: skip
def test_ticks_may_be_named_as_kobotoolbox_calls_their_columns(rows: Cells) -> None:
    whole = [[*row, "1" if at else "roads"] for at, row in enumerate(rows)]
    study, problems = coded_with_form([NEWS, ROADS], whole, COLUMNS)
    assert not [each for each in problems if each.severity in ("error", "question", "warning")]
    assert answers(study, "channels-used:b") == ["1", "1", None]
    assert answers(study, "channels-used:w") == ["0", "1", None]
    assert study.questions[0].texts.ky == "Кайдан?"
    assert ("dropped_unused", "info", None, "news", None) not in found(problems)


def test_ticks_of_a_question_the_form_has_not_are_told_with_how_to_name_them() -> None:
    for wrong in (COLUMNS.replace("news/wa", "news/tv"), COLUMNS.replace("news/", "nws/")):
        with pytest.raises(Refused) as refused:
            coded_with_form([NEWS, ROADS], [["news/board", "roads"], ["1", "1"]], wrong)
        first = refused.value.problems[0]
        assert first.code == "survey_question_missing" and "news" in first.text("en")
        assert all("/" in first.text(lang) for lang in LANGUAGES)


def test_a_cell_that_is_no_tick_is_told_once() -> None:
    rows = [["news/board", "roads"], *[["maybe", "1"]] * 30, ["often", "1"]]
    _, problems = coded_with_form([NEWS, ROADS], rows, COLUMNS)
    told = [each for each in problems if each.code == "kobo_tick_unknown"]
    assert [(each.row, each.value, each.params["n"]) for each in told] == [(2, "maybe", 30), (32, "often", 1)]


LANGUAGES_OF_FORM = {"Кыргызча (ky)": "Тактай, айылда", "Русский (ru)": "Доска, в селе"}
OFFERED = '[[question]]\nindicator = "channels-used"\ncolumn = "news"\n'
OFFERED += '[[question]]\nindicator = "channel-preferred"\ncolumn = "best"\n'


@pytest.mark.parametrize("language", LANGUAGES_OF_FORM)
@pytest.mark.parametrize("split", [True, False])
def test_other_that_a_form_adds_is_read_from_labels_of_every_language(language: str, split: bool) -> None:
    board, titles = LANGUAGES_OF_FORM[language], {lang: f"{{}} ({lang})" for lang in LANGUAGES_OF_FORM}
    options = (("board", LANGUAGES_OF_FORM), ("wa", dict.fromkeys(LANGUAGES_OF_FORM, "WhatsApp")))
    sheets = survey_sheets(
        [
            Asked("news", "select_multiple", {lang: title.format("Q") for lang, title in titles.items()}, options),
            Asked("best", "select_one", {lang: title.format("B") for lang, title in titles.items()}, options),
        ]
    )
    sheets["survey"] = [[f"{row[0]} or_other" if at else row[0], *row[1:]] for at, row in enumerate(sheets["survey"])]
    news, best = (titles[language].format(letter) for letter in "QB")
    rows: Cells = [[news, best], ["WhatsApp Other", "Other"], [board, board], ["", "Other"]]
    if split:
        rows = [
            [f"{news}/{each}" for each in (board, "WhatsApp", "Other")] + [best],
            [0, 1, 1, "Other"],
            [1, 0, 0, board],
            ["", "", "", "Other"],
        ]
    spec = described_study(OFFERED)
    study, problems = coded_study(read_of_form(parse_form(in_memory(sheets)), in_memory({"data": rows}), spec), spec)
    assert not [each for each in problems if each.severity in ("error", "question")]
    assert answers(study, "channels-used:other") == ["1", "0", None]
    assert answers(study, "channels-used:wa") == ["1", "0", None]
    assert answers(study, "channel-preferred") == ["other", "board", "other"]
    assert [each.names for each in study.questions[1].answers if each.code == "other"] == [OTHER.names]
