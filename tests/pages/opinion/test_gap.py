"""The gap: services in their groups by the published rule, and works people recognise (fictional figures)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from dashboard.channels.csv import to_csv
from dashboard.channels.drawn import draw
from dashboard.channels.html import render
from dashboard.exhibits.model import Card, Mark
from dashboard.exhibits.opinion.gap import GROUPS, gap_by_service, was_noticed
from dashboard.exhibits.opinion.view import choose
from dashboard.i18n import LANGUAGES
from dashboard.intake.content import MAPPING
from dashboard.intake.mapping.load import load_mapping
from dashboard.pages.address import NotFound, parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.pages.opinion.read import read_gap
from dashboard.pages.place_data import read_place
from dashboard.services import services
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.publishing.surveys import publish_studies
from dashboard.store.survey_records import Share
from tests.exhibits.papers import table
from tests.exhibits.reading import cell, numbers, text, value
from tests.importing import import_files
from tests.pages.opinion import made
from tests.store.made import origin
from tests.watching import statements

At = Callable[[str], Page]
EXPECTED = {
    "water": "noticed", "kindergarten": "noticed", "roads": "unnoticed", "lighting": "promised", "culture": "neither",
    "school": "unknown", "sport": "unknown", "health": "unknown", "greening": "unknown",
}  # fmt: skip
WHY = {
    "school": "too close to one half: within the margin of error", "sport": "the figure is hidden",
    "health": "the works were finished after the survey", "greening": "the survey did not ask about this service",
}  # fmt: skip


def shown(page: Page) -> dict[str, list[str]]:
    """The services under each group of the page, as written."""
    parts = re.split(r'<div class="gap-group gap-(\w+)">', render(page.tree))[1:]
    return {
        group: re.findall(r"<li><details><summary><strong>([^<]+)</strong>", content.split("</ul>")[0])
        for group, content in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_service_is_in_the_group_the_rule_gives(made_at: At) -> None:
    page = made_at("/en/made/gap")
    exhibit = page.exhibit("gap-by-service")
    assert {row.key for row in exhibit.rows} == set(EXPECTED)
    names = {text(exhibit, key, "label"): group for key, group in EXPECTED.items()}
    assert {name: group for group, services in shown(page).items() for name in services} == names
    assert [group for group in GROUPS if group in shown(page)] == list(shown(page)), "in the order of the rule"
    for key, why in WHY.items():
        assert text(exhibit, key, "state") == f"Cannot say: {why}"
    assert "bridge" not in {row.key for row in exhibit.rows}, "its only work was cancelled and nobody was asked"


def test_every_figure_of_the_table_is_the_one_published(made_at: At) -> None:
    exhibit = made_at("/ky/made/gap").exhibit("gap-by-service")
    done = {key: [] for key in EXPECTED} | {"bridge": []}
    promised = {key: 0 for key in done}
    overdue = dict(promised)
    for _, service, _, status, planned, ended, paid in made.WORKS:
        if status == "completion" and ended <= made.ASKED_BY.isoformat():
            done[service].append(paid)
        if status in ("identification", "implementation"):
            promised[service] += 1
            overdue[service] += planned < made.REPORTED_ON
    for key in EXPECTED:
        assert value(exhibit, key, "done") == len(done[key])
        assert (value(exhibit, key, "promised"), value(exhibit, key, "overdue")) == (promised[key], overdue[key])
        known = [int(paid) * 100 for paid in done[key] if paid]
        assert cell(exhibit, key, "paid").value == (sum(known) if known else None)
    for key, pair in made.ASKED.items():
        for name, asked in zip(("noticed", "satisfied"), pair, strict=True):
            found = cell(exhibit, key, name)
            if asked is None:
                assert (found.value, found.mark) == (None, Mark.SUPPRESSED)
                assert cell(exhibit, key, f"{name}_n").value is cell(exhibit, key, f"{name}_low").value is None
            else:
                n, share = asked
                low, high = (cell(exhibit, key, f"{name}_{end}").value for end in ("low", "high"))
                assert (value(exhibit, key, f"{name}_n"), found.value) == (n, share)
                assert isinstance(low, float) and isinstance(high, float) and low < share < high
                assert found.mark is (Mark.SMALL if n < 30 else None)
    assert cell(exhibit, "greening", "noticed").mark is Mark.UNDEFINED, "not asked is not the same as not published"


def test_money_per_head_is_of_the_function_that_pays_and_says_so(made_at: At) -> None:
    page = made_at("/ky/made/gap")
    exhibit = page.exhibit("gap-by-service")
    spent = {row[4]: row[5] for row in made.BUDGET if row[:2] == ("expenditure", "executed")}
    paid_by = {service: function for _, service, function, *_ in made.WORKS if function}
    for key in EXPECTED:
        function = paid_by.get(key) or services()[key].function
        assert value(exhibit, key, "per_head") == spent[function] * 100_000 / made.PEOPLE
    assert any("бүт багытынын" in note for note in exhibit.notes)
    assert "аткарылды" in exhibit.columns[exhibit.column("per_head")].label


@pytest.mark.parametrize(
    ("lang", "alone", "shared"),
    [
        ("ky", "Айлана-чөйрөнү коргоо» багыты, 2026-жыл (аткарылды): бир тургунга 50 сом<",
         "бир тургунга 450 сом, бул барактын 2 кызматы ушунун ичинде"),
        ("ru", "Охрана окружающей среды», 2026 год (исполнено): 50 сомов на жителя<",
         "450 сомов на жителя, в нём 2 услуги этой страницы"),
        ("en", "Environmental protection”, 2026 (executed): 50 som per resident<",
         "450 som per resident, shared by 2 services on this page"),
    ],
)  # fmt: skip
def test_money_that_is_for_several_services_says_so_beside_each(
    made_at: At, lang: str, alone: str, shared: str
) -> None:
    page = made_at(f"/{lang}/made/gap")
    exhibit = page.exhibit("gap-by-service")
    paid_by = {text(exhibit, row.key, "label"): text(exhibit, row.key, "function") for row in exhibit.rows}
    together = Counter(paid_by.values())
    assert {text(exhibit, key, "sharing") for key in ("water", "lighting")} == {"2"}
    assert [cell(exhibit, row.key, "sharing").value for row in exhibit.rows] == [
        together[paid_by[text(exhibit, row.key, "label")]] for row in exhibit.rows
    ]
    html = render(page.tree).replace("\xa0", " ")
    entries = {
        entry.split("</strong>")[0]: entry.split("</li>")[0]
        for entry in html.split("<li><details><summary><strong>")[1:]
    }
    assert alone in entries[text(exhibit, "greening", "label")]
    assert shared in entries[text(exhibit, "water", "label")] and shared in entries[text(exhibit, "lighting", "label")]
    header, *lines = (line.split(",") for line in to_csv(exhibit).decode("utf-8-sig").splitlines())
    assert exhibit.columns[exhibit.column("sharing")].label in header
    assert len(lines) == len(exhibit.rows)


def test_services_without_works_of_their_own_find_a_function_that_exists() -> None:
    classes = {row["key"]: row for row in table("reference/classification.csv")}
    functions = {each.function for each in services().values() if each.function}
    assert {classes[key]["kind"] for key in functions} == {"function"}


@given(st.floats(0, 1), st.floats(0, 1))
def test_noticed_is_what_lies_wholly_above_one_half_and_its_opposite_wholly_below(one: float, other: float) -> None:
    low, high = sorted((one, other))
    share = Share(1, "made", "noticed-water", "", (), 100, (low + high) / 2, 100.0, low, high, False, False)
    assert was_noticed(share) is (True if low > 0.5 else False if high < 0.5 else None)
    assert was_noticed(replace(share, low=None, high=None)) is None
    assert was_noticed(None) is None


def test_people_who_chose_themselves_decide_no_group_and_the_page_says_why(made_at: At) -> None:
    page = made_at(f"/en/made/gap?study={made.POLL}")
    exhibit = page.exhibit("gap-by-service")
    assert exhibit.card.badge and any("cannot show what residents noticed" in note for note in exhibit.notes)
    for key in made.POLLED:
        assert text(exhibit, key, "state") == "Cannot say: only people who chose to answer took part"
        assert cell(exhibit, key, "noticed").value == made.POLLED[key][1]
        assert cell(exhibit, key, "noticed_low").mark is Mark.UNDEFINED
    assert not {"noticed", "unnoticed"} & shown(page).keys()
    # The poll came later: what was finished by then counts.
    assert value(exhibit, "roads", "done") == 3 and value(exhibit, "health", "done") == 1


def test_the_page_says_its_rule_and_what_it_cannot_say(made_at: At) -> None:
    notes = " ".join(made_at("/en/made/gap").exhibit("gap-by-service").notes)
    rule = "more than half of residents know of it"
    for words in (rule, "20 June 2026", "cause", "whole purpose", "fewer than 30 answers"):
        assert words in notes


def test_a_hidden_figure_is_nowhere_on_the_page_or_in_its_files(made_at: At) -> None:
    page = made_at("/en/made/gap")
    lines = to_csv(page.exhibit("gap-by-service")).decode().splitlines()
    row = next(line for line in lines if line.startswith("Sport"))
    assert "hidden" in row and "few" not in row.lower()
    html = render(page.tree)
    entry = html.split("<strong>Sport</strong>")[1].split("</li>")[0]
    assert "gap-bar" not in entry and "%" not in entry


def test_works_people_recognise_are_led_to_and_the_gap_is_their_average(made_at: At) -> None:
    page = made_at("/en/made/gap")
    exhibit = page.exhibit("recall-by-work")
    assert [row.key for row in exhibit.rows] == ["water-1", "roads-1", "school-1", "average"]
    assert cell(exhibit, "water-1", "share").value == made.RECOGNISED["water-1"]
    assert cell(exhibit, "school-1", "share").mark is cell(exhibit, "school-1", "gap").mark is Mark.SUPPRESSED
    shares = [share for key, share in made.RECOGNISED.items() if share is not None and key in ("water-1", "roads-1")]
    mean = sum(shares) / len(shares)
    assert cell(exhibit, "average", "share").value == pytest.approx(mean)
    assert cell(exhibit, "average", "gap").value == pytest.approx(1 - mean)
    ends = [cell(exhibit, key, end).value for key in ("water-1", "roads-1") for end in ("low", "high")]
    assert cell(exhibit, "average", "low").value == pytest.approx((ends[0] + ends[2]) / 2)
    assert f"{100 * (1 - mean):.0f} percentage points" in exhibit.answer
    notes = " ".join(exhibit.notes)
    assert "1 work is not in the average" in notes and "1 work asked about was not finished then" in notes
    link = cell(exhibit, "water-1", "label").href
    assert "Work water-1" in made_at(link).title
    assert made_at(f"/en/made/gap?study={made.POLL}").exhibits[-1].key == "gap-by-service", "the poll named no works"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_the_same_in_every_language_and_draws(made_at: At, lang: str) -> None:
    page, kyrgyz = made_at(f"/{lang}/made/gap"), made_at("/ky/made/gap")
    for exhibit, other in zip(page.exhibits, kyrgyz.exhibits, strict=True):
        assert numbers(exhibit.answer) == numbers(other.answer)
        assert exhibit.fictional and exhibit.card.facts and exhibit.sources
        figure = draw(exhibit)
        assert figure["data"] and figure["layout"]["height"] > 100
    words = re.sub(r"<[^>]+>", " ", render(page.tree))
    assert not re.findall(r"\b(?:gap|opinion|works|exhibits|marks|answers|quiz)\.[a-z_.]+", words)
    assert not re.findall(r"\b(?:None|nan|NaN|undefined)\b", words)


def test_the_chart_draws_a_mark_for_every_shown_share_and_none_for_a_hidden_one(made_at: At) -> None:
    exhibit = made_at("/ky/made/gap").exhibit("gap-by-service")
    noticed = draw(exhibit)["data"][1]
    drawn = [share for share in noticed["x"] if share is not None]
    assert sorted(drawn) == sorted(pair[0][1] for pair in made.ASKED.values() if pair[0] is not None)
    assert not any("Спорт" in name for name in draw(exhibit)["data"][-1]["text"])


@pytest.fixture
def refilled(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own with the fictional place, to publish more in."""
    engine = writing_engine(made.database(tmp_path))
    yield engine
    engine.dispose()


