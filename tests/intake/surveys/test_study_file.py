"""STUDY.toml is read strictly: what is not known, of the wrong kind or meant twice is an error that names the key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.mapping.load import BadMapping
from dashboard.intake.surveys.study.schema import load_study
from dashboard.store.records import Names
from tests.conftest import ROOT
from tests.intake.surveys.made import HEAD, TICKS, YES_NO, described

GROUP = """
[[group]]
dimension = "sex"
column = "S"
values = [{ code = "w", is = ["f"] }, { code = "m", is = ["g"] }]
"""
AGE = """
[[group]]
dimension = "age"
column = "A"
values = [{ code = "young", from = 18, to = 29 }]
"""
ANY = dict.fromkeys(("file", "found", "known", "reason", "closest", "wanted", "value", "allowed"), "x")
WHOLE = HEAD + GROUP + AGE + YES_NO + TICKS


@pytest.mark.parametrize(
    ("changed", "to", "code", "key"),
    [
        ("[study]", "[studie]", "study_unknown_key", "studie"),
        ('key = "made"', "", "study_needs", "study.key"),
        ('key = "made"', 'key = "Made it"', "study_bad_value", "study.key"),
        ('place = "here"', "", "study_needs", "study.place"),
        ('kind = "probability"', 'kind = "random"', "study_bad_value", "study.kind"),
        ('kind = "probability"', 'kind = "published"', "study_bad_value", "study.kind"),
        ('mode = "paper"', 'mode = "pigeon"', "study_bad_value", "study.mode"),
        ("to = 2025-09-20", 'to = "2025"', "study_wrong_kind", "study.to"),
        ("to = 2025-09-20", "to = 2025-09-20T10:00:00", "study_wrong_kind", "study.to"),
        ("to = 2025-09-20", "to = 2025-09-20\nfrom = 2025-09-21", "study_bad_value", "study.from"),
        ('title = "Made"', "title = 5", "study_wrong_kind", "study.title"),
        ('title = "Made"', 'title = { ru = "Сделано" }', "study_needs", "study.title.ky"),
        ('title = "Made"', 'title = { ky = "a", de = "b" }', "study_unknown_key", "study.title.de"),
        ('title = "Made"', 'title = "a"\nlanguages = [1.5]', "study_wrong_kind", "study.languages"),
        ('dimension = "sex"', 'dimension = "shoes"', "study_bad_value", "group[1].dimension"),
        ('dimension = "sex"', 'dimension = "age"', "study_twice", "group.dimension"),
        ('column = "S"', "", "study_needs", "group[1].column"),
        ('column = "S"', 'colum = "S"', "study_unknown_key", "group[1].colum"),
        ('column = "S"', "column = 1.5", "study_wrong_kind", "group[1].column"),
        ('column = "S"', 'column = "S"\nnone = [true]', "study_wrong_kind", "group[1].none"),
        ('code = "m"', 'code = "w"', "study_twice", "group[1].values.code"),
        ('code = "m"', 'code = "m w"', "study_bad_value", "group[1].values[2].code"),
        ("from = 18, to = 29", "from = 29, to = 18", "study_bad_value", "group[2].values[1].from"),
        ("from = 18, to = 29", 'from = 18, is = ["x"]', "study_needs", "group[2].values[1].is"),
        ("from = 18, to = 29", "from = nan, to = 29", "study_wrong_kind", "group[2].values[1].from"),
        ("from = 18, to = 29", "from = true", "study_wrong_kind", "group[2].values[1].from"),
        ("from = 18, to = 29", "to = inf", "study_wrong_kind", "group[2].values[1].to"),
        ("from = 18, to = 29", "to = false", "study_wrong_kind", "group[2].values[1].to"),
        ("to = 29 }", 'to = 29 }, { code = "old", from = 29 }', "study_bands_overlap", "group[2].values"),
        ('{ code = "young"', '{ code = "any", to = 99 }, { code = "young"', "study_bands_overlap", "group[2].values"),
        ("to = 2025-09-20", "to = 2999-12-31", "study_bad_value", "study.to"),
        ('indicator = "knows-plan"', "", "study_needs", "question[1].indicator"),
        ('indicator = "knows-plan"', 'indicator = "channels-used"', "study_twice", "question.indicator"),
        ('column = "Q"', "", "study_needs", "question[1].column"),
        ('column = "Q"', "column = []", "study_wrong_kind", "question[1].column"),
        ('column = "Q"', 'column = "Q"\ncolumns = { yes = "Y" }', "study_needs", "question[1].column"),
        ('column = "Q"', 'columns = { maybe = "M" }', "study_bad_value", "question[1].columns"),
        ('column = "Q"', 'column = "Q"\nunknown_in_base = 1', "study_wrong_kind", "question[1].unknown_in_base"),
        ('role = "top"', 'role = "best"', "study_bad_value", "question[1].answers[1].role"),
        ('code = "no"', 'code = "yes"', "study_twice", "question[1].answers.code"),
        ('is = ["0", "Жок"]', 'is = ["1", "Жок"]', "study_twice", "question[1].answers.is"),
        ('"0", "Жок"', '"0", " ООБА "', "study_twice", "question[1].answers.is"),
        ('code = "no", is = ["0", "Жок"]', 'code = "ооба"', "study_twice", "question[1].answers.is"),
        ('is = ["g"]', 'is = ["F"]', "study_twice", "group[1].values.is"),
        ('code = "m", is = ["g"]', 'code = "F"', "study_twice", "group[1].values.is"),
        ('column = "S"', 'column = "S"\nnone = ["G "]', "study_twice", "group[1].values.is"),
        ('code = "no"', 'code = "a:b"', "study_bad_value", "question[1].answers[2].code"),
        ('code = "no"', 'kode = "no"', "study_unknown_key", "question[1].answers[2].kode"),
        ('answers = [\n  {', 'answer = [\n  {', "study_unknown_key", "question[2].answer"),
    ],
)  # fmt: skip
def test_one_mistake_is_named(changed: str, to: str, code: str, key: str) -> None:
    assert changed in WHOLE
    with pytest.raises(BadMapping) as bad:
        described(WHOLE.replace(changed, to, 1), "")
    [problem] = bad.value.problems
    assert problem.code == code and problem.value is not None and problem.value.startswith(key)
    assert all(problem.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("[limits]\nfew = 5\n", "limits.few"), ("[limits]\nfew = true\n", "limits.few"),
        ("[limits]\nlow = 5\n", "limits.low"), ("[limits]\nsmall = 29\n", "limits.small"),
        ("[columns]\nplaces = { a = 'b' }\n", "columns.place"),
        ("[columns]\nplace = 'P'\nplaces = { a = 1.5 }\n", "columns.places.a"),
        ("[columns]\nplace = 'P'\nplaces = { a = 'b', 'A ' = 'c' }\n", "columns.places"),
        ("[cross]\npairs_in = ['here']\n", "cross.pairs"),
        ("[personal]\ndrop = 5.5\n", "personal.drop"), ("[personal]\nhide = []\n", "personal.hide"),
        ("[columns]\nwheight = 'w'\n", "columns.wheight"), ("[columns]\nweight = ['w']\n", "columns.weight"),
        ("[columns]\nplaces = 'w'\n", "columns.places"), ("[file]\nsheets = 'a'\n", "file.sheets"),
        ("[file]\nempty = [1.5]\n", "file.empty"), ("[cross]\npairs = [['sex', 'income']]\n", "cross.pairs"),
        ("[cross]\npairs = [['sex', 'sex']]\n", "cross.pairs"), ("[cross]\npair = []\n", "cross.pair"),
        ("[paper]\ndate = 'May'\n", "paper.date"), ("[paper]\ntitel = 'a'\n", "paper.titel"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_section_of_its_own_is_named(more: str, key: str) -> None:
    with pytest.raises(BadMapping) as bad:
        described(WHOLE + more, "")
    assert bad.value.problems[0].value == key


def test_one_answer_may_have_a_text_in_several_spellings() -> None:
    spec = described(WHOLE.replace('"0", "Жок"', '"0", "Жок", "жок "').replace('["f"]', '["f", "F"]'), "")
    assert spec.questions[0].answers[1].texts == ("0", "Жок", "жок ") and spec.groups[0].values[0].texts == ("f", "F")


def test_bands_that_overlap_are_both_named_and_bands_that_meet_are_well() -> None:
    with pytest.raises(BadMapping) as bad:
        described(WHOLE.replace("to = 29 }", 'to = 39 }, { code = "old", from = 30 }'), "")
    assert all("young" in bad.value.problems[0].text(lang) for lang in LANGUAGES)
    assert all("old" in bad.value.problems[0].text(lang) for lang in LANGUAGES)
    described(WHOLE.replace("to = 29 }", 'to = 29 }, { code = "old", from = 30 }'), "")


@pytest.mark.parametrize("name", ["weight", "stratum", "psu"])
@pytest.mark.parametrize(("column", "told"), [("w", True), ("", False), (" ", False)])
def test_a_study_is_weighted_only_where_a_column_says_so(name: str, column: str, told: bool) -> None:
    facts = described(WHOLE + f'[columns]\n{name} = "{column}"\n', "").facts
    design = {"weight": facts.weighted, "stratum": facts.stratified, "psu": facts.clustered}
    assert design == {**dict.fromkeys(design, False), name: told}


@pytest.mark.parametrize(("more", "limits"), [("few = 40", (40, 40)), ("small = 50", (10, 50)), ("", (10, 30))])
def test_a_share_is_small_below_thirty_answers_or_more(more: str, limits: tuple[int, int]) -> None:
    facts = described(WHOLE + f"[limits]\n{more}\n", "").facts
    assert (facts.few, facts.small) == limits


def test_what_is_left_out_has_the_usual_values() -> None:
    spec = described(WHOLE, "")
    facts = spec.facts
    assert (facts.series, facts.few, facts.small, facts.from_day, facts.to_day) == (
        "made",
        10,
        30,
        None,
        date(2025, 9, 20),
    )
    assert (facts.weighted, facts.stratified, facts.clustered, facts.languages) == (False, False, False, ())
    assert facts.titles == Names("Made") and (spec.paper.key, spec.paper.title) == ("made", "Made")
    assert (spec.cross.pairs, spec.columns.id, spec.personal.drop, spec.file.empty) == (
        (),
        "",
        frozenset(),
        frozenset(),
    )
    first, ticks = spec.questions
    assert (first.unknown_in_base, first.refused_in_base, first.wording) == (True, False, "")
    assert [answer.role for answer in first.answers] == ["top", "other"] and ticks.separator == ", "
    assert spec.used == ("Q", "T", "S", "A")


def test_the_published_examples_are_read() -> None:
    for path in sorted((ROOT / "data/demo/surveys").glob("*.toml")):
        assert load_study(str(path)).questions


def test_every_key_of_the_guide_is_one_the_program_reads() -> None:
    """The description in the guide is read unchanged."""
    guide = (ROOT / "docs/surveys.md").read_text(encoding="utf-8")
    blocks = [block.split("```", 1)[0] for block in guide.split("```toml\n")[1:]]
    assert blocks
    for block in blocks:
        assert described(block, "").questions


def test_what_is_wrong_is_said_of_the_study_and_leads_to_its_guide() -> None:
    for code in ("not_found", "not_toml", "unknown_key", "wrong_kind", "bad_value", "needs", "twice"):
        for lang in LANGUAGES:
            said = " ".join(t(lang, f"survey_checks.study_{code}.{part}", **ANY) for part in ("what", "do"))
            assert "STUDY.toml" in said and "docs/surveys.md" in said, (code, lang)
            assert "importing.md" not in said and "mapping" not in said


def test_titles_are_found_whatever_their_blanks() -> None:
    text = WHOLE.replace('column = "Q"', 'column = " Q  1 "').replace('column = "S"', 'column = "S "')
    more = '[columns]\nweight = " w\u00a0t "\n[personal]\ndrop = ["a  b"]\nreviewed = [" c"]\n'
    spec = described(text + more, "")
    assert (spec.questions[0].columns, spec.groups[0].column, spec.columns.weight) == (("Q 1",), "S", "w t")
    assert (spec.personal.drop, spec.personal.reviewed) == ({"a b"}, {"c"})


def test_a_file_that_is_not_there_or_is_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as bad:
        load_study(str(tmp_path / "none.toml"))
    [problem] = bad.value.problems
    assert problem.code == "study_not_found" and str(problem.value).startswith(str(tmp_path)[:40])
    assert "budget" not in problem.text("en") and all(problem.text(lang) for lang in LANGUAGES)
    (tmp_path / "bad.toml").write_text("[study\n", encoding="utf-8")
    with pytest.raises(BadMapping) as bad:
        load_study(str(tmp_path / "bad.toml"))
    assert bad.value.problems[0].code == "study_not_toml"
