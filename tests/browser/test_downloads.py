"""A monitor downloads a table: the files hold exactly what the page shows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from dashboard.i18n import money, percent, t
from tests.browser.reading import exhibit, table_texts, unfold

TABLES = [
    ("/ky/demo/spending?year=2025", "expenditure-by-function"),
    ("/ru/demo/revenue?year=2025", "revenue-by-source"),
    ("/en/demo/lines?year=2025", "lines-balance"),
    ("/ky/kara-kujur?year=2021", "revenue-by-source"),
    ("/ky/kara-kujur?year=2020", "what-is-published"),
    ("/ky/demo/about", "sums-that-differ"),
]


def downloaded(page: Page, key: str, kind: str) -> bytes:
    """The file behind an exhibit's link."""
    unfold(exhibit(page, key), "files")
    with page.expect_download() as download:
        exhibit(page, key).locator(".downloads a", has_text=kind.upper()).click()
    return Path(download.value.path()).read_bytes()


def as_shown(lang: str, text: str) -> set[str]:
    """How a number of a file may stand in a table: as money (rounded or to the last som), as a share, or as it is."""
    try:
        value = float(text)
    except ValueError:
        return {text.strip()}
    minor = round(value * 100)
    return {money(lang, minor, "KGS"), money(lang, minor, "KGS", exact=True), percent(lang, value), text}


@pytest.mark.parametrize(("path", "key"), TABLES)
def test_the_csv_holds_exactly_what_the_table_shows(visit: Callable[[str], Page], path: str, key: str) -> None:
    page, lang = visit(path), path[1:3]
    head, *body = table_texts(exhibit(page, key))
    rows = list(csv.DictReader(io.StringIO(downloaded(page, key, "csv").decode("utf-8-sig"))))
    assert len(rows) == len(body) > 0
    for written, cells in zip(rows, body, strict=True):
        # Headings on a page begin with a capital letter; in a file a column has the name that sentences use, too.
        # What a file adds stands behind: the table's own columns come last here, so that none of theirs is taken.
        row = {f"{name[:1].upper()}{name[1:]}": value for name, value in reversed(written.items())}
        assert set(head) <= set(row)
        for name, shown in zip(head, cells, strict=True):
            if row[name]:
                assert any(shown.startswith(form) for form in as_shown(lang, row[name])), (name, row[name], shown)
            else:
                said = next((v for k, v in row.items() if k != name and name in k), "")
                assert said == shown, f"{name}: the page says why there is no figure, the file does not"


@pytest.mark.parametrize(("path", "key"), TABLES[:2])
def test_the_workbook_holds_what_the_csv_holds(visit: Callable[[str], Page], path: str, key: str) -> None:
    page = visit(path)
    text = list(csv.reader(io.StringIO(downloaded(page, key, "csv").decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, key, "xlsx")))
    sheet = [["" if v is None else v for v in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert len(sheet) == len(text)
    for in_book, in_csv in zip(sheet, text, strict=True):
        for one, other in zip(in_book, in_csv, strict=True):
            assert one == other or float(one) == pytest.approx(float(other)), (one, other)
    formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == [] and len(book.worksheets) == 2


@pytest.mark.parametrize(("path", "key"), TABLES)
def test_the_json_holds_what_the_csv_holds(visit: Callable[[str], Page], path: str, key: str) -> None:
    page, lang = visit(path), path[1:3]
    rows = list(csv.DictReader(io.StringIO(downloaded(page, key, "csv").decode("utf-8-sig"))))
    made = json.loads(downloaded(page, key, "json"))
    assert made["question"] == exhibit(page, key).locator("h2").inner_text() and len(made["rows"]) == len(rows)
    for row, written in zip(made["rows"], rows, strict=True):
        for column in made["columns"]:
            value, text = row["values"][column["key"]], written[column["label"]]
            if value is None:
                assert text in ("", t(lang, f"marks.{row['marks'][column['key']]['mark']}"))
            elif isinstance(value, str):
                assert value == text.removeprefix("'")
            else:
                assert value / column.get("minor_units", 1) == pytest.approx(float(text))
