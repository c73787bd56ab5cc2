"""Write the budget of the fictional municipality: `python data/demo/generate.py` always makes the same files.

Nothing here is taken from a real place. `lines.csv` holds the first approved plan and how each line behaves; the
amounts are tenths of a thousand som (integers) until they are printed.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
LAST_MONTH = {2023: 12, 2024: 12, 2025: 12, 2026: 9}
FORECAST_YEARS = (2027, 2028)
FIRST_OPENING = 6124
BALANCING_LINE = "roads-construction"
RESTATED = (2024, 10, "kindergartens-food", -184)  # printed too low in the first report of that month
MISPRINTED_TOTAL = (2025, 8, 90)  # expenditure total printed 9.0 thousand som too high: more than rounding explains
UNPUBLISHED = (2025, (4, 5, 6), "lease-other")
#: Parts of the yearly amount by month, January first.
SEASONS = {
    "even": (7, 8, 8, 8, 8, 9, 8, 8, 8, 9, 9, 10),
    "autumn": (2, 2, 4, 5, 4, 4, 5, 9, 17, 21, 17, 10),
    "summer": (0, 0, 0, 15, 20, 35, 0, 20, 10, 0, 0, 0),
    "school": (9, 10, 10, 10, 10, 8, 2, 1, 10, 10, 10, 10),
    "winter": (15, 14, 12, 7, 4, 3, 3, 3, 5, 8, 12, 14),
    "works": (0, 0, 1, 3, 7, 13, 17, 20, 18, 13, 6, 2),
    "spring": (0, 4, 24, 32, 22, 8, 2, 2, 3, 3, 0, 0),
}
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
WAIVED = (
    "Кеңеш бул салыктын чен өлчөмүн нөлгө түшүргөн.",
    "Кенеш установил нулевую ставку этого налога.",
    "The council set the rate of this tax at zero.",
)
NOT_PUBLISHED = (
    "Бул чейректе жарыяланган эмес; басылган жалпы суммага кирген эмес.",
    "За этот квартал не опубликовано; в напечатанный итог не вошло.",
    "Not published for this quarter; the printed total does not include it.",
)
NO_NOTE = ("", "", "")
TOTAL_LABELS = {
    "revenue": (
        "Бардык кирешелер жыл башындагы калдык менен",
        "Всего доходов с остатком на начало года",
        "Total revenue with the opening balance",
    ),
    "expenditure": ("Бардык чыгашалар", "Всего расходов", "Total expenditure"),
}
OPENING_LABELS = ("Жыл башына карата калдык", "Остаток на начало года", "Opening balance")
CLOSING_LABELS = ("Мезгилдин аягына карата калдык", "Остаток на конец периода", "Closing balance")
BUDGET_COLUMNS = (
    "row_id", "document", "municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "line", "parent",
    "role", "fund", "label", "label_ky", "label_ru", "label_en", "source_key", "function_key", "economic_key", "amount",
    "unit", "note_ky", "note_ru", "note_en",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "key", "municipality", "kind", "authority", "number", "date", "date_printed", "title", "language", "url",
    "publisher",
)  # fmt: skip

Plan = dict[str, int]


@dataclass(frozen=True)
class Line:
    """A line of the fictional budget, from `lines.csv`."""

    key: str
    direction: str
    fund: str
    keys: tuple[str, str, str]
    plan: int
    growth_percent: int
    season: str
    labels: tuple[str, str, str]


@dataclass
class Paper:
    """What has been written so far."""

    documents: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)


def read_lines() -> list[Line]:
    """The lines in the order they are printed."""
    with (HERE / "lines.csv").open(encoding="utf-8", newline="") as file:
        return [
            Line(
                row["line"],
                row["direction"],
                row["fund"],
                (row["source_key"], row["function_key"], row["economic_key"]),
                int(row["plan_2023"].replace(".", "")),
                int(row["growth_percent"]),
                row["season"],
                (row["label_ky"], row["label_ru"], row["label_en"]),
            )
            for row in csv.DictReader(file)
        ]


def balanced(lines: list[Line], plan: Plan, opening: int) -> Plan:
    """The plan with the balancing line set so that expenditure equals revenue and the opening balance."""
    sign = {line.key: 1 if line.direction == "revenue" else -1 for line in lines}
    rest = opening + sum(sign[key] * amount for key, amount in plan.items() if key != BALANCING_LINE)
    if rest <= 0:
        raise ValueError(f"The plan does not balance: {rest}")
    return {**plan, BALANCING_LINE: rest}


def first_plan(lines: list[Line], year: int, opening: int) -> Plan:
    """The plan the council approves in February, grown from 2023 by each line's own percentage a year."""
    plan = {line.key: round(line.plan * (1 + line.growth_percent / 100) ** (year - 2023)) for line in lines}
    return balanced(lines, plan, opening)


