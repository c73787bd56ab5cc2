"""Surveys: study (the description), forms (what was asked), exports (what came back), answers (what may be kept).

`table` and `words` are what the wings share; forms know nothing of exports, nor exports of coding.
Only the registry enters, for the subject that takes a study to a release."""

from dashboard.intake.surveys.subject import SURVEY

__all__ = ["SURVEY"]
