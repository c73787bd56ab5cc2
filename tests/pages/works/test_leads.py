"""Where the register leads: contractors, pictures, and all that is known of one work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, fold, t
from dashboard.pages.address import NotFound, parse
from dashboard.pages.build import read_page
from dashboard.pages.model import Page
from dashboard.pages.works import one_work
from dashboard.store.work_records import Link
from dashboard.store.works_tables import photo
from tests.pages.conftest import TODAY

At = Callable[[str], Page]
CONTRACTOR = "«Үлгү-Жол» ЖЧК (ойдон чыгарылган)"


def test_a_contractor_has_a_page_with_its_works_counts_and_money(page_at: At, demo: dict[str, dict[str, str]]) -> None:
    mine = [row for row in demo.values() if row["contractor"] == CONTRACTOR]
    page = page_at(f"/en/demo/contractor?contractor={CONTRACTOR}")
    listed = page.exhibit("works-list")
    assert {row.cells[listed.column("number")].value for row in listed.rows} == {row["key"] for row in mine}
    counts = page.exhibit("works-by-status")
    total = counts.rows[-1].cells
    assert total[counts.column("count")].value == len(mine) > 3
    paid = sum(round(float(row["paid_amount"]) * 100_000) for row in mine if row["paid_amount"])
    assert total[counts.column("paid")].value == paid
    assert f"<h1>{CONTRACTOR}</h1>" in render(page.tree) and page.title.startswith(CONTRACTOR)


def test_every_contractor_is_found_from_the_register_in_the_order_of_names(
    page_at: At, demo: dict[str, dict[str, str]]
) -> None:
    named = {row["contractor"] for row in demo.values()} - {""}
    page = page_at("/ky/demo/contractor")
    exhibit = page.exhibit("works-contractors")
    names = [str(row.cells[0].value) for row in exhibit.rows]
    assert set(names) == named and names == sorted(names, key=fold)
    assert all(page_at(row.cells[0].href).exhibit("works-list").rows for row in exhibit.rows)
    unnamed = sum(not row["contractor"] for row in demo.values())
    assert f": {len(named)}." in exhibit.answer and f": {unnamed}." in exhibit.answer and unnamed
    html = render(page_at("/ky/demo/works").tree)
    ways = set(re.findall(r'<a (?=[^>]*id="to-[a-z]+")[^>]*href="([^"]+)"', html))
    assert ways == {"/ky/demo/contractor", "/ky/demo/gallery"}
    assert 'id="to-gallery"' not in render(page_at("/ky/kurama/works").tree), "no way to what is not there"


def test_a_name_no_work_has_is_not_found_and_a_place_without_names_says_so(page_at: At) -> None:
    with pytest.raises(NotFound):
        page_at("/ky/demo/contractor?contractor=Nobody")
    assert page_at("/en/kurama/contractor").exhibit("works-contractors").answer == (
        "The documents name no contractor of the works here."
    )


def test_a_gallery_has_all_pictures_of_a_place_the_newest_first(
    page_at: At, connection: Connection, ids: dict[str, int]
) -> None:
    files = set(connection.execute(select(photo.c.file).where(photo.c.work_id.in_(ids.values()))).scalars())
    page = page_at("/en/demo/gallery")
    html = render(page.tree)
    assert {file for file in files if file in html} == files and html.count("<img") == len(files) > 10
    exhibit = page.exhibit("works-pictures")
    days = [row.cells[exhibit.column("taken_on")].value for row in exhibit.rows]
    assert days == sorted(days, reverse=True) and exhibit.fictional
    hrefs = re.findall(r'<figure class="picture"><a href="([^"]+)" data-nav="1"><img', html)
    assert hrefs == [row.cells[0].href for row in exhibit.rows] and len(set(hrefs)) > 3
    assert html.count('alt="') == len(files)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_without_pictures_says_that_we_have_none(page_at: At, lang: str) -> None:
    page = page_at(f"/{lang}/bishkek/gallery")
    assert page.exhibit("works-pictures").answer == t(lang, "works.pictures.answer_none")
    assert "<img" not in render(page.tree)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_work_says_why_it_is_late_its_number_its_kind_and_where_it_is(
    page_at: At, demo: dict[str, dict[str, str]], ids: dict[str, int], lang: str
) -> None:
    row = next(row for row in demo.values() if row["delay_reason"] and row["latitude"])
    page = page_at(f"/{lang}/demo/works/{ids[row['key']]}")
    html = render(page.tree)
    assert row["delay_reason"] in html.split('id="work-delay"')[1].split("</p>")[0]
    facts = html.split('id="facts"')[1].split("</section>")[0]
    assert row["key"] in facts and t(lang, f"works.type.{row['type']}") in facts
    assert f'href="/{lang}/demo/contractor?contractor=' in facts
    point = f"{float(row['latitude']):.5f},{float(row['longitude']):.5f}"
    assert f'href="geo:{point}?q={point}"' in html
    drawn = html.split('id="work-place"')[1].split("</section>")[0]
    assert '<svg class="map"' in drawn and drawn.count('class="map-one"') == 2, "a marker, and its key"
    assert "map-outline" in drawn and page.exhibit("work-place").sources


def test_a_late_work_without_a_reason_says_that_we_know_none(connection: Connection, ids: dict[str, int]) -> None:
    late = read_page(parse("/en/demo/promised"), connection, TODAY).data.works[0]
    draft = read_page(parse(f"/en/demo/works/{late.id}"), connection, TODAY)
    silent = replace(late, report=replace(late.report, delay_reason=""))
    html = render(replace(draft, data=replace(draft.data, work=silent)).page().tree)
    assert "reason not known" in html.split('id="work-delay"')[1].split("</p>")[0]


def test_a_tender_stands_among_the_facts_and_other_papers_apart(connection: Connection, ids: dict[str, int]) -> None:
    draft = read_page(parse(f"/en/demo/works/{ids['demo-2023-01']}"), connection, TODAY)
    links = (
        Link("Act", "https://a.example/act.pdf"),
        Link("", "https://zakupki.example/1"),
        Link("Tender", "javascript:x"),
    )
    linked = replace(draft.data, work=replace(draft.data.work, links=links, ocid="ocds-1-2"))
    html = render(one_work.layout(linked, tuple(one_work.exhibits(linked))))
    facts, papers = (html.split(f'id="{name}"')[1].split("</section>")[0] for name in ("facts", "papers"))
    assert "<dt>Tender</dt>" in facts and 'href="https://zakupki.example/1"' in facts and "ocds-1-2" in facts
    assert "act.pdf" in papers and "zakupki" not in papers and "javascript" not in html
