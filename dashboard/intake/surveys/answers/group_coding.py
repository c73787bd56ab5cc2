"""The group of each respondent: by a text, or by the band a number is in."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.surveys.answers.findings import Findings
from dashboard.intake.surveys.study.schema import GroupSpec, GroupValue
from dashboard.intake.surveys.words import plain
from dashboard.surveys.model import Coded

#: Python would read 1_9 as 19.
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")


def code_group(cells: pd.Series, spec: GroupSpec, findings: Findings) -> Coded:
    """The group of each respondent; texts that are none are errors, numbers outside of all bands are told."""
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    by_number = any(not value.texts for value in spec.values)
    meant = [_value(spec, text) for text in unique]
    stray = [
        bool(text) and found is None and plain(text) not in spec.none for text, found in zip(unique, meant, strict=True)
    ]
    numbers = [_number(text) if by_number else None for text in unique]
    rows = np.bincount(codes, minlength=len(unique)).tolist()
    outside = [(number, n) for number, is_stray, n in zip(numbers, stray, rows, strict=True) if is_stray]
    allowed = {lang: ", ".join(_shown(value, lang) for value in spec.values) for lang in LANGUAGES}
    wrong = [is_stray and number is None for number, is_stray in zip(numbers, stray, strict=True)]
    findings.texts("survey_group", cells, codes, wrong, allowed=allowed)
    for code, n in (
        ("survey_outside", sum(n for number, n in outside if number is not None and number >= 0)),
        ("survey_negative", sum(n for number, n in outside if number is not None and number < 0)),
    ):
        if n:
            findings.tell(code, "warning", str(cells.name), n=n, allowed=allowed)
    return Coded.meaning(codes, meant)


def _value(spec: GroupSpec, text: str) -> str | None:
    """The group a text or a number belongs to; what is named as a text is no number of a band: 99 may be a refusal."""
    for value in spec.values:
        if plain(text) in map(plain, value.texts):
            return value.code
    number = None if plain(text) in spec.none else _number(text)
    if number is None:
        return None
    bands = [value for value in spec.values if not value.texts and value.low <= number <= value.high]
    # -1 is how files write that nothing was said, so a band that is only open below does not take it.
    return next((band.code for band in bands if number >= 0 or np.isfinite(band.low)), None)


def _shown(value: GroupValue, lang: str) -> str:
    """What a group is for a person: its first text, or its numbers."""
    if value.texts:
        return value.texts[0]
    if np.isinf(value.high):
        return t(lang, "problems.band.more", n=f"{value.low:g}")
    if np.isinf(value.low):
        return t(lang, "problems.band.less", n=f"{value.high:g}")
    return f"{value.low:g}–{value.high:g}"


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