def at(engine: Engine, url: str) -> tuple[Page, int]:
    """The page of an address and how many statements it took."""
    here = reading_engine(engine.url.render_as_string(hide_password=False))
    with here.connect() as connection, statements(here) as seen:
        page = build_page(parse(url), connection, made.TODAY)
    here.dispose()
    return page, len(seen)


def test_money_is_of_the_year_the_survey_ended_in_where_it_is_published(refilled: Engine, tmp_path: Path) -> None:
    asked = {"noticed-roads": (300, 0.3)}
    for year in (2024, 2025):
        older = made.short(f"made-{year}", date(year, 10, 24), asked)
        publish_studies(refilled, [older], origin(f"{year}.csv", "survey"))
    rows = made.budget_rows(year=2025, times=3)
    report = import_files(refilled, "budget", made.written(tmp_path, "budget-2025", rows), how=load_mapping(MAPPING))
    assert report.outcome == "published"
    now, before, long_ago = (
        at(refilled, f"/en/made/gap?study={key}")[0].exhibit("gap-by-service")
        for key in (made.STUDY, "made-2025", "made-2024")
    )
    spent = next(row[5] for row in made.BUDGET if row[:2] == ("expenditure", "executed") and row[4] == "func.704")
    assert value(now, "roads", "per_head") == value(long_ago, "roads", "per_head") == spent * 100_000 / made.PEOPLE
    # No count of people before 2026 is published: nothing is divided by a later one.
    assert cell(before, "roads", "per_head").mark is Mark.NOT_HELD
    heading = "Money of the whole purpose per resident, {year} (executed)"
    for exhibit, year in ((now, 2026), (before, 2025), (long_ago, 2026)):
        assert exhibit.columns[exhibit.column("per_head")].label == heading.format(year=year)
        assert f"the last day counted is 30 September {year}" in " ".join(exhibit.notes)
    assert "of 2026 (executed), the year the survey ended in" in " ".join(now.notes)
    assert "of 2025 (executed), the year the survey ended in" in " ".join(before.notes)
    assert "of 2026 (executed). We have no expenditure of 2024, the year the survey ended in" in " ".join(
        long_ago.notes
    )
    people = made.written(tmp_path, "people", [{"municipality": made.PLACE, "as_of": "2025-01-01", "people": 5000}])
    assert import_files(refilled, "population", people).outcome == "published"
    page, cost = at(refilled, "/en/made/gap?study=made-2025")
    assert value(page.exhibit("gap-by-service"), "roads", "per_head") == 3 * spent * 100_000 / 5000
    assert "2025 (executed): 2,400 som per resident" in render(page.tree).replace("\xa0", " ")
    assert cost == 22


