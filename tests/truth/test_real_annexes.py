"""Real files of one document that say different things: none takes the place of another, and none is added twice."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pandas as pd
import pytest

from dashboard.exhibits.model import Exhibit
from dashboard.i18n import LANGUAGES, t
from dashboard.intake.mapping.load import FOLDER
from dashboard.store.queries import budget, places
from dashboard.store.records import Statement
from tests.exhibits.reading import value
from tests.truth.site import Site, files, words

BUDGETS = "municipal_budgets"
MADRID = """
[document]
key = "madrid-2023"
title = "Liquidación del presupuesto de 2023"
[file]
encoding = "cp1252"
[columns]
code = { column = ["Centro", "Seccion", "Programa", "Economico"], join = "." }
label = "Descripcion Economico"
[constants]
direction = "expenditure"
fiscal_year = 2023
[numbers]
number_style = "comma"
unit = "one"
[rows]
repeated = "sum"
[[amounts]]
column = ["OBL_RECONOC", "OBL,RECONOC"]
phase = "executed"
"""


def minor(cells: pd.Series[str]) -> int:
    """Their exact sum in hundredths; what has more decimals is rounded first, halves to the even side."""
    hundredths = (Decimal(cell.replace(",", ".") or "0") * 100 for cell in cells)
    return int(sum(each.quantize(Decimal(1), ROUND_HALF_EVEN) for each in hundredths))


def statements(site: Site, code: str) -> tuple[Statement, ...]:
    """What counts of a place."""
    with site.engine.connect() as connection:
        place = places.place(connection, code)
        assert place is not None
        return budget.statements(connection, place.id)


def spoken(site: Site, url: str) -> str:
    page = site.page(url)
    return words(page) + files(page)


def madrid(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", sep=";", dtype=str, keep_default_na=False, encoding="cp1252")


@pytest.fixture(scope="module")
def spent(shared: Site, real_data: Path) -> tuple[Path, int, int]:
    """The folder of Madrid, whose spending is published: its sum in cents, and how many lines there are."""
    folder = real_data / BUDGETS / "madrid_2023"
    table = madrid(folder, "ejecucion_gastos")
    shared.bring(folder / "ejecucion_gastos.csv", MADRID, "madrid")
    keys = table.loc[table["OBL_RECONOC"] != "", ["Centro", "Seccion", "Programa", "Economico"]]
    return folder, minor(table["OBL_RECONOC"]), len(keys.drop_duplicates())


def test_31_rows_of_eliminations_are_asked_about_and_change_nothing(shared: Site, spent: tuple[Path, int, int]) -> None:
    folder, total, lines = spent
    before = statements(shared, "madrid")
    report = shared.ask(folder / "ejecucion_gastos_eliminaciones.csv", MADRID, "madrid")
    (asked,) = [problem for problem in report.problems if problem.severity == "question"]
    assert (report.outcome, report.exit_code, asked.code) == ("question", 4, "replaces")
    assert (asked.params["lines_before"], asked.params["lines"]) == (lines, report.counts.kept)
    assert Decimal(str(asked.params["before"]).replace(" ", "")) * 100 == total
    assert statements(shared, "madrid") == before


def test_eliminations_are_an_annex_that_is_subtracted(shared: Site, spent: tuple[Path, int, int]) -> None:
    folder, total, _ = spent
    taken_off = minor(madrid(folder, "ejecucion_gastos_eliminaciones")["OBL,RECONOC"])
    shared.bring(
        folder / "ejecucion_gastos_eliminaciones.csv", MADRID + 'sign = "minus"\n', "madrid",
        part="eliminaciones", part_role="adds",
    )  # fmt: skip
    (statement,) = statements(shared, "madrid")
    assert 0 < taken_off < total
    assert statement.amount_minor == total - taken_off
    assert len(statement.members) == 2 and statement.previous_minor is None
    spending = shared.page("/en/madrid/spending?year=2023")
    assert value(spending.exhibit("expenditure-by-function"), "total", "executed") == total - taken_off
    lines = shared.page("/en/madrid/lines?side=expenditure&year=2023").exhibits[0]
    executed = [value(lines, row.key, "executed") for row in lines.rows]
    assert sum(executed) == total - taken_off and min(executed) < 0


TOMSK = "municipal_budgets/tomsk_2022"
REGISTER = """
[document]
key = "tomsk-register-2022"
title = "Реестр источников доходов бюджета на 2022 год"
[sheet]
header = 4
[columns]
code = "Код бюджетной классификации*"
label = "Наименование источника доходов*"
[constants]
direction = "revenue"
fiscal_year = 2022
[numbers]
unit = "thousand"
[totals]
subtotal = [{ column = "A", pattern = '^([IVX]+|\\d+\\.)$' }]
[[amounts]]
column = "Показатели прогноза*"
phase = "forecast"
"""
DRAFT = """
[document]
key = "tomsk-draft-2022"
title = "Проект доходов (без учета безвозмездных поступлений)"
[sheet]
header = [4, 5]
[columns]
label = "A"
[constants]
direction = "revenue"
fiscal_year = 2022
[numbers]
unit = "thousand"
[[amounts]]
column = "G"
phase = "forecast"
"""
ANNEXES = """
[document]
key = "tomsk-decision-2022"
title = "Решение Думы Города Томска о бюджете на 2022 год"
[constants]
direction = "expenditure"
fiscal_year = 2022
[numbers]
unit = "thousand"
"""
OBLIGATIONS = (
    ANNEXES
    + """
