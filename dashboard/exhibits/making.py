"""The one place that makes exhibits: a view knows currency, language, and whether its place is fictional."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from dashboard.exhibits.drawings import Drawing
from dashboard.exhibits.model import Card, Column, Exhibit, Row, Source
from dashboard.i18n import Lang
from dashboard.store.records import Place


class _Speaks(Protocol):
    """What every exhibit has to say of the figures in it."""

    @property
    def lang(self) -> Lang: ...
    @property
    def currency(self) -> str: ...
    @property
    def fictional(self) -> bool: ...


class MakesExhibits:
    """A view that makes exhibits."""

    def exhibit(
        self: _Speaks,
        key: str,
        *,
        question: str,
        answer: str,
        columns: Iterable[Column] = (),
        rows: Iterable[Row] = (),
        sources: Iterable[Source] = (),
        notes: Iterable[str] = (),
        drawing: Drawing | None = None,
        card: Card | None = None,
    ) -> Exhibit:
        """An exhibit of what the view looks at. Raises WrongDrawing where the drawing does not fit the columns."""
        return Exhibit(
            key,
            question,
            answer,
            tuple(columns),
            tuple(rows),
            tuple(sources),
            tuple(notes),
            drawing,
            card or Card(),
            currency=self.currency,
            fictional=self.fictional,
            lang=self.lang,
        )


class OfPlace(MakesExhibits):
    """What exhibits about one place share."""

    place: Place
    lang: Lang

    @property
    def currency(self) -> str:
        """Of the money of the place."""
        return self.place.currency

    @property
    def fictional(self) -> bool:
        """Whether the place is fictional."""
        return self.place.fictional


@dataclass(frozen=True)
class OfSite(MakesExhibits):
    """What exhibits about the whole site share."""

    lang: Lang
    currency: ClassVar[str] = "KGS"
    fictional: ClassVar[bool] = False
