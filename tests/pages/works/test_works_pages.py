"""Pages of works: what they show, what narrows them, where they lead, and what they say where nothing is there."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from sqlalchemy import Connection, select

from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, t
from dashboard.pages.address import NotFound, parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.store.tables import municipality
from dashboard.store.work_records import OPEN, WORD_OF
from dashboard.store.works_tables import photo, work
from tests.conftest import ROOT
from tests.exhibits.works.papers import counted, promises
from tests.pages.conftest import TODAY, framed, panel

At = Callable[[str], Page]


def listed(page: Page, key: str = "works-list") -> list[str]:
    """Titles of the works an exhibit lists."""
    return [str(row.cells[0].value) for row in page.exhibit(key).rows]


def year_of(row: dict[str, str]) -> str:
    dates = (row[name] for name in ("actual_end", "new_end", "planned_end", "actual_start", "planned_start", "as_of"))
    return next(found for found in dates if found)[:4]


def test_the_register_lists_every_work_page_by_page(page_at: At, demo: dict[str, dict[str, str]]) -> None:
    first, second = page_at("/ky/demo/works"), page_at("/ky/demo/works?page=2")
    assert len(listed(first)) == 25
    assert sorted(listed(first) + listed(second)) == sorted(row["title_ky"] or row["title"] for row in demo.values())
    assert listed(page_at("/ky/demo/works?page=99")) == listed(second), "past the end is the last page"


@pytest.mark.parametrize(("parameter", "column"), [("status", "status"), ("sector", "service"), ("village", "village")])
def test_each_filter_shows_exactly_the_works_it_names(
    page_at: At, demo: dict[str, dict[str, str]], parameter: str, column: str
) -> None:
    def value(row: dict[str, str]) -> str:
        return WORD_OF[row[column]] if column == "status" else row[column]

    counted = Counter(value(row) for row in demo.values())
    assert len(counted) > 3
    for wanted, number in counted.items():
        pages = [listed(page_at(f"/ky/demo/works?{parameter}={wanted}&page={page}")) for page in (1, 2)]
        assert len({title for titles in pages for title in titles}) == number, wanted


def test_filters_narrow_together_and_say_so_when_nothing_is_left(page_at: At, demo: dict[str, dict[str, str]]) -> None:
    asked = ("done", "2024", "water")
    wanted = [row for row in demo.values() if (WORD_OF[row["status"]], year_of(row), row["service"]) == asked]
    page = page_at("/en/demo/works?status=done&year=2024&sector=water")
    assert len(listed(page)) == len(wanted) > 0
    nothing = page_at("/en/demo/works?village=Nowhere")
    assert listed(nothing) == [] and nothing.exhibit("works-list").answer
    assert 'value="Nowhere"' in render(nothing.tree), "the list of villages still shows what was asked"


def test_status_links_keep_the_other_filters_and_forget_the_page(page_at: At) -> None:
    html = render(page_at("/ky/demo/works?sector=water&page=2").tree)
    assert 'href="/ky/demo/works?sector=water&amp;status=done"' in html
    form = re.search(r'<form[^>]*class="narrowing"[^>]*>', html)
    assert form and 'method="GET"' in form[0] and 'action="/ky/demo/works"' in form[0]


def test_works_past_their_date_are_one_link_away_and_all_there(page_at: At, demo: dict[str, dict[str, str]]) -> None:
    first = {key: ends[0] for key, ends in promises("demo").items()}
    late = [
        row for row in demo.values() if WORD_OF[row["status"]] in OPEN and "" < first[row["key"]] < counted(row, TODAY)
    ]
    page = page_at("/ky/demo/promised")
    assert sorted(listed(page, "works-promised")) == sorted(row["title_ky"] or row["title"] for row in late)
    html = render(page.tree)
    reasons = [row["delay_reason"] for row in late if row["delay_reason"]]
    assert reasons and all(reason in html for reason in reasons)
    link = re.search(r'<a[^>]*id="promised-link"[^>]*>([^<]+)', render(page_at("/ky/demo/works").tree))
    assert link and str(len(late)) in link[1]
    answer = render(page_at("/ky/demo").tree).split('id="answer-works"')[1].split("</a>")[0]
    assert t("ky", "frame.answers.late", n=len(late)) in answer, "the first screen of the place says so, too"


def test_the_register_shows_where_and_when_and_its_filters_narrow_both(
    page_at: At, demo: dict[str, dict[str, str]]
) -> None:
    page = page_at("/ky/demo/map")
    assert f'href="{page.address.href}"' in framed(page_at("/ky/demo/works")), "the map is a page beside the register"
    assert len(page.exhibit("works-map").rows) == sum(bool(row["latitude"]) for row in demo.values())
    html = render(page.tree)
    assert '<svg class="map"' in html and "http" not in html.split('<svg class="map"')[1].split("</svg>")[0]
    assert 'action="/ky/demo/map"' in html, "the map has the filters of the register"
    narrowed = page_at("/ky/demo/works?status=done")
    done = [row for row in demo.values() if WORD_OF[row["status"]] == "done"]
    where = page_at("/ky/demo/map?status=done").exhibit("works-map")
    assert len(where.rows) == sum(bool(row["latitude"]) for row in done) > 0
    assert listed(narrowed, "works-timeline") == listed(narrowed)


def test_a_long_table_under_the_map_is_cut_and_says_where_the_rest_is(page_at: At) -> None:
    page = page_at("/en/demo/map")
    html = render(page.tree)
    under = html.split('id="works-map"')[1].split("</section>")[0]
    assert under.count("<tr") == 1 + 25
    assert f"The table has the first 25 of {len(page.exhibit('works-map').rows)} rows" in under


def test_pictures_under_the_map_are_there_only_with_an_address(connection: Connection) -> None:
    tiles = "https://tiles.example/{z}/{x}/{y}.png"
    page = build_page(parse("/en/demo/map"), connection, TODAY, tiles=tiles)
    assert "https://tiles.example/" in render(page.tree) and "OpenStreetMap" in render(page.tree)
    without = render(build_page(parse("/en/demo/map"), connection, TODAY).tree)
    assert "OpenStreetMap" not in without and '<svg class="map"' in without


def test_a_place_with_neither_outline_nor_points_has_no_map(page_at: At) -> None:
    assert "works-list" in {exhibit.key for exhibit in page_at("/en/kurama/works").exhibits}
    page = page_at("/en/kurama/map")
    assert page.exhibits == () and t("en", "works_pages.no_map") in render(page.tree)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_work_has_a_page_of_its_own(page_at: At, ids: dict[str, int], lang: str) -> None:
    pages = [page_at(f"/{lang}/demo/works/{number}") for number in ids.values()]
    assert len({page.title for page in pages}) == len(pages) == 40
    for page in pages:
        words = re.sub(r"<[^>]+>", " ", render(page.tree))
        assert not re.findall(r"\b(?:works|works_pages|marks)\.[a-z_.]+|\bNone\b", words), page.title
        assert {"work-money", "work-history"} <= {exhibit.key for exhibit in page.exhibits}
        assert all(exhibit.fictional for exhibit in page.exhibits) and page.fictional


def test_a_work_shows_its_pictures_its_lines_and_whom_to_ask(
    page_at: At, connection: Connection, ids: dict[str, int]
) -> None:
    pictured = connection.execute(
        select(photo.c.work_id).where(photo.c.work_id.in_(ids.values()), photo.c.pair != "").limit(1)
    ).scalar_one()
    page = page_at(f"/ky/demo/works/{pictured}")
    html = render(page.tree)
    assert html.count("<img") >= 2 and 'alt="' in html
    assert 'href="/ky/demo/lines/' in html
    mail = re.search(r'href="(mailto:demo@example\.org[^"]*)"', panel(page, "ask"))
    assert mail and page.address.href in unquote(mail[1])
    share = re.search(r'href="(/share/whatsapp\?[^"]*)"', panel(page, "share"))
    assert share and page.address.href in unquote(share[1])


def test_a_body_without_an_address_says_so(page_at: At, connection: Connection) -> None:
    row = connection.execute(
        select(work.c.id, municipality.c.code)
        .join(municipality, municipality.c.id == work.c.municipality_id)
        .where(municipality.c.code != "demo", work.c.role == "work")
        .limit(1)
    ).one()
    page = page_at(f"/ru/{row.code}/works/{row.id}")
    assert t("ru", "frame.ask_nothing") in panel(page, "ask") and "mailto:" not in framed(page)


def test_a_work_of_another_place_or_of_none_is_not_found(page_at: At, ids: dict[str, int]) -> None:
    for url in (f"/ky/bishkek/works/{ids['demo-2023-01']}", "/ky/demo/works/999999999", "/ky/nowhere/works"):
        with pytest.raises(NotFound):
            page_at(url)


def test_a_place_without_works_says_who_can_tell_of_them_and_has_no_section(page_at: At) -> None:
    page = page_at("/ru/kurshab/works")
    assert "works" not in page.sections and not page.exhibits
    assert "Данных о работах этой территории у нас пока нет" in render(page.tree)
    assert "works" in page_at("/ru/demo").sections and "works" not in page_at("/ru/kurshab").sections


@pytest.fixture(scope="module")
def announced() -> dict[str, int]:
    """How many programmes and totals each place has in the published file."""
    with (ROOT / "data/published/works.csv").open(encoding="utf-8", newline="") as file:
        return Counter(row["municipality"] for row in csv.DictReader(file) if row["role"] != "work")


def test_programmes_and_totals_are_told_and_counted_nowhere(page_at: At, announced: dict[str, int]) -> None:
    page = page_at("/ru/kyrgyzstan/works")
    assert len(page.exhibit("works-programmes").rows) == announced["kyrgyzstan"] > 25
    assert [exhibit.key for exhibit in page.exhibits] == ["works-programmes"], "a place of programmes has no counts"
    days = [source.dated for source in page.exhibit("works-programmes").sources]
    assert any(days), "the footer says the day of the newest of their documents"
    html = render(page.tree)
    assert "Данных об отдельных работах" not in html and "Данных о работах" not in html and "role=group" in html
    listed_rows = re.findall(r'<tr class="level-0(?: (more))?">', html)
    assert len(listed_rows) == 25, "the page shows a part and says that the files hold all"
    assert 0 < listed_rows.count("more") < 25 and "Все строки – в файлах для скачивания" in html
    assert not [exhibit for exhibit in page_at("/ru/demo/works").exhibits if exhibit.key == "works-programmes"]


def test_a_place_that_published_works_only_leads_to_them_from_its_overview(page_at: At) -> None:
    assert 'href="/ky/mai/works"' in render(page_at("/ky/mai").tree), "it has a programme and no budget"
    html = render(page_at("/ky/kurshab").tree)
    ways = re.findall(r'<a[^>]*href="/ky/kurshab/works[^>]*>.*?</a>', html, re.DOTALL)
    assert len(ways) == 1 and t("ky", "frame.answers.no_works") in ways[0], "only the answer that says we hold none"


def test_a_programme_has_a_page_that_says_what_it_is(page_at: At) -> None:
    first = page_at("/ru/kyrgyzstan/works").exhibit("works-programmes").rows[0]
    assert "Среди работ она не считается" in render(page_at(first.cells[0].href).tree)


def test_a_place_with_works_and_no_budget_is_listed_and_leads_to_them(page_at: At) -> None:
    html = render(page_at("/en").tree)
    assert 'href="/en/kurama/works"' in html or 'href="/en/kurama"' in html
    assert 'href="/en/ak-sai/works"' in html or 'href="/en/ak-sai"' in html


def test_the_overview_and_spending_show_works_beside_the_money(page_at: At, demo: dict[str, dict[str, str]]) -> None:
    overview = page_at("/ky/demo")
    assert "works-by-status" in {exhibit.key for exhibit in overview.exhibits}
    answer = render(overview.tree).split('id="answer-works"')[1].split("</a>")[0]
    in_words = Counter(WORD_OF[row["status"]] for row in demo.values())
    for word in ("done", "under_way"):
        assert t("ky", f"works.part.{word}", n=in_words[word]) in answer
    assert "works-bought" in {exhibit.key for exhibit in page_at("/ky/demo/spending").exhibits}
    for path in ("/ky/kurshab", "/ky/kurshab/spending"):
        assert not [exhibit.key for exhibit in page_at(path).exhibits if exhibit.key.startswith("works")]
