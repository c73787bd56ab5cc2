"""A deputy looks for a line, puts the lines in order, opens one, and sees what was restated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from dashboard.channels.lines_html import exact
from dashboard.i18n import money
from tests.browser.reading import exhibit, mounted, overflow, table_texts, unfold, violations
from tests.exhibits.papers import minor, rows

YEAR = "/ky/demo/lines?year=2025"
# Cells with a word on two lines, or with more in them than they show.
CUT = """() => [...document.querySelectorAll('.lines th, .lines td')].filter(cell => {
    if (!cell.getClientRects().length) return false;
    const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = new Range();
    let cut = cell.scrollWidth > cell.clientWidth + 1;
    for (let node; (node = words.nextNode());) for (const word of node.data.matchAll(/[^ ]+/g)) {
        range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
        cut ||= new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
    }
    return cut;
}).map(cell => cell.textContent)"""


def line_rows(page: Page, side: str) -> Locator:
    """The rows of printed lines of a side, in the order they are shown."""
    return exhibit(page, f"{side}-lines").locator('tr[data-line^="line-"]')


def test_lines_are_searched_by_any_spelling_without_loading_a_page(visit: Callable[[str], Page]) -> None:
    page = visit(YEAR)
    page.evaluate("window.same = true")
    everything = page.locator("[data-line]").count()
    page.get_by_role("searchbox").fill("ЖЕР САЛЫГЫ (улуш)")
    page.get_by_role("button", name="Издөө").click()
    expect(page.locator("[data-line]")).to_have_count(1)
    expect(page.locator("[data-line] th")).to_have_text("Жер салыгы (үлүш)")
    expect(exhibit(page, "revenue-lines").locator(".answer")).to_contain_text("1 сап табылды.")
    expect(exhibit(page, "expenditure-lines").locator(".answer")).to_have_text("0 сап табылды.")
    assert everything > 50 and page.evaluate("window.same") is True
    assert "year=2025" in page.url, "the search keeps the year"


def test_a_search_in_both_sides_ends_with_the_sum_of_what_it_found(visit: Callable[[str], Page]) -> None:
    page = visit(f"{YEAR}&q=жол")
    printed = rows("demo", 2025, "expenditure", "executed", document="demo-2025-12", role="line")
    expected = sum(minor(r) for r in printed if "жол" in r["label_ky"].lower())
    last = exhibit(page, "expenditure-lines").locator("[data-line]").last
    expect(last).to_contain_text("Табылган саптардын суммасы")
    expect(last).to_contain_text(exact("ky", expected))
    expect(page.locator("#page .lines-contents")).to_contain_text(money("ky", expected, "KGS", exact=True))


def test_lines_are_sorted_by_an_amount_largest_first_and_back(visit: Callable[[str], Page]) -> None:
    page = visit(YEAR)
    executed = sorted(
        (minor(r) for r in rows("demo", 2025, "revenue", "executed", period_end="2025-12-31") if r["amount"]),
        reverse=True,
    )
    for pressed, expected in (("down", executed), ("up", executed[::-1])):
        page.locator("#revenue-lines-sort-executed").click()
        page.wait_for_url(f"**order={pressed}**")
        expect(page.locator("#page")).to_have_attribute("data-address", f"/ky/demo/lines?{page.url.split('?')[1]}")
        head, *body = table_texts(exhibit(page, "revenue-lines"))
        at = next(at for at, name in enumerate(head) if name.startswith("аткарылды"))
        assert [row[at] for row in body][: len(expected)] == [exact("ky", amount) for amount in expected]
    expect(page.locator("#revenue-lines-sort-executed")).to_be_focused()
    sorted_by = exhibit(page, "expenditure-lines").locator("th[aria-sort]")
    expect(sorted_by).to_have_attribute("aria-sort", "ascending")
    page.locator("#in-order").click()
    expect(page.locator("#page th[aria-sort]")).to_have_count(0)


def test_a_heading_folds_with_the_keyboard_and_everything_is_printed(visit: Callable[[str], Page]) -> None:
    page = visit(YEAR)
    shown = line_rows(page, "expenditure")
    whole = shown.count()
    box = exhibit(page, "expenditure-lines").get_by_role("checkbox", name="Билим берүү")
    expect(box).to_be_checked()
    below = box.locator("xpath=ancestor::tbody").locator('tr[data-line^="line-"]')
    expect(below.first).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    expect(below.locator("visible=true")).to_have_count(0)
    assert shown.locator("visible=true").count() == whole - below.count() > 0
    page.emulate_media(media="print")
    expect(shown.locator("visible=true")).to_have_count(whole)
    expect(page.locator("#page .fold").first).to_be_hidden()
    page.emulate_media(media="screen")
    box.focus()
    page.keyboard.press("Space")
    expect(below.first).to_be_visible()


def test_headings_fold_without_scripts_and_all_at_once_by_an_address(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto(f"{YEAR}&side=expenditure")
    lines = page.locator('tr[data-line^="line-"]')
    whole = lines.count()
    assert lines.locator("visible=true").count() == whole
    page.locator("#fold").click()
    page.wait_for_url("**fold=yes**")
    alone = lines.locator("visible=true").count()
    assert 0 <= alone < whole / 4
    page.locator("label", has_text="Билим берүү").click()
    assert lines.locator("visible=true").count() > alone


def test_what_was_folded_before_the_script_came_stays_folded(new_tab: Callable[..., Page]) -> None:
    page = new_tab()
    held: list[Route] = []
    page.route("**/dash-renderer/**", lambda route: held.append(route))
    with page.expect_request("**/dash-renderer/**"):
        page.goto(YEAR, wait_until="commit")
    page.locator("#first-paint .fold").first.uncheck()
    for route in held:
        route.continue_()
    mounted(page)
    boxes = page.locator("#page .fold")
    expect(boxes.first).not_to_be_checked()
    expect(boxes.nth(1)).to_be_checked()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_head_stays_in_view(new_tab: Callable[..., Page], width: int) -> None:
    page = new_tab(viewport={"width": width, "height": 740})
    page.goto(YEAR)
    mounted(page)
    line_rows(page, "expenditure").nth(20).evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    head = exhibit(page, "expenditure-lines").locator("thead th").first
    assert 0 <= head.evaluate("head => head.getBoundingClientRect().top") < 60


def test_in_a_frame_that_scrolls_the_name_stays_beside_its_amounts(new_tab: Callable[..., Page]) -> None:
    page = new_tab(viewport={"width": 700, "height": 740})
    page.goto(YEAR)
    mounted(page)
    assert overflow(page) == 0
    frame = exhibit(page, "expenditure-lines").locator(".lines-frame")
    moved = frame.evaluate("frame => { frame.scrollLeft = 200; return frame.scrollLeft; }")
    left = frame.locator("tbody th").nth(3).evaluate("cell => cell.getBoundingClientRect().left")
    assert moved > 50 and abs(left - frame.evaluate("frame => frame.getBoundingClientRect().left")) <= 2
    frame.evaluate("frame => { frame.scrollTop = 300; }")
    above = frame.locator("thead th").nth(2).evaluate("cell => cell.getBoundingClientRect().top")
    assert abs(above - frame.evaluate("frame => frame.getBoundingClientRect().top")) <= 2


@pytest.mark.parametrize("path", [YEAR, "/ru/demo/lines?year=2025&fold=yes", "/ru/kara-kujur/lines?year=2021"])
def test_the_table_prints_on_a4_across_without_a_cut_word(new_tab: Callable[..., Page], path: str) -> None:
    # 277 mm between the margins, in CSS pixels.
    page = new_tab(viewport={"width": 1047, "height": 718})
    page.goto(path)
    mounted(page)
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[([^]]*)\]", pdf)
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 842, 595)}
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    assert page.locator("#page .lines").first.evaluate("t => getComputedStyle(t.tHead).display") == "table-header-group"
    assert overflow(page) == 0


# Both widths in Kyrgyz; the other languages share its layout, so each takes one.
@pytest.mark.parametrize(("lang", "widths"), [("ky", (360, 1440)), ("ru", (1440,)), ("en", (360,))])
def test_the_table_of_lines_has_no_axe_findings(
    new_tab: Callable[..., Page], axe: str, lang: str, widths: tuple[int, ...]
) -> None:
    for width in widths:
        page = new_tab(viewport={"width": width, "height": 900})
        for query in ("year=2025", "year=2025&q=салык&sort=deviation&order=down", "year=2025&fold=yes"):
            page.goto(f"/{lang}/demo/lines?{query}")
            mounted(page)
            assert violations(page, axe) == [], (lang, width, query)


def test_the_workbook_has_every_line_of_a_side_with_its_figures(visit: Callable[[str], Page]) -> None:
    page = visit(YEAR)
    for side in ("revenue", "expenditure"):
        unfold(exhibit(page, f"{side}-lines"), "files")
        with page.expect_download() as download:
            exhibit(page, f"{side}-lines").locator(".downloads a", has_text="XLSX").click()
        book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
        head, *body = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        at = next(at for at, name in enumerate(head) if str(name).startswith("аткарылды"))
        printed = rows("demo", 2025, side, "executed", document="demo-2025-12")
        assert {row[0]: round(float(str(row[at])) * 100) for row in body} == {r["label_ky"]: minor(r) for r in printed}


def test_a_line_has_a_page_with_its_history_and_a_way_back(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/kara-kujur/lines?year=2020")
    page.get_by_role("link", name="Теңдештирилген грант").click()
    expect(page.locator("h1")).to_have_text("Теңдештирүүчү грант")
    text = exhibit(page, "line-history").locator("table").inner_text()
    for row in (
        r
        for y in range(2019, 2024)
        for p in ("approved", "forecast")
        for r in rows("kara-kujur", y, "revenue", p, line="equalization-grant")
    ):
        assert money("ky", minor(row), "KGS") in text, row["row_id"]
    page.locator("#page .back").click()
    expect(exhibit(page, "revenue-lines")).to_be_visible()


def test_a_restated_total_shows_both_figures_and_the_earlier_document(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/kara-kujur/revenue?year=2021")
    (before,) = rows("kara-kujur", 2021, "revenue", "forecast", line="total")
    now = sum(
        minor(r) for r in rows("kara-kujur", 2021, "revenue", "forecast", document="karakujur-2020-06-08", role="line")
    )
    note = page.locator(".caveat", has_text="Өзгөртүлгөн").first
    expect(note).to_contain_text(money("ky", now, "KGS", exact=True))
    expect(note).to_contain_text(money("ky", minor(before), "KGS", exact=True))
    expect(note).to_contain_text("№ 1, 24.01.2020")
    papers = page.locator("#page-papers")
    papers.locator("summary").click()
    expect(papers).to_contain_text("№ 1, 24.01.2020, Кара-Кужур: 2020 бюджетин кароо")
    total = exhibit(page, "revenue-by-source").locator("tr.total").inner_text()
    if not total:
        unfold(exhibit(page, "revenue-by-source"), "table")
        total = exhibit(page, "revenue-by-source").locator("tr.total").inner_text()
    assert money("ky", now, "KGS") in total and money("ky", minor(before), "KGS") in total


def test_a_restated_line_shows_both_figures_and_both_documents(visit: Callable[[str], Page]) -> None:
    october = rows("demo", 2024, "expenditure", "executed", period_end="2024-10-31")
    by_line: dict[str, list[tuple[str, int]]] = {}
    for row in october:
        by_line.setdefault(row["line"], []).append((row["document"], minor(row)))
    line, changed = next((k, v) for k, v in by_line.items() if len({amount for _, amount in v}) == 2)
    name = next(r["label_ky"] for r in october if r["line"] == line)
    page = visit("/ky/demo/lines?year=2024&period=2024-10&side=expenditure")
    row = page.locator("tbody tr", has=page.get_by_role("link", name=name, exact=True))
    expect(row.locator(".why-restated")).to_contain_text("мурда")
    row.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    history = table_texts(exhibit(page, "line-history"))
    shown = [cells for cells in history if cells[2] == "31.10.2024"]
    assert len(shown) == 2, "the restated figure and the one in force"
    assert {cells[5] for cells in shown} == {"күчүндө", "алмаштырылган"}
    assert len({cells[7] for cells in shown}) == 2 == len(changed)
