"""Reads mappings and studies from TOML: a typed object, or everything that is wrong with the file at once."""

from __future__ import annotations

import hashlib
import inspect
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import DataclassSchema

from dashboard.intake.mapping.schema import BudgetMapping
from dashboard.intake.mapping.values import Json, Wrong, refuse_all
from dashboard.intake.mapping.words import problems_of
from dashboard.intake.problems import Param, Problem
from dashboard.intake.unfit import unfit
from dashboard.settings import ROOT

FOLDER = ROOT / "data" / "mappings"
Read = TypeVar("Read")
NO_OTHER_KEYS = ConfigDict(extra="forbid")


class BadMapping(Exception):
    """The file cannot be used; `problems` says why, each with its key in `value`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.value}" for problem in problems))
        self.problems = problems


@cache
def _meanings(folder: Path) -> dict[str, dict[str, str]]:
    file = folder / "meanings.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


class _KeysWithMeanings(GenerateJsonSchema):
    """A JSON Schema whose keys stand as the schema of the file has them, each with what it means: as `meanings.toml`
    beside the module of its class says."""

    def sort(self, value: Json, parent_key: str | None = None) -> Json:
        """As it is."""
        return value

    def dataclass_schema(self, schema: DataclassSchema) -> Json:
        """With meanings; those of the class itself go before those of the classes it builds on."""
        node = super().dataclass_schema(schema)
        told: dict[str, str] = {}
        for each in reversed(schema["cls"].__mro__[:-1]):
            told |= _meanings(Path(inspect.getfile(each)).parent).get(each.__name__, {})
        for key in told.keys() & node["properties"].keys():
            node["properties"][key]["description"] = told[key]
        return node


@dataclass(frozen=True)
class FileKind(Generic[Read]):
    """A kind of TOML file.

    Attributes:
        schema: the dataclass that says what it holds.
        said_of: how the codes of its problems begin.
        guide: the document that explains it.
        title: what editors call it.
        misfits: what is wrong with a whole file whose keys are each right.
    """

    schema: type[Read]
    said_of: str
    guide: str
    title: str
    misfits: Callable[[Read], Iterable[Wrong]] = lambda _: ()

    @cached_property
    def adapter(self) -> TypeAdapter[Read]:
        """Validates the tables of a file."""
        return TypeAdapter(with_config(NO_OTHER_KEYS)(self.schema))

    @cached_property
    def json_schema(self) -> Json:
        """For editors, and for words about what may stand where."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **self.adapter.json_schema(schema_generator=_KeysWithMeanings),
            "title": self.title,
        }

    def read(self, table: Mapping[str, Any], name: str, sha256: str, file: str = "") -> Read:
        """The object that the tables of a file say. Raises BadMapping with all that is wrong."""
        own = {"name": name, "sha256": sha256}
        found: list[ErrorDetails] = []
        try:
            read: Read = self.adapter.validate_python({**table, **own})
            refuse_all(self.misfits(read))
        except ValidationError as error:
            found = error.errors(include_url=False)
        for key in filter(table.__contains__, own):
            found.append({"type": "extra_forbidden", "loc": (key,), "msg": "", "input": table[key]})
        if found:
            named = {"file": file or f"{name}.toml", "guide": self.guide}
            raise BadMapping(*problems_of(found, self.json_schema, self.said_of, **named))
        return read

    def load(self, path: Path) -> Read:
        """The object of a file that is there. Raises BadMapping."""
        try:
            raw = path.read_bytes()
            table = tomllib.loads(raw.decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            raise self.bad("not_toml", path.name, reason=str(error)) from error
        if wrong := tuple(_unfit(table, "")):
            raise BadMapping(*wrong)
        return self.read(table, path.stem, hashlib.sha256(raw).hexdigest(), path.name)

    def bad(self, code: str, name: str, **params: Param) -> BadMapping:
        """The whole file cannot be used."""
        return BadMapping(Problem(f"{self.said_of}_{code}", "error", value=name, params=params))


def _unfit(said: object, key: str) -> Iterator[Problem]:
    """The texts of a file that no page can show, each with its key."""
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from _unfit(value, f"{key}.{name}" if key else name)
    elif isinstance(said, list):
        for number, value in enumerate(said, start=1):
            yield from _unfit(value, f"{key}[{number}]")
    elif (bad := unfit(said)) is not None:
        yield Problem(bad.reason, "error", column=key, value=str(said), params=bad.params)


BUDGET_FILE = FileKind(BudgetMapping, "mapping", "docs/importing.md", "Open Aimak: mapping of budgets")


def load_mapping(name: str) -> BudgetMapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    return load_named(BUDGET_FILE, name)


def load_named(kind: FileKind[Read], name: str) -> Read:
    """What a file of data/mappings says, or the file of that path. Raises BadMapping."""
    path = Path(name)
    if path.suffix != ".toml":
        path = FOLDER / f"{name}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in FOLDER.glob("*.toml"))
        raise kind.bad("not_found", name, known=", ".join(known))
    return kind.load(path)
