"""What is published about opinion, and what queries on it give: frozen records, free of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.store.records import Names, Paper

#: With this the key of an indicator begins that a study brings itself.
OWN = "own-"


@dataclass(frozen=True)
class Indicator:
    """One thing studies ask about; `claim` completes "56% of the people asked": "know where the budget comes from".

    Attributes:
        own: whether a study brings it itself; its key then begins with OWN, as none of the catalogue does, and its
            claim may be empty. Nothing puts it together with an indicator of the catalogue.
        direction: of an own one whether more is better ("up"), worse ("down") or neither ("none").
        above, units: of a number: the share is of those above it.
    """

    key: str
    code: str
    theme: str
    kind: str
    service: str
    names: Names
    claims: Names
    own: bool = False
    direction: str = ""
    above: float | None = None
    units: Names = field(default_factory=lambda: Names(""))


@dataclass(frozen=True)
class NumberSaid:
    """What all respondents of a study together said in numbers, rounded to `step` so that no single one shows.

    `low`, `high`: 95% interval of the mean, None where there is none.
    """

    indicator: str
    n: int
    mean: float
    median: float
    low: float | None
    high: float | None
    step: float


@dataclass(frozen=True)
class Answer:
    """One answer to a question; `role`: top, other, unknown ("hard to say") or refused."""

    code: str
    role: str
    names: Names


@dataclass(frozen=True)
class Question:
    """How a study asked about an indicator. Waves with the same `wording` may be compared.

    `number`: what was said in numbers, where the question asks for one and it may be shown.
    """

    indicator: str
    texts: Names
    wording: str
    answers: tuple[Answer, ...]
    unknown_in_base: bool = True
    refused_in_base: bool = False
    number: NumberSaid | None = None


@dataclass(frozen=True)
class StudyGroup:
    """A value of a dimension: sex = woman."""

    dimension: str
    value: str
    names: Names


#: What a study and its row in the database have under the same name, of the same kind.
PLAIN_FACTS = (
    "key", "series", "kind", "mode", "from_day", "to_day", "respondents", "weighted", "stratified", "clustered", "few",
    "small",
)  # fmt: skip


@dataclass(frozen=True)
class StudyFacts:
    """Who asked whom, how and when. `place` is the code of the place it speaks of as a whole.

    `kind`: probability (a margin of error follows), self_selected (none does), published (finished figures).
    `respondents` is None where the document does not say, `to_day` where it shows no date (published figures only).
    `few`: fewer answers are hidden, `small`: fewer are marked.
    """

    key: str
    series: str
    place: str
    kind: str
    mode: str
    titles: Names
    asked_by: Names
    population: Names
    method: Names
    from_day: date | None
    to_day: date | None
    respondents: int | None
    languages: tuple[str, ...] = ()
    weighted: bool = False
    stratified: bool = False
    clustered: bool = False
    few: int = 10
    small: int = 30


@dataclass(frozen=True)
class Study:
    """A published study.

    `of_services`: whether it asked people of the place looked at what they noticed of services, or are satisfied with.
    `place_names`: of the place it speaks of as a whole.
    """

    id: int
    facts: StudyFacts
    paper: Paper
    release_id: int
    of_services: bool = False
    place_names: Names = field(default_factory=lambda: Names(""))


@dataclass(frozen=True)
class Share:
    """One cell of the cube: the share (0-1) of the top answers, or of `answer` of a question with several.

    A hidden cell has no figures, and the reason is not shown. `low`, `high`: 95% interval, None where there is none.
    """

    study_id: int
    place: str
    indicator: str
    answer: str
    groups: tuple[tuple[str, str], ...]
    n: int | None
    share: float | None
    n_eff: float | None
    low: float | None
    high: float | None
    small: bool
    hidden: bool


@dataclass(frozen=True)
class Distribution:
    """How all answers to a question are spread, "hard to say" kept; `n` is everyone who answered anything."""

    study_id: int
    place: str
    indicator: str
    groups: tuple[tuple[str, str], ...]
    n: int
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Figure:
    """One figure of a published study, as printed; `place` is the code of whom it is about, or ""."""

    questions: Names
    answers: Names
    value: float
    unit: str
    notes: Names
    place: str = ""


@dataclass(frozen=True)
class Glance:
    """What a place has: `there` holds "study", "asked" and "action" (see `opinion_of`).

    `knows_sources`: the share (0-1) of its residents who know where the budget's money comes from, by the latest
    probability study that says so.
    """

    there: frozenset[str] = frozenset()
    knows_sources: float | None = None


@dataclass(frozen=True)
class Action:
    """What residents asked for, and what the local government answered or did.

    Attributes:
        work: key of the work that came of it; `work_id` and `work_titles` where the register has it.
        study: key of the study that says so; `study_shown`: whether its answers are.
        file_name, file_sha256, imported_at: of the release that said it last.
    """

    key: str
    service: str
    asked: Names
    asked_on: date
    asked_at: str
    study: str
    people: int | None
    state: str
    answer: Names
    answered_on: date | None
    next_check: date | None
    work: str
    url: str
    work_id: int | None = None
    work_titles: Names | None = None
    study_shown: bool = False
    file_name: str = ""
    file_sha256: str = ""
    imported_at: str = ""
