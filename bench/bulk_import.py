"""A million rows of CSV: our import with every check, against `sqlite3 .import` of the same file."""

from __future__ import annotations

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from bench.results import Measure
from dashboard.settings import ROOT

_PLACES, _YEARS, _MONTHS, _LINES = 50, 5, 12, 334
ROWS = _PLACES * _YEARS * _MONTHS * _LINES
_MAPPING = """
[columns]
municipality = "place"
fiscal_year = "year"
period_end = "period"
code = "line"
label = "label"

[constants]
direction = "expenditure"
unit = "som"

[numbers]
number_style = "point"

[[amounts]]
column = "executed"
phase = "executed"
scope = "period"
"""


def measure(folder: Path, *, rounds: int) -> list[Measure]:
    """Whole time of the command, start of Python included; the better of `rounds` for both sides, in turns."""
    file = _write(folder)
    mapping = folder / "bench.toml"
    mapping.write_text(_MAPPING, encoding="utf-8")
    plain, ours = [], []
    for turn in range(rounds):
        plain.append(_plain(file, folder / f"plain-{turn}.db"))
        ours.append(_ours(file, mapping, folder, turn))
    return [Measure("import", f"{ROWS:,} rows, {file.stat().st_size // 2**20} MiB", min(plain), min(ours), "s", 6)]


def _write(folder: Path) -> Path:
    file = folder / "million.csv"
    chosen = random.Random(20251124)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["place", "year", "period", "line", "label", "executed"])
        for place in range(_PLACES):
            for year in range(2020, 2020 + _YEARS):
                total = [0] * _LINES
                for month in range(1, _MONTHS + 1):
                    for line in range(_LINES):
                        total[line] += chosen.randrange(1, 90_000_00)
                        amount = f"{total[line] // 100}.{total[line] % 100:02d}"
                        period = f"{year}-{month:02d}-28"
                        writer.writerow([f"place-{place}", year, period, f"{70000 + line}", f"Line {line}", amount])
    return file


def _plain(file: Path, database: Path) -> float:
    start = time.perf_counter()
    shell = shutil.which("sqlite3")
    if shell:
        subprocess.run([shell, str(database), ".mode csv", f".import {file} rows"], check=True)
    else:
        with sqlite3.connect(database) as connection, file.open(encoding="utf-8", newline="") as rows:
            connection.execute("CREATE TABLE rows (place, year, period, line, label, executed)")
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", csv.reader(rows))
    return time.perf_counter() - start


def _ours(file: Path, mapping: Path, folder: Path, turn: int) -> float:
    url = f"sqlite:///{folder / f'ours-{turn}.db'}"
    units = folder / "units.csv"
    header = "code,soate,kind,name_ky,name_ru,name_en,parent,currency,valid_from,valid_to,is_fictional,source_url,note"
    places = "\n".join(f"place-{n},,city,Place {n},,,,KGS,,,1,," for n in range(_PLACES))
    units.write_text(f"{header}\n{places}\n", encoding="utf-8")
    env = {**os.environ, "DATABASE_URL": url}
    command(["import", "units", str(units)], env)
    start = time.perf_counter()
    command(["import", "budget", str(file), "--mapping", str(mapping)], env)
    return time.perf_counter() - start


def command(arguments: list[str], env: dict[str, str]) -> None:
    """Run a verb of the command line to its end; RuntimeError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stdout[-800:]}{done.stderr[-1500:]}")
