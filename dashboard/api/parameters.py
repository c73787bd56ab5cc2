"""The parameters of every address of the API: parsed, refused and described from one definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.i18n import LANGUAGES
from dashboard.store.survey_tables import DIMENSIONS as SURVEY_DIMENSIONS
from dashboard.store.survey_tables import STUDY_KINDS, THEMES
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, FUNDS, KINDS, PHASES
from dashboard.store.work_records import WORDS
from dashboard.store.works_tables import STATUSES, WORK_ROLES

PREFIX = "/api/v1"
#: What a row of `/survey` can be.
SURVEY_ROWS = ("share", "answer", "number", "figure", "study", "request")
MAX_PLACES = 50
MAX_SEARCH = 80
MOST_PARAMETERS = 50
_CODE = "[a-z0-9-]{1,60}"
_TRACKING = re.compile(r"utm_.*|fbclid")


class BadQuery(ValueError):
    """A request that cannot be answered. `code` names the sentence (`api.error.<code>`) and is stable."""

    def __init__(
        self, code: str, *, status: int = 400, parameter: str = "", value: str = "", allowed: Iterable[str] = ()
    ) -> None:
        super().__init__(f"{code}: {parameter}")
        self.code, self.status, self.parameter = code, status, parameter
        self.value, self.allowed = value[:MAX_SEARCH], tuple(allowed)


@dataclass(frozen=True)
class Parameter:
    """One parameter. What it means is `api.parameter.<name>` in the catalogues.

    Attributes:
        says: the name its meaning has in the catalogues, where the same name means another thing elsewhere.
        example: a value that works.
        allowed: the values it can have; empty: see `pattern` and `bounds`.
        pattern: what a value looks like; `looks` says it to people.
        bounds: least and greatest whole number.
        longest: greatest number of characters of free text.
        default: what is meant when it is left out; "" means: not narrowed.
    """

    name: str
    example: str
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    looks: str = ""
    bounds: tuple[int, int] | None = None
    longest: int = 0
    default: str = ""
    required: bool = False
    says: str = ""

    @property
    def meaning(self) -> str:
        """Key of its meaning in the catalogues."""
        return f"api.parameter.{self.says or self.name}"

    def accepts(self, value: str) -> bool:
        """Whether `value` is allowed."""
        if self.allowed:
            return value in self.allowed
        if self.bounds:
            low, high = self.bounds
            return re.fullmatch(r"[0-9]{1,9}", value) is not None and low <= int(value) <= high
        if self.longest:
            return 0 < len(value) <= self.longest and value.isprintable()
        return re.fullmatch(self.pattern, value) is not None

    @property
    def expected(self) -> tuple[str, ...]:
        """The allowed values, or what an allowed value looks like."""
        if self.allowed:
            return self.allowed
        if self.bounds:
            return (f"{self.bounds[0]}–{self.bounds[1]}",)
        return (f"1–{self.longest}",) if self.longest else (self.looks,)

    @property
    def schema(self) -> dict[str, Any]:
        """The parameter's JSON schema."""
        if self.bounds:
            schema: dict[str, Any] = {"type": "integer", "minimum": self.bounds[0], "maximum": self.bounds[1]}
        elif self.allowed:
            schema = {"type": "string", "enum": list(self.allowed)}
        elif self.longest:
            schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        else:
            schema = {"type": "string", "pattern": f"^(?:{self.pattern})$"}
        if self.default:
            schema["default"] = int(self.default) if self.bounds else self.default
        return schema


