"""Surveys: a form and its answers, or a table of answers, become a study; personal data is dropped first."""
