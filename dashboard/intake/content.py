"""The content that comes with the program: reference data, published figures and works, the fictional place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.intake.pictures import PHOTOS
from dashboard.intake.problems import Refused
from dashboard.intake.registry import SUBJECTS, Registry
from dashboard.intake.report import Report
from dashboard.intake.run import origin_of, run
from dashboard.intake.subject import AnySubject, Request
from dashboard.settings import ROOT
from dashboard.store.releases import PRODUCT, claim, taken_back_before, writing

DATA = ROOT / "data"
MAPPING, WORKS_MAPPING = "published", "works-published"
DEMO_BOUNDARY = "Үлгү айыл аймагынын чеги (ойдон чыгарылган)"
DEMO_PLACE = "demo"


@dataclass(frozen=True)
class Piece:
    """One import: a subject, its files under data/, and options as on the command line."""

    subject: str
    files: tuple[str, ...]
    told: Mapping[str, Any] = field(default_factory=dict)


def _study(description: str, *files: str) -> Piece:
    folder = "demo/surveys"
    told = {"study": str(DATA / folder / description)}
    return Piece("survey", tuple(f"{folder}/{name}" for name in files), told)


_BUDGET, _WORKS = {"mapping": MAPPING}, {"mapping": WORKS_MAPPING}
#: In the order they need each other.
REFERENCE = (
    Piece("units", ("reference/municipalities.csv",)),
    Piece("population", ("reference/populations.csv",)),
    Piece("succession", ("reference/succession.csv",)),
    Piece("classification", ("reference/classification.csv",)),
    Piece("aliases", ("reference/aliases.csv",)),
    Piece("glossary", ("reference/glossary.csv",)),
    Piece("indicators", ("reference/indicators.csv",)),
    Piece("contacts", ("reference/contacts.csv",)),
)
PUBLISHED = (
    Piece("documents", ("published/documents.csv",)),
    Piece("budget", ("published/budget.csv",), _BUDGET),
    Piece("works", ("published/works.csv",), _WORKS),
    Piece("figures", ("published/survey_figures.csv",)),
    Piece("checks", ("published/checks.csv",)),
)
DEMO = (
    Piece("units", ("demo/municipality.csv",)),
    Piece("population", ("demo/population.csv",)),
    Piece("documents", ("demo/documents.csv",)),
    Piece("budget", ("demo/budget.csv",), _BUDGET),
    Piece("documents", ("demo/works_documents.csv",)),
    Piece("works", ("demo/works.csv",), {**_WORKS, "complete": True}),
    Piece("actions", ("demo/actions.csv",)),
    _study("demo-2024.toml", "form-2024.xlsx", "answers-2024.csv"),
    _study("demo-2025.toml", "form-2025.xlsx", "answers-2025.csv"),
    _study("demo-poll-2026.toml", "poll-2026.csv"),
    Piece("boundaries", ("demo/boundary.geojson",), {"title": DEMO_BOUNDARY}),
    Piece("photos", ("demo/pictures",), {"unit": DEMO_PLACE}),
)


def load_content(
    engine: Engine, photos: Path, *, real: bool = True, demo: bool = True, data: Path = DATA
) -> Iterator[Report]:
    """Load what is not loaded yet, one report per piece; stops after the first that cannot be published.

    What staff retracted stays retracted, and what staff brought over it stays.

    `photos`: where pictures of works are kept. Answers to the fictional studies come with the program, so they are
    kept nowhere else.
    """
    subjects: Registry = {**SUBJECTS, PHOTOS.name: replace(PHOTOS, store=photos)}
    _claim(engine, subjects, data)
    for piece in (*((*REFERENCE, *PUBLISHED) if real else ()), *(DEMO if demo else ())):
        subject = subjects[piece.subject]
        request = _request(subject, piece, data)
        report = _retracted(engine, subject, request) or run(engine, subject, request)
        yield report
        if report.exit_code:
            return


def _request(subject: AnySubject, piece: Piece, data: Path) -> Request[Any]:
    return subject.request([data / name for name in piece.files], piece.told, actor=PRODUCT)


def _claim(engine: Engine, subjects: Registry, data: Path) -> None:
    """Older versions loaded these files in the name of whoever started them: their releases are told by file."""
    asked = [(subjects[piece.subject], piece) for piece in (*REFERENCE, *PUBLISHED, *DEMO)]
    made = [(subject, _request(subject, piece, data)) for subject, piece in asked]
    with writing(engine) as connection:
        claim(connection, {(subject.name, subject.file_name(each), each.how.name) for subject, each in made})


def _retracted(engine: Engine, subject: AnySubject, request: Request[Any]) -> Report | None:
    """What there is to say of a piece that staff took back; None for any other."""
    try:
        origin = origin_of(subject, request)
    except Refused:  # `run` reports what is wrong with the file
        return None
    with engine.connect() as connection:
        release = taken_back_before(connection, origin)
    if release is None:
        return None
    return Report(subject.name, subject.file_name(request), "retracted", origin.file_sha256, release=release)
