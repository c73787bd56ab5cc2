"""Before a budget is written, staff read what it would change, and are asked where a statement would shrink or jump."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.problems import Problem
from dashboard.intake.report import Report
from dashboard.store.publishing.budget import retract
from dashboard.store.tables import release, slice_
from tests.importing import import_files
from tests.intake.made import PLAN
from tests.watching import statements

UNITS = "code,kind,name_ky,currency\nsample,aiyl_aimak,Үлгү,KGS\nother,city,Башка,KGS\n"
COUNCIL = '[document]\nkey = "council"\ntitle = "Токтом"\ndate = 2025-01-20\nauthority = 3\n'
NEWS = '[document]\nkey = "news"\ntitle = "Жаңылык"\ndate = 2025-03-01\nauthority = 1\n'
LATER = COUNCIL.replace("council", "later").replace("2025-01-20", "2025-06-20")
TELLS = (
    "statements_new", "annex_added", "statement_replaced", "stands_beside", "lines_gone", "line_changed", "replaces",
)  # fmt: skip

Importing = Callable[..., Report]


@pytest.fixture
def importing(sqlite_engine: Engine, tmp_path: Path) -> Importing:
    """Import amounts by line: importing({"A": 1}, document, covers=…, part=…, part_role=…, accept=…, dry_run=…)."""
    units = tmp_path / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    assert import_files(sqlite_engine, "units", units).outcome == "published"

    def done(lines: dict[str, int | str], paper: str = COUNCIL, **told: object) -> Report:
        file = tmp_path / "plan.csv"
        file.write_text("line,plan\n" + "".join(f"{k},{v}\n" for k, v in lines.items()), encoding="utf-8")
        how = BUDGET_FILE.read(tomllib.loads(PLAN + paper), "made", paper)
        said = {name: str(told.pop(name)) for name in ("covers", "part", "part_role") if name in told}
        return import_files(sqlite_engine, "budget", file, how=how.told(**said), **told)

    return done


def told(report: Report) -> list[Problem]:
    return [each for each in report.problems if each.code in TELLS]


def codes(report: Report) -> list[str]:
    return [each.code for each in told(report)]


TEN: dict[str, int | str] = {f"L{n}": 10 for n in range(10)}


def test_what_is_new_is_counted_and_nothing_is_asked(importing: Importing) -> None:
    report = importing(TEN)
    assert (report.outcome, codes(report)) == ("published", ["statements_new"])
    (new,) = told(report)
    assert (new.severity, new.params["n"]) == ("info", 1)


def test_a_replaced_statement_is_told_with_totals_and_lines_of_both_and_its_largest_changes(
    importing: Importing,
) -> None:
    first = importing(TEN).release
    report = importing({**TEN, "L1": 11, "L2": 14, "L3": 9, "NEW": 1})
    assert report.outcome == "published"
    assert codes(report) == ["statement_replaced", *["line_changed"] * 3]
    replaced, *changed = told(report)
    assert replaced.params == {
        "release": first, "before": "100.00", "after": "105.00", "lines_before": 10, "lines": 11
    }  # fmt: skip
    assert "sample 2025 revenue approved 2025-12-31" in str(replaced.value)
    assert (changed[0].value, changed[0].params["before"], changed[0].params["after"]) == ("L2", "10.00", "14.00")
    assert {each.value for each in changed[1:]} == {"L1", "L3"}


def test_only_the_ten_largest_changes_are_told(importing: Importing) -> None:
    many: dict[str, int | str] = {f"L{n:02}": 1000 for n in range(15)}
    importing(many)
    report = importing({line: 1000 + n for n, line in enumerate(many)})
    assert [each.value for each in told(report) if each.code == "line_changed"] == [
        f"L{n:02}" for n in range(14, 4, -1)
    ]


def test_lines_that_would_be_gone_are_a_warning_with_their_number_and_names(importing: Importing) -> None:
    importing({**TEN, "OLD": 1, "OLDER": 2})
    report = importing(TEN)
    (gone,) = [each for each in told(report) if each.code == "lines_gone"]
    assert (report.outcome, gone.severity, gone.params["n"]) == ("published", "warning", 2)
    assert gone.params["lines"] in ("OLD, OLDER", "OLDER, OLD")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ({f"L{n}": 10 for n in range(8)}, ""),  # exactly four fifths of lines and total
        ({**{f"L{n}": 10 for n in range(6)}, "L6": 40}, "fewer lines"),
        ({**TEN, "L0": 15, "L5": 25}, ""),
        ({**TEN, "L0": 30.01}, "more than a fifth"),
        ({**TEN, "L0": -10.01}, "more than a fifth"),
        ({label: 0.01 for label in TEN}, "unit"),
        ({label: 10_000 for label in TEN}, "unit"),
    ],
)
def test_a_statement_that_would_shrink_or_jump_is_asked_about(
    importing: Importing, sqlite_engine: Engine, lines: dict[str, int | str], why: str
) -> None:
    importing(TEN)
    report = importing(lines)
    asked = [each for each in told(report) if each.code == "replaces"]
    assert (report.outcome, len(asked)) == (("question", 1) if why else ("published", 0))
    with sqlite_engine.connect() as connection:
        assert connection.execute(select(func.count()).where(release.c.subject == "budget")).scalar() == 2 - bool(why)
    if why:
        assert why in asked[0].text("en") and "--accept replaces" in asked[0].text("en")
        assert all("100.00" in asked[0].text(lang) for lang in ("ky", "ru", "en"))
        assert importing(lines, accept=("replaces",)).outcome == "published"


def test_a_check_tells_the_same_and_writes_nothing(importing: Importing, sqlite_engine: Engine) -> None:
    importing(TEN)
    checked = importing({"L1": 10}, dry_run=True)
    assert (checked.outcome, "replaces" in codes(checked)) == ("question", True)
    assert codes(importing({**TEN, "L1": 11}, dry_run=True)) == ["statement_replaced", "line_changed"]
    with sqlite_engine.connect() as connection:
        assert connection.execute(select(func.count()).where(release.c.subject == "budget")).scalar() == 1


@pytest.mark.parametrize(("covers", "named"), [("own_revenue", "own_revenue"), ("transfers", "transfers")])
def test_the_same_document_with_another_coverage_is_asked_about_and_then_stands_beside(
    importing: Importing, sqlite_engine: Engine, covers: str, named: str
) -> None:
    importing(TEN)
    report = importing({"L1": 10, "L2": 10}, covers=covers)
    assert report.outcome == "question"
    (asked,) = [each for each in told(report) if each.code == "replaces"]
    assert "covered another part" in asked.text("en") and f"({named})" in str(asked.value)
    assert importing({"L1": 10, "L2": 10}, covers=covers, accept=("replaces",)).outcome == "published"
    with sqlite_engine.connect() as connection:
        rows = connection.execute(select(slice_.c.covers, slice_.c.amount_minor).where(slice_.c.is_current)).all()
    assert {tuple(each) for each in rows} == {("whole", 10000), (covers, 2000)}


def test_another_document_of_a_part_is_new_beside_the_whole(importing: Importing) -> None:
    importing(TEN)
    report = importing({"L1": 10}, LATER, covers="own_revenue")
    assert (report.outcome, codes(report)) == ("published", ["statements_new"])


def test_a_document_that_will_not_count_is_told_and_never_asked_about(importing: Importing) -> None:
    first = importing(TEN).release
    report = importing({"L1": 1}, NEWS)
    assert (report.outcome, codes(report)) == ("published", ["stands_beside"])
    (beside,) = told(report)
    assert beside.params == {"release": first, "document": "council", "amount": "100.00"}


def test_a_later_document_that_shrinks_is_asked_about_too(importing: Importing) -> None:
    importing(TEN)
    report = importing({"L1": 10}, LATER)
    assert (report.outcome, codes(report)[0]) == ("question", "replaces")


GENERAL = {"part": "general fund", "part_role": "adds"}
SPECIAL = {"part": "special fund", "part_role": "adds"}


def current(engine: Engine) -> dict[str, int | None]:
    with engine.connect() as connection:
        rows = connection.execute(select(slice_.c.part, slice_.c.amount_minor).where(slice_.c.is_current))
        return {each.part: each.amount_minor for each in rows}


def test_an_annex_that_adds_comes_beside_the_others_with_the_sum_of_both(
    importing: Importing, sqlite_engine: Engine
) -> None:
    importing(TEN, **GENERAL)
    report = importing({"L1": 5, "L2": 5}, **SPECIAL)
    assert report.outcome == "published"
    (replaced,) = told(report)
    assert replaced.code == "annex_added", "the statement it belongs to grows by a tenth"
    assert (replaced.params["before"], replaced.params["after"]) == ("100.00", "110.00")
    assert current(sqlite_engine) == {"general fund": 10000, "special fund": 1000}


def test_an_annex_is_compared_with_its_own_lines_only(importing: Importing) -> None:
    importing(TEN, **GENERAL)
    importing({"L1": 5, "L2": 5}, **SPECIAL)
    report = importing({"L1": 5, "L2": 6}, **SPECIAL)
    assert codes(report) == ["statement_replaced", "line_changed"]
    assert told(report)[1].value == "L2"


def test_a_large_annex_is_asked_about_because_the_total_jumps(importing: Importing) -> None:
    importing(TEN, **GENERAL)
    report = importing({"L1": 500}, **SPECIAL)
    assert (report.outcome, codes(report)) == ("question", ["replaces"])


def test_a_later_document_with_fewer_annexes_is_asked_about(importing: Importing, sqlite_engine: Engine) -> None:
    importing(TEN, **GENERAL)
    importing({"L1": 5, "L2": 6, "L3": 9}, **SPECIAL)
    report = importing(TEN, LATER, **GENERAL)
    assert report.outcome == "question", "three of thirteen lines and a sixth of the total would be gone"
    assert importing(TEN, LATER, accept=("replaces",), **GENERAL).outcome == "published"
    assert current(sqlite_engine) == {"general fund": 10000}


def test_an_annex_that_breaks_down_is_never_compared_as_a_total(importing: Importing) -> None:
    importing(TEN)
    report = importing({"F1": 60, "F2": 40}, part="by function", part_role="breaks_down")
    assert (report.outcome, codes(report)) == ("published", [])


def test_the_whole_of_a_document_after_its_annexes_is_asked_about(importing: Importing) -> None:
    importing(TEN, **GENERAL)
    report = importing(TEN)
    assert report.outcome == "question", "beside its annex it would be counted twice"


def test_what_was_retracted_is_new_again(importing: Importing, sqlite_engine: Engine) -> None:
    first = importing(TEN).release
    assert first is not None
    retract(sqlite_engine, first, actor="tester", reason="wrong")
    assert codes(importing({"L1": 1})) == ["statements_new"]


def test_the_changes_of_any_number_of_lines_are_read_by_two_statements(
    importing: Importing, sqlite_engine: Engine
) -> None:
    def asked(lines: dict[str, int | str]) -> list[str]:
        with statements(sqlite_engine) as seen:
            importing(lines, dry_run=True)
        return [each for each in seen if each.startswith("SELECT") and "is_current" in each]

    importing(TEN)
    importing({f"M{n}": 5 for n in range(40)}, LATER.replace('"later"', '"other"'), accept=("replaces",))
    assert len(asked({**TEN, "L1": 12})) == len(asked({f"M{n}": 6 for n in range(40)}))
