from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from dashboard.i18n import LANGUAGES, keys
from dashboard.intake.problems import CATALOGUES, Problem
from dashboard.intake.report import Counts, Report, problem_lines, show

RAISERS = {"_like", "Problem", "refuse", "add", "rows", "BadMapping", "BadCell", "BadNumber", "BadDate", "_tell"}
ROOT = Path(__file__).resolve().parents[2]


def many(n: int) -> tuple[Problem, ...]:
    return tuple(Problem("not_a_number", "error", row=row, column="план", value="x[1]") for row in range(2, n + 2))


def test_many_problems_of_one_kind_are_cut_for_people_and_whole_for_programs() -> None:
    report = Report("budget", "made.csv", "refused", problems=(Problem("negative_plan", "warning", row=9), *many(1000)))
    lines = problem_lines(report.problems, "en")
    assert len(lines) == 20 + 1 + 1
    assert "980" in lines[-1] and "negative" not in lines[0]
    assert len(report.as_json()["problems"]) == 1001


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_is_printed_in_every_language_with_the_cell_as_it_is(lang: str) -> None:
    out = io.StringIO()
    control = {
        "municipality": "m",
        "fiscal_year": "2025",
        "direction": "revenue",
        "phase": "approved",
        "period_end": "2025-12-31",
        "amount": "1 000.00",
    }
    counts = Counts(read=3, kept=2, filtered=1, totals=1)
    report = Report("budget", "a[b].csv", "refused", counts=counts, problems=many(1), control=(control,))
    show(report, Console(file=out, width=200), lang)
    text = out.getvalue()
    assert "a[b].csv" in text and "x[1]" in text and "1 000.00" in text


def test_every_code_the_importer_can_raise_has_words_in_every_language() -> None:
    """Codes are the snake_case words given to Problem, refuse, BadMapping, BadCell and the like."""
    codes = set()
    for file in (ROOT / "dashboard" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                code = str(node.args[0].value)
                if name in RAISERS and re.fullmatch("[a-z]+(_[a-z0-9]+)+", code):
                    codes.add(code)
    # Those of TOML files begin with what they are said of.
    of_files = ("not_found", "not_toml", "unknown_key", "wrong_kind", "bad_value", "needs")
    codes |= {f"{said_of}_{code}" for said_of in ("mapping", "study") for code in of_files}
    codes |= {"study_twice", "study_bands_overlap"}
    assert {"line_twice", "unit_jump", "bad_soate", "mapping_needs"} <= codes
    for lang in LANGUAGES:
        for code in codes:
            for part in ("what", "do"):
                assert {f"{words}.{code}.{part}" for words in CATALOGUES} & keys(lang), (lang, code, part)
