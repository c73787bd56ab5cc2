"""Imports as tests ask for them: the subject by name, its files, their description, and fields of the request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.intake.registry import SUBJECTS
from dashboard.intake.report import Report
from dashboard.intake.run import run, silent
from dashboard.intake.subject import FIXED, AnySubject, Description, Request, Step
from dashboard.intake.surveys import SURVEY
from dashboard.surveys.model import Responses


def import_files(
    engine: Engine,
    subject: str | AnySubject,
    *files: Path,
    how: Description = FIXED,
    step: Step = silent,
    **options: Any,
) -> Report:
    """Import files. `how`: a mapping, a study, a source, where the subject has any."""
    subject = SUBJECTS[subject] if isinstance(subject, str) else subject
    return run(engine, subject, Request(files, how, **options), step)


@dataclass(frozen=True)
class _Answers:
    write: Callable[[str, str, Responses], None]

    def studies(self) -> tuple[str, ...]:
        return ()

    def imports(self, study: str) -> dict[str, str]:
        return {}

    def read(self, study: str) -> None:
        return None


def survey_keeping(write: Callable[[str, str, Responses], None]) -> AnySubject:
    """Surveys whose coded answers go to `write(study, sha256, responses)`."""
    return replace(SURVEY, answers=_Answers(write))
