"""Services beside each other: the figures of data/, computed another way; nothing counted twice; absences by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Connection, select

from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.services.glance import glance
from dashboard.exhibits.services.listing import services_list
from dashboard.exhibits.services.money import service_money
from dashboard.exhibits.services.opinion import service_opinion
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.services.works import service_works
from dashboard.service_pages import service_pages
from dashboard.store.comparable import Reason
from dashboard.store.records import LookedFor
from dashboard.store.tables import municipality, slice_
from tests.exhibits.conftest import TODAY
from tests.exhibits.papers import Printed, minor, rows
from tests.exhibits.reading import cell, row, text, value
from tests.exhibits.works.papers import counted, current, promises

Look = Callable[..., ServicesView]
#: Which lines of the fictional budget are whose, said by hand: by purpose, or by the beginning of the line's key.
BY_FUNCTION = {
    "func.709": "school", "func.705": "waste", "func.707": "health", "func.708": "culture", "func.710": "social",
    "func.701": "office",
}  # fmt: skip
BY_LINE = {"roads-": "road", "water-": "water", "lighting-": "light"}
SERVICES = {
    "road": ("roads", "bridge"), "water": ("water",), "school": ("school", "kindergarten"), "light": ("lighting",),
    "waste": ("waste",), "health": ("health",), "culture": ("culture", "sport", "playground"), "social": ("social",),
    "office": ("documents", "administration"),
}  # fmt: skip
PEOPLE_2026 = 10_087


def whose(printed: Printed) -> str:
    """The service of a line of the fictional budget."""
    named = (service for beginning, service in BY_LINE.items() if printed["line"].startswith(beginning))
    return next(named, BY_FUNCTION.get(printed["function_key"], "elsewhere"))


def expected(phase: str, **wanted: str) -> dict[str, int]:
    """The sums of a paper of 2026 by service, in tyiyn."""
    found: dict[str, int] = {}
    for printed in rows("demo", 2026, "expenditure", phase, role="line", **wanted):
        if printed["amount"]:
            found[whose(printed)] = found.get(whose(printed), 0) + minor(printed)
    return found


@pytest.fixture(scope="module")
def listed(look: Look) -> Exhibit:
    """All services of the fictional place."""
    return services_list(look("demo"), lambda key: f"/{key}")


def test_money_of_each_service_is_the_sum_of_its_lines(listed: Exhibit) -> None:
    for column, sums in {
        "plan": expected("approved"),
        "executed": expected("executed", period_end="2026-09-30"),
    }.items():
        assert {key: value(listed, key, column) for key in sums} == sums
        assert set(sums) == {*SERVICES, "elsewhere"}
        assert value(listed, "total", column) == sum(sums.values())


def test_money_per_resident_and_of_the_plan(listed: Exhibit) -> None:
    plan, done = expected("approved"), expected("executed", period_end="2026-09-30")
    for key in SERVICES:
        assert value(listed, key, "per_head") == round(Fraction(done[key], PEOPLE_2026))
        share = cell(listed, key, "share").value
        assert isinstance(share, float) and share == pytest.approx(done[key] / plan[key])


def test_the_answer_names_the_most_per_resident(listed: Exhibit) -> None:
    done = expected("executed", period_end="2026-09-30")
    most = max(SERVICES, key=lambda key: done[key])
    assert service_pages()[most].name("ky") in listed.answer
    assert f"{round(done[most] / PEOPLE_2026 / 100)}" in listed.answer
    assert "30.09.2026" in listed.answer, "it is read alone where it is shared"


def test_works_of_each_service_are_those_of_the_register(look: Look, listed: Exhibit) -> None:
    dates = promises("demo")
    for key, services in SERVICES.items():
        mine = [work for work in current("demo") if work["service"] in services]
        done = [work for work in mine if work["status"] in ("completion", "maintenance")]
        open_ones = [w for w in mine if w["status"] in ("identification", "preparation", "implementation")]
        # A work that a later full register does not list is no longer open.
        gone = [w for w in open_ones if w["as_of"] < max(x["as_of"] for x in current("demo"))]
        open_ones = [w for w in open_ones if w not in gone]
        late = [w for w in open_ones if (first := dates[w["key"]][0]) and first < counted(w, TODAY)]
        told = tuple(cell(listed, key, column).value for column in ("done", "to_come", "late"))
        assert told == (len(done), len(open_ones), len(late)), key
        after = [w for w in done if (first := dates[w["key"]][0]) and first < w["actual_end"]]
        words = service_works(look("demo", lang="en"), service_pages()[key], (), str).answer
        assert (f"{len(after)} of them late" in words) == bool(after)


def test_where_several_are_one_page_each_has_its_own_works_and_opinion(listed: Exhibit) -> None:
    parts = [each.key for each in listed.rows if each.level]
    assert parts == [
        "road.roads", "road.bridge", "school.school", "school.kindergarten", "culture.sport",
        "office.satisfied-overall",
    ]  # fmt: skip
    for column in ("done", "to_come", "late"):
        whole = cell(listed, "road", column).value
        assert whole == sum(int(str(cell(listed, key, column).value)) for key in parts[:2])
    assert cell(listed, "road", "satisfied").mark is Mark.UNDEFINED, "two shares make no third"
    for wide, asked in (("culture", "culture.sport"), ("office", "office.satisfied-overall")):
        assert cell(listed, wide, "satisfied").mark is Mark.UNDEFINED, "asked about less, or about more"
        assert cell(listed, asked, "satisfied").value
    assert cell(listed, parts[0], "satisfied").value and cell(listed, parts[0], "per_head").mark is Mark.UNDEFINED


def test_a_service_without_works_is_zero_only_by_a_full_register(look: Look) -> None:
    view = look("demo")
    for shown, mark in ((view, Mark.ZERO), (replace(view, register=None), Mark.NOT_HELD)):
        assert cell(services_list(shown, str), "waste", "done").mark is mark
    vague = replace(view, works=(*view.works, replace(view.works[0], key="mixed")))
    assert cell(services_list(vague, str), "waste", "done").mark is Mark.NOT_HELD, "one of several may be for it"


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
def test_no_line_is_in_two_services_in_any_place_and_year(connection: Connection, look: Look, lang: str) -> None:
    held = connection.execute(
        select(municipality.c.code, slice_.c.fiscal_year)
        .join(slice_, slice_.c.municipality_id == municipality.c.id)
        .where(slice_.c.is_current, slice_.c.direction == "expenditure")
        .distinct()
    )
    checked = 0
    for code, year in held:
        view = look(code, year, lang)
        exhibit = services_list(view, str)
        for column, statement in (("plan", view.planned), ("executed", view.executed)):
            if statement is None or statement.amount_minor is None:
                continue
            parts = [cell(exhibit, key, column).value for key in (*SERVICES, "elsewhere")]
            assert sum(part for part in parts if isinstance(part, int)) == statement.amount_minor, (code, year, column)
            assert value(exhibit, "total", column) == statement.amount_minor
            checked += 1
    assert checked > 20


def test_the_page_of_a_service_shows_its_lines_and_their_sum(look: Look) -> None:
    view, page = look("demo"), service_pages()["road"]
    shown = service_money(view, page, lambda number: f"/lines/{number}")
    amounts = {row_.cells[0].value: value(shown, row_.key, "executed") for row_ in shown.rows if not row_.emphasis}
    printed = rows("demo", 2026, "expenditure", "executed", period_end="2026-09-30")
    assert amounts == {each["label_ky"]: minor(each) for each in printed if each["line"].startswith("roads-")}
    assert (
        value(shown, "total", "executed")
        == sum(amounts.values())
        == expected("executed", period_end="2026-09-30")["road"]
    )
    assert all(str(row_.cells[0].href).startswith("/lines/") for row_ in shown.rows if not row_.emphasis)


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
@pytest.mark.parametrize(("code", "year"), [("demo", 2026), ("demo", 2023), ("bishkek", 2017), ("osh-shaary", 2019)])
def test_what_is_said_of_money_names_the_service_and_the_year(look: Look, lang: str, code: str, year: int) -> None:
    view = look(code, year, lang)
    for page in service_pages().values():
        answer = service_money(view, page, str).answer
        assert answer.startswith(page.name(lang)) and str(year) in answer
    assert str(year) in services_list(view, str).answer


def test_works_and_opinions_are_not_said_to_be_of_the_year_of_the_money(look: Look) -> None:
    view = look("demo", 2023, "en")
    listed = services_list(view, str)
    assert {"Works: all we hold, of any year, by documents to 30.09.2026.",
            "What residents say: survey of 10.2025."} <= set(listed.notes)  # fmt: skip
    assert listed.question == "Each service: money of 2023, works of all years, what residents say"
    assert service_opinion(view, service_pages()["school"]).question.endswith("(survey of 10.2025)")


def test_a_year_with_parts_only_is_not_said_to_be_undivided(look: Look) -> None:
    view = look("bishkek", 2017, "en")
    assert view.has_parts and not view.is_divided
    for answer in (service_money(view, service_pages()["school"], str).answer, services_list(view, str).answer):
        assert "we hold only parts" in answer and "do not divide" not in answer


def test_what_is_of_a_whole_purpose_says_so(look: Look) -> None:
    page = service_pages()["school"]
    notes = service_money(look("demo", lang="en"), page, str).notes
    assert "This is all money of the purpose “Education”." in notes


def test_a_purpose_that_is_printed_no_finer_is_said_to_be_shared(look: Look) -> None:
    view = look("demo", lang="en")
    coarse = tuple(
        replace(figure, names=replace(figure.names, ky="Х", ru="Х", en="X"), printed="X") for figure in view.figures
    )
    view = replace(view, figures=coarse)
    shown, page = services_list(view, str), service_pages()["water"]
    assert cell(shown, "water", "executed").value is None
    assert value(shown, "water", "shared") == value(shown, "light", "shared") > 0
    assert "pays for other services too" in service_money(view, page, str).answer
    chip = next(each for each in glance(view) if each.key == "water")
    assert chip.of == "per resident, whole purpose"
    parts = [cell(shown, key, "executed").value for key in (*SERVICES, "elsewhere")]
    assert sum(part for part in parts if isinstance(part, int)) == value(shown, "total", "executed")


def test_an_excerpt_is_not_divided_by_people_nor_set_against_a_plan(look: Look) -> None:
    view = look("osh-shaary", 2019, "en")
    shown = services_list(view, str)
    assert value(shown, "road", "plan") == 8_300_000_000
    assert cell(shown, "road", "per_head").value is None
    assert shown.columns[shown.column("purpose")].label == "Lines of the purpose in our excerpt"
    notes = service_money(view, service_pages()["school"], str).notes
    assert any("excerpt of the document lists" in note for note in notes)
    some = look("demo")
    assert some.executed is not None
    object.__setattr__(some, "executed", replace(some.executed, itemises="some"))
    assert cell(services_list(some, str), "road", "per_head").mark is Reason.EXCERPT
    assert cell(services_list(some, str), "road", "share").mark is Reason.EXCERPT


@pytest.mark.parametrize(
    ("code", "year", "said"),
    [
        ("bishkek", 2025, "plan: we hold no document; execution: we hold no document"),
        ("osh-shaary", 2023, "do not divide expenditure by purpose"),
        (
            "osh-shaary",
            2019,
            "Drinking water: the documents we hold of 2019 have no line of this. That does not mean zero",
        ),
        ("kurama", None, "execution: not yet due"),
    ],
)
def test_money_that_is_not_known_says_why(look: Look, code: str, year: int | None, said: str) -> None:
    shown = service_money(look(code, year, "en"), service_pages()["water"], str)
    assert said in shown.answer and shown.rows == () and shown.drawing is None


def test_a_check_that_found_nothing_is_said_with_its_day(look: Look) -> None:
    view = look("bishkek", 2024, "en")
    looked = LookedFor("execution", 2024, date(2026, 3, 2), False, "")
    view = replace(view, figures=(), budget=replace(view.budget, statements=(), looked_for=(looked,)))
    answer = service_money(view, service_pages()["road"], str).answer
    assert (
        answer
        == "Roads, expenditure of 2024 – plan: we hold no document; execution: looked for on 02.03.2026, not found."
    )


def test_works_that_are_not_known_say_why(look: Look) -> None:
    page = service_pages()["waste"]

    def said(view: ServicesView) -> str:
        return service_works(view, page, (), str).answer

    view = look("demo", lang="en")
    assert said(view) == "The full register of 30.09.2026 has no work of this service."
    assert said(replace(view, register=None)).startswith("In the documents we hold no work of this service is named")
    assert said(replace(view, register=None, works=())) == "We hold no list of works."
    programmes = replace(view, register=None, works=(), groups=True)
    assert said(programmes) == "We hold only announcements of several works together."


def test_opinion_has_shares_with_their_base_and_day_or_says_why_not(look: Look) -> None:
    view, pages = look("demo", lang="en"), service_pages()
    shown = service_opinion(view, pages["school"])
    assert [each.key for each in shown.rows] == [
        "noticed-school", "noticed-kindergarten", "satisfied-school", "satisfied-kindergarten",
    ]  # fmt: skip
    assert "survey of 24.10.2025" in shown.answer and shown.card.facts and shown.card.asked
    assert text(shown, "noticed-school", "share").rstrip("%") in shown.answer
    assert cell(shown, "satisfied-school", "n").value
    assert service_opinion(view, pages["office"]).rows[0].key == "satisfied-overall"
    assert service_opinion(view, pages["social"]).answer == "The survey we hold did not ask about this service."
    assert service_opinion(look("kurama", lang="en"), pages["road"]).answer == "We hold no survey of this place."
    printed = look("bishkek", lang="en")
    assert service_opinion(printed, pages["road"]).answer == "The surveys we hold did not ask about this service."
    assert "The surveys we hold did not ask about single services." in services_list(printed, str).notes


def test_chips_say_what_the_list_says(look: Look, listed: Exhibit) -> None:
    chips = glance(replace(look("demo"), opinion=None))
    assert [chip.key for chip in chips] == list(SERVICES)
    for chip in chips:
        assert (chip.per_head, chip.known) == (text(listed, chip.key, "per_head"), True)
        assert chip.name == row(listed, chip.key).cells[0].value
        assert str(cell(listed, chip.key, "done").value) in chip.line or not cell(listed, chip.key, "done").value
    lines = {chip.key: chip.line for chip in glance(look("demo", lang="en"))}
    assert lines["road"] == "works of all years: 7 finished, 1 past the date promised first"
    assert lines["waste"] == "The full register of 30.09.2026 has no work of this service"
    nothing = next(each for each in glance(look("bishkek", 2025, "en")) if each.key == "road")
    assert (nothing.per_head, nothing.of, nothing.known) == ("we hold no document", "", False)
    assert nothing.line == "We hold only announcements of several works together"
