"""Tables of keys for the guides, made from the schema; they stand in a guide between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.intake.mapping.values import WORDS, Json
from dashboard.intake.mapping.words import in_words, resolved

MARK = "<!-- keys of {} -->"
END = "<!-- end of keys -->"
#: Of so many keys the values are left out where they are all alike.
MANY = 10


@dataclass(frozen=True)
class Key:
    """A key of a file: its name, whether it must be there, what may stand there, what it means."""

    name: str
    needed: bool
    values: str
    meaning: str


def keys_at(root: Json, part: str) -> list[Key]:
    """The keys of a part of a file, such as `sheet` or `question.answers`; "" for the parts themselves."""
    node = resolved(root, root)
    for step in filter(None, part.split(".")):
        node = _below(resolved(node["properties"][step], root), root)
    needed = node.get("required", ())
    return [Key(name, name in needed, *_said(resolved(told, root))) for name, told in node["properties"].items()]


def _below(node: Json, root: Json) -> Json:
    """The table itself, or what a list or a table of any names holds."""
    below = node.get("items") or (node.get("additionalProperties") if "properties" not in node else None)
    return resolved(below, root) if isinstance(below, dict) else node


def _said(node: Json) -> tuple[str, str]:
    below = node.get("items", {})
    tables = "properties" in node or "properties" in below or "$ref" in below
    values = "" if tables and "examples" not in node else _cell(in_words(node)["en"])
    if {"enum", "examples"} & node.keys():
        values = f"`{values}`"
    elif node.get("type") == "string" and WORDS not in node:
        values = "text"
    return values, str(node.get("description", ""))


def table_of(root: Json, part: str) -> str:
    """A part of a file as a table of Markdown."""
    keys = keys_at(root, part)
    alike = len(keys) > MANY and len({key.values for key in keys}) == 1
    rows = ["| key | meaning |", "|---|---|"] if alike else ["| key | may be | meaning |", "|---|---|---|"]
    for key in keys:
        values = "" if alike else f" {key.values} |"
        rows.append(f"| `{key.name}` |{values} {'needed: ' if key.needed else ''}{_cell(key.meaning)} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def with_tables(text: str, root: Json) -> str:
    """A guide with the table between each pair of marks made anew."""
    pattern = re.compile(re.escape(MARK).replace(r"\{\}", "(?P<part>[a-z_.]*|the file)") + ".*?" + re.escape(END), re.S)

    def made(match: re.Match[str]) -> str:
        part = match["part"]
        table = table_of(root, "" if part == "the file" else part)
        return f"{MARK.format(part)}\n{table}\n{END}"

    return pattern.sub(made, text)


def parts_named(text: str) -> Iterator[str]:
    """The parts whose keys a guide lists."""
    yield from re.findall(re.escape(MARK).replace(r"\{\}", "([a-z_. ]*)"), text)
