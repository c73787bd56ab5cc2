"""A site that a test fills itself, and everything it then says, on pages and in files."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.channels.files import FORMATS
from dashboard.channels.html import render
from dashboard.intake.mapping.load import BUDGET_FILE, load_mapping
from dashboard.intake.mapping.schema import BudgetMapping
from dashboard.intake.report import Report
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.shell import frame
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from tests.importing import import_files

TODAY = date(2026, 11, 24)
CLASSES = Path("data/reference/classification.csv")
PLACES = (
    "aimak,aiyl_aimak,Үлгү айыл аймагы,KGS",
    "madrid,city,Madrid,EUR",
    "tomsk,city,Томск,RUB",
    "oakland,city,Oakland,USD",
    "torrelodones,city,Torrelodones,EUR",
    "mukachevo,city,Мукачево,UAH",
)


@dataclass(frozen=True)
class Site:
    """A database of its own."""

    engine: Engine
    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Site:
        """With PLACES and the classes of the program."""
        site = cls(writing_engine(f"sqlite:///{folder / 'site.db'}"), folder)
        migrate(site.engine)
        units = folder / "units.csv"
        units.write_text("\n".join(("code,kind,name_ky,currency", *PLACES)) + "\n", encoding="utf-8")
        for subject, path in (("units", units), ("classification", CLASSES)):
            assert import_files(site.engine, subject, path).outcome == "published"
        return site

    def ask(self, path: Path, mapping: str, unit: str, **options: Any) -> Report:
        """Import a file by a mapping (its text, or a name in data/mappings) with the options of the command line."""
        scope = {name: options.pop(name) for name in ("covers", "part", "part_role") if name in options}
        how = _read(mapping).told(**scope) if scope else _read(mapping)
        return import_files(self.engine, "budget", path, how=how, unit=unit, **options)

    def bring(self, path: Path, mapping: str, unit: str, **options: Any) -> Report:
        """The same, published."""
        report = self.ask(path, mapping, unit, **options)
        assert report.outcome == "published", [problem.text("en") for problem in report.problems][:9]
        return report

    def typed(self, text: str, mapping: str, name: str = "typed.csv", **options: Any) -> Report:
        """Import a file with this text for the first place."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return self.ask(path, mapping, "aimak", **options)

    def page(self, url: str) -> Page:
        """The page at an address."""
        with self.engine.connect() as connection:
            return build_page(parse(url), connection, TODAY)


def _read(mapping: str) -> BudgetMapping:
    if "\n" not in mapping:
        return load_mapping(mapping)
    return BUDGET_FILE.read(tomllib.loads(mapping), "made", hashlib.sha256(mapping.encode()).hexdigest())


def words(page: Page) -> str:
    """Everything a reader sees of a page, frame and all."""
    html = " ".join(render(part) for part in frame(page))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def files(page: Page) -> str:
    """Every exhibit of a page as CSV and JSON."""
    return "\n".join(FORMATS[kind].write(e).decode("utf-8") for e in page.exhibits for kind in ("csv", "json"))
