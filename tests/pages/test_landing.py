"""The first page: what it counts is what there is, and the map says what the list says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, text

from dashboard.channels.html import render
from dashboard.gazetteer import villages
from dashboard.i18n import LANGUAGES, day
from dashboard.outline import Outline
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.finding import find
from dashboard.pages.model import Page
from dashboard.pages.suggesting import suggestions
from dashboard.store.queries import places as queries
from dashboard.store.queries.news import newest_papers
from tests.pages.conftest import TODAY
from tests.watching import statements

OUTLINE = Outline(width=840, height=423, west=69.1, north=43.4, per_longitude=74.3, per_latitude=98.8, path="M0 0l9 9z")
LOCAL = "kind IN ('city', 'aiyl_aimak', 'association')"


@pytest.fixture(scope="module")
def landing(connection: Connection) -> Callable[[str], str]:
    """Call it with an address for the content of the page there, with a map."""
    return lambda url: render(_page(connection, url).tree)


def _page(connection: Connection, url: str) -> Page:
    return build_page(parse(url), connection, TODAY, outline=OUTLINE)


def _links(html: str) -> list[str]:
    return re.findall(r'href="(/[a-z]{2}/[^"?]+)"', html)


def test_the_map_has_a_dot_for_every_local_place_of_the_list_and_no_other(
    landing: Callable[[str], str], connection: Connection
) -> None:
    html = landing("/ky")
    picture = html.split("<svg")[1].split("</svg>")[0]
    lists = html.split('id="places-lists"')[1].split("</section>")[0]
    local = {f"/ky/{row.code}" for row in connection.execute(text(f"SELECT code FROM municipality WHERE {LOCAL}"))}
    dots, listed = _links(picture), _links(lists)
    assert len(dots) == len(set(dots)) > 80
    assert set(dots) == {href for href in listed if href.removesuffix("/works") in local}
    assert set(listed) - set(dots) and "/ky/demo" not in {*dots, *listed}


def test_whoever_cannot_see_the_map_meets_the_list_only(landing: Callable[[str], str]) -> None:
    picture = landing("/ky").split("<svg")[1].split("</svg>")[0]
    assert 'aria-hidden="true"' in picture.split(">")[0]
    assert picture.count("<a ") == picture.count('tabindex="-1"')


def test_without_an_outline_there_is_no_map_and_the_rest_stays(connection: Connection) -> None:
    html = render(build_page(parse("/ky"), connection, TODAY).tree)
    assert "country-land" not in html and 'id="places-lists"' in html and 'id="news"' in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sources_of_the_map_are_named_and_that_it_is_schematic(landing: Callable[[str], str], lang: str) -> None:
    credit = landing(f"/{lang}").split('class="country-credit"')[1].split("</div>")[0]
    assert "https://www.geonames.org/" in credit and "CC BY 4.0" in credit and "Natural Earth" in credit
    assert {"ky": "схемалуу", "ru": "схематическая", "en": "schematic"}[lang] in credit


def test_three_sentences_count_what_is_there(landing: Callable[[str], str], connection: Connection) -> None:
    real = "NOT is_fictional AND is_current"
    join = "JOIN municipality m ON m.id = municipality_id"
    budgets, works, of_places, studies = (
        connection.execute(text(f"SELECT count(DISTINCT {what}) FROM {table} {join} WHERE {real} {more}")).scalar()
        for what, table, more in (
            ("m.id", "slice", "AND m.kind IN ('city', 'aiyl_aimak')"),
            ("work_id", "work_report", "AND work_id IN (SELECT id FROM work WHERE role = 'work')"),
            ("m.id", "work_report", "AND work_id IN (SELECT id FROM work WHERE role = 'work')"),
            ("study.id", "study", ""),
        )
    )
    said = re.findall(r"<li>(.*?)</li>", landing("/en").split('class="numbers"')[1].split("</ul>")[0])
    newest = newest_papers(connection, 1)[0]
    assert said[0] == f"Aiyl aimaks and cities with budgets: {budgets}."
    assert said[1] == f"Works: {works} (in {of_places} places). Surveys and studies: {studies}."
    assert said[2].startswith(f"Newest document: {day(newest.day)}, ") and len(said) == 3


def test_what_is_new_has_ten_papers_of_real_places_the_newest_first(
    landing: Callable[[str], str], connection: Connection
) -> None:
    news = landing("/ky").split('id="news"')[1].split("</section>")[0]
    days = re.findall(r'datetime="([0-9-]+)"', news)
    assert len(days) == 10 and days == sorted(days, reverse=True)
    latest = connection.execute(
        text(
            "SELECT max(date) FROM document JOIN slice s ON s.document_id = document.id "
            "JOIN municipality m ON m.id = s.municipality_id WHERE s.is_current AND NOT m.is_fictional"
        )
    ).scalar()
    assert days[0] >= str(latest) and "/ky/demo" not in news
    assert 'lang="ru"' in news, "a title stands in its own language"


@pytest.mark.parametrize(
    ("url", "count"), [("/ky", 5), ("/ky?q=kara", 3), ("/ky?q=xyzzyq", 3), ("/ky?oblast=osh-oblusu", 3)]
)
def test_the_first_page_costs_a_fixed_number_of_statements(connection: Connection, url: str, count: int) -> None:
    engine: Engine = connection.engine
    with statements(engine) as seen:
        _page(connection, url)
    assert len(seen) == count


@pytest.mark.parametrize("typed", ["Чет-Нура", "chet nura", "чет нура"])
def test_a_village_leads_to_its_aimak(landing: Callable[[str], str], typed: str) -> None:
    html = landing(f"/ky?q={typed}")
    assert 'href="/ky/chet-nura"' in html


@pytest.mark.parametrize(
    ("typed", "village", "code"),
    [("Шоро", "Шоро", "ak-kuduk"), ("shoro", "Шоро", "ak-kuduk"), ("Жаңы-Талап", "Джаны-Талап", "jany-talap")],
)
def test_a_village_is_found_in_any_letters(connection: Connection, typed: str, village: str, code: str) -> None:
    found = find(typed, queries.places(connection), villages(), queries.published(connection))
    assert (code, village) in {(each.place.code, each.village) for each in found}


def test_whole_names_come_first_and_places_with_papers_before_others(connection: Connection) -> None:
    places, published = queries.places(connection), queries.published(connection)
    first = find("Ош шаары", places, villages(), published)[0]
    assert (first.place.code, first.village) == ("osh-shaary", "")
    ranked = [each.place.id in published for each in find("Достук айыл аймагы", places, villages(), published)[:5]]
    assert ranked == sorted(ranked, reverse=True) and any(ranked)


@pytest.mark.parametrize("typed", ["", "%", "_", "' OR 1=1--", "\N{DROPLET}"])
def test_what_is_no_name_finds_nothing(connection: Connection, typed: str) -> None:
    assert find(typed, queries.places(connection), villages(), {}) == ()


def test_suggestions_are_few_and_lead_where_the_list_leads(connection: Connection) -> None:
    places, published = queries.places(connection), queries.published(connection)
    made = suggestions(parse("/ky?q=кара"), places, published)
    assert len(made) == 8 and all(each["href"].startswith("/ky/") and each["name"] for each in made)
    (village, *_) = suggestions(parse("/ky?q=Шоро"), places, published)
    assert village["name"] == "Шоро айылы" and "Ак-Кудук айыл аймагы" in village["where"]
    assert village["href"].startswith("/ky/ak-kuduk")


def test_the_example_is_in_view_and_marked(landing: Callable[[str], str]) -> None:
    example = landing("/en").split('id="example-title"')[1].split("</section>")[0]
    assert 'href="/en/demo"' in example and "ictional" in example
    assert "<details" not in example
