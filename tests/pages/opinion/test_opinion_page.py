"""The page of what residents say: filters, what leads to it, what it costs, and that no respondent is behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, insert, inspect, select, update

from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, percent, t
from dashboard.pages.address import BadAddress, NotFound, parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.pages.opinion.read import read_opinion
from dashboard.pages.place_data import read_place
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing.surveys import publish_studies, retract
from dashboard.store.queries import places, surveys
from dashboard.store.queries.sitemap import places_listed
from dashboard.store.releases import Origin
from dashboard.store.survey_tables import answer_share, study, survey_cell
from dashboard.store.tables import municipality
from dashboard.web.routes import sitemap
from tests.exhibits.opinion.made import fill, sample
from tests.pages.conftest import TODAY, framed
from tests.watching import statements

At = Callable[[str], Page]
THEMES = (
    "awareness", "satisfaction", "satisfaction-answers", "trust", "trust-answers", "participation", "channels-used",
    "channel-preferred", "appeals", "waves", "index-2023-percent", "index-2023-index-points",
)  # fmt: skip


@pytest.fixture(scope="module")
def opinion_at(opinion_connection: Connection) -> At:
    """Call it with an address for the page there."""
    return lambda url: build_page(parse(url), opinion_connection, TODAY)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Engine]:
    """A database of fictional studies to write to."""
    engine = writing_engine(f"sqlite:///{tmp_path / 'filled.db'}")
    migrate(engine)
    fill(engine)
    yield engine
    engine.dispose()


def keys(page: Page) -> list[str]:
    return [exhibit.key.removeprefix("opinion-") for exhibit in page.exhibits]


def cards(page: Page) -> dict[str, str]:
    """The cards a page shows, by the keys of their exhibits."""
    return dict(re.findall(r'(?s)<section[^>]* data-exhibit="opinion-([^"]+)"(.*?)</section>', render(page.tree)))


def all_cards(at: At, url: str) -> dict[str, str]:
    """Those of the page and of the themes it leads to."""
    page = at(url)
    ways = re.findall(r'href="([^"]+)" id="theme-', render(page.tree))
    shown = cards(page)
    for way in ways:
        of_theme = cards(at(unescape(way)))
        assert len(of_theme) > len(of_theme.keys() & shown.keys()) == 1, "the way leads to more of one card's theme"
        shown |= of_theme
    assert shown.keys() == set(keys(page)), "every exhibit is on the page or one link away"
    return shown


def links(page: Page, filter_: str) -> dict[str, str]:
    """The links of a filter by their words, `*` before the chosen one."""
    nav = re.search(rf'<nav[^>]*data-filter="{filter_}".*?</nav>', render(page.tree), re.S)
    assert nav
    found = re.findall(r"<a ([^>]*)>([^<]*)</a>", nav[0])
    return {
        ("*" if "aria-current" in attributes else "") + words: attributes.split('href="')[1].split('"')[0]
        for attributes, words in found
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_every_theme_then_changes_then_papers(opinion_at: At, lang: str) -> None:
    page = opinion_at(f"/{lang}/aimak/opinion")
    assert keys(page) == list(THEMES)
    words = re.sub(r"<[^>]+>", " ", render(page.tree))
    assert not re.findall(r"\b(?:opinion|pages|marks|figures)\.[a-z_.]+|\bNone\b|\{\w+\}", words)
    assert page.fictional and page.exhibits[0].answer in page.description


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_questions_stand_under_every_title(opinion_at: At, lang: str) -> None:
    url = f"/{lang}/aimak/opinion"
    shown = all_cards(opinion_at, url)
    folded = 0
    for exhibit in opinion_at(url).exhibits:
        block = shown[exhibit.key.removeprefix("opinion-")]
        assert exhibit.card.asked, exhibit.key
        several = len(exhibit.card.asked) > 1
        folded += several
        words = block.index('<details class="asked">' if several else '<ul class="asked">')
        title = block.index("</h2>")
        assert title < words < block.index('class="answer"'), exhibit.key
        for each in exhibit.card.asked:
            assert escape(each.words, quote=False) in block and each.base in block, exhibit.key
    assert 0 < folded < len(shown), "several questions are folded, one is not"


def test_a_theme_opens_with_one_card_and_a_link_leads_to_the_others(opinion_at: At) -> None:
    first = opinion_at("/en/aimak/opinion?group=sex")
    assert list(cards(first)) == [
        "awareness", "satisfaction", "trust", "participation", "channels-used", "appeals", "waves",
        "index-2023-percent", "index-2023-index-points",
    ]  # fmt: skip
    way = re.search(r'href="([^"]+)" id="theme-trust">([^<]+)', render(first.tree))
    assert way and unescape(way[1]) == "/en/aimak/opinion?group=sex&theme=trust" and way[2] == "Trust: 1 more"
    theme = opinion_at(unescape(way[1]))
    assert list(cards(theme)) == keys(theme) == ["trust", "trust-answers"]
    assert 'href="/en/aimak/opinion?group=sex">' in render(theme.tree), "and back to all themes"


def test_a_theme_nobody_was_asked_about_says_so(page_at: At) -> None:
    page = page_at("/en/bishkek/opinion?theme=trust")
    assert page.exhibits == () and t("en", "opinion.page.nothing") in render(page.tree)
    assert 'href="/en/bishkek/opinion">' in render(page.tree)


def test_one_study_is_shown_and_the_others_are_links(opinion_at: At) -> None:
    page = opinion_at("/en/aimak/opinion?group=sex")
    found = links(page, "study")
    assert list(found) == ["Online poll, 09.2026", "*Residents, 2026, 03.2026", "Residents, 2024, 03.2024"]
    assert found["Online poll, 09.2026"] == "/en/aimak/opinion?group=sex&amp;study=poll-2026", "the group stays"
    poll = opinion_at("/en/aimak/opinion?study=poll-2026")
    assert "*Online poll, 09.2026" in links(poll, "study") and "waves" not in keys(poll)


def test_every_exhibit_of_a_poll_bears_its_badge_and_others_none(opinion_at: At) -> None:
    def badges(page: Page) -> set[bool]:
        return {bool(exhibit.card.badge) for exhibit in page.exhibits if "index" not in exhibit.key}

    poll = opinion_at("/ru/aimak/opinion?study=poll-2026")
    assert badges(poll) == {True} and badges(opinion_at("/ru/aimak/opinion")) == {False}
    shown = all_cards(opinion_at, "/ru/aimak/opinion?study=poll-2026")
    bears = {f"opinion-{key}": 'class="poll-badge badge"' in card for key, card in shown.items()}
    assert bears == {exhibit.key: bool(exhibit.card.badge) for exhibit in poll.exhibits} and sum(bears.values()) > 5


def test_groups_are_links_and_split_every_exhibit_of_answers(opinion_at: At) -> None:
    page = opinion_at("/en/aimak/opinion?group=sex")
    assert list(links(page, "group")) == ["everyone together", "*sex", "age", "village", "language"]
    assert links(page, "group")["everyone together"] == "/en/aimak/opinion"
    assert links(page, "group")["age"] == "/en/aimak/opinion?group=age"
    for exhibit in page.exhibits:
        split = any(row.level for row in exhibit.rows)
        assert split == (exhibit.key not in ("opinion-waves",) and "index" not in exhibit.key), exhibit.key


def test_a_card_says_once_a_page_who_was_asked(opinion_at: At) -> None:
    page = opinion_at("/en/aimak/opinion")
    assert all(exhibit.card.facts for exhibit in page.exhibits)
    asked = {exhibit.card.facts for exhibit in page.exhibits if "index" not in exhibit.key}
    others = {exhibit.card.facts for exhibit in page.exhibits if "index" in exhibit.key}
    assert len(asked) == len(others) == 1 and not asked & others
    html = render(page.tree)
    assert html.count('class="study-card"') == 2 and html.count("Research centre") == 1
    theme = render(opinion_at("/en/aimak/opinion?theme=trust").tree)
    assert theme.count('class="study-card"') == theme.count("Research centre") == 1, "of what the page shows"


def test_an_address_of_another_study_is_not_found_and_an_impossible_one_is_refused(opinion_at: At) -> None:
    for url in ("/ky/aimak/opinion?study=nothing", "/ky/aimak/opinion?study=index-2023", "/ky/empty/opinion?study=a"):
        with pytest.raises(NotFound):
            opinion_at(url)
    for url in ("/ky/aimak/opinion?group=weight", "/ky/aimak/opinion?study=A%20B"):
        with pytest.raises(BadAddress):
            opinion_at(url)


def test_a_group_the_study_does_not_know_splits_nothing(opinion_at: At) -> None:
    page = opinion_at("/en/aimak/opinion?group=education")
    assert "*everyone together" in links(page, "group") and not any(row.level for row in page.exhibits[0].rows)


def test_the_pages_of_opinion_lead_to_one_another(opinion_at: At) -> None:
    nav = re.search(r'<nav[^>]* class="tabs".*?</nav>', framed(opinion_at("/en/aimak/opinion")), re.S)
    assert nav and 'href="/en/aimak/gap"' in nav[0] and 'aria-current="page"' in nav[0].split("</a>")[0]


def test_a_study_whose_last_day_is_to_come_is_as_if_it_were_not_there(filled: Engine) -> None:
    with filled.connect() as connection:
        place = places.place(connection, "aimak")
        assert place is not None
        known = surveys.glance(connection, place.id).knows_sources
        before = render(build_page(parse("/en/aimak/opinion"), connection, TODAY).tree)
    for at, code in enumerate(("aimak", "empty")):
        future = sample(code, f"future-{code}", date(2999, 3, 1), seed=9, rows=600, knows_sources=0.9)
        publish_studies(filled, [future.batch], Origin("survey", code, f"{at}" * 64, "made", "0" * 64, "tester"))
    with filled.connect() as connection:
        assert surveys.glance(connection, place.id).knows_sources == known
        after = render(build_page(parse("/en/aimak/opinion"), connection, TODAY).tree)
        assert after == before and "Residents, 2026, 03.2026" in after
        for url in ("/en/aimak/opinion?study=future-aimak", "/en/aimak/gap?study=future-aimak"):
            with pytest.raises(NotFound):
                build_page(parse(url), connection, TODAY)
        for section in ("", "/opinion", "/gap"):
            for code in ("aimak", "empty"):
                html = render(build_page(parse(f"/en/{code}{section}"), connection, TODAY).tree)
                assert "2999" not in html and "None" not in html


def test_a_page_costs_seven_statements_whoever_was_asked(filled: Engine) -> None:
    here = reading_engine(str(filled.url))
    with here.connect() as connection:
        few = cost(here, connection)
    everyone = sample("aimak", "wave-2028", date(2026, 10, 1), seed=7, rows=2400)
    publish_studies(filled, [everyone.batch], Origin("survey", "more", "m" * 64, "made", "0" * 64, "tester"))
    with here.connect() as connection:
        place = places.place(connection, "aimak")
        assert place is not None
        view = read_opinion(place, parse("/ky/aimak/opinion"), TODAY, connection)
        assert view.study is not None and view.study.facts.respondents == 2400 and len(view.waves) == 3
        assert cost(here, connection) == few == 7
    here.dispose()


def cost(engine: Engine, connection: Connection) -> int:
    place = places.place(connection, "aimak")
    assert place is not None
    with statements(engine) as seen:
        read_opinion(place, parse("/ky/aimak/opinion?group=sex"), TODAY, connection)
    return len(seen)


def test_no_table_here_has_a_row_a_respondent(opinion_connection: Connection) -> None:
    counts = {
        name: opinion_connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in inspect(opinion_connection).get_table_names()
    }
    assert counts["survey_cell"] > 0 and counts["answer_share"] > 0
    others = {name: count for name, count in counts.items() if name not in ("survey_cell", "answer_share")}
    assert max(others.values()) < 320, "the smallest study has so many respondents"
    for table in (survey_cell, answer_share):
        of_questions = select(func.count()).select_from(table).group_by(table.c.study_id, table.c.indicator_id)
        assert max(opinion_connection.execute(of_questions).scalars()) < 120, "a row a group and answer"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ky", "Бюджеттин акчасы кайдан түшөрүн билгендер – {share}"),
        ("ru", "Откуда поступают деньги в бюджет, знают {share}"),
        ("en", "Where the budget's money comes from, {share} know"),
    ],
)
def test_a_place_that_has_only_opinion_is_led_there_by_one_figure(opinion_at: At, lang: str, words: str) -> None:
    share = opinion_at(f"/{lang}/aimak/opinion").exhibit("opinion-awareness").rows[1].cells[1].value
    assert isinstance(share, float)
    said = t(lang, "opinion.in_ten", n=round(share * 10), share=percent(lang, share, 0))
    html = render(opinion_at(f"/{lang}/aimak").tree)
    assert f'href="/{lang}/aimak/opinion"' in html and words.format(share=said) in html
    assert "/opinion" not in render(opinion_at(f"/{lang}/empty").tree)


def test_a_figure_of_few_answers_leads_nobody(filled: Engine) -> None:
    latest = select(study.c.id).where(study.c.key == "wave-2026").scalar_subquery()
    with filled.begin() as connection:
        place = places.place(connection, "aimak")
        assert place is not None
        before = surveys.glance(connection, place.id).knows_sources
        connection.execute(update(survey_cell).where(survey_cell.c.study_id == latest).values(is_small=True))
        older = surveys.glance(connection, place.id).knows_sources
    assert before is not None and older is not None and before > 0.4 > older, "that of the wave before"


def test_without_a_sample_the_way_has_no_figure(filled: Engine) -> None:
    with filled.connect() as connection:
        releases = connection.execute(select(study.c.release_id).where(study.c.kind == "probability")).scalars().all()
    for release in releases:
        retract(filled, release, actor="tester", reason="wrong")
    with filled.connect() as connection:
        place = places.place(connection, "aimak")
        assert place is not None
        assert surveys.glance(connection, place.id).knows_sources is None
        html = render(build_page(parse("/en/aimak"), connection, TODAY).tree)
        assert "What residents of this place say" in html and "% know" not in html


def test_the_overview_leads_to_opinion_beside_the_money(connection: Connection, opinion_at: At) -> None:
    known = read_place("demo", connection)
    assert known is not None
    with_study = replace(known, opinion=surveys.Glance(frozenset({"study"}), 0.424))
    page = build_page(parse("/en/demo"), connection, TODAY, read=lambda code, _: with_study)
    html = render(page.tree)
    assert "Where the budget&#x27;s money comes from, about 4 in 10 (42%) know" in html.replace("'", "&#x27;")
    assert 'href="/en/demo/opinion"' in html and "opinion" in page.sections
    without = replace(known, opinion=surveys.Glance())
    plain = build_page(parse("/en/demo"), connection, TODAY, read=lambda code, _: without)
    assert "/opinion" not in render(plain.tree) and "opinion" not in plain.sections


def test_the_sitemap_lists_the_sections_a_place_has(filled: Engine) -> None:
    with filled.begin() as connection:
        parent = insert(municipality).values(code="oblast", kind="oblast", name_ky="о", search="о", currency="KGS")
        connection.execute(parent)
    with filled.connect() as connection:
        listed = places_listed(connection)
    assert [place.code for place in listed] == ["aimak"]
    found = re.findall(r"<loc>/ky/(aimak[^<]*)</loc>", sitemap(listed, ""))
    assert found == ["aimak/services", "aimak/opinion", "aimak/gap"], "no budget, no works, no answers"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_papers_without_a_date_show_none_and_papers_of_one_title_are_told_apart(page_at: At, lang: str) -> None:
    exhibits = page_at(f"/{lang}/bishkek/opinion").exhibits
    questions = [exhibit.question for exhibit in exhibits]
    assert len(questions) == len(set(questions)) > 4
    undated = [exhibit for exhibit in exhibits if "meria.kg" in exhibit.question]
    assert undated and not any(re.search(r"\d\d\.\d\d\.20\d\d", exhibit.question) for exhibit in undated)
    for exhibit in undated:
        assert not any(re.search(r"\d\d\.\d\d\.20\d\d", value) for _, value in exhibit.card.facts)


def test_a_place_where_nobody_was_asked_has_no_gap(page_at: At) -> None:
    page = page_at("/ru/bishkek/opinion")
    assert "opinion" in page.sections and "gap" not in page.sections
    gap = page_at("/ru/bishkek/gap")
    assert "Опросов жителей этой территории у нас пока нет" in render(gap.tree) and gap.exhibits == ()
    assert "gap" in page_at("/ru/demo/opinion").sections
