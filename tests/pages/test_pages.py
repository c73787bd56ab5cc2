"""Every page, in three languages: it builds, says what it is, and gives a source and downloads for what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import Connection, Engine, func, select

from dashboard.channels.files import FORMATS
from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, day
from dashboard.pages import lines
from dashboard.pages.address import NotFound, parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.shell import frame
from dashboard.store.tables import document, line, municipality, slice_
from tests.exhibits.reading import figures
from tests.pages.conftest import PAGES, PLACE_PAGES, TODAY, WORKS_PAGES
from tests.watching import statements

At = Callable[[str], Page]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_it_is_and_shows_no_untranslated_word(page_at: At, lang: str, path: str) -> None:
    page = page_at(f"/{lang}{path}")
    html = render(page.tree)
    words = re.sub(r"<[^>]+>", " ", html)
    assert page.title and page.description
    assert not re.findall(r"\b(?:None|nan|NaN|undefined)\b", words)
    assert not re.findall(r"\b(?:exhibits|pages|marks|shell|formats|works|works_pages)\.(?!csv)[a-z_.]+", words)


@pytest.mark.parametrize("path", [*PLACE_PAGES, *(page for page in WORKS_PAGES if "kurshab" not in page)])
def test_every_exhibit_has_its_question_its_source_and_all_files(page_at: At, path: str) -> None:
    page = page_at(f"/ky{path}")
    html = render(page.tree)
    assert page.exhibits
    for exhibit in page.exhibits:
        where, shown = page, html
        if exhibit.key == "works-by-status" and not page.address.section:
            # One of the first answers; its card is on the page it leads to.
            where = page_at(unescape(re.findall(r'href="([^"]+)" id="answer-works"', html)[0]))
            shown = render(where.tree)
        assert f'data-exhibit="{exhibit.key}"' in shown
        assert exhibit.question and exhibit.answer
        if exhibit.rows:
            for extension in FORMATS:
                assert where.address.download(exhibit.key, extension).replace("&", "&amp;") in shown
            assert json.loads(FORMATS["json"].write(exhibit))["key"] == exhibit.key
        if any(isinstance(cell.value, int) for row in exhibit.rows for cell in row.cells):
            assert exhibit.sources or exhibit.key == "releases"


def test_titles_and_descriptions_differ_between_pages(page_at: At) -> None:
    paths = ("", "/about", "/demo", "/demo/revenue", "/demo/spending", "/demo/lines", "/demo/about", "/kara-kujur")
    pages = [page_at(f"/ky{path}") for path in paths]
    assert len({page.title for page in pages}) == len(pages)
    assert len({page.description for page in pages}) == len(pages)


def test_only_the_fictional_place_is_marked_as_fictional(page_at: At) -> None:
    marked = {path: page_at(f"/ky{path}").fictional for path in ("", "/demo", "/demo/about", "/kara-kujur", "/bishkek")}
    assert marked == {"": False, "/demo": True, "/demo/about": True, "/kara-kujur": False, "/bishkek": False}
    for exhibit in page_at("/ky/demo").exhibits:
        assert exhibit.fictional
    for exhibit in page_at("/ky/kara-kujur").exhibits:
        assert not exhibit.fictional


def test_real_and_fictional_places_are_never_in_one_list(page_at: At) -> None:
    sections = render(page_at("/ky").tree).split("<section")[1:]
    with_demo = [section for section in sections if "/ky/demo" in section]
    assert len(with_demo) == 1 and "/ky/kara-kujur" not in with_demo[0]


@pytest.mark.parametrize("typed", ["Kara-Kujur", "кара кужур", "КАРА-КУЖУР", "karakujur"])
def test_a_place_is_found_however_it_is_typed(page_at: At, typed: str) -> None:
    assert "/en/kara-kujur" in render(page_at(f"/en?q={typed}").tree)


def test_a_name_only_known_in_russian_is_marked_in_the_kyrgyz_list_and_nowhere_else(
    page_at: At, connection: Connection
) -> None:
    # Places without figures are listed by oblast.
    oblast = "osh-oblusu"
    russian = next(
        code
        for code in _under(connection, oblast)
        if connection.execute(select(municipality.c.named_in).where(municipality.c.code == code)).scalar() == "ru"
    )
    listed = {lang: render(page_at(f"/{lang}?oblast={oblast}").tree) for lang in LANGUAGES}
    marked = {
        lang: "аталышы орусча" in html.split(f'href="/{lang}/{russian}"')[1].split("</li>")[0]
        for lang, html in listed.items()
    }
    assert marked == {"ky": True, "ru": False, "en": False}
    kyrgyz = render(page_at("/ky").tree).split('href="/ky/kara-kujur"')[1].split("</li>")[0]
    assert "аталышы орусча" not in kyrgyz
    assert f'href="/ky/{russian}"' not in render(page_at("/ky").tree), "five hundred names are not on the first page"


def _under(connection: Connection, oblast: str) -> list[str]:
    """Codes of the aiyl aimaks of an oblast."""
    rows = connection.execute(select(municipality.c.id, municipality.c.code, municipality.c.parent_id)).all()
    by_id = {row.id: row for row in rows}
    (top,) = (row.id for row in rows if row.code == oblast)
    rayons = {row.id for row in rows if row.parent_id == top}
    return sorted(row.code for row in by_id.values() if row.parent_id in rayons)


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1--", "xyzzyq"])
def test_signs_of_sql_are_letters_like_others(page_at: At, typed: str) -> None:
    assert "/ky/kara-kujur" not in render(page_at("/ky?q=" + typed.replace("%", "%25")).tree)


LARGE = {"revenue", "expenditure", "balance", "per-head"}


def test_the_overview_has_the_figures_that_are_known_and_years_that_are_links(page_at: At) -> None:
    def large(html: str) -> set[str]:
        return LARGE & set(re.findall(r'data-figure="([^"]+)"', html))

    assert large(render(page_at("/ky/demo").tree)) == LARGE
    html = render(page_at("/ky/kara-kujur").tree)
    assert large(html) == {"revenue"}, "no document we hold says what was spent"
    years = html.split('data-filter="year"')[1].split("</nav>")[0]
    assert 'href="/ky/kara-kujur?year=2019"' in years and 'aria-current="true"' in years


def test_it_opens_at_the_last_year_with_more_than_a_forecast(page_at: At) -> None:
    assert "2020" in page_at("/ky/kara-kujur").title  # 2021 to 2023 are forecasts
    assert "2026" in page_at("/ky/demo").title


def test_a_place_without_figures_says_who_publishes_them(page_at: At) -> None:
    page = page_at("/ru/uchkun")
    assert page.exhibits == () and "кенеш" in render(page.tree)
    oblast = page_at("/ru/naryn-oblusu")
    assert oblast.exhibits == () and "кенеш" not in render(oblast.tree), "an oblast has no council with a budget"


def test_every_place_has_a_page_that_says_what_we_lack_of_it(page_at: At, connection: Connection) -> None:
    codes = sorted(connection.execute(select(municipality.c.code)).scalars())
    assert len(codes) > 500
    for code in codes[::25]:
        page = page_at(f"/en/{code}")
        kind = connection.execute(select(municipality.c.kind).where(municipality.c.code == code)).scalar()
        said = "we lack" if kind in ("aiyl_aimak", "city") else "No budget figures of this place"
        assert page.title and (said in render(page.tree) or page.exhibits), code


def test_what_is_lacked_is_one_quiet_line_with_a_request_to_copy(page_at: At) -> None:
    html = render(page_at("/en/kara-kujur?year=2020").tree)
    assert html.count('class="lack"') == 1
    (line,) = re.findall(r'<p class="lack">(.*?)</p>', html)
    assert line.startswith("For 2020 we hold: plan of revenue.") and "we lack: " in line
    assert re.findall(r'<blockquote [^>]*lang="(ky|ru)"', html) == ["ky", "ru"]
    assert 'class="lacking"' not in render(page_at("/en/demo?year=2025").tree), "all of it is held"


def test_a_document_is_sent_to_the_operator_where_there_is_one(connection: Connection) -> None:
    html = render(build_page(parse("/en/kara-kujur?year=2020"), connection, TODAY, operator="a@example.org").tree)
    assert 'href="mailto:a@example.org?subject=Kara-Kudjur%20aiyl%20aimak%2C%202020"' in html
    assert "mailto:" not in render(build_page(parse("/en/kara-kujur?year=2020"), connection, TODAY).tree)


def test_a_year_long_gone_says_how_long(page_at: At) -> None:
    ages = {
        year: re.findall(r'class="[^"]*age[^"]*"[^>]*>([^<]*ago)<', render(page_at(f"/en/demo?year={year}").tree))
        for year in (2023, 2025, 2026)
    }
    assert ages == {2023: ["executed, 31.12.2023 · 3 years ago"], 2025: [], 2026: []}


def test_parts_of_the_budget_stand_on_the_overview_and_nowhere_among_the_whole(page_at: At) -> None:
    page = page_at("/en/bishkek?year=2024")
    assert "parts-of-the-budget" in {exhibit.key for exhibit in page.exhibits}
    assert "parts-of-the-budget" not in {exhibit.key for exhibit in page_at("/en/demo").exhibits}


def test_documents_that_differ_stand_on_the_about_page_where_there_are_any(page_at: At) -> None:
    assert "documents-that-differ" in {exhibit.key for exhibit in page_at("/en/bishkek/about").exhibits}
    assert "documents-that-differ" not in {exhibit.key for exhibit in page_at("/en/kara-kujur/about").exhibits}


def test_the_footer_says_the_day_of_the_newest_document_and_the_kinds_of_sources(page_at: At) -> None:
    page = page_at("/en/kara-kujur?year=2020")
    foot = "".join(map(render, frame(page))).split('<footer class="site-footer"')[1]
    dated = [source.dated for exhibit in page.exhibits for source in exhibit.sources if source.dated]
    assert f"The newest document of this page: {day(max(dated))}" in foot
    sources = {(s.title, s.url): s.authority for exhibit in page.exhibits for s in exhibit.sources}
    councils = sum(authority == 3 for authority in sources.values())
    assert f"council resolutions and treasury reports – {councils}" in foot
    loaded = {s.imported.partition(" ")[0] for exhibit in page.exhibits for s in exhibit.sources}
    assert loaded and not any(when in foot for when in loaded), "not the day of loading"


def test_news_are_called_news(page_at: At) -> None:
    page = page_at("/en/bishkek?year=2026")
    assert {s.authority for exhibit in page.exhibits for s in exhibit.sources} >= {1}
    assert "news – " in "".join(map(render, frame(page))).split('<footer class="site-footer"')[1]


def test_a_list_of_places_says_the_day_of_the_newest_document_of_each(page_at: At, connection: Connection) -> None:
    days = connection.execute(
        select(func.max(document.c.date))
        .join(slice_, slice_.c.document_id == document.c.id)
        .join(municipality, municipality.c.id == slice_.c.municipality_id)
        .where(municipality.c.code == "kara-kujur", slice_.c.is_current)
    ).scalar_one()
    item = render(page_at("/en").tree).split('href="/en/kara-kujur"')[1].split("</li>")[0]
    assert f"newest document: {day(days)}" in item


def test_a_place_or_a_line_that_does_not_exist_is_not_found(page_at: At, connection: Connection) -> None:
    foreign = (
        connection.execute(
            select(line.c.id)
            .join(municipality, municipality.c.id == line.c.municipality_id)
            .where(municipality.c.code == "demo")
        )
        .scalars()
        .first()
    )
    for url in ("/ky/no-such-place", "/ky/kara-kujur/lines/999999999", f"/ky/kara-kujur/lines/{foreign}"):
        with pytest.raises(NotFound):
            page_at(url)


@pytest.mark.parametrize(
    ("section", "cost"), [("", 17), ("/revenue", 10), ("/spending", 12), ("/lines", 11), ("/about", 14)]
)
def test_a_page_costs_the_same_number_of_statements_however_much_there_is(
    page_at: At, connection: Connection, section: str, cost: int
) -> None:
    places = ("batken-oblusu", "bishkek", "demo", "kurshab")
    costs = {place: _statements(connection.engine, page_at, f"/ky/{place}{section}") for place in places}
    assert costs == dict.fromkeys(places, cost)


def test_a_place_without_anything_costs_what_all_pages_of_a_place_cost(page_at: At, connection: Connection) -> None:
    assert _statements(connection.engine, page_at, "/ky/uchkun") == 8


@pytest.mark.parametrize(("section", "cost"), [("/works", 25), ("/promised", 20)])
def test_a_page_of_works_costs_few_statements_however_many_works_there_are(
    page_at: At, connection: Connection, section: str, cost: int
) -> None:
    small, large = (_statements(connection.engine, page_at, f"/ky/{place}{section}") for place in ("gulcho", "demo"))
    assert small == large == cost


def test_programmes_cost_one_statement_more(page_at: At, connection: Connection) -> None:
    without, with_programmes = (
        _statements(connection.engine, page_at, f"/ky/{place}/works") for place in ("gulcho", "kurama")
    )
    assert with_programmes == without + 1


def test_works_stand_beside_the_money_where_a_place_has_any(page_at: At) -> None:
    def keys(url: str) -> set[str]:
        return {exhibit.key for exhibit in page_at(url).exhibits}

    assert "works-by-status" in keys("/ky/demo") and "works-by-status" not in keys("/ky/kara-kujur")
    assert "works-bought" in keys("/ky/demo/spending?year=2025")
    assert "works-bought" not in keys("/ky/kara-kujur/spending")


def test_what_a_years_money_bought_is_the_works_of_that_year_and_their_papers(page_at: At) -> None:
    of_years = {year: page_at(f"/en/demo/spending?year={year}").exhibit("works-bought") for year in (2023, 2025)}
    for year, exhibit in of_years.items():
        assert str(year) in exhibit.question and exhibit.sources
        assert all(f"{year}" in source.title or f"{year + 1}" in source.title for source in exhibit.sources)
    assert of_years[2023].answer != of_years[2025].answer


def test_a_period_shows_the_year_as_it_was_then(page_at: At) -> None:
    march = figures(page_at("/en/demo?year=2025&period=2025-03").exhibits[0])[0]
    december = figures(page_at("/en/demo?year=2025").exhibits[0])[0]
    assert "31 March 2025" in march.sentence and "31 December 2025" in december.sentence
    assert march.elapsed is not None and december.elapsed is None


def test_the_line_table_is_whole_and_longer_ones_have_pages(page_at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    (table,) = page_at("/ky/demo/lines?side=expenditure&year=2025").exhibits
    keys = {row.key for row in table.rows}
    whole = _line_rows(page_at("/ky/demo/lines?side=expenditure&year=2025"))
    assert keys < set(whole) and len(whole) == len(set(whole)) > len(keys), "every line, and headings"
    monkeypatch.setattr(lines, "PAGE_SIZE", 15)
    pages = [_line_rows(page_at(f"/ky/demo/lines?side=expenditure&year=2025&page={n}")) for n in (1, 2, 3, 4)]
    assert pages[0] + pages[1] + pages[2] == whole and pages[3] == pages[2]
    assert max(map(len, pages)) == 15


def test_a_place_has_both_sides_on_one_page_and_one_where_it_is_asked_for(page_at: At) -> None:
    both = [exhibit.key for exhibit in page_at("/ky/demo/lines?year=2025").exhibits]
    assert both == ["revenue-lines", "expenditure-lines", "balance-lines", "lines-balance"]
    for side in ("revenue", "expenditure", "balance"):
        assert [e.key for e in page_at(f"/ky/demo/lines?year=2025&side={side}").exhibits] == [f"{side}-lines"]


def _line_rows(page: Page) -> list[str]:
    return re.findall(r'data-line="([^"]+)"', render(page.tree))


def _statements(engine: Engine, page_at: At, url: str) -> int:
    with statements(engine) as seen:
        page_at(url)
    assert parse(url)
    return len(seen)


def test_the_balance_at_the_start_of_the_year_is_told_wherever_revenue_is_said(page_at: At) -> None:
    told = "This includes the balance at the start of the year: 1.2\u00a0million\u00a0som."
    for section, key in (("", "year-at-a-glance"), ("/revenue", "revenue-by-source"), ("/lines", "revenue-lines")):
        assert told in page_at(f"/en/demo{section}?year=2026").exhibit(key).answer, section
    left = page_at("/en/demo/lines?year=2026").exhibit("lines-balance").answer
    assert left.startswith("With the balance at the start of the year (1.2")
