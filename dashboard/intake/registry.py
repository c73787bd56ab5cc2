"""Everything that can be imported: the commands `import`, `check`, `retract` and `init` all come from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.intake.budget import BUDGET
from dashboard.intake.pictures import PHOTOS
from dashboard.intake.reference import BOUNDARIES, REFERENCE
from dashboard.intake.subject import AnySubject
from dashboard.intake.surveys import SURVEY
from dashboard.intake.works import WORKS

Registry = Mapping[str, AnySubject]


def registry(*subjects: AnySubject) -> Registry:
    """Subjects by their names, in the order given."""
    return {subject.name: subject for subject in subjects}


SUBJECTS: Final = registry(
    BUDGET,
    WORKS,
    SURVEY,
    PHOTOS,
    BOUNDARIES,
    *REFERENCE,
)  # fmt: skip
