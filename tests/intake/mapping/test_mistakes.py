"""Whatever a TOML file says, it is read, or every mistake is one line in three languages; there is no traceback."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.cli.schema import FILES
from dashboard.i18n import LANGUAGES
from dashboard.intake.mapping.load import BadMapping
from dashboard.intake.mapping.words import node_at, resolved
from dashboard.intake.problems import Problem

GOOD = {
    "budget": '[columns]\nlabel = "x"\n[[amounts]]\ncolumn = "plan"\nphase = "approved"\n',
    "works": '[columns]\ntitle = "x"\nstatus = "y"\n',
    "study": """
[study]
key = "made"
place = "here"
kind = "probability"
mode = "paper"
to = 2025-09-20
title = "Made"
[[question]]
indicator = "knows-plan"
column = "Q"
answers = [{ code = "yes", is = ["1"], role = "top" }, { code = "no" }]
""",
}
#: What stands in the file, the key that is named, what is said to stand there.
TABLES = [
    ("[code]\ndigits = '4'", "code.digits", '"4"'),
    ("[code]\ndigits = 4.0", "code.digits", "4.0"),
    ("[code]\ndigits = true", "code.digits", "true"),
    ("[code]\ndigits = -1", "code.digits", "-1"),
    ("[code]\ndigits = 1000000000000", "code.digits", "1000000000000"),
    ("[code]\nstrip = 5", "code.strip", "5"),
    ("[code]\npad = 'yes'", "code.pad", '"yes"'),
    ("[hierarchy]\ntail = '1'", "hierarchy.tail", '"1"'),
    ("[hierarchy]\ntail = -3", "hierarchy.tail", "-3"),
    ("[hierarchy.parents]\n'1110' = 1000", "hierarchy.parents.1110", "1000"),
    ("[totals]\nwords = 'no'", "totals.words", '"no"'),
    ("[totals]\nfund = 'every'", "totals.fund", '"every"'),
    ("[[totals.total]]\npatern = 'x'", "totals.total[1].patern", None),
    ("[classify.source]\nexact = 'x'", "classify.source.exact", '"x"'),
    ("[classify]\nsource = 'x'", "classify.source", '"x"'),
    ("[classify.source.exact]\n'1' = 5", "classify.source.exact.1", "5"),
    ("[numbers]\nblank = 'nothing'", "numbers.blank", '"nothing"'),
    *(
        (f"{table}{{ fiscal_year = {year} }}{rest}", f"{key}.fiscal_year", year)
        for table, rest, key in (
            ("constants = ", "", "constants"),
            ("defaults = ", "", "defaults"),
            ("[[sections]]\nset = ", "\nwords = 'x'", "sections[1].set"),
        )
        for year in ('"next year"', '""', '"25"', "1999", "2101", "20255", '"2101"', "2025.0", "2025-01-01", "true")
    ),
    ("[[amounts]]\ncolumn = 'plan'\nfiscal_year = 1999", "amounts[1].fiscal_year", "1999"),
]
SHARED = [
    ("[sheet]\nskip_rows = 3", "sheet.skip_rows", "3"),
    ("[sheet]\nskip_rows = [1, true]", "sheet.skip_rows[2]", "true"),
    ("[sheet]\nskip_rows = [0]", "sheet.skip_rows[1]", "0"),
    ("[sheet]\nnumber = -1", "sheet.number", "-1"),
    ("[sheet]\nheader = [0, 1]", "sheet.header", "[0, 1]"),
    ("[sheet]\nheader = 1.0", "sheet.header", "1.0"),
    ("[sheet]\nheader_rows = 1000000000", "sheet.header_rows", "1000000000"),
    ("[sheet]\nname = 5", "sheet.name", "5"),
    ("[sheet]\nfind = [true]", "sheet.find", "[true]"),
    ("[[sheet]]", "sheet", "[{  }]"),
    ("[document]\nauthority = 'high'", "document.authority", '"high"'),
    ("[document]\nauthority = 7", "document.authority", "7"),
    ("[document]\nauthority = '2'", "document.authority", '"2"'),
    ("[document]\nauthority = 2.0", "document.authority", "2.0"),
    ("[document]\nauthority = true", "document.authority", "true"),
    ("[document]\ndate = 2025-09-01T10:00:00", "document.date", "2025-09-01T10:00:00"),
    ("[document]\ndate = 2025", "document.date", "2025"),
    ("[document]\ntitel = 'x'", "document.titel", None),
    ("[numbers]\nunit = 5", "numbers.unit", "5"),
    ("[numbers]\ndate_order = 'dym'", "numbers.date_order", '"dym"'),
    ("[numbers]\nnumber_style = ['comma']", "numbers.number_style", '["comma"]'),
    ("[[where]]\ncolumn = 'a'\npattern = '('", "where[1].pattern", '"("'),
    ("[[where]]\nin = 'C'", "where[1].in", '"C"'),
    ("[[where]]\nin = [[]]", "where[1].in", "[[]]"),
    ("[[where]]\ncolumn = 0\nequals = 'x'", "where[1].column", "0"),
    ("[[where]]\ncolumn = { column = 'a', joim = '-' }\nequals = 'x'", "where[1].column.joim", None),
    ("[where]\ncolumn = 'a'", "where", '{ column = "a" }'),
    ("[[sections]]\nwords = ['x']\nskip = 'yes'", "sections[1].skip", '"yes"'),
    ("[[sections]]\nwords = ['x']\nset = { unit = 'crore' }", "sections[1].set.unit", '"crore"'),
    ("[[sections]]\nskip = true", "sections[1]", None),
    ("[[sections]]\nwords = 5", "sections[1].words", "5"),
    ("[[sections]]\nwords = ['x', 5]", "sections[1].words", '["x", 5]'),
    ("[[where]]\nwords = 5", "where[1].words", "5"),
    ("[constants]\nmunicipality = true", "constants.municipality", "true"),
    ("[defaults]\nmunicipality = []", "defaults.municipality", "[]"),
    ("[values]\nmunicipality = 'x'", "values.municipality", '"x"'),
    ("[nonsense]", "nonsense", None),
]
OF_FILES = [
    ("[file]\nencoding = 5", "file.encoding", "5"),
    ("[file]\nencoding = 'utf-88'", "file.encoding", '"utf-88"'),
    ("[file]\nencoding = 'base64'", "file.encoding", '"base64"'),
    ("[file]\nencoding = 'a\\u0000b'", "file.encoding", None),
    ("[file]\ndelimiter = ';;'", "file.delimiter", '";;"'),
    ("[file]\ndelimiter = ''", "file.delimiter", '""'),
    ("[file]\ndelimiter = '\"'", "file.delimiter", None),
    ("[file]\ndelimiter = 5", "file.delimiter", "5"),
    ("[file]\nencodings = 'utf-8'", "file.encodings", None),
    ("file = 'x.csv'", "file", '"x.csv"'),
    ("name = 'x'", "name", None),
    ("sha256 = 'x'", "sha256", None),
]
WORKS = [
    ("[numbers.styles]\nquantity = 'mixt'", "numbers.styles.quantity", '"mixt"'),
    ("[numbers]\nunreadable = true", "numbers.unreadable", "true"),
    ("[points]\nbox = [39.0, 69.0, true, 80.0]", "points.box", "[39.0, 69.0, true, 80.0]"),
    ("[points]\nbox = [nan, nan, nan, nan]", "points.box", "[nan, nan, nan, nan]"),
    ("[points]\nbox = 5", "points.box", "5"),
    ("[key]\nfrom = 'title'", "key.from", '"title"'),
    ("[key]\nfrom = []", "key.from", "[]"),
    ("[[funding]]\nsource = 5", "funding[1].source", "5"),
    ("[[links]]\ncolumn = 'a'\ntitle = 5", "links[1].title", "5"),
    ("format = 5", "format", "5"),
]
STUDY = [
    ("[limits]\nfew = 10.0", "limits.few", "10.0"),
    ("[limits]\nfew = -10", "limits.few", "-10"),
    ("[paper]\nauthority = 'high'", "paper.authority", '"high"'),
    ("[paper]\nauthority = '2'", "paper.authority", '"2"'),
    ("[paper]\nauthority = 2.0", "paper.authority", "2.0"),
    ("[paper]\ndate = '2025-13-01'", "paper.date", '"2025-13-01"'),
    ("[file]\nsheet = 5", "file.sheet", "5"),
    ("[columns]\nplace = 'p'\nplaces = 5", "columns.places", "5"),
    ("[cross]\npairs = 'sex'", "cross.pairs", '"sex"'),
    ("[cross]\npairs = [['sex', []]]", "cross.pairs", '[["sex", []]]'),
    ("group = 5", "group", "5"),
    ("[[group]]\ndimension = ['sex']\ncolumn = 'S'\nvalues = [{ code = 'w' }]", "group[1].dimension", '["sex"]'),
    ("[[group]]\ndimension = 'sex'\ncolumn = 'S'\nvalues = []", "group[1].values", "[]"),
    ("[[group]]\ndimension = 'sex'\ncolumn = 'S'\nvalues = [{ code = 'w', name = { ky = 'a', fr = 'b' } }]",
     "group[1].values[1].name.fr", None),
]  # fmt: skip
WRONG = [
    *(("budget", *each) for each in (*TABLES, *SHARED, *OF_FILES)),
    *(("works", *each) for each in (*SHARED, *OF_FILES, *WORKS)),
    *(("study", *each) for each in (*OF_FILES, *STUDY)),
]


def problems(kind: str, table: dict[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with a file, () where nothing is; all of it can be said in one line in every language."""
    try:
        FILES[kind].read(table, "made", "0" * 64)
    except BadMapping as bad:
        for problem in bad.problems:
            assert all(problem.text(lang) and "\n" not in problem.text(lang) for lang in LANGUAGES)
        return bad.problems
    return ()