[statement]
covers = "part"
covers_ky = "Ачык ченемдик милдеттенмелер"
covers_ru = "Публичные нормативные обязательства"
covers_en = "Public obligations"
[sheet]
header = 6
[columns]
label = { column = ["A", "B"], join = ": " }
[rows]
repeated = "sum"
[[where]]
column = "A"
not_in = ["ИТОГО"]
[[amounts]]
column = "Сумма"
phase = "approved"
"""
)
PROGRAMMES = (
    ANNEXES
    + """
[rows]
repeated = "sum"
[sheet]
header = 4
[columns]
label = "Наименование программы"
[[where]]
column = "B"
{condition}
[[amounts]]
column = "Сумма"
phase = "approved"
"""
)
BY_PROGRAMME = PROGRAMMES.format(condition='not_pattern = "за счет"')
BY_SOURCE = PROGRAMMES.format(condition='pattern = "за счет|^ВСЕГО$"')


@pytest.fixture(scope="module")
def register(shared: Site, real_data: Path) -> tuple[Path, Statement]:
    """The folder of Tomsk, whose register of all revenue is published, and what it says."""
    folder = real_data / TOMSK
    shared.bring(folder / "Реестр источников доходов бюджета 2022.xlsx", REGISTER, "tomsk")
    (statement,) = [each for each in statements(shared, "tomsk") if each.direction == "revenue"]
    return folder, statement


def test_a_draft_of_own_revenue_is_asked_about_where_all_revenue_stands(
    shared: Site, register: tuple[Path, Statement]
) -> None:
    folder, whole = register
    report = shared.ask(folder / "1. Проект доходов.xls", DRAFT, "tomsk")
    assert report.exit_code == 4
    assert {problem.code for problem in report.problems if problem.severity == "question"} == {"replaces"}
    assert [each for each in statements(shared, "tomsk") if each.direction == "revenue"] == [whole]


def test_told_what_it_covers_it_stands_beside_all_revenue(shared: Site, register: tuple[Path, Statement]) -> None:
    folder, whole = register
    report = shared.bring(folder / "1. Проект доходов.xls", DRAFT, "tomsk", covers="own_revenue")
    assert not {"replaces", "statement_replaced", "lines_gone"} & {problem.code for problem in report.problems}
    both = {each.covers: each for each in statements(shared, "tomsk") if each.direction == "revenue"}
    assert both.keys() == {"whole", "own_revenue"} and both["whole"] == whole
    assert both["own_revenue"].amount_minor == 7_975_239_500_00 < (whole.amount_minor or 0)
    page = shared.page("/ru/tomsk?year=2022")
    parts = page.exhibit("parts-of-the-budget")
    assert value(parts, str(both["own_revenue"].id), "amount") == 7_975_239_500_00
    assert value(page.exhibit("revenue-by-source"), "total", "forecast") == whole.amount_minor


def test_two_breakdowns_of_one_document_are_shown_side_by_side_and_never_added(shared: Site, real_data: Path) -> None:
    folder = real_data / TOMSK
    for part, mapping in (("По программам", BY_PROGRAMME), ("По источникам", BY_SOURCE)):
        report = shared.bring(folder / "Приложение 5.xlsx", mapping, "tomsk", part=part, part_role="breaks_down")
        assert "replaces" not in {problem.code for problem in report.problems}
    shared.bring(folder / "Приложение 3.xlsx", OBLIGATIONS, "tomsk", part="Приложение 3", part_role="adds")
    spent = {each.coverage: each for each in statements(shared, "tomsk") if each.direction == "expenditure"}
    assert {each.amount_minor for each in spent.values()} == {15_754_823_300_00, 455_982_900_00}
    (whole,) = [each for each in spent.values() if each.is_whole]
    assert [(annex.part, annex.amount_minor) for annex in whole.annexes] == [("По источникам", 15_754_823_300_00)]
    lines = {
        part: shared.page(f"/ru/tomsk/lines?year=2022&side=expenditure{part}").exhibits[0]
        for part in ("", "&annex=По источникам")
    }
    for exhibit in lines.values():
        assert counted(exhibit) == 15_754_823_300_00


def counted(exhibit: Exhibit) -> int:
    """The sum of the lines of the whole budget in a table; those of a part of it stand apart, under its name."""
    whole = [row for row in exhibit.rows if not row.emphasis and not row.level and row.key.count("-") == 2]
    apart = [row for row in exhibit.rows if row.key.count("-") == 3]
    assert all("Публичные нормативные обязательства" in str(row.cells[-1].value) for row in apart)
    return sum(value(exhibit, row.key, "approved") for row in whole)


TOWN = """
[columns]
code = {code}
label = "Descripción"
[constants]
direction = "{direction}"
[numbers]
number_style = "point"
unit = "one"
[rows]
repeated = "sum"
[[amounts]]
column = "Crédito"
phase = "{phase}"
round = "half-even"
"""
SIDES = {
    "ingresos": ("revenue", '"Concepto"'),
    "gastos": ("expenditure", '{ column = ["Programa", "Concepto"], join = "." }'),
}


def test_three_years_of_a_town_are_equal_to_the_cent_on_its_pages(shared: Site, real_data: Path) -> None:
    printed = {}
    for year in (2013, 2014, 2015):
        for side, (direction, code) in SIDES.items():
            for before, phase in (("", "approved"), ("ejecucion_", "executed")):
                path = real_data / BUDGETS / f"torrelodones/{year}/{before}{side}.csv"
                printed[(year, direction, phase)] = minor(
                    pd.read_csv(path, dtype=str, keep_default_na=False)["Crédito"]
                )
                mapping = TOWN.format(code=code, direction=direction, phase=phase)
                # Half of what was planned was not collected in 2015: the question is answered.
                shared.bring(path, mapping, "torrelodones", year=year)
    assert len(set(printed.values())) == 12
    shown = {
        (year, direction, phase): value(page.exhibit(exhibit), "total", phase)
        for year in (2013, 2014, 2015)
        for page in [shared.page(f"/ky/torrelodones?year={year}")]
        for direction, exhibit in (("revenue", "revenue-by-source"), ("expenditure", "expenditure-by-function"))
        for phase in ("approved", "executed")
    }
    assert shown == printed


OAKLAND = """
[columns]
direction = "account_type"
line = { column = ["department", "fund_code", "account_category"], join = "." }
label = ["account_category", "fund_code"]
[values.direction]
Revenue = "revenue"
Expense = "expenditure"
[constants]
fiscal_year = 2015
[year]
ends = 6
[numbers]
number_style = "point"
unit = "one"
[rows]
repeated = "sum"
[[amounts]]
column = "amount"
phase = "approved"
"""


def test_8909_rows_of_a_budget_are_equal_to_the_cent_on_its_page(shared: Site, real_data: Path) -> None:
    path = real_data / BUDGETS / "oakland/FY14-15__adopted.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    shared.bring(path, OAKLAND, "oakland")
    page = shared.page("/en/oakland?year=2015")
    for word, key in (("Revenue", "revenue-by-source"), ("Expense", "expenditure-by-function")):
        printed = minor(table["amount"][table["account_type"] == word])
        assert value(page.exhibit(key), "total", "approved") == printed
        of_first_level = [row for row in page.exhibit(key).rows if row.level == 0 and row.key != "total"]
        assert sum(value(page.exhibit(key), row.key, "approved") for row in of_first_level) == printed


DECEMBER = """
[[where]]
column = "REP_PERIOD"
equals = "2024-12-31"
"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("classes", ["as shipped", "none"])
def test_a_page_shows_the_lines_of_a_file_whether_they_have_classes_or_not(
    site: Site, real_data: Path, classes: str, lang: str
) -> None:
    printed = {}
    for side, name in (("expenditure", "expenses"), ("revenue", "incomes")):
        mapping = (FOLDER / f"mukachevo-{side}.toml").read_text(encoding="utf-8")
        if classes == "none":
            mapping = re.sub(r"\[classify[^\]]*\]\n.*?(?=\n\[)", "", mapping, flags=re.DOTALL)
            assert "classify" not in mapping
        path = real_data / BUDGETS / f"ukraine_openbudget/mukachevo_{name}.csv"
        site.bring(path, mapping + DECEMBER, "mukachevo")
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        mine = table[(table["REP_PERIOD"] == "2024-12-31") & table["FUND_TYP"].isin(("C", "S"))]
        printed[side] = minor(mine["FAKT_AMT"])
    kinds = "expenditure-by-economic" if classes == "as shipped" else "expenditure-by-function"
    for section, side, key in (("revenue", "revenue", "revenue-by-source"), ("spending", "expenditure", kinds)):
        page = site.page(f"/{lang}/mukachevo/{section}?year=2024")
        exhibit = page.exhibit(key)
        assert value(exhibit, "total", "executed") == printed[side]
        assert "not-itemised" not in {row.key for row in exhibit.rows}
        assert sum(value(exhibit, row.key, "executed") for row in exhibit.rows if row.level == 0) == 2 * printed[side]
        said = words(page) + files(page)
        assert not [
            text for text in (t(lang, "exhibits.not_itemised_answer"), t(lang, "marks.not_published")) if text in said
        ]
