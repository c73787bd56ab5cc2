"""The content that comes with the program: reference data, published budgets, the fictional place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from dashboard.intake.importing import Options, import_budget, import_reference, recipe
from dashboard.intake.mapping_file import load_mapping
from dashboard.intake.report import Report
from dashboard.settings import ROOT
from dashboard.store.releases import published_files

DATA = ROOT / "data"
MAPPING = "published"
#: Files in the order they need each other: (subject, file).
REFERENCE = (
    ("units", "reference/municipalities.csv"), ("population", "reference/populations.csv"),
    ("succession", "reference/succession.csv"), ("classification", "reference/classification.csv"),
    ("aliases", "reference/aliases.csv"), ("glossary", "reference/glossary.csv"),
)  # fmt: skip
PUBLISHED = (("documents", "published/documents.csv"), ("budget", "published/budget.csv"))
DEMO = (
    ("units", "demo/municipality.csv"), ("population", "demo/population.csv"), ("documents", "demo/documents.csv"),
    ("budget", "demo/budget.csv"),
)  # fmt: skip


def load_content(
    engine: Engine, *, real: bool = True, demo: bool = True, actor: str = "init", data: Path = DATA
) -> Iterator[Report]:
    """Load what is not loaded yet, one report a file; stops after the first file that cannot be published.

    A file whose very bytes are published already is not even parsed.
    """
    files = ((*REFERENCE, *PUBLISHED) if real else ()) + (DEMO if demo else ())
    options = Options(actor=actor)
    mapping = load_mapping(MAPPING)
    with engine.connect() as connection:
        loaded = published_files(connection)
    for subject, name in files:
        path = data / name
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if release := loaded.get((sha256, recipe(subject, mapping.sha256 if subject == "budget" else "", options))):
            yield Report(subject, name, "same", sha256, release=release)
            continue
        if subject == "budget":
            report = import_budget(engine, path, mapping, options)
        else:
            report = import_reference(engine, path, subject, options)
        yield report
        if report.exit_code:
            return