@pytest.mark.parametrize("kind", FILES)
def test_the_files_that_are_spoilt_here_are_good(kind: str) -> None:
    assert problems(kind, tomllib.loads(GOOD[kind])) == ()


@pytest.mark.parametrize(("kind", "wrong", "key", "found"), WRONG)
def test_a_wrong_value_is_one_line_with_file_key_and_what_stands_there(
    kind: str, wrong: str, key: str, found: str | None
) -> None:
    good = tomllib.loads(GOOD[kind])
    [problem] = problems(kind, {**good, **tomllib.loads(wrong)})
    assert problem.value == key
    for lang in LANGUAGES:
        assert "made.toml" in problem.text(lang) and (found is None or found in problem.text(lang))


def test_all_mistakes_of_a_file_are_told_at_once_and_each_once() -> None:
    every = tomllib.loads(
        "\n".join(wrong for wrong, *_ in (TABLES[0], TABLES[7], TABLES[10], *SHARED[:1], *OF_FILES[:1]))
    )
    every |= {"amounts": [{"colum": "plan", "phase": "aproved"}, {"column": 1.5}, {}]}
    found = problems("budget", every)
    assert sorted(str(problem.value) for problem in found) == [
        "amounts[1].colum", "amounts[1].phase", "amounts[2].column", "amounts[3].column", "code.digits",
        "file.encoding", "hierarchy.tail", "sheet.skip_rows", "totals.words",
    ]  # fmt: skip
    said = {str(problem.value): problem.text("en") for problem in found}
    assert "the closest is: column" in said["amounts[1].colum"]
    assert "forecast, approved, revised, executed; the closest one is approved" in said["amounts[1].phase"]
    assert 'has "4"; it must be: a whole number, from 0 to 40' in said["code.digits"]
    assert "see docs/importing.md" in said["amounts[1].phase"]


