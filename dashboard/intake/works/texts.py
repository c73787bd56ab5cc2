"""Texts of works without markup and without telephone numbers, which are personal data."""

from __future__ import annotations

import html
import re

from dashboard.intake.findings import Findings
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid
from dashboard.intake.works.mapping import WorksMapping

_TEXTS = (
    "title", "title_ky", "title_ru", "title_en", "description", "contractor", "delay_reason", "note_ky", "note_ru",
    "note_en", "village", "progress",
)  # fmt: skip
#: The most letters a column of the database holds.
_LONGEST = {"type": 20, "sector": 60, "service": 40, "village": 200, "ocid": 80, "quantity_unit": 20}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Only what can hardly be anything else: a word for it, "+" and a country, or an area code with its zero.
_PHONE = re.compile(
    r"""(?:\b(?:тел(?:ефон\w*)?|моб(?:ильн\w*)?|факс|телефону|tel(?:[ée]fono)?|phone|fax|whats\s?app)\b\.?\s*[:№]?\s*
           \+?\(?\d[\d\s()-]{3,}\d)
      | (?<![\w+])\+\d{1,3}[\s-]?\(?\d{2,5}\)?(?:[\s-]?\d{2,4}){2,4}(?!\w)
      | (?<![\w/.,-])\(0\d{2,5}\)\s?\d{1,3}(?:[\s-]?\d{2,3}){1,3}(?![\w/.,]\w)
      | (?<![\w/.,-])0\d{3}[\s-]?\d{2,3}[\s-]?\d{2,3}(?:[\s-]?\d{2,3})?(?![\w/-])""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAST_DIGITS = 9


def clean_text(text: str) -> str:
    """Text without markup, soft hyphens, control signs and double spaces."""
    if "<" in text or "&" in text:
        # Twice: what was escaped in the file must not become a tag afterwards.
        for _ in range(2):
            text = html.unescape(_TAG.sub(" ", text))
        text = _TAG.sub(" ", text)
    return " ".join(_CONTROL.sub(" ", text.replace("\u00ad", "")).split())


def without_phones(text: str) -> str:
    """Text without telephone numbers."""
    return " ".join(_PHONE.sub(_gone, text).split())


def _has_phone(text: str) -> bool:
    return without_phones(text) != text


def _gone(found: re.Match[str]) -> str:
    text = found[0]
    digits = sum(map(str.isdigit, text))
    return "" if digits >= _LEAST_DIGITS or text[0].isalpha() else text


def clean_texts(grid: Grid, mapping: WorksMapping, fields: Fields, findings: Findings) -> None:
    """Clean the texts in `fields`, in place. Removed telephone numbers are told by row, without the number itself."""
    for name in _TEXTS:
        if name in fields:
            column = fields[name].map(clean_text)
            fields[name] = column.map(without_phones)
            had = column.mask(_has_phone)
            findings.rows("phone_removed", "warning", had, grid.row_no, column=_named(mapping, name))
    for name, most in _LONGEST.items():
        if name in fields:
            long = fields[name].map(len).mask(most.__lt__)
            findings.rows(
                "text_too_long",
                "error",
                long,
                grid.row_no,
                column=_named(mapping, name),
                values=fields[name],
                most=most,
            )


def text_of(fields: Fields, name: str, rows: int) -> Coded:
    """A field as text, empty where the file has none."""
    return fields.get(name, Coded.constant("", rows))


def _named(mapping: WorksMapping, name: str) -> str:
    return str(mapping.columns.get(name, name))