def revise(lines: list[Line], plan: Plan, opening: int, percent: dict[str, int]) -> Plan:
    """The plan after the council changed some lines by so many per cent."""
    changed = {key: round(amount * (100 + percent.get(key, 0)) / 100) for key, amount in plan.items()}
    return balanced(lines, changed, opening)


def execute(lines: list[Line], plan: Plan, dice: random.Random) -> dict[str, list[int]]:
    """For each line the cumulative amount at the end of each of the 12 months."""
    result = {}
    for line in lines:
        if line.direction == "revenue":
            done = 0.94 + 0.13 * dice.random()
        else:
            done = 0.97 + 0.02 * dice.random() if line.season == "even" else 0.86 + 0.12 * dice.random()
        weights = [weight * (0.85 + 0.3 * dice.random()) for weight in SEASONS[line.season]]
        whole = sum(weights)
        result[line.key] = [round(plan[line.key] * done * sum(weights[: m + 1]) / whole) for m in range(12)]
    return result


def printed(tenths: int) -> str:
    """Tenths of a thousand som as the documents print them: 12345 becomes "1234.5"."""
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def last_day(year: int, month: int) -> str:
    """ISO date of the last day of a month."""
    days = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return f"{year}-{month:02d}-{days}"


def add_document(paper: Paper, key: str, kind: str, number: str, date: str, title: str) -> None:
    """Register a fictional document."""
    values = (
        key,
        "demo",
        kind,
        "3",
        number,
        date,
        date,
        f"{title} (ойдон чыгарылган)",
        "ky",
        "",
        "Үлгү айыл өкмөтү (ойдон чыгарылган)",
    )
    paper.documents.append(dict(zip(DOCUMENT_COLUMNS, values, strict=True)))


def add_statement(
    paper: Paper,
    lines: list[Line],
    document: str,
    phase: str,
    year: int,
    month: int,
    opening: int | None,
    amounts: dict[str, int | None],
    total_error: int = 0,
    closing: bool = False,
) -> None:
    """Print every line, both totals and, in execution reports, the closing balance; a forecast opens with none."""
    start = (document, "demo", str(year))
    scope = "period" if month < 12 else "year"
    count = sum(row["document"] == document for row in paper.rows)

    def add(
        direction: str,
        line: str,
        role: str,
        fund: str,
        labels: tuple[str, str, str],
        keys: tuple[str, str, str],
        amount: int | None,
        note: tuple[str, str, str] = NO_NOTE,
    ) -> None:
        nonlocal count
        count += 1
        value = "" if amount is None else printed(amount)
        when = (direction, phase, scope, last_day(year, month))
        what = (line, "", role, fund, labels[0], *labels, *keys, value, "thousand_som", *note)
        values = (f"{document}-{count:03d}", *start, *when, *what)
        paper.rows.append(dict(zip(BUDGET_COLUMNS, values, strict=True)))

    if opening is not None:
        add("revenue", "opening-balance", "line", "budget", OPENING_LABELS, ("rev.opening", "", ""), opening)
    totals = {"revenue": opening or 0, "expenditure": 0}
    for line in lines:
        amount = amounts[line.key]
        totals[line.direction] += amount or 0
        note = NOT_PUBLISHED if amount is None else WAIVED if line.plan == 0 and phase == "approved" else NO_NOTE
        add(line.direction, line.key, "line", line.fund, line.labels, line.keys, amount, note)
    for direction, total in totals.items():
        error = total_error if direction == "expenditure" else 0
        add(direction, "total", "total", "all", TOTAL_LABELS[direction], ("", "", ""), total + error)
    if closing:
        left = totals["revenue"] - totals["expenditure"]
        add("balance", "closing-balance", "line", "all", CLOSING_LABELS, ("bal.closing", "", ""), left)