def test_a_pattern_that_does_not_compile_is_refused_with_the_reason() -> None:
    for pattern in ("(", "[", "(?P<a", "*", "(?:x){99999999999}", "(" * 3000):
        table = {**tomllib.loads(GOOD["budget"]), "where": [{"pattern": pattern}]}
        [problem] = problems("budget", table)
        assert problem.value == "where[1].pattern" and problem.params["reason"]


def test_a_pattern_that_is_none_is_said_to_be_none_with_what_is_allowed() -> None:
    table = {**tomllib.loads(GOOD["budget"]), "where": [{"column": "a", "pattern": "("}]}
    [problem] = problems("budget", table)
    reason = "(missing ), unterminated subpattern at position 0)"
    for lang, none, allowed in (
        ("ky", "регулярдык туюнтма эмес", "мүмкүн: регулярдык туюнтма, мисалы"),
        ("ru", "это не регулярное выражение", "можно: регулярное выражение, например"),
        ("en", "which is not a regular expression", "allowed: a regular expression, for example"),
    ):
        assert f'{none} {reason}; {allowed} "^\\\\d{{4}}"' in problem.text(lang)


@pytest.mark.parametrize(
    ("kind", "wrong", "begins"),
    [
        ("study", {"question": [{"indicator": "knows-plan", "column": "Q", "answers": 5}]}, "[[question.answers]]"),
        ("study", {"question": [{"indicator": "knows-plan", "column": "Q", "answers": [5]}]}, "[[question.answers]]"),
        ("study", {"question": 5}, "[[question]]"),
        ("budget", {"where": [5]}, "[[where]]"),
        ("budget", {"sections": [{"words": "x", "set": 5}]}, "[sections.set]"),
        ("budget", {"totals": {"total": 5}}, "[[totals.total]]"),
        ("budget", {"sheet": 5}, "[sheet]"),
    ],
)
def test_a_table_is_asked_for_as_toml_begins_it(kind: str, wrong: dict[str, Any], begins: str) -> None:
    [problem] = problems(kind, {**tomllib.loads(GOOD[kind]), **wrong})
    assert problem.params["wanted"] == dict.fromkeys(LANGUAGES, begins)
    tomllib.loads(begins)


