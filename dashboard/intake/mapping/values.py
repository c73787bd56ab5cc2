"""Single values of TOML files: how one is read, what editors are told of it, and the error where it does not do.

Nothing is converted: 4.0, true and "4" are no whole numbers. A value with several forms is one `plain` or `short`, so
that a mistake in it is one error and not one for each form.
"""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, AllowInfNan, Field, GetPydanticSchema, Strict, ValidationError
from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

Json = dict[str, Any]
#: The keys that lead to a value, the error, what stands there.
Wrong = tuple[tuple[str | int, ...], PydanticCustomError, Any]
#: In a JSON Schema: which words of the catalogue say what may stand there, where kind and bounds do not.
WORDS = "x-words"
LAST_ROW = 10_000_000


def wrong(kind: str = "wrong_kind", **params: str) -> PydanticCustomError:
    """An error of a value; `kind` is the end of a code of problems, `params` fill its words."""
    return PydanticCustomError(kind, "", params)


def refuse_all(found: Iterable[Wrong]) -> None:
    """Raises pydantic's error if anything is wrong below the value that is looked at."""
    errors = [InitErrorDetails(type=error, loc=at, input=value) for at, error, value in found]
    if errors:
        raise ValidationError.from_exception_data("", errors)


def fitting(misfits: Callable[[Any], Iterable[Wrong]]) -> AfterValidator:
    """A value of which nothing is wrong; `misfits` looks at what is right by itself and does not fit together."""

    def check(value: Any) -> Any:
        refuse_all(misfits(value))
        return value

    return AfterValidator(check)


def plain(make: Callable[[Any], Any], schema: Json) -> GetPydanticSchema:
    """A value that `make` reads, and its JSON Schema."""
    return GetPydanticSchema(
        lambda source, handler: core_schema.no_info_plain_validator_function(make), lambda core, handler: dict(schema)
    )


def short(long: Callable[[Any], Any], forms: Sequence[Json], *examples: Any) -> GetPydanticSchema:
    """A table that may also be written shorter: `long` makes the table of it and leaves a table as it is."""
    return GetPydanticSchema(
        lambda source, handler: core_schema.no_info_before_validator_function(long, handler(source)),
        lambda core, handler: {"anyOf": [*forms, handler(core["schema"])], "examples": list(examples)},
    )


