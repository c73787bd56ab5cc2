"""What narrows and orders the register: by what each filter says, without a script, at a fixed cost."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, fold
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.store.work_records import WORD_OF
from tests.conftest import ROOT
from tests.pages.conftest import TODAY
from tests.watching import statements

At = Callable[[str], Page]
Printed = dict[str, str]
CONTRACTOR = "«Үлгү-Жол» ЖЧК (ойдон чыгарылган)"


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    """The last row of every work of the fictional place, read without the product, with the date promised `first`."""
    last: dict[str, Printed] = {}
    first: dict[str, str] = {}
    with (ROOT / "data/demo/works.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["as_of"]):
            last[row["key"]] = row
            first.setdefault(row["key"], row["planned_end"] or row["new_end"])
    return [{**row, "first": first[key]} for key, row in last.items()]


def numbers(page_at: At, query: str) -> list[str]:
    """The numbers of all works that the register lists, in its order."""
    pages = [page_at(f"/en/demo/works?{query}&page={number}").exhibit("works-list") for number in (1, 2)]
    if [row.key for row in pages[0].rows] == [row.key for row in pages[1].rows]:
        pages.pop()
    return [str(row.cells[each.column("number")].value) for each in pages for row in each.rows]


def late(row: Printed) -> bool:
    reported = date.fromisoformat(row["as_of"])
    day = TODAY if TODAY - reported < timedelta(days=45) else reported
    unfinished = WORD_OF[row["status"]] in ("planned", "preparing", "under_way")
    return unfinished and "" < row["first"] < day.isoformat()


def said(row: Printed) -> str:
    texts = (row[name] for name in ("title", "title_ky", "title_ru", "title_en", "key", "contractor"))
    return "\n".join("".join(map(fold, re.split(r"\W+", text))) for text in texts)


@pytest.mark.parametrize(
    "typed", ["ЖОЛ онд", "demo-2023-01", "№ demo-2024", "Үлгү-Суу", "street repair", "ремонт", "nowhere"]
)
def test_words_find_a_title_a_number_and_a_contractor(page_at: At, printed: list[Printed], typed: str) -> None:
    words = ["".join(map(fold, re.split(r"\W+", word))) for word in typed.split()]
    wanted = {row["key"] for row in printed if all(word in said(row) for word in words)}
    assert set(numbers(page_at, f"q={typed}")) == wanted
    assert len(wanted) < len(printed) and bool(wanted) == (typed != "nowhere")


def test_several_statuses_late_ones_and_whose_money(page_at: At, printed: list[Printed]) -> None:
    def wanted(fits: Callable[[Printed], bool]) -> set[str]:
        found = {row["key"] for row in printed if fits(row)}
        assert 0 < len(found) < len(printed)
        return found

    two = wanted(lambda row: WORD_OF[row["status"]] in ("planned", "under_way"))
    assert set(numbers(page_at, "status=planned,under_way")) == two
    assert set(numbers(page_at, "status=under_way&status=planned")) == two
    assert set(numbers(page_at, "late=yes")) == wanted(late)
    sources = ("funding_source", "funding_source_2", "funding_source_3")
    granted = wanted(lambda row: "stimulating_grant" in {row[name] for name in sources})
    assert set(numbers(page_at, "source=stimulating_grant")) == granted
    assert set(numbers(page_at, f"contractor={CONTRACTOR}")) == wanted(lambda row: row["contractor"] == CONTRACTOR)


@pytest.mark.parametrize(("sort", "column", "down"), [("planned", "planned", True), ("first_end", "first_end", False),
                                                       ("as_of", "as_of", True)])  # fmt: skip
def test_the_order_is_the_one_asked_for(page_at: At, sort: str, column: str, down: bool) -> None:
    exhibit = page_at(f"/en/demo/works?sort={sort}").exhibit("works-list")
    values = [row.cells[exhibit.column(column)].value for row in exhibit.rows]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == sorted(known, reverse=down) and len(set(known)) > 3
    assert numbers(page_at, f"sort={sort}") != numbers(page_at, "") and len(numbers(page_at, f"sort={sort}")) == 40


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_sends_everything_without_a_script_and_shows_what_was_asked(page_at: At, lang: str) -> None:
    asked = "q=жол&status=done,under_way&late=yes&source=donor&sort=planned&sector=roads"
    html = render(page_at(f"/{lang}/demo/works?{asked}").tree)
    form = html.split('class="narrowing"')[1].split("</form>")[0]
    assert 'method="GET"' in html.split('class="narrowing"')[0].rsplit("<form", 1)[1] + form
    ticked = re.findall(r'<input type="checkbox" name="(\w+)" value="(\w+)" checked="">', form)
    assert ticked == [("status", "under_way"), ("status", "done"), ("late", "yes")]
    assert re.search(r'<input[^>]* name="q"[^>]*>', form) and 'value="жол"' in form
    for name, value in (("source", "donor"), ("sort", "planned"), ("sector", "roads")):
        chosen = form.split(f'name="{name}"')[1].split("</select>")[0]
        assert re.search(rf'<option value="{value}" selected="">', chosen), name
    assert re.search(r"<details[^>]* open", form) and f'href="/{lang}/demo/works"' in form
    plain = render(page_at(f"/{lang}/demo/works").tree).split('class="narrowing"')[1].split("</form>")[0]
    assert not re.search(r"<details[^>]* open", plain) and "checked" not in plain


@pytest.mark.parametrize(
    "paths",
    [
        ("/ky/demo/works", "/ky/demo/works?page=2", "/ky/demo/works?q=жол&status=done,planned&late=yes&sort=title"),
        ("/ky/demo/contractor", "/ky/kyrgyzstan/contractor"),
        ("/ky/demo/gallery", "/ky/bishkek/gallery", "/ky/demo/gallery?page=9"),
    ],
)
def test_a_page_costs_the_same_however_much_it_shows(connection: Connection, paths: tuple[str, ...]) -> None:
    costs = []
    for path in paths:
        with statements(connection.engine) as seen:
            build_page(parse(path), connection, TODAY)
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] < 30
