"""Words that answers are written with, and how texts of a file are compared."""

from __future__ import annotations

from typing import Final

YES: Final = frozenset({"1", "true", "yes", "да", "ооба", "x", "х", "✓", "1.0"})
NO: Final = frozenset({"", "0", "false", "no", "нет", "жок", "0.0"})
#: The first column of an export of Google Forms, in the languages of its form.
SENT_AT: Final = frozenset({"timestamp", "отметка времени", "убакыт белгиси", "marca temporal"})


def plain(text: str) -> str:
    """A text as it is compared: without case and without blanks that do not show."""
    return " ".join(text.split()).casefold()