def table_of(
    keys: Mapping[str, Any],
    meanings: Mapping[str, str],
    required: tuple[str, ...] = (),
    make: Callable[[Any], Any] = dict,
) -> GetPydanticSchema:
    """A table with these keys and no other, as a dict, or what `make` makes of it."""

    def read(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = {
            key: core_schema.typed_dict_field(handler.generate_schema(kind), required=key in required)
            for key, kind in keys.items()
        }
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(make, table)

    def told(core: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        node = handler(core)
        for key, below in node["properties"].items():
            below["description"] = meanings[key]
        return node

    return GetPydanticSchema(read, told)


def only(value: Any, *kinds: type) -> Any:
    """The value, if it is of one of these kinds; true is no whole number. Raises pydantic's error."""
    if type(value) not in kinds:
        raise wrong()
    return value


def listed(value: Any, *kinds: type) -> list[Any]:
    """A value of these kinds, or a list of some, as a list. Raises pydantic's error."""
    some = value if isinstance(value, list) else [value]
    if not some:
        raise wrong()
    return [only(each, *kinds) for each in some]


def one_of(values: tuple[str, ...], also: Mapping[str, str] | None = None) -> GetPydanticSchema:
    """One of these words; `also`: other words for some of them."""
    meant = {value: value for value in values} | dict(also or {})

    def make(value: Any) -> str:
        if only(value, str) not in meant:
            raise wrong("bad_value")
        return meant[value]

    return plain(make, {"type": "string", "enum": list(meant)})


def matching(pattern: str) -> Callable[[Any], str]:
    """Reads a text, or a whole number as its text, that is written so."""
    wanted = re.compile(pattern)

    def make(value: Any) -> str:
        if not wanted.fullmatch(text := str(only(value, str, int))):
            raise wrong("bad_value")
        return text

    return make


def _cell(value: Any) -> str:
    only(value, str, int, float, date, datetime)
    if isinstance(value, float) and not isfinite(value):
        raise wrong()
    return value.isoformat() if isinstance(value, date) else str(value)


def _cells(value: Any) -> frozenset[str]:
    return frozenset(map(_cell, only(value or None, list)))  # an empty list says nothing


def _words(value: Any) -> tuple[str, ...]:
    return tuple(listed(value, str))


def texts_of(value: Any) -> tuple[str, ...]:
    """A text, or a list of some; whole numbers are texts of cells."""
    return tuple(map(str, listed(value, str, int)))


def titles_of(value: Any) -> tuple[str | int, ...]:
    """A title or number of a column, or a list of some."""
    titles = listed(value, str, int)
    if any(isinstance(each, int) and each < 1 for each in titles):
        raise wrong()
    return tuple(titles)


def _header(value: Any) -> tuple[int, ...]:
    rows = listed(value, int)
    if not all(0 <= row <= LAST_ROW for row in rows) or (0 in rows and rows != [0]):
        raise wrong()
    return tuple(rows)


def _pattern(value: Any) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # signs that another version of the language may read otherwise
            return re.compile(only(value, str), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise wrong("no_pattern", reason=str(error)) from error


def _encoding(value: Any) -> str:
    name = str(only(value, str))
    try:
        if codecs.lookup(name)._is_text_encoding:
            b"".decode(name)
            return name
    except (LookupError, ValueError):
        pass
    raise wrong("bad_value")


def _delimiter(value: Any) -> str:
    sign = str(only(value, str))
    if len(sign) != 1 or not sign.isascii() or sign in '"\r\n\0':
        raise wrong("bad_value")
    return sign


def one_or_more(item: Json, *examples: Any, least: int = 1) -> Json:
    """The JSON Schema of such a value, or of a list of some."""
    rows: Json = {"type": "array", "items": item} | ({"minItems": least} if least else {})
    return {"anyOf": [item, rows], "examples": list(examples)}


_HEADER = one_or_more({"type": "integer", "minimum": 1}, 3, [3, 4], 0)
_HEADER["anyOf"][0] = {"type": "integer", "minimum": 0}
TITLES = one_or_more({"type": ["string", "integer"], "minimum": 1}, "…", 3, ["…", "…"])
_CELLS: Json = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1, "examples": [["C", "S"]]}

Text = Annotated[str, Strict()]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), AllowInfNan(False)]
#: A row of a sheet as a spreadsheet counts it.
RowNumber = Annotated[int, Strict(), Field(ge=1, le=LAST_ROW)]
#: A number of digits of a code.
Digits = Annotated[int, Strict(), Field(ge=0, le=40)]
#: How far a paper is believed.
Authority = Annotated[int, Strict(), Field(ge=1, le=3)]
Day = Annotated[
    date, plain(lambda value: only(value, date), {"type": "string", "format": "date", "examples": [date(2025, 9, 30)]})
]
DayOrText = Annotated[
    date | str, plain(lambda value: only(value, date, str), {"type": "string", "examples": [date(2025, 9, 1), "…"]})
]
CELL = plain(_cell, {"type": ["string", "number"], "examples": ["…", 5, date(2025, 9, 30)]})
Cell = Annotated[str, CELL]
Cells = Annotated[frozenset[str], plain(_cells, _CELLS)]
#: Words a text is looked through for.
Texts = Annotated[tuple[str, ...], plain(_words, one_or_more({"type": "string"}, "…", ["…", "…"]))]
#: What whole cells say, which may be numbers.
CellTexts = Annotated[tuple[str, ...], plain(texts_of, one_or_more({"type": ["string", "integer"]}, "…", 5, ["…", 5]))]
Titles = Annotated[tuple[str | int, ...], plain(titles_of, TITLES)]
Header = Annotated[tuple[int, ...], plain(_header, _HEADER)]
Pattern = Annotated[re.Pattern[str], plain(_pattern, {"type": "string", "format": "regex", "examples": [r"^\d{4}"]})]
Encoding = Annotated[str, plain(_encoding, {"type": "string", WORDS: "encoding"})]
Delimiter = Annotated[str, plain(_delimiter, {"type": "string", "minLength": 1, "maxLength": 1, WORDS: "sign"})]
#: A short name for addresses: small Latin letters, digits and hyphens.
Slug = Annotated[str, plain(matching(r"[a-z0-9][a-z0-9-]{0,59}"), {"type": ["string", "integer"], WORDS: "slug"})]
