"""Registers of works: a page of 10 000 works against one of 50, the size of their map, an import of 100 000 works."""

from __future__ import annotations

import csv
import os
import random
import statistics
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.bulk_import import command
from bench.first_load import ARGUMENTS, CHROMIUM, SLOW_4G, load
from bench.results import Measure
from bench.servers import serving
from dashboard.channels.drawn import picture_of
from dashboard.channels.html import render
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.store.engine import reading_engine

FEW, MANY, IMPORTED = 50, 10_000, 100_000
TODAY = date(2026, 11, 24)
_MAP_KB, _IMPORT_S = 300, 60  # what the product promises
_SHOWN = {"figures": "[data-figure='works-list']", "map": "svg.map"}
_STATES = ("identification", "preparation", "implementation", "completion", "cancelled")
_COLUMNS = (
    "key", "title", "service", "village", "latitude", "longitude", "status", "planned_start", "planned_end",
    "actual_start", "actual_end", "planned_amount", "contract_amount", "paid_amount",
)  # fmt: skip
_UNITS = "code,soate,kind,name_ky,name_ru,name_en,parent,currency,valid_from,valid_to,is_fictional,source_url,note"


def measure(folder: Path, *, rounds: int) -> list[Measure]:
    """Medians of `rounds` loads each, taken in turns; the import's whole time, start of Python included."""
    mapping = folder / "works.toml"
    columns = "\n".join(f'{name} = "{name}"' for name in _COLUMNS)
    mapping.write_text(f'[columns]\n{columns}\n\n[numbers]\nunit = "som"\nnumber_style = "point"\n', encoding="utf-8")
    url = f"sqlite:///{folder / 'registers.db'}"
    for number in (FEW, MANY):
        _imported(folder, mapping, url, number)
    imported = _imported(folder, mapping, f"sqlite:///{folder / 'long-register.db'}", IMPORTED)
    return [
        *_first_paint(url, rounds),
        *_server(url, rounds),
        *_map(url),
        Measure("works", f"import of {IMPORTED:,} works, against what is promised", _IMPORT_S, imported, "s", 1),
    ]


def _first_paint(url: str, rounds: int) -> list[Measure]:
    times: dict[int, list[dict[str, float]]] = {FEW: [], MANY: []}
    with serving(url) as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for number in times:  # what is measured is an answer the server has given before
            _answered(f"{here}{_path(number)}")
            load(browser, f"{here}{_path(number)}", _SHOWN, SLOW_4G)
        for _ in range(rounds):
            for number, found in times.items():
                found.append(load(browser, f"{here}{_path(number)}", _SHOWN, SLOW_4G).at)
        browser.close()
    words = {"figures": "list visible", "map": "map visible"}
    return [
        Measure("works", f"{words[name]}, {MANY:,} works against {FEW}", *_medians(times, name), "ms", 1.5)
        for name in _SHOWN
    ]


def _answered(address: str) -> None:
    """Ask until the page is there: a server that has just started compresses its scripts and is slow."""
    for _ in range(30):
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except OSError:
            time.sleep(1)
    raise RuntimeError(f"{address} was not answered within 30 s")


def _medians(times: dict[int, list[dict[str, float]]], name: str) -> tuple[float, float]:
    few, many = (statistics.median(at[name] for at in times[number]) for number in (FEW, MANY))
    return few, many


def _server(url: str, rounds: int) -> list[Measure]:
    """Processor time to make a page that nobody asked for before."""
    spent: dict[int, list[float]] = {FEW: [], MANY: []}
    with reading_engine(url).connect() as connection:
        for _ in range(rounds + 1):
            for number, found in spent.items():
                start = time.process_time()
                render(build_page(parse(_path(number)), connection, TODAY).tree)
                found.append((time.process_time() - start) * 1000)
    few, many = (statistics.median(spent[number][1:]) for number in (FEW, MANY))
    return [Measure("works", f"page rebuilt, {MANY:,} works against {FEW}", few, many, "ms CPU")]


def _map(url: str) -> list[Measure]:
    with reading_engine(url).connect() as connection:
        exhibit = build_page(parse(_path(MANY)), connection, TODAY).exhibit("works-map")
    name = f"map of {MANY:,} works ({len(exhibit.rows):,} drawn) and their list, against what is promised"
    return [Measure("works", name, _MAP_KB, len((picture_of(exhibit) or "").encode()) / 1000, "KB", 1)]


def _path(number: int) -> str:
    return f"/ky/register-{number}/works"


def _imported(folder: Path, mapping: Path, url: str, number: int) -> float:
    """Seconds of the command that imports a register of so many works for a place of its own."""
    place = f"register-{number}"
    units, file = folder / f"{place}-units.csv", folder / f"{place}.csv"
    units.write_text(f"{_UNITS}\n{place},,city,{place},,,,KGS,,,1,,\n", encoding="utf-8")
    _write(file, number)
    env = {**os.environ, "DATABASE_URL": url}
    command(["import", "units", str(units)], env)
    start = time.perf_counter()
    command(["import", "works", str(file), "--mapping", str(mapping), "--unit", place, "--year", "2025"], env)
    return time.perf_counter() - start


def _write(file: Path, number: int) -> None:
    chosen = random.Random(20251124)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        for at in range(number):
            state = _STATES[chosen.randrange(len(_STATES))]
            begins = date(2024, 1, 1) + timedelta(days=chosen.randrange(900))
            due = begins + timedelta(days=chosen.randrange(30, 200))
            ended = due + timedelta(days=chosen.randrange(-20, 60)) if state == "completion" else ""
            planned = chosen.randrange(100_000, 5_000_000)
            going = state in ("implementation", "completion")
            writer.writerow(
                [
                    at + 1,
                    f"Ички жолду оңдоо, {chosen.randrange(100, 2000)} м, {at + 1}-участок",
                    "roads",
                    f"Айыл {at % 40}",
                    round(42 + chosen.random(), 5),
                    round(74 + chosen.random(), 5),
                    state,
                    begins,
                    due,
                    begins if going else "",
                    ended,
                    planned,
                    planned - 1000 if going else "",
                    planned // 2 if going else "",
                ]
            )
