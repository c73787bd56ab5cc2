"""What can be wrong with a file, as data: a code, a place in the file, a value; the words come from the catalogues.

`Findings` collects problems while a file is read, so that a person gets all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard.i18n import t

Param = str | int | Mapping[str, str]
Severity = Literal["error", "question", "warning", "info"]
VALUE_LENGTH = 80
#: Codes that need a decision of staff, whoever finds them.
QUESTIONS = frozenset(
    {"ambiguous_number", "ambiguous_date", "unit_jump", "replaces", "looks_like_total", "code_two_forms"}
)
#: Those that staff may answer with --accept: the file is read to its end, as if they had.
ANSWERABLE = frozenset({"unit_jump", "replaces", "looks_like_total", "code_two_forms"})
#: Where the words for codes are: of readers, of budgets, of works, of pictures and outlines, of forms, of requests.
CATALOGUES = (
    "problems", "checks", "work_checks", "photo_checks", "form_checks", "survey_checks", "action_checks",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One finding.

    `severity`: "error" refuses the file, "question" needs a decision of staff, "warning" and "info" are published
    all the same. `row` is 1-based, as a spreadsheet shows it. `value` is cut to 80 characters.
    A param may have other words in every language.
    """

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.value is not None and len(self.value) > VALUE_LENGTH:
            object.__setattr__(self, "value", self.value[: VALUE_LENGTH - 1] + "…")

    def text(self, lang: str) -> str:
        """One line for a person: row, column, value — what is wrong — what to do, in "ky", "ru" or "en"."""
        parts = (self._where(lang), self._words(lang, "what"), self._words(lang, "do"))
        return " — ".join(part for part in parts if part)

    def as_json(self) -> dict[str, Any]:
        """The finding for the JSON report; keys are the field names."""
        params = {key: dict(said) if isinstance(said, Mapping) else said for key, said in self.params.items()}
        return {**vars(self), "params": params}

    def _where(self, lang: str) -> str:
        place = []
        if self.row is not None:
            place.append(t(lang, "problems.place.row", row=self.row))
        if self.column is not None:
            place.append(t(lang, "problems.place.column", column=self.column))
        where = ", ".join(place)
        if self.value is None:
            return where
        shown = t(lang, "problems.place.value", value=self.value)
        return f"{where}: {shown}" if where else shown

    def _words(self, lang: str, part: str) -> str:
        params = {key: said[lang] if isinstance(said, Mapping) else said for key, said in self.params.items()}
        for subject in CATALOGUES:
            with suppress(KeyError):
                return t(lang, f"{subject}.{self.code}.{part}", **params)
        raise KeyError(self.code)


class Refused(Exception):
    """Nothing of the file can be read: a wrong kind, a damaged or a hostile file."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems: tuple[Problem, ...] = problems


def refuse(code: str, *, row: int | None = None, column: str | None = None, **params: str | int) -> Refused:
    """A refusal with one error in it, ready to be raised."""
    return Refused(Problem(code, "error", row=row, column=column, params=params))


class BadValue(ValueError):
    """A value that cannot be taken; `reason` is a problem code, and `params` go into its words."""

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


@dataclass
class Findings:
    """Problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        code: str,
        severity: Severity,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        **params: Param,
    ) -> None:
        """Note one problem; an error that is one of QUESTIONS is a question."""
        severity = "question" if code in QUESTIONS and severity == "error" else severity
        text = None if value is None else str(value)
        self.problems.append(Problem(code, severity, row, column, text, params))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note what another reader found."""
        self.problems.extend(problems)

    def drop(self, *codes: str) -> None:
        """Forget the problems of these codes: they are told better."""
        self.problems[:] = [each for each in self.problems if each.code not in codes]

    def put_first(self, problem: Problem) -> None:
        """Note a problem of a whole file above all others, and once: not for every row with that value, too."""
        others = [each for each in self.problems if (each.code, each.value) != (problem.code, problem.value)]
        self.problems[:] = [problem, *others]

    @property
    def refused(self) -> bool:
        """Whether the file cannot be published as it is read: it has errors, or cells that can be read in two ways."""
        return self.stops(ANSWERABLE) != ""

    def stops(self, accepted: Collection[str] = ()) -> Literal["", "refused", "question"]:
        """What the problems make of a file when staff answered the questions `accepted`: nothing, or its outcome."""
        severities = {problem.severity for problem in self.problems if problem.code not in accepted}
        return "refused" if "error" in severities else "question" if "question" in severities else ""
