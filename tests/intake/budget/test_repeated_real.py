"""Real files: repeated rows add up as pandas adds them; blocks and headings of real sheets as they are printed."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from dashboard.intake.budget import BUDGET
from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.problems import Findings
from dashboard.intake.run import silent
from dashboard.intake.subject import Request
from dashboard.store.known import Known

REPEATED = """
[rows]
repeated = "sum"
[constants]
municipality = "sample"
{constants}
[numbers]
number_style = "{style}"
unit = "{unit}"
"""
OAKLAND = """
[columns]
direction = "account_type"
line = {{ column = ["department", "fund_code", "account_category"], join = "." }}
label = ["account_category", "fund_code"]
[values.direction]
Revenue = "revenue"
Expense = "expenditure"
[[amounts]]
column = "amount"
phase = "approved"
"""
MADRID = """
[file]
encoding = "cp1252"
[columns]
code = {{ column = ["Centro", "Seccion", "Programa", "Economico"], join = "." }}
label = "Descripcion Economico"
[[amounts]]
column = ["CRED_INICIAL", "CRED,INICIAL"]
phase = "approved"
[[amounts]]
column = ["OBL_RECONOC", "OBL,RECONOC"]
phase = "executed"
"""
TORRELODONES = """
[columns]
code = {{ column = ["Programa", "Concepto"], join = "." }}
label = "Descripción"
[[amounts]]
column = "Crédito"
phase = "approved"
"""


def read(path: Path, mapping: str, constants: str, style: str, unit: str = "one") -> tuple[pd.DataFrame, Findings, int]:
    """The facts of a file, what was found, and how many rows were kept."""
    told = tomllib.loads((REPEATED + mapping).format(constants=constants, style=style, unit=unit))
    request, findings = Request((path,), BUDGET_FILE.read(told, "made", "0" * 64)), Findings()
    checked = BUDGET.check(BUDGET.read(request), Known(places={"sample": "EUR"}), request, findings, silent)
    assert checked.ready is not None, [each.text("en") for each in findings.problems if each.severity == "error"][:5]
    assert checked.counts is not None
    return checked.ready.batch.facts, findings, checked.counts.kept


def minor(values: pd.Series[str]) -> int:
    """Their sum in hundredths, by exact arithmetic."""
    return int(sum((Decimal(value.replace(",", ".") or "0") for value in values), Decimal()) * 100)


def test_oakland(real_data: Path) -> None:
    path = real_data / "municipal_budgets/oakland/FY14-15__adopted.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    facts, findings, kept = read(path, OAKLAND, "fiscal_year = 2015", "point")
    by = {"revenue": "Revenue", "expenditure": "Expense"}
    assert facts.groupby("direction", observed=True)["amount_minor"].sum().to_dict() == {
        direction: minor(table["amount"][table["account_type"] == word]) for direction, word in by.items()
    }
    keys = table[["account_type", "department", "fund_code", "account_category"]]
    assert (kept, len(facts)) == (8909, len(keys.drop_duplicates()))
    assert set(facts["role"]) == {"line"}
    (told,) = [problem for problem in findings.problems if problem.code == "rows_summed"]
    assert dict(told.params) == {"n": 8909, "lines": len(facts)}
    assert findings.stops() == ""


@pytest.mark.parametrize("name", ["ejecucion_gastos", "ejecucion_gastos_eliminaciones"])
def test_madrid(real_data: Path, name: str) -> None:
    path = real_data / f"municipal_budgets/madrid_2023/{name}.csv"
    table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="cp1252")
    columns = {"approved": ("CRED_INICIAL", "CRED,INICIAL"), "executed": ("OBL_RECONOC", "OBL,RECONOC")}
    constants = 'direction = "expenditure"\nfiscal_year = 2023'
    facts, findings, _ = read(path, MADRID, constants, "comma")
    assert facts.groupby("phase", observed=True)["amount_minor"].sum().to_dict() == {
        phase: minor(table[next(each for each in names if each in table)]) for phase, names in columns.items()
    }
    assert {problem.code for problem in findings.problems if problem.severity in ("error", "question")} == set()


@pytest.mark.parametrize("name", ["ejecucion_gastos", "gastos"])
def test_torrelodones(real_data: Path, name: str) -> None:
    path = real_data / f"municipal_budgets/torrelodones/2015/{name}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    facts, findings, _ = read(path, TORRELODONES, 'direction = "expenditure"\nfiscal_year = 2015', "point")
    assert facts["amount_minor"].sum() == minor(table["Crédito"])
    assert findings.stops() == ""


ANNEX_3 = """
[sheet]
header = 6
skip_rows = [7]
[columns]
label = {{ column = ["A", "B", "C"], join = ": " }}   # rows of the same name differ in their amounts
[[amounts]]
column = "Сумма"
phase = "approved"
"""
DRAFT = """
[sheet]
header = 5
skip_rows = [6]
[columns]
label = "A"
[[amounts]]
column = "B"
phase = "executed"
fiscal_year = 2020
[[amounts]]
column = "G"
phase = "forecast"
fiscal_year = 2022
"""


def test_the_blocks_of_an_annex_of_tomsk_add_up(real_data: Path) -> None:
    path = real_data / "municipal_budgets/tomsk_2022/Приложение 3.xlsx"
    facts, findings, _ = read(path, ANNEX_3, 'direction = "expenditure"\nfiscal_year = 2022', "point", "thousand")
    assert dict(facts["role"].value_counts()) == {"line": 51, "subtotal": 9, "total": 1}
    assert facts["amount_minor"][facts["role"] == "line"].sum() == 455_982_900_00
    codes = {problem.code for problem in findings.problems if problem.severity != "info"}
    assert codes == set()


def test_the_headings_of_the_draft_revenue_of_tomsk_are_not_counted(real_data: Path) -> None:
    path = real_data / "municipal_budgets/tomsk_2022/1. Проект доходов.xls"
    facts, findings, _ = read(path, DRAFT, 'direction = "revenue"', "point", "thousand")
    lines = facts[facts["role"] == "line"].groupby("fiscal_year")["amount_minor"].sum()
    assert lines.to_dict() == {2020: 7_023_900_700_00, 2022: 7_975_239_500_00}
    assert findings.stops() == ""
