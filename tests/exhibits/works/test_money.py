"""Whose money, which villages, which functions: against the rows of data/ added up by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.money import bought, works_by_source, works_by_village
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES
from dashboard.store.queries import budget
from dashboard.store.queries import works as queries
from dashboard.store.records import People
from dashboard.store.work_records import WORD_OF
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell, value
from tests.exhibits.works.papers import current, minor, summed

Look = Callable[..., WorksView]


def test_money_by_source_is_that_of_the_file_and_shares_make_a_whole(look: Look) -> None:
    exhibit = works_by_source(look("demo"))
    assert exhibit is not None
    amounts: dict[str, int] = {}
    for row in current("demo"):
        for end in ("", "_2", "_3"):
            if row[f"funding_source{end}"]:
                amount = minor(row, f"funding_amount{end}") or 0
                amounts[row[f"funding_source{end}"]] = amounts.get(row[f"funding_source{end}"], 0) + amount
    assert {row.key: value(exhibit, row.key, "amount") for row in exhibit.rows} == amounts | {
        "total": sum(amounts.values())
    }
    assert round(sum(float(str(row.cells[-1].value)) for row in exhibit.rows if not row.emphasis), 9) == 1


def test_a_source_named_without_an_amount_is_not_nought(look: Look) -> None:
    exhibit = works_by_source(look("bagysh"))
    assert exhibit is not None and exhibit.drawing is None
    assert cell(exhibit, "donor", "amount").mark is cell(exhibit, "total", "amount").mark is Mark.MISSING


def test_a_share_of_all_money_needs_the_amount_of_every_source(look: Look) -> None:
    exhibit = works_by_source(look("gulcho", "en"))
    assert exhibit is not None and exhibit.drawing is None and "%" not in exhibit.answer
    assert "no shares are told" in exhibit.answer
    assert all(row.cells[exhibit.column("share")].mark is Mark.UNDEFINED for row in exhibit.rows)


def test_money_by_village_is_that_of_the_file(look: Look) -> None:
    exhibit = works_by_village(look("demo"))
    assert exhibit is not None
    for village in {row["village"] for row in current("demo")}:
        mine = [row for row in current("demo") if row["village"] == village]
        assert value(exhibit, village, "count") == len(mine)
        assert value(exhibit, village, "planned") == summed(mine, "planned_amount")
        assert value(exhibit, village, "paid") == summed(mine, "paid_amount")


def test_money_per_head_is_never_invented_for_a_village(look: Look) -> None:
    view = look("demo")
    exhibit = works_by_village(replace(view, people=(*view.people, People(date(2030, 1, 1), 1, "", ""))))
    assert exhibit is not None
    assert all(row.cells[-1].mark is Mark.MISSING for row in exhibit.rows if not row.emphasis)
    assert value(exhibit, "total", "per_head") == round(summed(current("demo"), "planned_amount") / 10087)
    unknown = works_by_village(look("bagysh"))
    assert unknown is not None and cell(unknown, "total", "per_head").mark is Mark.MISSING


def test_places_that_name_no_village_or_source_have_no_such_exhibit(look: Look) -> None:
    view = look("kara-kujur")
    assert works_by_source(view) is works_by_village(view) is bought(view, (), {}) is None


def test_what_a_function_bought_is_that_of_the_file(look: Look, connection: Connection) -> None:
    view = look("demo", "en")
    tallies = queries.tallies(connection, view.place.id, TODAY, "function")
    exhibit = bought(view, tallies, budget.classes(connection), papers=view.papers)
    assert exhibit is not None and exhibit.sources == works_by_village(view).sources
    for key in {row["function_key"] for row in current("demo")}:
        mine = [row for row in current("demo") if row["function_key"] == key]
        words = [WORD_OF[row["status"]] for row in mine]
        assert value(exhibit, key, "done") == words.count("done")
        assert value(exhibit, key, "to_come") == words.count("planned") + words.count("preparing")
        closed = words.count("cancelled") + words.count("taken_down")
        assert value(exhibit, key, "closed") == closed
        assert value(exhibit, key, "planned") == summed(mine, "planned_amount")


def test_the_years_of_what_was_bought_add_up_to_all_works(look: Look, connection: Connection) -> None:
    place = look("demo").place
    years = queries.tallies(connection, place.id, TODAY, "year")
    of_years = [
        tally.count
        for year in years
        for tally in queries.tallies(connection, place.id, TODAY, "function", queries.Choice(year=int(year.key)))
    ]
    assert sum(of_years) == len(current("demo"))


def test_everything_drawn_draws(look: Look, connection: Connection) -> None:
    for lang in LANGUAGES:
        view = look("demo", lang)
        tallies = queries.tallies(connection, view.place.id, TODAY, "function")
        names = budget.classes(connection)
        for exhibit in (works_by_source(view), works_by_village(view), bought(view, tallies, names)):
            assert exhibit is not None and draw(exhibit)["data"] and picture_of(exhibit)
