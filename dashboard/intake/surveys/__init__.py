"""Surveys: a form and its answers, or a table of answers, become a study; personal data is dropped first.

`study` is the description, `forms` what was asked, `exports` what came back, `answers` what may be kept of it.
Only the registry enters, for the subject that takes a study to a release.
"""

from __future__ import annotations

from dashboard.intake.surveys.subject import SURVEY

__all__ = ["SURVEY"]
