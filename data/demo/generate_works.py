"""Write the works of the fictional municipality: `python data/demo/generate_works.py` always makes the same files.

Run it after `generate.py`: what is paid for works in a year never exceeds what `budget.csv` says was spent on capital
items of that function. Amounts are tenths of a thousand som (integers) until they are printed. The place lies on
open water of a lake, so that no village can be taken for it.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
SOUTH, NORTH, WEST, EAST = 42.40, 42.50, 77.18, 77.32
LAST_REPORT = date(2026, 9, 30)
SHARE_OF_CAPITAL = 0.62
COLUMNS = (
    "municipality", "key", "role", "title", "title_ky", "title_ru", "title_en", "description", "type", "sector",
    "service", "function_key", "village", "latitude", "longitude", "ocid", "document", "as_of", "status",
    "planned_start", "planned_end", "actual_start", "actual_end", "planned_amount", "contract_amount", "paid_amount",
    "unit", "funding_source", "funding_label", "funding_amount", "funding_source_2", "funding_label_2",
    "funding_amount_2", "funding_source_3", "funding_label_3", "funding_amount_3", "quantity", "quantity_unit",
    "beneficiaries", "contractor", "delay_reason", "new_end", "note_ky", "note_ru", "note_en", "row_role_printed",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "key", "municipality", "kind", "authority", "number", "date", "date_printed", "title", "language", "url",
    "publisher",
)  # fmt: skip
#: Village, its middle (latitude, longitude), its people.
VILLAGES = (
    ("Үлгү", 42.452, 77.250, 1900), ("Жогорку Үлгү", 42.486, 77.271, 1100), ("Төмөнкү Үлгү", 42.415, 77.224, 900),
    ("Үлгү-Булак", 42.473, 77.203, 700), ("Үлгү-Талаа", 42.428, 77.298, 500),
)  # fmt: skip
CONTRACTORS = tuple(
    f"«{name}» ЖЧК (ойдон чыгарылган)" for name in ("Үлгү-Курулуш", "Үлгү-Жол", "Үлгү-Суу", "Үлгү-Жарык")
)
LABELS = {
    "local_budget": "жергиликтүү бюджет", "stimulating_grant": "дем берүүчү грант",
    "republican": "республикалык бюджет",
    "donor": "«Үлгү» донордук долбоору (ойдон чыгарылган)", "own_contribution": "тургундардын өздүк салымы (ашар)",
}  # fmt: skip
#: How a work is paid: sources and their parts in per cent.
FUNDINGS = (
    (("local_budget", 100),),
    (("local_budget", 60), ("stimulating_grant", 40)),
    (("stimulating_grant", 75), ("local_budget", 20), ("own_contribution", 5)),
    (("local_budget", 55), ("donor", 35), ("own_contribution", 10)),
    (("republican", 70), ("local_budget", 30)),
)
REASONS = (
    "Курулуш материалдары кеч келди (ойдон чыгарылган)", "Экинчи жолу тендер жарыяланды (ойдон чыгарылган)",
    "Күзгү жаанчыл күндөр (ойдон чыгарылган)", "Долбоордук документтер кайра каралды (ойдон чыгарылган)",
)  # fmt: skip
CANCELLED = (
    "Кеңеш ишти жокко чыгарды: баасы пландан эки эсе ашты (ойдон чыгарылган).",
    "Кенеш отменил работу: цена вдвое превысила план (вымышлено).",
    "The council cancelled the work: the price was twice the plan (fictional).",
)


@dataclass(frozen=True)
class Kind:
    """A kind of work. `titles` in Kyrgyz, Russian, English take {q}; {v} is the village."""

    service: str
    type: str
    sector: str
    function: str
    unit: str
    sizes: tuple[int, int]
    titles: tuple[str, str, str]


KINDS = {
    "road": Kind("roads", "rehabilitation", "transport.road", "func.704", "m", (400, 1800), (
        "Ички жолду оңдоо, {q} м, {v}", "Ремонт внутренней дороги, {q} м, {v}", "Street repair, {q} m, {v}")),
    "gravel": Kind("roads", "construction", "transport.road", "func.704", "m", (300, 1500), (
        "Шагыл жол салуу, {q} м, {v}", "Строительство гравийной дороги, {q} м, {v}", "Gravel road, {q} m, {v}")),
    "bridge": Kind("bridge", "construction", "transport.road", "func.704", "m", (8, 18), (
        "Көпүрө куруу, {q} м, {v}", "Строительство моста, {q} м, {v}", "Bridge, {q} m, {v}")),
    "canal": Kind("irrigation", "rehabilitation", "", "func.704", "m", (500, 2500), (
        "Арыкты тазалоо жана оңдоо, {q} м, {v}", "Чистка и ремонт арыка, {q} м, {v}", "Canal repair, {q} m, {v}")),
    "pipe": Kind("water", "construction", "waterAndWaste", "func.706", "m", (300, 1600), (
        "Суу түтүгүн тартуу, {q} м, {v}", "Прокладка водопровода, {q} м, {v}", "Water pipe, {q} m, {v}")),
    "tap": Kind("water", "rehabilitation", "waterAndWaste", "func.706", "pieces", (3, 12), (
        "Суу түтүкчөлөрүн алмаштыруу, {q} даана, {v}", "Замена водоразборных колонок, {q} шт., {v}",
        "Water taps replaced, {q} pieces, {v}")),
    "lamp": Kind("lighting", "construction", "energy", "func.706", "lamps", (20, 70), (
        "Көчө жарыгы, {q} лампа, {v}", "Уличное освещение, ламп: {q}, {v}", "Street lighting, {q} lamps, {v}")),
    "tower": Kind("water", "replacement", "waterAndWaste", "func.706", "pieces", (1, 1), (
        "Эски суу мунарасын алып салуу, {v}", "Демонтаж старой водонапорной башни, {v}",
        "Old water tower taken down, {v}")),
    "post": Kind("health", "rehabilitation", "health", "func.707", "m2", (60, 140), (
        "ФАП имаратын оңдоо, {q} м², {v}", "Ремонт здания ФАП, {q} м², {v}",
        "Repair of the first-aid post, {q} m², {v}")),
    "sport": Kind("sport", "construction", "cultureSportsAndRecreation", "func.708", "m2", (400, 800), (
        "Спорт аянтчасы, {q} м², {v}", "Спортивная площадка, {q} м², {v}", "Sports ground, {q} m², {v}")),
    "roof": Kind("school", "rehabilitation", "education", "func.709", "m2", (250, 900), (
        "Мектептин чатырын оңдоо, {q} м², {v}", "Ремонт крыши школы, {q} м², {v}", "School roof repair, {q} m², {v}")),
    "yard": Kind("kindergarten", "rehabilitation", "education", "func.709", "m2", (300, 700), (
        "Бала бакчанын короосун жасалгалоо, {q} м², {v}", "Благоустройство двора детского сада, {q} м², {v}",
        "Kindergarten yard, {q} m², {v}")),
    "extension": Kind("kindergarten", "expansion", "education", "func.709", "places", (20, 40), (
        "Бала бакчага кошумча имарат, {q} орун, {v}", "Дополнительный корпус детского сада, {q} мест, {v}",
        "Kindergarten extension, {q} places, {v}")),
}  # fmt: skip
#: Year: (kind, number of the village, how it went). See `last_reports` for the words.
PLAN = {
    2023: (
        ("road", 0, "on_time"), ("bridge", 1, "late"), ("canal", 2, "early"), ("pipe", 0, "next_year"),
        ("tap", 3, "on_time"), ("lamp", 0, "maintenance"), ("post", 1, "late"), ("sport", 0, "on_time"),
        ("roof", 0, "early"), ("yard", 2, "on_time"),
    ),
    2024: (
        ("road", 1, "early"), ("gravel", 4, "next_year"), ("canal", 3, "on_time"), ("pipe", 1, "on_time"),
        ("lamp", 2, "late"), ("tower", 3, "decommissioned"), ("post", 4, "cancelled"), ("sport", 1, "late"),
        ("roof", 3, "on_time"), ("extension", 0, "next_year"),
    ),
    2025: (
        ("road", 2, "on_time"), ("road", 3, "late"), ("bridge", 4, "stuck"), ("pipe", 2, "early"),
        ("tap", 4, "on_time"), ("lamp", 1, "on_time"), ("post", 2, "on_time"), ("sport", 3, "promised"),
        ("roof", 1, "on_time"), ("yard", 1, "maintenance"),
    ),
    2026: (
        ("road", 4, "early"), ("gravel", 0, "under_way"), ("canal", 1, "on_time"), ("pipe", 3, "stuck"),
        ("lamp", 3, "under_way"), ("tower", 0, "decommissioning"), ("post", 3, "preparing"), ("sport", 2, "planned"),
        ("roof", 4, "promised"), ("yard", 4, "preparing"),
    ),
}  # fmt: skip
DONE = {"on_time": "completion", "early": "completion", "late": "completion", "maintenance": "maintenance",
        "decommissioned": "decommissioned"}  # fmt: skip
OPEN = {"under_way": "implementation", "stuck": "implementation", "next_year": "implementation",
        "decommissioning": "decommissioning"}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """A work as planned: money in tenths of a thousand som."""

    key: str
    year: int
    kind: Kind
    village: tuple[str, float, float, int]
    outcome: str
    size: int
    planned: int
    contract: int
    overrun: int
    start: date
    end: date
    fundings: tuple[tuple[str, int], ...]
    contractor: str
    reason: str
    shift: int
    point: tuple[float, float] | None


def tenths(text: str) -> int:
    """A printed amount as tenths of a thousand som."""
    return round(float(text) * 10)


def printed(amount: int | None) -> str:
    """Tenths of a thousand som as they are printed; nothing for None."""
    return "" if amount is None else f"{amount // 10}.{amount % 10}"


def capital_spending() -> dict[tuple[int, str], int]:
    """What was spent by (year, function) on buildings, equipment and repairs, from the last report of each year."""
    last = {2023: "2023-12-31", 2024: "2024-12-31", 2025: "2025-12-31", 2026: "2026-09-30"}
    spent: dict[tuple[int, str], int] = defaultdict(int)
    with (HERE / "budget.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            capital = row["economic_key"].startswith("econ.31") or row["economic_key"] == "econ.22.repair"
            year = int(row["fiscal_year"])
            if capital and row["phase"] == "executed" and row["role"] == "line" and row["period_end"] == last[year]:
                spent[year, row["function_key"]] += tenths(row["amount"])
    return spent


def make_works(dice: random.Random) -> list[Work]:
    """The forty works. The works of a function share its capital spending of the year."""
    spent = capital_spending()
    works = []
    for year, entries in PLAN.items():
        sharing = defaultdict(list)
        for number, (name, _, _) in enumerate(entries):
            sharing[KINDS[name].function].append(number)
        weights = [0.6 + 0.8 * dice.random() for _ in entries]
        for number, (name, village_no, outcome) in enumerate(entries):
            kind, village = KINDS[name], VILLAGES[village_no]
            whole = sum(weights[other] for other in sharing[kind.function])
            planned = int(spent[year, kind.function] * SHARE_OF_CAPITAL * weights[number] / whole)
            start = date(year, 4, 15) + timedelta(days=dice.randrange(40))
            end = start + timedelta(days=100 + dice.randrange(60))
            parts = dice.choice(FUNDINGS)
            amounts = [planned * percent // 100 for _, percent in parts[1:]]
            size = dice.randrange(kind.sizes[0], kind.sizes[1] + 1)
            near = (village[1] + dice.uniform(-0.006, 0.006), village[2] + dice.uniform(-0.009, 0.009))
            works.append(
                Work(
                    f"demo-{year}-{number + 1:02d}",
                    year,
                    kind,
                    village,
                    outcome,
                    size if size < 100 else size // 10 * 10,
                    planned,
                    round(planned * dice.uniform(0.9, 1.0)),
                    dice.choice((0, 0, 0, 3, 5)),
                    start,
                    end,
                    tuple(zip([source for source, _ in parts], [planned - sum(amounts), *amounts], strict=True)),
                    dice.choice(CONTRACTORS),
                    dice.choice(REASONS),
                    8 + dice.randrange(40),
                    None if number == 9 else near,
                )
            )
    return works


def last_reports(work: Work) -> list[dict[str, str]]:
    """What the reports at the end of the year, and after it, say of a work."""
    closing = f"demo-works-{work.year}-report"
    as_of = date(work.year + 1, 1, 15) if work.year < LAST_REPORT.year else LAST_REPORT
    paid = work.contract * (100 + work.overrun) // 100
    common = {
        "contract_amount": printed(work.contract),
        "contractor": work.contractor,
        "actual_start": str(work.start + timedelta(days=work.shift % 9)),
    }
    late = {"delay_reason": work.reason}
    if work.outcome in DONE:
        days = {"early": -work.shift // 2, "late": work.shift, "on_time": -(work.shift % 4)}.get(work.outcome, 0)
        done = {
            **common,
            "status": DONE[work.outcome],
            "paid_amount": printed(paid),
            "actual_end": str(work.end + timedelta(days=days)),
        }
        return [report(closing, as_of, done | (late if work.outcome == "late" else {}))]
    if work.outcome in OPEN:
        now = {**common, "status": OPEN[work.outcome], "paid_amount": printed(work.contract * 6 // 10)}
        if work.outcome in ("stuck", "next_year"):
            now |= late | {"new_end": str(date(work.year + 1, 6, 30))}
        if work.outcome != "next_year":
            following = {**now, "new_end": str(date(work.year + 1, 11, 30))}
            stuck = work.outcome == "stuck" and work.year < LAST_REPORT.year
            again = [report(f"demo-works-{work.year + 1}-report", LAST_REPORT, following)] if stuck else []
            return [report(closing, as_of, now), *again]
        done = {
            **common,
            "status": "completion",
            "paid_amount": printed(paid),
            **late,
            "actual_end": str(date(work.year + 1, 4, 20) + timedelta(days=work.shift)),
        }
        return [report(closing, as_of, now), report(f"demo-works-{work.year + 1}-half", half_day(work.year + 1), done)]
    if work.outcome == "cancelled":
        texts = dict(zip(("note_ky", "note_ru", "note_en"), CANCELLED, strict=True))
        return [report(closing, as_of, {"status": "cancelled", **texts})]
    if work.outcome == "promised":
        told = {"status": "identification", **late, "new_end": str(date(work.year + 1, 8, 31))}
        if work.year < LAST_REPORT.year:
            again = {**told, "new_end": str(date(work.year + 2, 8, 31))}
            return [report(closing, as_of, told), report(f"demo-works-{work.year + 1}-report", LAST_REPORT, again)]
        return [report(closing, as_of, told)]
    status = "preparation" if work.outcome == "preparing" else "identification"
    return [report(closing, as_of, {"status": status})]


def half_day(year: int) -> date:
    """The day of the report in the middle of a year, before any work of that year is finished."""
    return date(year, 6, 25)


def report(document: str, as_of: date, values: dict[str, str]) -> dict[str, str]:
    """One report of a work."""
    return {"document": document, "as_of": str(as_of), **values}


def reports(work: Work) -> list[dict[str, str]]:
    """All reports of a work, oldest first: the plan, the middle of the year, and what came after."""
    plan = report(f"demo-works-{work.year}-plan", date(work.year, 3, 20), {"status": "identification"})
    begun = work.outcome not in ("planned", "promised", "cancelled", "preparing")
    half = {"status": "preparation"}
    if begun:
        half = {
            "status": "implementation",
            "contract_amount": printed(work.contract),
            "contractor": work.contractor,
            "paid_amount": printed(work.contract * 3 // 10),
            "actual_start": str(work.start + timedelta(days=work.shift % 9)),
        }
    if work.outcome in ("planned", "promised"):
        half["status"] = "identification"
    middle = report(f"demo-works-{work.year}-half", half_day(work.year), half)
    return [plan, middle, *last_reports(work)]


def rows_of(work: Work) -> list[dict[str, str]]:
    """The rows of `works.csv` for one work."""
    late_plan = work.year == 2026 and work.outcome in ("planned", "preparing", "under_way")
    end = date(2026, 12, 20) if late_plan else work.end
    titles = [text.format(q=work.size, v=work.village[0]) for text in work.kind.titles]
    fixed = {
        "municipality": "demo",
        "key": work.key,
        "role": "work",
        "title": titles[0],
        "title_ky": titles[0],
        "title_ru": titles[1],
        "title_en": titles[2],
        "type": work.kind.type,
        "sector": work.kind.sector,
        "service": work.kind.service,
        "function_key": work.kind.function,
        "village": work.village[0],
        "planned_start": str(work.start),
        "planned_end": str(end),
        "planned_amount": printed(work.planned),
        "unit": "thousand_som",
        "quantity": str(work.size),
        "quantity_unit": work.kind.unit,
        "beneficiaries": str(work.village[3]),
        "row_role_printed": "single",
    }
    if work.point:
        fixed |= {"latitude": f"{work.point[0]:.5f}", "longitude": f"{work.point[1]:.5f}"}
    for number, (source, amount) in enumerate(work.fundings, start=1):
        end_of_name = "" if number == 1 else f"_{number}"
        fixed |= {
            f"funding_source{end_of_name}": source,
            f"funding_label{end_of_name}": LABELS[source],
            f"funding_amount{end_of_name}": printed(amount),
        }
    return [{**dict.fromkeys(COLUMNS, ""), **fixed, **values} for values in reports(work)]


def documents() -> list[dict[str, str]]:
    """The papers the reports stand in."""
    papers = []
    for year in PLAN:
        last = date(year + 1, 1, 15) if year < LAST_REPORT.year else LAST_REPORT
        period = "жылдык отчет" if year < LAST_REPORT.year else "9 айлык отчет"
        for part, kind, day, title in (
            ("plan", "council_resolution", date(year, 3, 20), "жакшыртуу иштеринин планы жөнүндө токтом"),
            ("half", "execution_report", half_day(year), "жакшыртуу иштери, жарым жылдык отчет"),
            ("report", "execution_report", last, f"жакшыртуу иштери, {period}"),
        ):
            values = (
                f"demo-works-{year}-{part}",
                "demo",
                kind,
                "3",
                f"{part}/{year}",
                str(day),
                str(day),
                f"{year}-жыл: {title} (ойдон чыгарылган)",
                "ky",
                "",
                "Үлгү айыл өкмөтү (ойдон чыгарылган)",
            )
            papers.append(dict(zip(DOCUMENT_COLUMNS, values, strict=True)))
    return papers


def boundary() -> dict[str, object]:
    """The square outline of the place as GeoJSON."""
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
    feature = {
        "type": "Feature",
        "properties": {"code": "demo", "name": "Үлгү айыл аймагы (ойдон чыгарылган)"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return {"type": "FeatureCollection", "features": [feature]}


def write(name: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    """Write one CSV: UTF-8, comma, LF."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write works.csv, works_documents.csv and boundary.geojson beside this file."""
    works = make_works(random.Random(40))
    write("works.csv", COLUMNS, [row for work in works for row in rows_of(work)])
    write("works_documents.csv", DOCUMENT_COLUMNS, documents())
    text = json.dumps(boundary(), ensure_ascii=False, indent=1) + "\n"
    (HERE / "boundary.geojson").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