def add_reports(paper: Paper, lines: list[Line], year: int, opening: int, done: dict[str, list[int]]) -> int:
    """Monthly execution reports of a year; returns the balance left at its end."""
    for month in range(1, LAST_MONTH[year] + 1):
        key = f"demo-{year}-{month:02d}"
        title = f"{year}-жылдын {MONTHS[month - 1]} айы боюнча бюджеттин аткарылышы"
        date = f"{year + month // 12}-{month % 12 + 1:02d}-12"
        amounts: dict[str, int | None] = {line: values[month - 1] for line, values in done.items()}
        if year == UNPUBLISHED[0] and month in UNPUBLISHED[1]:
            amounts[UNPUBLISHED[2]] = None
        add_document(paper, key, "execution_report", f"{month}/{year}", date, title)
        error = MISPRINTED_TOTAL[2] if (year, month) == MISPRINTED_TOTAL[:2] else 0
        if (year, month) == RESTATED[:2]:
            wrong = {**amounts, RESTATED[2]: done[RESTATED[2]][month - 1] + RESTATED[3]}
            add_statement(paper, lines, key, "executed", year, month, opening, wrong, closing=True)
            key, date = f"{key}-corrected", date.replace("-12", "-26")
            add_document(paper, key, "execution_report", f"{month}/{year}-1", date, f"{title}, оңдолгон")
        add_statement(paper, lines, key, "executed", year, month, opening, amounts, error, closing=True)
    sign = {line.key: 1 if line.direction == "revenue" else -1 for line in lines}
    return opening + sum(sign[key] * values[-1] for key, values in done.items())


def add_year(paper: Paper, lines: list[Line], year: int, opening: int, dice: random.Random) -> int:
    """Plans and reports of one year; returns the balance left at its end."""
    plan = first_plan(lines, year, opening)
    key = f"demo-{year}-approved"
    title = f"{year}-жылдын бюджетин бекитүү жөнүндө токтом"
    add_document(paper, key, "council_resolution", "4", f"{year}-02-14", title)
    add_statement(paper, lines, key, "approved", year, 12, opening, {**plan})
    if LAST_MONTH[year] == 12:
        changes = {
            7: {"income-tax-agent": 4, "stimulating-grant": 12, "schools-construction": 15, "kindergartens-food": 5},
            11: {"land-shares": -6, "lease-frl": 3, "irrigation-repair": -8, "family-aid": 10},
        }
        for month, percent in changes.items():
            plan = revise(lines, plan, opening, percent)
            key = f"demo-{year}-revised-{month:02d}"
            title = f"{year}-жылдын бюджетин тактоо жөнүндө токтом"
            add_document(paper, key, "council_resolution", str(month + 3), f"{year}-{month:02d}-18", title)
            add_statement(paper, lines, key, "revised", year, 12, opening, {**plan})
    else:
        for later in FORECAST_YEARS:
            add_statement(paper, lines, key, "forecast", later, 12, None, {**first_plan(lines, later, 0)})
    return add_reports(paper, lines, year, opening, execute(lines, plan, dice))


def write(name: str, columns: Iterable[str], rows: list[dict[str, str]]) -> None:
    """Write one CSV: UTF-8, comma, LF."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write documents.csv and budget.csv beside this file."""
    lines, paper, dice = read_lines(), Paper(), random.Random(2023)
    opening = FIRST_OPENING
    for year in LAST_MONTH:
        opening = add_year(paper, lines, year, opening, dice)
    write("documents.csv", DOCUMENT_COLUMNS, paper.documents)
    write("budget.csv", BUDGET_COLUMNS, paper.rows)


if __name__ == "__main__":
    main()
