"""Reference data in fixed layouts: one description a subject, one reader for all."""

from __future__ import annotations

from dashboard.intake.reference.layouts import SUBJECTS, Subject
from dashboard.intake.reference.reader import read_subject

__all__ = ["SUBJECTS", "Subject", "read_subject"]
