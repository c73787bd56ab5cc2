"""Indicators that a study brings itself: what STUDY.toml says of them, and as what they are published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from dashboard.intake.mapping import values as toml
from dashboard.intake.surveys.study.questions import UNSAID, InLanguages
from dashboard.store.records import Names
from dashboard.store.survey_records import OWN, Indicator
from dashboard.store.survey_tables import INDICATOR_KINDS, THEMES

#: As long as its key in the database may be, which begins with OWN.
OwnKey = Annotated[
    str, toml.plain(toml.matching(rf"[a-z0-9][a-z0-9-]{{0,{59 - len(OWN)}}}"), {"type": "string", toml.WORDS: "slug"})
]


@dataclass(frozen=True)
class IndicatorSpec:
    """One thing the study asks about that the catalogue has not. `above`: of a number, what a share lies above."""

    key: OwnKey
    theme: Annotated[str, toml.one_of(THEMES)]
    kind: Annotated[str, toml.one_of(INDICATOR_KINDS)]
    names: Annotated[InLanguages, Field(validation_alias="name")]
    direction: Literal["up", "down", "none"] = "none"
    claims: Annotated[InLanguages, Field(validation_alias="claim")] = field(default_factory=lambda: UNSAID)
    above: toml.Number | None = None
    units: Annotated[InLanguages, Field(validation_alias="unit")] = field(default_factory=lambda: UNSAID)

    @property
    def known(self) -> Indicator:
        """As it is published."""
        unit = self.units if self.units.ky else Names("")
        return Indicator(
            f"{OWN}{self.key}",
            "",
            self.theme,
            self.kind,
            "",
            self.names,
            self.claims,
            own=True,
            direction=self.direction,
            above=self.above,
            units=unit,
        )


def _misfits(own: IndicatorSpec) -> Iterator[toml.Wrong]:
    """A number needs what its share lies above, and nothing else has such."""
    if own.kind == "number" and own.above is None:
        yield ("above",), toml.wrong("needs"), None
    if own.kind != "number" and own.above is not None:
        yield ("kind",), toml.wrong("bad_value", allowed="number"), own.kind


#: An own indicator whose parts go together.
OwnIndicator = Annotated[IndicatorSpec, toml.fitting(_misfits)]
