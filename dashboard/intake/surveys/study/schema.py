"""What STUDY.toml says: who was asked and how, what the columns mean; the schema it is read by, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from dashboard.i18n.dates import BISHKEK
from dashboard.intake.mapping import values as toml
from dashboard.intake.mapping.load import FileKind
from dashboard.intake.mapping.tables import FileSpec
from dashboard.intake.surveys.study import questions as parts
from dashboard.intake.surveys.study.indicators import OwnIndicator
from dashboard.store.batch import Document
from dashboard.store.survey_records import StudyFacts
from dashboard.store.survey_tables import MODES


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = value if isinstance(value, list) else [value]
    if not all(isinstance(pair, list) and [type(each) for each in pair] == [str, str] for pair in pairs):
        raise toml.wrong()
    return tuple((first, second) for first, second in pairs)


_PAIR: toml.Json = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
Pairs = Annotated[
    tuple[tuple[str, str], ...], toml.plain(_pairs, {"type": "array", "items": _PAIR, "examples": [[["sex", "age"]]]})
]


@dataclass(frozen=True)
class ColumnsSpec:
    """Columns about the sample; "" where there is none. `places`: what the column of places says → code."""

    weight: parts.Title = ""
    stratum: parts.Title = ""
    psu: parts.Title = ""
    place: parts.Title = ""
    id: parts.Title = ""
    places: Mapping[str, parts.Said] = field(default_factory=dict)


def _of_places(columns: ColumnsSpec) -> Iterator[toml.Wrong]:
    if columns.places and not columns.place:
        yield ("place",), toml.wrong("needs"), None
    yield from parts.shared(([text] for text in columns.places), "places")


@dataclass(frozen=True)
class Asking:
    """Who asked whom, how and when."""

    key: toml.Slug
    place: parts.Said
    kind: Literal["probability", "self_selected"]
    mode: Annotated[str, toml.one_of(MODES)]
    to: toml.Day
    title: parts.InLanguages
    since: Annotated[toml.Day | None, Field(validation_alias="from")] = None
    series: toml.Slug = ""
    languages: parts.Some = ()
    asked_by: parts.InLanguages = field(default_factory=lambda: parts.UNSAID)
    population: parts.InLanguages = field(default_factory=lambda: parts.UNSAID)
    method: parts.InLanguages = field(default_factory=lambda: parts.UNSAID)


@dataclass(frozen=True)
class StudyPaper:
    """The report or page that readers are pointed to."""

    key: parts.Said = ""
    title: parts.Said = ""
    number: parts.Said = ""
    date: toml.Day | None = None
    date_printed: parts.Said = ""
    url: parts.Said = ""
    publisher: parts.Said = ""
    language: parts.Said = ""
    kind: parts.Said = ""
    authority: toml.Authority = 2


@dataclass(frozen=True)
class AnswersFile(FileSpec):
    """How the file of answers is written."""

    sheet: toml.Text = ""
    empty: parts.PlainSet = frozenset()
    header_rows: Annotated[toml.Whole, Field(ge=1, le=2)] = 0


@dataclass(frozen=True)
class FewSpec:
    """How few answers are too few."""

    few: Annotated[toml.Whole, Field(ge=10)] = 10
    small: Annotated[toml.Whole, Field(ge=30)] = 30


@dataclass(frozen=True)
class Personal:
    """Columns that are personal data, and columns that are not."""

    drop: parts.TitleSet = frozenset()
    reviewed: parts.TitleSet = frozenset()


@dataclass(frozen=True)
class Cross:
    """Pairs of dimensions to cross."""

    pairs: Pairs = ()
    pairs_in: parts.Some = ()


@dataclass(frozen=True, kw_only=True)
class StudySpec:
    """A whole STUDY.toml. `name` and `sha256` are of the file."""

    name: SkipJsonSchema[str] = ""
    sha256: SkipJsonSchema[str] = ""
    study: Asking
    report: Annotated[StudyPaper, Field(validation_alias="paper")] = field(default_factory=StudyPaper)
    file: AnswersFile = field(default_factory=AnswersFile)
    columns: Annotated[ColumnsSpec, toml.fitting(_of_places)] = field(default_factory=ColumnsSpec)
    groups: Annotated[tuple[parts.Group, ...], Field(validation_alias="group")] = ()
    cross: Cross = field(default_factory=Cross)
    limits: FewSpec = field(default_factory=FewSpec)
    personal: Personal = field(default_factory=Personal)
    indicators: tuple[OwnIndicator, ...] = ()
    questions: Annotated[tuple[parts.Question, ...], Field(validation_alias="question", min_length=1)]

    @property
    def paper(self) -> Document:
        """The report or page, called as the study where it has no name of its own."""
        usual = {"key": self.study.key, "title": self.study.title.ky, "kind": "survey"}
        return Document(**{name: value or usual.get(name, value) for name, value in vars(self.report).items()})

    @cached_property
    def facts(self) -> StudyFacts:
        """Who asked whom, how and when. `respondents` is not known yet; `place` is as written."""
        asking, columns = self.study, self.columns
        return StudyFacts(
            key=asking.key,
            series=asking.series or asking.key,
            place=asking.place,
            kind=asking.kind,
            mode=asking.mode,
            titles=asking.title,
            asked_by=asking.asked_by,
            population=asking.population,
            method=asking.method,
            from_day=asking.since,
            to_day=asking.to,
            respondents=None,
            languages=asking.languages,
            weighted=bool(columns.weight),
            stratified=bool(columns.stratum),
            clustered=bool(columns.psu),
            few=self.limits.few,
            small=max(self.limits.few, self.limits.small),
        )

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Every column the study reads, each once."""
        sample = self.columns
        named = [column for question in self.questions for column in question.used]
        named += [group.column for group in self.groups]
        named += filter(None, (sample.weight, sample.stratum, sample.psu, sample.place, sample.id))
        return tuple(dict.fromkeys(named))


def _misfits(told: StudySpec) -> Iterator[toml.Wrong]:
    """What is right by itself and does not fit together."""
    asking, today = told.study, datetime.now(BISHKEK).date()
    if asking.since is not None and asking.since > asking.to:
        yield ("study", "from"), toml.wrong("bad_value", allowed=f"≤ {asking.to}"), asking.since
    if asking.to > today:
        yield ("study", "to"), toml.wrong("bad_value", allowed=f"≤ {today}"), asking.to
    dimensions = [each.dimension for each in told.groups]
    yield from parts.twice((each.indicator for each in told.questions), "question", "indicator")
    yield from parts.twice(dimensions, "group", "dimension")
    yield from parts.twice((each.key for each in told.indicators), "indicators", "key")
    if told.cross.pairs_in and not told.cross.pairs:
        yield ("cross", "pairs"), toml.wrong("needs"), None
    for first, second in told.cross.pairs:
        if first == second or not {first, second} <= {*dimensions}:
            allowed = f'[["…", "…"]]: {", ".join(sorted(dimensions))}'
            yield ("cross", "pairs"), toml.wrong("bad_value", allowed=allowed), [first, second]


STUDY_FILE = FileKind(StudySpec, "study", "docs/surveys.md", "Open Aimak: STUDY.toml, a survey", _misfits)


def load_study(name: str) -> StudySpec:
    """The study described in the file of that path. Raises BadMapping."""
    if not Path(name).is_file():
        raise STUDY_FILE.bad("not_found", name)
    return STUDY_FILE.load(Path(name))