@pytest.mark.parametrize("table", ["constants", "defaults", "sections"])
@pytest.mark.parametrize("year", [2000, 2100, "2025", "2025-жыл", " 2025 г."])
def test_a_fiscal_year_is_a_number_or_a_text_that_begins_with_it(table: str, year: object) -> None:
    told = {"fiscal_year": year}
    wrong = {"sections": [{"words": "x", "set": told}]} if table == "sections" else {table: told}
    assert problems("budget", {**tomllib.loads(GOOD["budget"]), **wrong}) == ()


def test_what_may_stand_for_a_fiscal_year_is_said_with_its_bounds() -> None:
    [problem] = problems("budget", {**tomllib.loads(GOOD["budget"]), "defaults": {"fiscal_year": "next year"}})
    assert 'allowed: a year (2025 or "2025-жыл"), from 2000 to 2100' in problem.text("en")


@pytest.mark.parametrize(
    ("kind", "path"),
    [("budget", ("sections", 0, "words")), ("works", ("where", 0, "words")), ("budget", ("sheet", "find")),
     ("works", ("sheet", "find")), ("study", ("question", 0, "answers", 0, "is"))],
)  # fmt: skip
@pytest.mark.parametrize("value", [5, ["x", 5]])
def test_the_schema_and_the_examples_take_numbers_where_the_reader_does(
    kind: str, path: tuple[str | int, ...], value: object
) -> None:
    node = node_at(FILES[kind].json_schema, path)
    item, listed = node["anyOf"]
    taken = problems(kind, put(tomllib.loads(GOOD[kind]), path, value)) == ()
    assert item == listed["items"] and ("integer" in item["type"]) is taken is (5 in node["examples"])
    assert taken is (path[-1] != "words")


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize(
    "text",
    [b"[study\n", b"\xff\xfe", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"a.b = 1\na = 2", b"d = 2025-13-45"],
)
def test_what_is_no_toml_is_said_to_be_none(kind: str, text: bytes, tmp_path: Any) -> None:
    (tmp_path / "bad.toml").write_bytes(text)
    with pytest.raises(BadMapping) as bad:
        FILES[kind].load(tmp_path / "bad.toml")
    assert [problem.code.endswith("_not_toml") for problem in bad.value.problems] == [True]
    assert all(bad.value.problems[0].text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(("lang", "said"), [("ky", "турат"), ("ru", "стоит"), ("en", " has ")])
@pytest.mark.parametrize(
    ("command", "option"),
    [(["check"], "--mapping"), (["import", "works"], "--mapping"), (["import", "survey"], "--study")],
)
def test_the_command_line_says_every_mistake_and_ends_with_2(
    command: list[str], option: str, lang: str, said: str, tmp_path: Path
) -> None:  # fmt: skip
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "my.toml").write_text("[file]\nencoding = 5\ndelimiter = ';;'\n[colums]\n", encoding="utf-8")
    arguments = [*command, str(tmp_path / "data.csv"), option, str(tmp_path / "my.toml"), "--lang", lang]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    for key in ("file.encoding", "file.delimiter", "colums"):
        assert any(f"{key}" in line and "my.toml" in line for line in done.stderr.splitlines())
    assert said in done.stderr


