"""How an exhibit is drawn. A drawing names the columns it reads by what they are to it, and is checked when made.

A new drawing is a class here, and an entry in `dashboard.channels.drawn`: its chart, its picture without a script,
and its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args, get_origin, get_type_hints

from dashboard.exhibits.cells import Column, Kind, Mark, Row


class WrongDrawing(ValueError):
    """A drawing names a column that is not there or of another kind, leaves money out, or takes low for high."""


@dataclass(frozen=True)
class Of:
    """What kinds a column may be of; all `on_axis` of one drawing are of the same kind, as they share a scale."""

    kinds: tuple[Kind, ...]
    on_axis: bool = False


#: Keys of columns, typed by what they may hold.
Text = Annotated[str, Of(("text",))]
Amount = Annotated[str, Of(("money", "count"), on_axis=True)]
Share = Annotated[str, Of(("share",))]
Number = Annotated[str, Of(("share", "points", "number", "count"), on_axis=True)]
Degrees = Annotated[str, Of(("degrees",))]
Day = Annotated[str, Of(("date",))]

#: The least and the greatest a number can be.
Ends = tuple[float, float]

#: What an amount is: what was planned, only drafted, the plan in force or the contract, done, the same a year before.
Role = Literal["plan", "draft", "revised", "done", "before"]
ROLES: tuple[Role, ...] = ("plan", "draft", "revised", "done", "before")


_ROLES: dict[type, Mapping[str, Of]] = {}  # by drawing; annotations are read once


class Reference(NamedTuple):
    """A column a drawing reads: its role there, its key, and what it may be."""

    role: str
    key: str
    of: Of


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What every drawing has. `left_to_table`: money columns that only the table shows, each named on purpose."""

    name: ClassVar[str]  # in class names of the page
    left_to_table: tuple[str, ...] = ()

    def references(self) -> Iterator[Reference]:
        """The columns it reads, in the order of its roles."""
        for role, of in _roles(type(self)).items():
            key = getattr(self, role)
            if key is not None:
                yield Reference(role, key, of)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns it reads."""
        return tuple(each.key for each in self.references())

    @property
    def amounts(self) -> tuple[tuple[Role, str], ...]:
        """Role and key of every amount it draws side by side, in the order they are drawn in."""
        named = ((role, getattr(self, role, None)) for role in ROLES)
        return tuple((role, key) for role, key in named if key is not None)


class _OneAmount:
    """A drawing of one column of amounts, each as what was done."""

    amount: str

    @property
    def amounts(self) -> tuple[tuple[Role, str], ...]:
        """The one column."""
        return (("done", self.amount),)


@dataclass(frozen=True, kw_only=True)
class Bars(Drawing):
    """Plan against execution, line by line. `share` is said beside the amount; totals are not drawn.

    `rows`: where rows and not columns are plan and execution, the role of each by its key.
    """

    name = "bullets"
    label: Text
    plan: Amount | None = None
    revised: Amount | None = None
    done: Amount | None = None
    before: Amount | None = None
    share: Share | None = None
    rows: tuple[tuple[str, Role], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Parts(_OneAmount, Drawing):
    """One whole cut into the amounts of its rows. `rows`: the role of those that are plans only, by key."""

    name = "shares"
    label: Text
    amount: Amount
    share: Share | None = None
    rows: tuple[tuple[str, Role], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Treemap(_OneAmount, Drawing):
    """How a whole is divided, in levels: areas by amount."""

    name = "treemap"
    label: Text
    amount: Amount
    share: Share | None = None


@dataclass(frozen=True, kw_only=True)
class Flows(_OneAmount, Drawing):
    """Into the budget and out of it. Keys of rows begin with `in:` or `out:`, `side` says the same in words."""

    name = "flows"
    side: Text
    label: Text
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class Years(Drawing):
    """Year beside year. `partly`: keys of the rows whose execution is not of the whole year."""

    name = "years"
    label: Text
    plan: Amount
    draft: Amount | None = None
    done: Amount
    partly: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Months(Drawing):
    """The year as it went: done since January, the plan of the year, the year before."""

    name = "months"
    label: Text
    plan: Amount
    done: Amount
    before: Amount | None = None

    @property
    def amounts(self) -> tuple[tuple[Role, str], ...]:
        """What was done first: it is what the lines are about."""
        return tuple(sorted(super().amounts, key=lambda one: one[0] != "done"))


@dataclass(frozen=True, kw_only=True)
class Dots(Drawing):
    """Numbers on one axis, with the ends of their intervals and the number of the survey before where known.

    A difference (`points`) needs a `verdict`: what may be said of it. `ends`: of the axis, where what is measured has
    some, whatever the rows are.
    """

    name = "dots"
    label: Text
    value: Number
    low: Number | None = None
    high: Number | None = None
    before: Number | None = None
    verdict: Text | None = None
    ends: Ends | None = None


@dataclass(frozen=True, kw_only=True)
class Course(Drawing):
    """A number over time: a line of the place and, where known, of the whole it lies in, on an axis of fixed ends."""

    name = "course"
    day: Day
    here: Number
    whole: Number | None = None
    ends: Ends


class Part(NamedTuple):
    """One answer of a spread: the key of its column, and its role (top, other, unknown, refused, answer)."""

    key: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Likert(Drawing):
    """All answers to a question as one bar of a hundred per cent, in their order."""

    name = "likert"
    label: Text
    answers: tuple[Part, ...]

    def references(self) -> Iterator[Reference]:
        """The label, then every answer."""
        yield from super().references()
        for part in self.answers:
            yield Reference(part.role, part.key, Of(("share",), on_axis=True))


@dataclass(frozen=True, kw_only=True)
class Gap(Drawing):
    """What residents noticed beside what they are satisfied with, each with its interval."""

    name = "gap"
    label: Text
    state: Text
    noticed: Share
    noticed_low: Share
    noticed_high: Share
    satisfied: Share
    satisfied_low: Share
    satisfied_high: Share


@dataclass(frozen=True, kw_only=True)
class Map(Drawing):
    """Works on a map, and as a list by village. Keys of rows begin with a status word and a point.

    `outlines` are rings of (longitude, latitude) under the points, `tiles` the address of the pictures under these, as
    `https://…/{z}/{x}/{y}.png`; empty draws none.
    """

    name = "map"
    label: Text
    village: Text
    latitude: Degrees
    longitude: Degrees
    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()
    tiles: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline(Drawing):
    """Works over time: what was planned (first and last) beside what was, and the line of `today`."""

    name = "timeline"
    label: Text
    planned_start: Day
    planned_end: Day
    first_end: Day  # promised before `planned_end`, or the same
    actual_start: Day
    finished: Day
    known_to: Day  # the day the last report speaks of
    today: date


@dataclass(frozen=True)
class Headline:
    """One large figure: `value` as shown, `sentence` saying it in words, `facts` as short lines."""

    key: str
    label: str
    value: str
    sentence: str
    facts: tuple[str, ...] = ()
    share: float | None = None  # of plan, for the bar under the figure
    elapsed: float | None = None  # share of the year gone, drawn as a tick
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class Headlines(Drawing):
    """Large figures with sentences of their own instead of an answer; the table holds what they are taken from."""

    name = "headlines"
    figures: tuple[Headline, ...]


def check(drawing: Drawing, exhibit: str, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    """Raise WrongDrawing, naming exhibit, drawing and column, unless the columns are what the drawing says.

    The same where a row has the low end of an interval above its high end.
    """
    known = {column.key: column for column in columns}
    where = f"exhibit {exhibit!r}, {type(drawing).__name__}"
    on_axis: dict[str, Kind] = {}
    for role, key, of in drawing.references():
        kind = _known(known, key, f"{where}.{role}").kind
        if kind not in of.kinds:
            raise WrongDrawing(f"{where}.{role}: column {key!r} is of kind {kind!r}; wanted: {', '.join(of.kinds)}")
        if of.on_axis:
            on_axis[key] = kind
    if len(set(on_axis.values())) > 1:
        kinds = ", ".join(f"{key} {kind}" for key, kind in on_axis.items())
        raise WrongDrawing(f"{where}: columns of one axis are of one kind, not {kinds}")
    for key in drawing.left_to_table:
        _known(known, key, f"{where}.left_to_table")
    shown = {*drawing.columns, *drawing.left_to_table}
    for column in known.values():
        if column.kind == "money" and column.key not in shown:
            raise WrongDrawing(f"{where}: nothing draws the money column {column.key!r}; name it in left_to_table?")
    if isinstance(drawing, Dots) and known[drawing.value].kind == "points" and drawing.verdict is None:
        raise WrongDrawing(f"{where}.verdict: differences ({drawing.value!r}) need what may be said of them")
    _check_intervals(drawing, where, tuple(known), rows)


def _check_intervals(drawing: Drawing, where: str, keys: Sequence[str], rows: Iterable[Row]) -> None:
    """Roles of the ends of an interval are `low` and `high`, or end so."""
    named = {role: key for role, key, _ in drawing.references()}
    ends = [(key, named.get(f"{role.removesuffix('low')}high")) for role, key in named.items() if role.endswith("low")]
    pairs = [(low, high, keys.index(low), keys.index(high)) for low, high in ends if high is not None]
    for row in rows if pairs else ():
        for low, high, low_at, high_at in pairs:
            least, most = row.cells[low_at].value, row.cells[high_at].value
            if isinstance(least, (int, float)) and isinstance(most, (int, float)) and least > most:
                raise WrongDrawing(f"{where}: {low!r} {least} is above {high!r} {most} in row {row.key!r}")


def _known(columns: Mapping[str, Column], key: str, where: str) -> Column:
    column = columns.get(key)
    if column is None:
        near = get_close_matches(key, columns, n=1, cutoff=0)
        raise WrongDrawing(f"{where}: no column {key!r}; nearest: {', '.join(near) or 'there are none'}")
    return column


def _roles(kind: type[Drawing]) -> Mapping[str, Of]:
    """The roles of a drawing that columns play, from its annotations."""
    known = _ROLES.get(kind)
    if known is None:
        hints = get_type_hints(kind, include_extras=True)
        _ROLES[kind] = known = {role: of for role, hint in hints.items() if (of := _of(hint)) is not None}
    return known


def _of(hint: Any) -> Of | None:
    if get_origin(hint) is Annotated:
        return next((each for each in hint.__metadata__ if isinstance(each, Of)), None)
    return next((of for each in get_args(hint) if get_origin(each) is Annotated and (of := _of(each))), None)