@dataclass(frozen=True)
class Endpoint:
    """One address. What it gives is `api.endpoint.<name>` in the catalogues.

    Attributes:
        path: below the prefix, without the ending of a format.
        fields: which rows of the data dictionary its answer has; "" where it has none.
        formats: endings it answers at besides the bare path: tables are given as CSV, works as GeoJSON as well.
        reads: whether its answer depends on published data; otherwise it describes the API.
        example: parameters of an example that works.
    """

    name: str
    path: str
    parameters: tuple[Parameter, ...]
    fields: str = ""
    formats: tuple[str, ...] = ()
    reads: bool = False
    example: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Full paths it answers at."""
        return tuple(PREFIX + self.path + ending for ending in ("", *self.formats))


_LANG = Parameter("lang", "ky", allowed=LANGUAGES, default="en")
_PAGING = (
    Parameter("limit", "100", bounds=(1, 10_000), default="1000"),
    Parameter("offset", "0", bounds=(0, 999_999_999), default="0"),
    _LANG,
)
_PLACE = Parameter(
    "place",
    "kara-kujur",
    pattern=rf"{_CODE}(,{_CODE}){{0,{MAX_PLACES - 1}}}",
    required=True,
    looks=f"code[,code…] (1–{MAX_PLACES})",
)
PLACES = Endpoint(
    "places",
    "/places",
    (
        Parameter("q", "kara", longest=MAX_SEARCH),
        Parameter("oblast", "naryn-oblusu", pattern=_CODE, looks="a-z 0-9 -"),
        Parameter("kind", "aiyl_aimak", allowed=KINDS),
        *_PAGING,
    ),
    fields="places",
    formats=(".csv",),
    reads=True,
    example="q=kara",
)
BUDGET = Endpoint(
    "budget",
    "/budget",
    (
        _PLACE,
        Parameter("by", "line", allowed=("line", *sorted(DIMENSIONS), "total"), default="line"),
        Parameter("year", "2025", bounds=(2000, 2099)),
        Parameter("direction", "revenue", allowed=DIRECTIONS),
        Parameter("phase", "approved", allowed=PHASES),
        Parameter("fund", "all", allowed=FUNDS),
        Parameter("period", "all", pattern=r"20[0-9]{2}-(0[1-9]|1[0-2])|all", looks="YYYY-MM, all"),
        *_PAGING,
    ),
    fields="budget",
    formats=(".csv",),
    reads=True,
    example="place=kara-kujur&by=total",
)
HOLDINGS = Endpoint(
    "holdings",
    "/holdings",
    (_PLACE, Parameter("year", "2025", bounds=(2000, 2099), says="year_of_holdings"), *_PAGING),
    fields="holdings",
    formats=(".csv",),
    reads=True,
    example="place=kara-kujur",
)
_WORK = Parameter("work", "1", bounds=(1, 999_999_999))
_ROLE = Parameter("role", "group", allowed=WORK_ROLES, default="work")
_OF_WORKS = (
    _PLACE,
    _WORK,
    Parameter("status", "done", allowed=(*WORDS, *(status for status in STATUSES if status not in WORDS))),
    Parameter("service", "water", longest=40),
    Parameter("village", "Кара-Кужур", longest=200),
    Parameter("year", "2025", bounds=(2000, 2099), says="year_of_works"),
    Parameter("late", "open", allowed=("open", "done")),
)
WORKS = Endpoint(
    "works",
    "/works",
    (*_OF_WORKS, _ROLE, *_PAGING),
    fields="works",
    formats=(".csv", ".geojson"),
    reads=True,
    example="place=kara-kujur&status=done",
)
OC4IDS = Endpoint("works_oc4ids", "/works.oc4ids.json", (*_OF_WORKS, *_PAGING), reads=True, example="place=kara-kujur")
WORKS_HISTORY = Endpoint(
    "works_history",
    "/works/history",
    (_PLACE, _WORK, _ROLE, *_PAGING),
    fields="works_history",
    formats=(".csv",),
    reads=True,
    example="place=kara-kujur",
)
WORKS_PHOTOS = Endpoint(
    "works_photos",
    "/works/photos",
    (_PLACE, _WORK, *_PAGING),
    fields="works_photos",
    formats=(".csv",),
    reads=True,
    example="place=demo",
)
SURVEY = Endpoint(
    "survey",
    "/survey",
    (
        _PLACE,
        Parameter("by", "share", allowed=SURVEY_ROWS, default="share", says="by_survey"),
        Parameter("study", "kg-trust-2025-h1", pattern=_CODE, looks="a-z 0-9 -"),
        Parameter("series", "kg-trust", pattern=_CODE, looks="a-z 0-9 -"),
        Parameter("kind", "probability", allowed=STUDY_KINDS, says="study_kind"),
        Parameter("indicator", "knows-sources", pattern=_CODE, looks="a-z 0-9 -"),
        Parameter("theme", "awareness", allowed=THEMES),
        Parameter("dimension", "sex", allowed=("none", *SURVEY_DIMENSIONS)),
        *_PAGING,
    ),
    fields="survey",
    formats=(".csv",),
    reads=True,
    example="place=kyrgyzstan&by=figure",
)
META = Endpoint("meta", "/meta", (_LANG,), reads=True)
INDEX = Endpoint("index", "/", (_LANG,))
DICTIONARY = Endpoint("dictionary", "/dictionary.json", (_LANG,))
OPENAPI = Endpoint("openapi", "/openapi.json", (_LANG,))
ENDPOINTS = (
    PLACES, BUDGET, HOLDINGS, WORKS, WORKS_HISTORY, WORKS_PHOTOS, OC4IDS, SURVEY, META, DICTIONARY, OPENAPI, INDEX,
)  # fmt: skip


def parse(endpoint: Endpoint, given: Mapping[str, list[str]]) -> dict[str, str]:
    """The parameters of a request with the defaults filled in, in the order of the definition.

    Marks left by mailings (utm_*, fbclid) are dropped. Raises BadQuery for any other unknown parameter,
    a repeated one, a missing required one, or a wrong value, and for more than fifty of any name.
    """
    if sum(map(len, given.values())) > MOST_PARAMETERS:
        raise BadQuery("too_many_parameters", value=str(MOST_PARAMETERS))
    known = {parameter.name: parameter for parameter in endpoint.parameters}
    for name, values in given.items():
        if _TRACKING.fullmatch(name):
            continue
        if name not in known:
            raise BadQuery("unknown_parameter", parameter=name[:MAX_SEARCH], allowed=known)
        if len(values) > 1:
            raise BadQuery("repeated_parameter", parameter=name, value=", ".join(values), allowed=known[name].expected)
        if not known[name].accepts(values[0]):
            raise BadQuery("bad_value", parameter=name, value=values[0], allowed=known[name].expected)
    asked = {}
    for name, parameter in known.items():
        if parameter.required and name not in given:
            raise BadQuery("missing_parameter", parameter=name, allowed=parameter.expected)
        if value := given[name][0] if name in given else parameter.default:
            asked[name] = value
    return asked