def paths(kind: str) -> Iterator[tuple[str | int, ...]]:
    """Every key that a file of this kind may have, lists with one item."""
    root = FILES[kind].json_schema

    def below(node: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        node = resolved(node, root)
        for key, each in node.get("properties", {}).items():
            yield (*path, key)
            yield from below(each, (*path, key))
        if isinstance(items := node.get("items"), dict):
            yield (*path, 0)
            yield from below(items, (*path, 0))
        if isinstance(node.get("additionalProperties"), dict):
            yield (*path, "any")
            yield from below(node["additionalProperties"], (*path, "any"))

    return below(root, ())


def put(table: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The table with this value at that path, made where it leads through nothing."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        listed = list(table) if isinstance(table, list) and table else [None]
        return [put(listed[0], rest, value), *listed[1:]]
    known = dict(table) if isinstance(table, dict) else {}
    return {**known, first: put(known.get(first), rest, value)}


WORDS = st.sampled_from(
    ["", " ", "x", "sex", "age", "top", "year", "som", "auto", "utf-8", "hex", "(", "[[a", ";", "\0", "title", "plan",
     "ky", "a\nb", "9" * 50, "²", "2025-09-01", "probability", "mixed", "budget", "revenue", "undefined", "idna"]
)  # fmt: skip
SCALARS = st.one_of(
    st.booleans(), st.integers(), st.integers(-2, 12), st.integers(min_value=10**30), st.floats(), WORDS,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1, 1, 1)), st.times(time(0, 0)),
)  # fmt: skip
KEYS = st.one_of(
    WORDS, st.sampled_from(["column", "columns", "code", "is", "from", "to", "name", "ky", "in", "equals", "pattern"])
)
VALUES = st.recursive(
    SCALARS, lambda each: st.one_of(st.lists(each, max_size=4), st.dictionaries(KEYS, each, max_size=4)), max_leaves=8
)


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_content_whatever_ends_in_a_traceback(kind: str, data: st.DataObject) -> None:
    table: Any = tomllib.loads(GOOD[kind])
    for path in data.draw(st.lists(st.sampled_from(sorted(paths(kind), key=str)), max_size=4)):
        table = put(table, path, data.draw(VALUES))
    table |= data.draw(st.dictionaries(KEYS, VALUES, max_size=1))
    problems(kind, table)


@pytest.mark.parametrize("kind", FILES)
def test_numbers_texts_and_flags_are_strict_everywhere(kind: str) -> None:
    """A value of another scalar kind at any key is refused: nothing is converted on the way."""
    others: dict[str, Any] = {"integer": "4", "number": "4.5", "boolean": "true", "string": True}
    root = FILES[kind].json_schema
    for path in paths(kind):
        node = root
        for step in path:
            node = resolved(node, root)
            if isinstance(step, int):
                node = node["items"]
            else:
                node = node.get("properties", {}).get(step, node.get("additionalProperties"))
        for name in [node["type"]] if isinstance((node := resolved(node, root)).get("type"), str) else []:
            if name in others:
                assert problems(kind, put(tomllib.loads(GOOD[kind]), path, others[name])), (path, name)
