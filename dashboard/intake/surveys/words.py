"""What cells of answers say and how it is compared: yes and no, moments, and what people wrote instead of choosing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.problems import Findings, Param, Problem
from dashboard.intake.table.columns import Codes, cell_text

YES: Final = frozenset({"1", "true", "yes", "y", "да", "ооба", "x", "х", "✓", "1.0"})
NO: Final = frozenset({"", "0", "false", "no", "n", "нет", "жок", "0.0"})
#: How files write that a cell is empty: only STUDY.toml says so, but it is suggested.
LOOKS_EMPTY: Final = frozenset({
    "na", "n/a", "#n/a", "null", "#null!", "none", "nil", "-", "–", "—", ".", "..", "missing", "sysmis",
    "нет данных", "маалымат жок",
})  # fmt: skip
#: What the answer is called that a form adds by itself (`or_other`): in English, whatever the languages of the form.
OTHER_LABEL: Final = "Other"
#: The first column of an export of Google Forms, in the languages of its form.
SENT_AT: Final = frozenset({"timestamp", "отметка времени", "убакыт белгиси", "marca temporal"})
#: Columns of the time of sending, the surest first: of the server, of Google Forms, of the telephone.
_SENT: Final = ("_submission_time", "submissiondate", *sorted(SENT_AT), "end")
OFTEN: Final = 3  # words in which so many agree may be an option that the description lacks, or spells otherwise
SHOWN: Final = 20  # wrong texts of a column, or words of people's own, that are reported, each once
SIGNS: Final = 60


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


@dataclass(frozen=True)
class Cells:
    """The cells of a column: row i says `texts[codes[i]]`. Texts are distinct, so each is looked at once.

    `index`: the row of each cell as a person counts it.
    """

    name: str
    index: pd.Index
    codes: Codes
    texts: npt.NDArray[Any]

    @classmethod
    def of(cls, frame: pd.DataFrame, *columns: str) -> Cells:
        """A column, named as the first; of the columns of an edited question the first that is answered counts."""
        cells = frame[columns[0]]
        for column in columns[1:]:
            cells = cells.where(cells != "", frame[column])
        codes, texts = pd.factorize(cells.to_numpy(dtype=object))
        return cls(columns[0], frame.index, codes, texts)

    @cached_property
    def rows(self) -> list[int]:
        """In how many rows each text stands."""
        return [int(n) for n in np.bincount(self.codes, minlength=len(self.texts))]

    def first_row(self, at: int) -> int:
        """The row in which a text stands first."""
        return int(self.index[np.argmax(self.codes == at)])

    def tell_wrong(self, findings: Findings, code: str, wrong: Sequence[bool], **params: Param) -> None:
        """Note an error for each text that is `wrong`: its first row, and how many rows; 20 texts at most.

        What looks like an empty cell is told as such: the description can say that it is one.
        """
        bad = [at for at, is_wrong in enumerate(wrong) if is_wrong]
        findings.extend(
            Problem(
                "survey_looks_empty" if plain(str(self.texts[at])) in LOOKS_EMPTY else code,
                "error",
                self.first_row(at),
                self.name,
                str(self.texts[at]),
                {**params, "n": self.rows[at]},
            )
            for at in bad[:SHOWN]
        )
        if len(bad) > SHOWN:
            findings.add("survey_more", "error", column=self.name, n=len(bad) - SHOWN)

    def tell_own_words(self, findings: Findings, own: Sequence[bool], written: Mapping[str, int], free: bool) -> None:
        """Note in how many rows people wrote their own words, which are dropped; often the same ones are a question.

        `own`: which texts have such words. `written`: words as `plain` makes them → rows. `free`: staff have said that
        they are no forgotten answers.
        """
        rows = sum(n for n, is_own in zip(self.rows, own, strict=True) if is_own)
        findings.add("survey_other", "info", column=self.name, n=rows)
        often = sorted(((n, words) for words, n in written.items() if n >= OFTEN), key=lambda each: (-each[0], each[1]))
        if often and not free:
            told = ", ".join(f"«{words[:SIGNS]}» × {n}" for n, words in often[:SHOWN])
            findings.add("survey_other_often", "question", column=self.name, words=told, n=len(often))
