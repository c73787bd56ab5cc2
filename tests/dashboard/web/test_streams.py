"""Lists of works as files: whole whatever the page shows, read and sent part by part, never of two versions."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit, shown
from dashboard.factory import create_app
from dashboard.i18n import LANGUAGES
from dashboard.pages.address import parse
from dashboard.pages.build import read_page
from dashboard.pages.section import Long
from dashboard.settings import Settings
from dashboard.store.releases import data_version
from dashboard.web import streams

TODAY = date(2026, 11, 24)
FILTERED = "status=done,under_way&sort=planned"


@pytest.fixture(scope="module")
def client(content_db: str) -> FlaskClient:
    return create_app(Settings(database_url=content_db), today=lambda: TODAY).server.test_client()


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows are read seven at a time; how many were asked for each time, as a list that grows."""
    asked: list[int] = []
    usual = Long.__init__

    def watched(self: Long, head: Exhibit, numbers: tuple[int, ...], rows: Callable[..., Any]) -> None:
        def counted(connection: Connection, wanted: tuple[int, ...]) -> Any:
            asked.append(len(wanted))
            return rows(connection, wanted)

        usual(self, head, numbers, counted)

    monkeypatch.setattr(Long, "__init__", watched)
    monkeypatch.setattr(streams, "PART", 7)
    return asked


def rows_of(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"), newline="")))


def drawn(connection: Connection, url: str, key: str = "works-list") -> list[tuple[Exhibit, Any]]:
    """The rows of all pages of a list, as readers see them."""
    found: list[tuple[Exhibit, Any]] = []
    for number in (1, 2, 3):
        exhibit = read_page(parse(f"{url}&page={number}"), connection, TODAY).exhibit(key)
        if any(row.key == exhibit.rows[0].key for _, row in found):
            break
        found += [(exhibit, row) for row in exhibit.rows]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["", FILTERED])
def test_the_file_has_the_cells_of_all_pages_in_the_language_of_the_page(
    client: FlaskClient, connection: Connection, parts: list[int], lang: str, query: str
) -> None:
    answer = client.get(f"/{lang}/demo/works/works-list.csv?{query}&page=2")
    rows = rows_of(answer.text)
    expected = drawn(connection, f"/{lang}/demo/works?{query}")
    assert len(rows) == len(expected) > 25
    for row, (exhibit, shown_row) in zip(rows, expected, strict=True):
        for column, cell in zip(exhibit.columns, shown_row.cells, strict=True):
            if column.kind == "text":
                assert row[column.label].lstrip("'") == shown(cell, column, lang, "KGS")
            elif column.kind == "money":
                assert row[column.label] == ("" if cell.value is None else f"{cell.value / 100:.2f}")
            else:
                assert row[column.label] == ("" if cell.value is None else str(cell.value))
    assert parts and max(parts) == 7 and sum(parts) == len(rows), "never more than a part at a time"
    assert "Content-Length" not in answer.headers and answer.headers["Content-Disposition"].startswith("attachment")


def test_csv_xlsx_and_json_have_the_same_rows(client: FlaskClient, parts: list[int]) -> None:
    at = f"/ru/demo/works/works-list.%s?{FILTERED}"
    table = rows_of(client.get(at % "csv").text)
    book = openpyxl.load_workbook(io.BytesIO(client.get(at % "xlsx").data))
    heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    content = json.loads(client.get(at % "json").text)
    assert list(heads) == list(table[0])
    assert [line[0] for line in lines] == [next(iter(row.values())) for row in table]
    assert [row["key"] for row in content["rows"]] and len(content["rows"]) == len(table) == len(lines)
    money = heads.index("Плановая сумма")
    assert [line[money] for line in lines] == [float(row["Плановая сумма"]) for row in table]
    assert [row["values"]["planned"] for row in content["rows"]] == [round(line[money] * 100) for line in lines]
    assert content["answer"] == book.worksheets[1]["B2"].value and str(len(table)) in content["answer"]
    assert {row["Документ"] for row in table} == {source["title"] for source in content["sources"]}
    assert all(row["источник"].startswith(row["Документ"]) for row in table), "each row names its own document"


@pytest.mark.parametrize(
    ("path", "key"),
    [("promised", "works-promised"), ("gallery", "works-pictures"),
     ("contractor?contractor=«Үлгү-Жарык» ЖЧК (ойдон чыгарылган)", "works-list")],
)  # fmt: skip
def test_lists_that_pages_cut_are_whole_in_files(
    client: FlaskClient, connection: Connection, parts: list[int], path: str, key: str
) -> None:
    section, _, query = path.partition("?")
    rows = rows_of(client.get(f"/en/demo/{section}/{key}.csv?{query}").text)
    expected = drawn(connection, f"/en/demo/{section}?{query}", key)
    assert [next(iter(row.values())) for row in rows] == [row.cells[0].value for _, row in expected]
    assert sum(parts) == len(rows) > 3


def test_a_publication_breaks_a_file_off_or_refuses_it(
    client: FlaskClient, connection: Connection, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = data_version(connection)
    versions = iter([now, now + 1, now + 1])
    monkeypatch.setattr(streams, "data_version", lambda _: next(versions))
    answer = client.get("/ky/demo/works/works-list.csv", buffered=False)
    assert answer.status_code == 200
    with pytest.raises(streams.Changed):
        list(answer.iter_encoded())
    assert parts == [7, 7], "nothing is read after that"
    refused = client.get("/ky/demo/works/works-list.csv")
    assert refused.status_code == 503 and refused.headers["Retry-After"]


def test_a_file_is_compressed_as_it_is_sent(client: FlaskClient, parts: list[int]) -> None:
    at = "/ru/demo/works/works-list.csv"
    packed = client.get(at, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == client.get(at).data
    asked = len(parts)
    assert client.head(at).status_code == 200 and len(parts) - asked <= 1, "who asks for no rows gets none read"


def test_a_workbook_leaves_no_file_behind(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = client.get("/ky/demo/works/works-list.xlsx", buffered=False)
    assert list(tmp_path.iterdir()), "it is written to a file, not to memory"
    assert len(answer.get_data()) > 5_000
    answer.close()
    assert not list(tmp_path.iterdir())


def test_what_a_page_does_not_have_is_no_file(client: FlaskClient) -> None:
    for path in (
        "kurshab/works/works-list",
        "kyrgyzstan/works/works-list",
        "demo/contractor/works-list",
        "demo/works/nothing",
    ):
        assert client.get(f"/ky/{path}.csv").status_code == 404
    assert client.get("/ky/demo/works/works-list.csv?status=over").status_code == 400
    empty = client.get("/en/demo/works/works-list.csv?q=nowhere")
    assert empty.status_code == 200 and rows_of(empty.text) == [] and empty.text.startswith("\ufeffWork,Status")
