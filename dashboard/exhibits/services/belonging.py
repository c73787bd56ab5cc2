"""Which lines of a budget belong to which service: each to one, or to none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.exhibits.tree import group_of
from dashboard.service_pages import ServicePage, plain, service_pages
from dashboard.store.records import Class, LineFigure

#: How the money of a service is known: by lines named for it; as all of a purpose that is its own; as all of a purpose
#: that pays for others too, because the document prints no finer; or not at all.
Basis = Literal["lines", "purpose", "shared", "none"]


@dataclass(frozen=True)
class ServiceMoney:
    """What one statement has for a service. `amount_minor` is None without lines: that is not zero.

    Money of a `shared` purpose appears at several services: it is in no sum of them.
    """

    basis: Basis
    lines: tuple[LineFigure, ...] = ()

    @property
    def amount_minor(self) -> int | None:
        """The sum of the lines."""
        return sum(line.amount_minor or 0 for line in self.lines) if self.lines else None

    @property
    def own_minor(self) -> int | None:
        """The same where it is of this service alone."""
        return None if self.basis == "shared" else self.amount_minor


def counted(figures: Iterable[LineFigure]) -> Iterator[LineFigure]:
    """The lines that a statement is the sum of, with their amounts: no totals, and nothing that is part of a line."""
    return (figure for figure in figures if figure.role == "line" and figure.amount_minor is not None)


def owner(line: LineFigure, classes: Mapping[str, Class]) -> str:
    """Key of the service a line belongs to; "" for a line of none, and for one that is named for several."""
    function = group_of(line.function, classes) if line.function else ""
    of_function = [page for page in service_pages().values() if page.function == function]
    whole = [page.key for page in of_function if not page.lines]
    named = [page.key for page in of_function if page.lines and _is_named(line, page)]
    found = named or whole
    return found[0] if len(found) == 1 else ""


def money_of(page: ServicePage, lines: Sequence[LineFigure], classes: Mapping[str, Class]) -> ServiceMoney:
    """What the counted lines of a statement have for a service."""
    own = tuple(line for line in lines if owner(line, classes) == page.key)
    if own:
        return ServiceMoney("lines" if page.lines else "purpose", own)
    of_function = tuple(line for line in lines if line.function and group_of(line.function, classes) == page.function)
    # Where lines are named for other services, the purpose is printed finely enough: this one has none in it.
    if of_function and not any(owner(line, classes) for line in of_function):
        return ServiceMoney("shared", of_function)
    return ServiceMoney("none")


def _is_named(line: LineFigure, page: ServicePage) -> bool:
    """By its national code, or by a word of its name in any language."""
    if line.code.replace(" ", "").replace(".", "").startswith(page.code):
        return True
    said = plain(" ".join((line.printed, line.names.ky, line.names.ru, line.names.en)))
    return any(beginning in said for beginning in page.lines)
