"""Small invented sheets that once went wrong in silence, from the file to the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.exhibits.own_lines import LINE
from dashboard.i18n import LANGUAGES, t
from dashboard.store.queries import places
from dashboard.store.releases import PRODUCT
from tests.exhibits.reading import row, value
from tests.importing import import_files
from tests.truth.site import Site, files, words

PLAN = """
[columns]
label = "Көрсөткүч"
[constants]
direction = "{direction}"
fiscal_year = {year}
[document]
key = "{key}"
title = "Токтом {key}"
publisher = "Үлгү айылдык кеңеши"
[numbers]
unit = "thousand_som"
number_style = "comma"
[[amounts]]
column = "План"
phase = "approved"
"""


def plan(direction: str = "revenue", year: int = 2025, key: str = "1") -> str:
    return PLAN.format(direction=direction, year=year, key=key)


@pytest.mark.parametrize(
    ("direction", "section", "exhibit", "total"),
    [
        ("revenue", "revenue", "revenue-by-source", "Бардык кирешелер"),
        ("expenditure", "spending", "expenditure-by-function", "Бардык чыгашалар"),
    ],
)
def test_a_total_in_plain_kyrgyz_is_not_counted_again(
    site: Site, direction: str, section: str, exhibit: str, total: str
) -> None:
    sheet = f"Көрсөткүч;План\nБир;4400,0\nЭки;3000,0\n{total};7400,0\n"
    report = site.typed(sheet, plan(direction))
    assert report.outcome == "published", report.as_json()
    shown = site.page(f"/ky/aimak/{section}?year=2025").exhibit(exhibit)
    assert value(shown, "total", "approved") == 7_400_000_00
    assert "14,8" not in words(site.page(f"/ky/aimak/{section}?year=2025"))


def test_a_correct_sheet_with_subtotals_in_the_middle_has_no_sums_that_differ(site: Site) -> None:
    sheet = "Көрсөткүч;План\nЖер;10\nМүлк;20\nИтого;30\nИжара;5\nТөлөм;7\nИтого;12\nВсего;42\n"
    report = site.typed(sheet, plan())
    assert report.outcome == "published", report.as_json()
    assert not [problem.code for problem in report.problems if problem.code.endswith(("differs", "ten"))]
    assert site.page("/ky/aimak/about").exhibit("sums-that-differ").rows == ()
    assert value(site.page("/ky/aimak?year=2025").exhibit("revenue-by-source"), "total", "approved") == 42_000_00


def test_annexes_that_cover_different_things_are_asked_about_only_where_one_would_hide_another(site: Site) -> None:
    scope = '[statement]\ncovers = "part"\ncovers_ky = "{name}"\ncovers_ru = "{name}"\ncovers_en = "{name}"\n'
    for name in ("Мектептер", "Жолдор"):
        mapping = plan("expenditure") + scope.format(name=name)
        report = site.typed(f"Көрсөткүч;План\n{name}: бир;100\n", mapping, part=name, part_role="adds")
        assert report.outcome == "published", report.as_json()
    whole = site.typed("Көрсөткүч;План\nЖолдор: бир;100\n", plan("expenditure"), part="Жолдор", part_role="adds")
    assert (whole.exit_code, [p.code for p in whole.problems if p.severity == "question"]) == (4, ["replaces"])
    parts = site.page("/ky/aimak?year=2025").exhibit("parts-of-the-budget")
    assert [line.cells[2].value for line in parts.rows if line.level == 0] == [100_000_00, 100_000_00]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_without_classes_are_shown_under_their_own_names(site: Site, lang: str) -> None:
    sheet = "Concepto;Crédito\nImpuesto de vehículos;120000,50\nTasa por basuras;80000,25\n"
    mapping = plan().replace("Көрсөткүч", "Concepto").replace('"План"', '"Crédito"').replace("thousand_som", "som")
    report = site.typed(sheet, mapping)
    assert report.outcome == "published" and "not_classified" in {problem.code for problem in report.problems}
    page = site.page(f"/{lang}/aimak/revenue?year=2025")
    exhibit = page.exhibit("revenue-by-source")
    own = {str(line.cells[0].value): line.cells[1].value for line in exhibit.rows if line.key.startswith(LINE)}
    assert own == {"Impuesto de vehículos": 120_000_50, "Tasa por basuras": 80_000_25}
    said = words(page) + files(page)
    for untrue in ("exhibits.not_itemised_answer", "exhibits.not_itemised", "marks.not_published"):
        assert t(lang, untrue) not in said


def test_a_line_has_the_label_of_the_document_of_its_year(site: Site) -> None:
    coded = plan(year=2024, key="2024") + "[totals]\nwords = false\n"
    coded = coded.replace("[columns]", '[columns]\ncode = "Код"')
    for year, label in ((2024, "Аткарылган бюджет"), (2025, "Бюджеттин долбоору")):
        mapping = coded.replace("2024", str(year))
        report = site.typed(f"Код;Көрсөткүч;План\n7;{label};{year}\n", mapping, name=f"{year}.csv")
        assert report.outcome == "published", report.as_json()
    for year, label in ((2024, "Аткарылган бюджет"), (2025, "Бюджеттин долбоору")):
        (line,) = site.page(f"/ky/aimak/lines?side=revenue&year={year}").exhibits[0].rows
        assert line.cells[0].value == label
        (own,) = [
            each for each in site.page(f"/ky/aimak/revenue?year={year}").exhibits[0].rows if each.key.startswith(LINE)
        ]
        assert own.cells[0].value == label


def test_the_correct_file_comes_back(site: Site) -> None:
    correct, wrong = "Көрсөткүч;План\nЖер;100\nМүлк;50\n", "Көрсөткүч;План\nЖер;110\nМүлк;50\n"
    told = []
    for sheet, name in ((correct, "a.csv"), (wrong, "b.csv"), (correct, "a.csv"), (correct, "a.csv")):
        told.append(site.typed(sheet, plan(), name=name).outcome)
    assert told == ["published", "published", "published", "same"]
    exhibit = site.page("/ky/aimak?year=2025").exhibit("revenue-by-source")
    assert value(exhibit, "total", "approved") == 150_000_00
    # Who put it right at once leaves no mark on the figure.
    assert row(exhibit, "total").cells[exhibit.column("approved")].previous is None


def test_the_program_brings_new_places_and_leaves_what_a_body_said_of_itself(site: Site, tmp_path: Path) -> None:
    head = "code,kind,name_ky,name_en,currency,email,whatsapp,feeds_since\n"
    for actor, cells in (
        (PRODUCT, "Here,KGS,,,"),
        ("asel", "Here,KGS,office@example.org,+996555123456,2026-01-01"),
        (PRODUCT, "There,KGS,old@example.org,+996555000000,"),
    ):
        path = tmp_path / "municipalities.csv"
        path.write_text(f"{head}here,city,Шаар,{cells}\n", encoding="utf-8")
        assert import_files(site.engine, "units", path, actor=actor).outcome == "published"
    with site.engine.connect() as connection:
        place = places.place(connection, "here")
    assert place is not None and place.names.en == "There"
    assert (place.email, place.whatsapp) == ("office@example.org", "996555123456")
    assert place.feeds_since is not None
