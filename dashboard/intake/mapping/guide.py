"""Tables of keys for the guides, made from the schema; they stand in a guide between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.intake.mapping.values import WORDS, Json
from dashboard.intake.mapping.words import in_words, resolved

MARK = "<!-- keys of {} -->"
END = "<!-- end of keys -->"
#: Of so many keys the values are left out where they are all alike.
MANY = 10


def _part(root: Json, part: str) -> Json:
    """A part of a file, such as `sheet` or `question.answers`; "" for the whole."""
    node = resolved(root, root)
    for step in filter(None, part.split(".")):
        node = _below(resolved(node["properties"][step], root), root)
    return node


def _below(node: Json, root: Json) -> Json:
    """The table itself, or what a list or a table of any names holds."""
    below = node.get("items") or (node.get("additionalProperties") if "properties" not in node else None)
    return resolved(below, root) if isinstance(below, dict) else node


def _values(node: Json) -> str:
    """What may stand there, as a cell of a table."""
    below = node.get("items", {})
    tables = "properties" in node or "properties" in below or "$ref" in below
    if {"enum", "examples"} & node.keys():
        return f"`{_cell(in_words(node)['en'])}`"
    if node.get("type") == "string" and WORDS not in node:
        return "text"
    return "" if tables else _cell(in_words(node)["en"])


def _table(root: Json, part: str) -> str:
    """The keys of a part of a file as a table of Markdown."""
    node = _part(root, part)
    keys = {name: resolved(told, root) for name, told in node["properties"].items()}
    values = {name: _values(told) for name, told in keys.items()}
    alike = len(keys) > MANY and len({*values.values()}) == 1
    rows = ["| key | meaning |", "|---|---|"] if alike else ["| key | may be | meaning |", "|---|---|---|"]
    for name, told in keys.items():
        needed = "needed: " if name in node.get("required", ()) else ""
        rows.append(
            f"| `{name}` |{'' if alike else f' {values[name]} |'} {needed}{_cell(told.get('description', ''))} |"
        )
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def with_tables(text: str, root: Json) -> str:
    """A guide with the table between each pair of marks made anew."""
    pattern = re.compile(re.escape(MARK).replace(r"\{\}", "(?P<part>[a-z_.]*|the file)") + ".*?" + re.escape(END), re.S)

    def made(match: re.Match[str]) -> str:
        part = match["part"]
        table = _table(root, "" if part == "the file" else part)
        return f"{MARK.format(part)}\n{table}\n{END}"

    return pattern.sub(made, text)


def parts_named(text: str) -> Iterator[str]:
    """The parts whose keys a guide lists."""
    yield from re.findall(re.escape(MARK).replace(r"\{\}", "([a-z_. ]*)"), text)
