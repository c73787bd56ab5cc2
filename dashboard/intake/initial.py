"""The content that comes with the program: reference data, published figures and works, the fictional place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine

from dashboard.intake.importing import Options, import_budget, import_reference, recipe
from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.pictures.photos import import_photos
from dashboard.intake.reference.boundaries import Source, import_boundaries
from dashboard.intake.report import Report
from dashboard.intake.surveys.importing import fingerprint, import_survey, recipe_of
from dashboard.intake.surveys.study.load import load_study
from dashboard.intake.works.importing import import_works
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.settings import ROOT
from dashboard.store.publish_surveys import SUBJECT as SURVEY
from dashboard.store.releases import published_files

DATA = ROOT / "data"
MAPPING, WORKS_MAPPING = "published", "works-published"
DEMO_BOUNDARY = "Үлгү айыл аймагынын чеги (ойдон чыгарылган)"
DEMO_PLACE = "demo"
#: Files in the order they need each other: (subject, file).
REFERENCE = (
    ("units", "reference/municipalities.csv"), ("population", "reference/populations.csv"),
    ("succession", "reference/succession.csv"), ("classification", "reference/classification.csv"),
    ("aliases", "reference/aliases.csv"), ("glossary", "reference/glossary.csv"),
    ("indicators", "reference/indicators.csv"),
)  # fmt: skip
PUBLISHED = (
    ("documents", "published/documents.csv"), ("budget", "published/budget.csv"), ("works", "published/works.csv"),
    ("figures", "published/survey_figures.csv"),
)  # fmt: skip
DEMO = (
    ("units", "demo/municipality.csv"), ("population", "demo/population.csv"), ("documents", "demo/documents.csv"),
    ("budget", "demo/budget.csv"), ("documents", "demo/works_documents.csv"), ("works", "demo/works.csv"),
    ("actions", "demo/actions.csv"),
)  # fmt: skip
#: The description of each fictional study, and its files.
DEMO_STUDIES = (
    ("demo-2024.toml", "form-2024.xlsx", "answers-2024.csv"), ("demo-2025.toml", "form-2025.xlsx", "answers-2025.csv"),
    ("demo-poll-2026.toml", "poll-2026.csv"),
)  # fmt: skip


def load_content(
    engine: Engine, photos: Path, *, real: bool = True, demo: bool = True, actor: str = "init", data: Path = DATA
) -> Iterator[Report]:
    """Load what is not loaded yet, one report a file; stops after the first file that cannot be published.

    A file whose very bytes are published already is not even parsed. `photos`: where pictures of works are kept.
    """
    files = ((*REFERENCE, *PUBLISHED) if real else ()) + (DEMO if demo else ())
    options = Options(actor=actor)
    mapping, works_mapping = load_mapping(MAPPING), load_works_mapping(WORKS_MAPPING)
    fingerprints = {"budget": mapping.sha256, "works": works_mapping.sha256}
    with engine.connect() as connection:
        loaded = published_files(connection)
    for subject, name in files:
        path = data / name
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if release := loaded.get((sha256, recipe(subject, fingerprints.get(subject, ""), options))):
            yield Report(subject, name, "same", sha256, release=release)
            continue
        if subject == "budget":
            report = import_budget(engine, path, mapping, options)
        elif subject == "works":
            report = import_works(engine, path, works_mapping, options)
        else:
            report = import_reference(engine, path, subject, options)
        yield report
        if report.exit_code:
            return
    if demo:
        for study in DEMO_STUDIES:
            yield _study(engine, data / "demo/surveys", study, options, loaded)
        yield import_boundaries(engine, data / "demo/boundary.geojson", Source(title=DEMO_BOUNDARY), options)
        yield import_photos(engine, data / "demo/pictures", photos, Options(unit=DEMO_PLACE, actor=actor))


def _study(
    engine: Engine, folder: Path, names: tuple[str, ...], options: Options, loaded: Mapping[tuple[str, str], int]
) -> Report:
    """A fictional study; its answers are published with the program, so they are kept nowhere else."""
    spec = load_study(str(folder / names[0]))
    files = [folder / name for name in names[1:]]
    if release := loaded.get((sha256 := fingerprint(files, spec), recipe_of(spec, options))):
        return Report(SURVEY, names[-1], "same", sha256, release=release)
    return import_survey(engine, files, spec, options)
