"""What cells of answers say and how it is compared: yes and no, moments, and what people wrote instead of choosing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import pandas as pd

from dashboard.intake.problems import Findings
from dashboard.intake.table.columns import cell_text

YES: Final = frozenset({"1", "true", "yes", "да", "ооба", "x", "х", "✓", "1.0"})
NO: Final = frozenset({"", "0", "false", "no", "нет", "жок", "0.0"})
#: What the answer is called that a form adds by itself (`or_other`): in English, whatever the languages of the form.
OTHER_LABEL: Final = "Other"
#: The first column of an export of Google Forms, in the languages of its form.
SENT_AT: Final = frozenset({"timestamp", "отметка времени", "убакыт белгиси", "marca temporal"})
#: Columns of the time of sending, the surest first: of the server, of Google Forms, of the telephone.
_SENT: Final = ("_submission_time", "submissiondate", *sorted(SENT_AT), "end")
OFTEN: Final = 3  # words in which so many agree may be an option that the description lacks, or spells otherwise
MOST_SHOWN, SIGNS = 20, 60


def plain(text: str) -> str:
    """A text as it is compared: without case and without blanks that do not show."""
    return " ".join(text.split()).casefold()


def moment_text(cell: object) -> str:
    """A cell as text; a moment keeps its time."""
    if isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second or cell.microsecond):
        return cell.isoformat()
    return cell_text(cell)


def sent_column(titles: Iterable[str]) -> str | None:
    """The column that says when each answer was sent, None where there is none that is known."""
    named = {plain(title): title for title in reversed(list(titles))}
    return next((named[name] for name in _SENT if name in named), None)


def first_answered(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Of the columns of an edited question the first that is answered, by the name of the first column."""
    first = frame[columns[0]]
    for column in columns[1:]:
        first = first.where(first != "", frame[column])
    return first.rename(columns[0])


def tell_own_words(findings: Findings, column: str, rows: int, written: Mapping[str, int], free: bool) -> None:
    """Note in how many rows people wrote their own words, which are dropped; often the same ones are a question.

    `written`: words as `plain` makes them → rows. `free`: staff have said that they are no forgotten answers.
    """
    findings.add("survey_other", "info", column=column, n=rows)
    often = sorted(((n, words) for words, n in written.items() if n >= OFTEN), key=lambda each: (-each[0], each[1]))
    if often and not free:
        told = ", ".join(f"«{words[:SIGNS]}» × {n}" for n, words in often[:MOST_SHOWN])
        findings.add("survey_other_often", "question", column=column, words=told, n=len(often))
