"""How a key of a TOML file is validated beyond what dataclasses say, and what editors are told of it.

A value with several forms is one `Plain` or `Short`, so that a mistake in it is one error and not one for each form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

Json = dict[str, Any]
#: In a JSON Schema: which words of the catalogue say what may stand there, where kind and bounds do not.
WORDS = "x-words"


class InOrder(GenerateJsonSchema):
    """A JSON Schema whose keys stand as the schema of the file has them."""

    def sort(self, value: Json, parent_key: str | None = None) -> Json:
        """As it is."""
        return value


def wrong(kind: str = "wrong_kind", **params: str) -> PydanticCustomError:
    """An error of a value; `kind` is the end of a code of problems, `params` fill its words."""
    return PydanticCustomError(kind, "", params)


def wrong_at(*found: tuple[tuple[str | int, ...], PydanticCustomError, Any]) -> ValidationError:
    """Errors below the value that is looked at: the keys that lead there, the error, what stands there."""
    errors = [InitErrorDetails(type=error, loc=at, input=value) for at, error, value in found]
    return ValidationError.from_exception_data("", errors)


@dataclass(frozen=True, eq=False)
class Plain:
    """A value that `make` reads, and its JSON Schema."""

    make: Callable[[Any], Any]
    schema: Json

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.make)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return dict(self.schema)


@dataclass(frozen=True, eq=False)
class TableOf:
    """A table with these keys and no other, as a dict, or what `make` makes of it."""

    keys: Mapping[str, Any]
    required: tuple[str, ...] = ()
    make: Callable[[Any], Any] = dict

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = {
            key: core_schema.typed_dict_field(handler.generate_schema(kind), required=key in self.required)
            for key, kind in self.keys.items()
        }
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(self.make, table)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        node = handler(schema)
        for key, kind in self.keys.items():
            for said in get_args(kind)[1:]:
                if isinstance(said, FieldInfo) and said.description:
                    node["properties"][key]["description"] = said.description
        return node


@dataclass(frozen=True, eq=False)
class Short:
    """A table that may also be written shorter: `long` makes the table of it and leaves a table as it is."""

    long: Callable[[Any], Any]
    forms: tuple[Json, ...]
    examples: tuple[Any, ...] = field(default=())

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.long, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"anyOf": [*self.forms, handler(schema["schema"])], "examples": list(self.examples)}


@dataclass(frozen=True, eq=False)
class Made:
    """A value that is read as `kind` says and then made into something else."""

    kind: Any
    make: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.make, handler.generate_schema(self.kind))
