"""Everything in one run: `python -m bench [--only GROUP] [--quick] [--write-docs]`; 1 when a bound is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import bulk_import, crowd, first_load, kills, overview_query, screens, surveys, works, year_change
from bench.results import Measure, keep, put_into, table
from dashboard.intake.content import load_content
from dashboard.settings import ROOT
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate


def main(arguments: list[str]) -> int:
    """Measure, print, keep; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", choices=("load", "year", "query", "import", "works", "surveys", "crowd", "faults", "screens")
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        measures = _measured(Path(name), chosen.only, quick=chosen.quick)
    print(table(measures))
    keep(measures, ROOT / "var" / "bench.json")
    if chosen.write_docs:
        put_into(ROOT / "docs" / "performance.md", measures)
    return 0 if all(measure.holds for measure in measures) else 1


def _measured(folder: Path, only: str | None, *, quick: bool) -> list[Measure]:
    url = f"sqlite:///{folder / 'content.db'}"
    engine = writing_engine(url)
    migrate(engine)
    for _ in load_content(engine, folder / "photos"):
        pass
    engine.dispose()
    groups: dict[str, Callable[[], list[Measure]]] = {
        "load": lambda: first_load.measure(url, rounds=1 if quick else 3),
        "screens": lambda: screens.measure(url),
        "year": lambda: year_change.measure(url, rounds=9 if quick else 60),
        "query": lambda: overview_query.measure(
            url, overview_query.copy_database(url, folder), rounds=20 if quick else 200
        ),
        "import": lambda: bulk_import.measure(folder, rounds=1 if quick else 3),
        "works": lambda: works.measure(folder, rounds=1 if quick else 5),
        "surveys": lambda: surveys.measure(folder),
        "crowd": lambda: crowd.measure(url, rounds=5 if quick else 20),
        "faults": lambda: kills.measure(folder, quick=quick),
    }
    measures: list[Measure] = []
    for name, group in groups.items():
        if only in (None, name):
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            measures += group()
    return measures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
