"""Documents that rows describe: two places may have papers called alike, and no file changes another's document."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.report import Report
from dashboard.store.publishing.budget import retract
from dashboard.store.tables import document
from tests.importing import import_files
from tests.intake.made import PLAN

UNITS = "code,kind,name_ky,currency\nsample,aiyl_aimak,Үлгү,KGS\nother,city,Башка,KGS\n"
PAPERS = PLAN.replace('municipality = "sample"\n', "").replace(
    'label = "line"',
    'label = "line"\nmunicipality = "place"\ndocument = "key"\ndocument_title = "title"\ndocument_number = "no"\n'
    'document_date = "day"\ndocument_url = "url"',
)
HEADER = "place,key,title,no,day,url,line,plan\n"
FULL = "sample,,Бюджет,12/3,2025-01-15,https://example.org/a,A,10\n"

Importing = Callable[..., Report]


@pytest.fixture
def importing(sqlite_engine: Engine, tmp_path: Path) -> Importing:
    """Import rows of a file of papers: importing(rows, mapping=…)."""
    units = tmp_path / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    assert import_files(sqlite_engine, "units", units).outcome == "published"

    def done(rows: str, mapping: str = PAPERS, header: str = HEADER, **told: object) -> Report:
        file = tmp_path / "papers.csv"
        file.write_text(header + rows, encoding="utf-8")
        how = BUDGET_FILE.read(tomllib.loads(mapping), "made", hashlib.sha256(mapping.encode()).hexdigest())
        return import_files(sqlite_engine, "budget", file, how=how, **told)

    return done


def papers(engine: Engine) -> dict[str, tuple[str, str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(document.c.key, document.c.title, document.c.number, document.c.url))
        return {row.key: (row.title, row.number, row.url) for row in rows}


def test_papers_of_two_places_called_alike_are_two_documents(importing: Importing, sqlite_engine: Engine) -> None:
    assert importing("sample,,Бюджет,,,https://example.org/a,A,10\nother,,Бюджет,,,,A,20\n").outcome == "published"
    assert papers(sqlite_engine) == {
        "sample-Бюджет": ("Бюджет", "", "https://example.org/a"), "other-Бюджет": ("Бюджет", "", ""),
    }  # fmt: skip


def test_long_titles_that_begin_alike_are_two_documents(importing: Importing, sqlite_engine: Engine) -> None:
    long = "Токтом " * 30
    assert importing(f"sample,,{long}1,,,,A,10\nsample,,{long}2,,,,B,20\n").outcome == "published"
    assert len(papers(sqlite_engine)) == 2 and all(len(key) <= 120 for key in papers(sqlite_engine))


def test_the_document_of_another_place_is_never_changed(importing: Importing, sqlite_engine: Engine) -> None:
    assert importing(FULL.replace("sample,,", "sample,bud,")).outcome == "published"
    before = papers(sqlite_engine)
    report = importing("sample,,Токтом,,,,A,10\nother,bud,Башка бюджет,,,,A,20\n")
    (problem,) = [each for each in report.problems if each.severity == "error"]
    assert (report.outcome, problem.code, problem.row, problem.value) == ("refused", "document_taken", 3, "bud")
    for lang in ("ky", "ru", "en"):
        assert "«Бюджет»" in problem.text(lang).replace("“", "«").replace("”", "»")
        assert "[document] key" in problem.text(lang)
    assert papers(sqlite_engine) == before
    dry = importing("other,bud,Башка бюджет,,,,A,20\n", dry_run=True)
    assert dry.outcome == "refused"
    assert importing("other,own,Башка бюджет,,,,A,20\n").outcome == "published"
    assert importing("other,bud,,,,,B,20\n").outcome == "published", "its key alone says nothing else of it"


def test_a_place_may_correct_its_own_document_and_its_figures_can_be_retracted(
    importing: Importing, sqlite_engine: Engine
) -> None:
    first = importing(FULL.replace("sample,,", "sample,bud,")).release
    again = importing(FULL.replace("sample,,", "sample,bud,").replace("12/3", "12/4"))
    assert (again.outcome, papers(sqlite_engine)["bud"][1]) == ("published", "12/4")
    assert first is not None and again.release is not None
    for release in (again.release, first):
        retract(sqlite_engine, release, actor="test", reason="test")
    other = importing("other,bud,Башка бюджет,,,,A,20\n")
    assert other.outcome == "refused", "the history of another place rests on it"
    assert papers(sqlite_engine)["bud"] == ("Бюджет", "12/4", "https://example.org/a")


def test_the_list_of_documents_is_never_changed_by_a_budget(
    importing: Importing, sqlite_engine: Engine, tmp_path: Path
) -> None:
    listed = tmp_path / "documents.csv"
    listed.write_text(
        "key,kind,authority,title,number,date,url\nbud,resolution,3,Бюджет,7,2025-01-10,https://example.org/l\n",
        encoding="utf-8",
    )
    published = import_files(sqlite_engine, "documents", listed)
    assert published.outcome == "published", published.problems
    before = papers(sqlite_engine)
    assert importing(FULL.replace("sample,,", "sample,bud,")).outcome == "refused"
    whole = PLAN + '[document]\nkey = "bud"\ntitle = "Токтом"\n'
    assert importing("A,10\n", whole, "line,plan\n").outcome == "refused"
    assert papers(sqlite_engine) == before
    by_key = importing("sample,bud,,,,,A,10\n")
    assert by_key.release is not None
    retract(sqlite_engine, by_key.release, actor="test", reason="test")
    assert papers(sqlite_engine) == before
