import re
import tomllib
from pathlib import Path

import pytest

import dashboard.i18n.catalogue as catalogue
import dashboard.intake as intake
from dashboard.i18n import keys
from dashboard.intake.problems import CATALOGUES, Problem, Refused, refuse

LANGUAGES = ("ky", "ru", "en")
CODE = re.compile(
    r"""(?:refuse|Problem|(?:Workbook|Picture)Refusal|BadNumber|BadDate|_tell|_cell)\(\s*"([a-z0-9_]+)\""""
)
OWN = ("table/numbers.py", "table/dates.py", "files", "pictures")


def own_codes() -> set[str]:
    folder = Path(intake.__file__).parent
    files = [
        file for name in OWN for file in ([folder / name] if name.endswith(".py") else (folder / name).glob("*.py"))
    ]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def texts(lang: str) -> dict[str, dict[str, str]]:
    file = Path(catalogue.__file__).parent / "catalogues" / lang / "problems.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_a_problem_is_told_as_row_column_value_what_and_what_to_do() -> None:
    problem = Problem("ambiguous_number", "question", row=12, column="План", value="1,234")
    assert problem.text("ky").startswith("12-сап, «План» мамычасы: «1,234» — санды эки түрдүү окууга болот")
    assert problem.text("ru").startswith("строка 12, столбец «План»: «1,234» — число можно прочитать двояко")
    assert problem.text("en").startswith("row 12, column “План”: “1,234” — the number can be read in two ways")
    assert all("number_style" in problem.text(lang) for lang in LANGUAGES)


def test_a_problem_without_a_place_is_only_what_and_what_to_do() -> None:
    assert Problem("file_empty", "error").text("en") == "the file is empty — Give a file that holds data."


def test_a_long_value_is_cut_and_the_report_is_plain_data() -> None:
    problem = Problem("not_a_number", "error", row=1, value="x" * 500, params={"sheet": "S"})
    assert problem.value is not None and len(problem.value) == 80
    assert problem.as_json() == {
        "code": "not_a_number",
        "severity": "error",
        "row": 1,
        "column": None,
        "value": problem.value,
        "params": {"sheet": "S"},
    }


def test_an_unknown_code_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        Problem("no_such_code", "error").text("en")


def test_a_refusal_carries_its_problems() -> None:
    refusal = refuse("file_too_big", size=300, most=200)
    assert isinstance(refusal, Refused)
    assert refusal.problems == (Problem("file_too_big", "error", params={"size": 300, "most": 200}),)
    assert "300" in refusal.problems[0].text("ky")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_the_readers_has_words_in_every_language(lang: str) -> None:
    codes = own_codes() | {"too_precise"}
    assert len(codes) > 30
    for code in codes:
        for part in ("what", "do"):
            assert {f"{words}.{code}.{part}" for words in CATALOGUES} & keys(lang), (code, part)


def test_the_three_languages_use_the_same_values() -> None:
    english = texts("en")
    for lang in ("ky", "ru"):
        other = texts(lang)
        assert other.keys() == english.keys()
        for code, parts in english.items():
            for part, words in parts.items():
                assert sorted(re.findall(r"{\w+}", words)) == sorted(re.findall(r"{\w+}", other[code][part])), code
