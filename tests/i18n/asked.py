"""What texts the code asks the catalogues for, read from its syntax tree: nothing is run.

A key stands in the code as a whole ("marks.missing") or as a pattern (f"marks.{mark.value}"). What fills a place of a
pattern must be a word of the code too: a value of an enumeration, a key of a dict, the name of an argument, or
another pattern (f"done_{kind}").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: How the intake names what it found: the first argument is the code of a problem.
FINDERS: Final = frozenset({"Problem", "refuse", "BadMapping", "BadNumber", "BadDate"})
SEVERITIES: Final = frozenset({"error", "question", "warning", "info"})
DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
_PLACE = "\0"
_SAYS_A_WORD = re.compile(r"(?=.*[a-z])[\w\0]+")
_WHOLE_KEY = re.compile(r"\w+(\.\w+)+")


@dataclass(frozen=True)
class Asked:
    """What a set of modules asks for.

    `whole`: every string of the code; `patterns`: f-strings that begin with a catalogue's name, a group per place;
    `given`: whole keys that `t` is called with; `codes`: those of problems, given as they are to what reports them;
    `words`: what may fill a place; `made`: words that are patterns.
    """

    whole: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    given: frozenset[str]
    codes: frozenset[str]
    words: frozenset[str]
    made: tuple[re.Pattern[str], ...]

    def uses(self, key: str) -> bool:
        """Whether the code can ask for this key."""
        return key in self.whole or _filled(key, self.patterns, self.says)

    def says(self, word: str) -> bool:
        """Whether the code has this word, or can make it of others."""
        return word in self.words or _filled(word, self.made, self.words.__contains__)


def asked(sources: Iterable[str], subjects: Iterable[str]) -> Asked:
    """What these sources ask of the catalogues named in `subjects`."""
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    constants = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in parts]
    whole = frozenset(value for value in constants if isinstance(value, str))
    numbers = {str(value) for value in constants if isinstance(value, int)}
    templates = sorted({_template(node) for node in nodes if isinstance(node, ast.JoinedStr)})
    finders = [node for node in nodes if isinstance(node, ast.Call) and _is_finder(node)]
    of_codes = {_template(node.args[0]) for node in finders if isinstance(node.args[0], ast.JoinedStr)}
    heads = tuple(f"{subject}." for subject in subjects)
    return Asked(
        whole,
        _patterns(text for text in templates if text.startswith(heads)),
        frozenset(key for node in nodes if isinstance(node, ast.Call) for key in _given(node)),
        frozenset(code for node in finders for code in _constants(node.args[0]) if code),
        whole | numbers | {name for node in nodes for name in _named(node)},
        _patterns({*filter(_SAYS_A_WORD.fullmatch, templates), *of_codes}),
    )


def sources_of(folder: Path = DASHBOARD) -> list[str]:
    """Text of every module in a folder."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]


def _filled(text: str, patterns: Iterable[re.Pattern[str]], known: Callable[[str], bool]) -> bool:
    matches = (pattern.fullmatch(text) for pattern in patterns)
    return any(match is not None and all(map(known, match.groups())) for match in matches)


def _template(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else _PLACE for part in node.values)


def _patterns(templates: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Two per template: where two places meet at an underscore, the word may be cut early or late."""
    places = (r"([\w.-]+?)", r"([\w.-]+)")
    return tuple(re.compile(place.join(map(re.escape, text.split(_PLACE)))) for text in templates for place in places)


def _given(call: ast.Call) -> Iterator[str]:
    """The key of `t(lang, "…")`; both of `t(lang, "…" if … else "…")`."""
    if isinstance(call.func, ast.Name) and call.func.id == "t" and len(call.args) > 1:
        yield from (text for text in _constants(call.args[1]) if _WHOLE_KEY.fullmatch(text))


def _is_finder(call: ast.Call) -> bool:
    """Whether it makes a problem of its first argument, or tells a code and then its severity."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return bool(call.args) and (name in FINDERS or any(word in SEVERITIES for word in map(_constant, call.args[1:2])))


def _constant(value: ast.expr) -> object:
    return value.value if isinstance(value, ast.Constant) else None


def _constants(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.IfExp(body=body, orelse=other):
            yield from (*_constants(body), *_constants(other))
        case ast.Constant(value=str(text)):
            yield text


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.keyword(arg=str(name)) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.Name(id=name):
            yield name