def test_a_later_study_that_asked_nothing_of_services_blanks_no_gap(refilled: Engine) -> None:
    before, cost = at(refilled, "/en/made/gap")
    later = made.short("made-trust", date(2026, 7, 4), {"trust-council": (300, 0.4), "satisfied-overall": (300, 0.5)})
    publish_studies(refilled, [later], origin("later.csv", "survey"))
    page, more = at(refilled, "/en/made/gap")
    assert shown(page) == shown(before) and {"noticed", "unnoticed"} <= shown(page).keys()
    assert more == cost == 22
    html = render(page.tree)
    assert "Survey: Study made-2026, 06.2026" in html, "the page says which one it shows"
    assert "study=made-trust" in html, "and leads to the others"
    chosen, _ = at(refilled, "/en/made/gap?study=made-trust")
    assert "Survey: Study made-trust, 07.2026" in render(chosen.tree)
    assert text(chosen.exhibit("gap-by-service"), "water", "state").endswith("did not ask about this service")
    opinion, _ = at(refilled, "/en/made/opinion")
    assert "Survey: Study made-trust, 07.2026" in render(opinion.tree), "what residents say opens with the latest"


def test_a_later_study_of_services_in_another_place_is_not_the_gap_of_this_one(refilled: Engine) -> None:
    elsewhere = made.short("made-far", date(2026, 7, 4), {"noticed-water": (300, 0.9), "trust-council": (300, 0.5)})
    first, second = elsewhere.cells
    cells = (replace(first, place=made.NOTHING_ASKED), second)
    publish_studies(refilled, [replace(elsewhere, cells=cells)], origin("far.csv", "survey"))
    page, _ = at(refilled, "/en/made/gap")
    assert "Survey: Study made-2026, 06.2026" in render(page.tree)


