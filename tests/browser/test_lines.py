"""A deputy looks for a line, puts the lines in order, opens one, and sees what was restated."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from dashboard.i18n import money
from tests.browser.reading import exhibit, table_texts
from tests.exhibits.papers import minor, rows


def test_lines_are_searched_by_any_spelling_without_loading_a_page(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/lines?year=2025")
    page.evaluate("window.same = true")
    everything = page.locator("tbody tr").count()
    page.get_by_role("searchbox").fill("ЖЕР САЛЫГЫ (улуш)")
    page.get_by_role("button", name="Издөө").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody th")).to_have_text("Жер салыгы (үлүш)")
    expect(exhibit(page, "revenue-lines").locator(".answer")).to_have_text("1 сап табылды.")
    assert everything > 10 and page.evaluate("window.same") is True
    assert "year=2025" in page.url, "the search keeps the year"


def test_lines_are_sorted_by_an_amount_largest_first_and_back(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/lines?year=2025")
    executed = sorted(
        (minor(r) for r in rows("demo", 2025, "revenue", "executed", period_end="2025-12-31") if r["amount"]),
        reverse=True,
    )
    for pressed, expected in (("down", executed), ("up", executed[::-1])):
        page.locator("#sort-executed").click()
        page.wait_for_url(f"**order={pressed}**")
        expect(page.locator("#page")).to_have_attribute("data-address", f"/ky/demo/lines?{page.url.split('?')[1]}")
        head, *body = table_texts(exhibit(page, "revenue-lines"))
        at = head.index("аткарылды")
        assert [row[at] for row in body][: len(expected)] == [money("ky", amount, "KGS") for amount in expected]
    expect(page.locator("#sort-executed")).to_be_focused()


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
    note = page.locator(".note", has_text="Өзгөртүлгөн").first
    expect(note).to_contain_text(money("ky", now, "KGS", exact=True))
    expect(note).to_contain_text(money("ky", minor(before), "KGS", exact=True))
    expect(note).to_contain_text("Кара-Кужур: 2020 бюджетин кароо")
    total = exhibit(page, "revenue-by-source").locator("tr.total").inner_text()
    if not total:
        exhibit(page, "revenue-by-source").locator("summary").first.click()
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
