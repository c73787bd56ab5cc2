"""Sums by class as a two-level breakdown: groups in the order of the classification, their lines below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.store.records import Class

#: What keys of a document's own lines begin with, among keys of classes.
LINE = "line-"
#: The key of the lines that are not read one by one.
REST = f"{LINE}rest"
# After every class of the classification.
LAST = 20_000


@dataclass(frozen=True)
class Branch:
    """A group and its lines, by key. A group that is itself the only line has no children.

    Where a group has money of its own beside its lines, its own key is the last of them: without it they would not
    add up to the group.
    """

    key: str
    children: tuple[str, ...]


def is_line(key: str) -> bool:
    """Whether a key is of a document's own line, not of a class."""
    return key.startswith(LINE)


def group_of(key: str, classes: Mapping[str, Class]) -> str:
    """The topmost ancestor of a class."""
    while key and classes[key].parent:
        key = classes[key].parent
    return key


def lies_under(key: str, whole: str, classes: Mapping[str, Class]) -> bool:
    """Whether a class is `whole` or a part of it, of any depth."""
    while key and key != whole and key in classes:
        key = classes[key].parent or ""
    return bool(key) and key == whole


def branches(keys: set[str], classes: Mapping[str, Class]) -> tuple[Branch, ...]:
    """Arrange classes that have figures under their groups; figures without a class come last, under ""."""
    under: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        under[group_of(key, classes)].add(key)

    def position(key: str) -> int:
        return classes[key].position if key else LAST

    return tuple(
        Branch(group, (*sorted(members - {group}, key=position), *(members & {group})) if members != {group} else ())
        for group, members in sorted(under.items(), key=lambda item: position(item[0]))
    )


def total_under(branch: Branch, amounts: Mapping[str, int]) -> int | None:
    """Sum of a group: its own figure and its lines'; None when none of them has one."""
    found = [amounts[key] for key in {branch.key, *branch.children} if key in amounts]
    return sum(found) if found else None


def row_key(branch: Branch, key: str) -> str:
    """Key of a line's row: its class, or the group's with `.rest` for the group's own money."""
    return f"{key}.rest" if key == branch.key else key