def test_the_gap_takes_a_sample_of_services_then_a_poll_of_them_then_the_latest(made_place: Connection) -> None:
    known = read_place(made.PLACE, made_place)
    assert known is not None
    studies = read_gap(known, parse("/en/made/gap"), made.TODAY, made_place).opinion.studies
    sample, poll = (next(each for each in studies if each.facts.key == key) for key in (made.STUDY, made.POLL))
    assert sample.of_services and poll.of_services
    bare = replace(sample, of_services=False)
    assert choose((poll, sample), of_services=True) == sample
    assert choose((poll, bare), of_services=True) == poll
    assert choose((replace(poll, of_services=False), bare), of_services=True) == bare
    assert choose((poll, bare)) == bare, "other pages do not ask for services"


def test_a_place_without_a_study_says_so_and_an_unknown_study_is_not_found(made_at: At) -> None:
    page = made_at(f"/en/{made.NOTHING_ASKED}/gap")
    assert "We have no survey of the residents of this place yet." in render(page.tree)
    assert page.exhibits == () and "gap" not in page.sections
    for url in (f"/ky/{made.NOTHING_ASKED}/gap?study=nothing", "/ky/made/gap?study=nothing"):
        with pytest.raises(NotFound):
            made_at(url)


def test_without_a_survey_of_residents_works_are_told_and_nothing_is_said_to_be_noticed(made_place: Connection) -> None:
    known = read_place(made.PLACE, made_place)
    assert known is not None
    view = read_gap(known, parse("/en/made/gap"), made.TODAY, made_place)
    bare = replace(view, opinion=replace(view.opinion, study=None), done=view.works)
    exhibit = gap_by_service(bare)
    assert exhibit is not None and exhibit.card == Card() and exhibit.drawing is None
    assert text(exhibit, "water", "state") == "Cannot say: we have no survey"
    assert text(exhibit, "lighting", "state") == "Planned or under way"


def test_the_page_costs_the_same_statements_however_much_there_is(made_place: Connection, made_at: At) -> None:
    costs = []
    for url in ("/ky/made/gap", f"/ky/made/gap?study={made.POLL}"):
        with statements(made_place.engine) as seen:
            made_at(url)
        costs.append(len(seen))
    assert costs[0] == costs[1] == 22
