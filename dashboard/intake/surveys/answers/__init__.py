"""A table of answers becomes coded respondents without personal data."""
