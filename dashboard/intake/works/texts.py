"""Texts of works without markup and without telephones, e-mails and personal numbers; and web addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial

import numpy as np

from dashboard.intake.mapping.tables import ColumnRef
from dashboard.intake.personal import Span, personal_in, without_personal
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.table import SourceTable
from dashboard.intake.web_address import is_web_address
from dashboard.intake.works.mapping import WorksMapping
from dashboard.store.work_records import Link

WorksTable = SourceTable[WorksMapping]

_TEXTS = (
    "title", "title_ky", "title_ru", "title_en", "description", "contractor", "delay_reason", "note_ky", "note_ru",
    "note_en", "village", "progress", "document_title", "document_number", "service", "sector", "quantity_unit",
)  # fmt: skip
#: What tells works apart cannot be cut.
_NUMBERS = ("key", "ocid")
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
_NONE = frozenset({"", "-", "—", "n/a"})


def clean_text(text: str) -> str:
    """Text without markup, soft hyphens, control signs and double spaces."""
    if "<" in text or "&" in text:
        # Twice: what was escaped in the file must not become a tag afterwards.
        for _ in range(2):
            text = html.unescape(_TAG.sub(" ", text))
        text = _TAG.sub(" ", text)
    return " ".join(_CONTROL.sub(" ", text.replace("\u00ad", "")).split())


def impersonal(text: str) -> str:
    """Text without telephone numbers, e-mail addresses and personal numbers."""
    return " ".join(without_personal(text, _phones).split())


def _phones(plain: str) -> Iterator[Span]:
    for found in _PHONE.finditer(plain):
        if found[0][0].isalpha() or sum(map(str.isdigit, found[0])) >= _LEAST_DIGITS:
            yield found.span()


def _telling(number: str) -> bool:
    """Whether a number of a work is somebody's; figures in one piece are no telephone."""
    what = personal_in(number)
    return what in ("email", "pin") or (what == "phone" and not number.isdigit())


def clean_texts(table: WorksTable) -> WorksTable:
    """The table with its texts clean. What was personal is reported by row, without the number or address itself."""
    clean = {name: table.fields[name].map(clean_text) for name in _TEXTS if name in table.fields}
    for name, column in clean.items():
        table.tell("personal_removed", column.mask(lambda text: impersonal(text) != text), name, "warning")
    table = table.with_fields(**{name: column.map(impersonal) for name, column in clean.items()})
    for name in _NUMBERS:
        table.tell("personal_number", table.text(name).mask(_telling), name)
    for name, most in _LONGEST.items():
        column = table.text(name)
        table.tell("text_too_long", column.map(len).mask(most.__lt__), name, values=column, most=most)
    return table


def clean_column(table: WorksTable, ref: ColumnRef | None) -> Coded:
    """A column of the file as clean text, empty where there is none. What was personal is reported by row."""
    text = _marked_up(table, ref)
    table.tell("personal_removed", text.mask(lambda cell: impersonal(cell) != cell), "", "warning", column=str(ref))
    return text.map(impersonal)


def _marked_up(table: WorksTable, ref: ColumnRef | None) -> Coded:
    text = table.grid.text(ref) if ref is not None else None
    return table.constant("") if text is None else text.map(clean_text)


def read_links(table: WorksTable) -> list[tuple[Link, ...]]:
    """The links of each row, each address once; what is not a web address, or holds an e-mail address, is left out with
    a warning. The digits of an address are nobody's telephone."""
    found: list[dict[str, Link]] = [{} for _ in range(len(table))]
    for spec in table.mapping.links:
        named, titles = str(spec.column), clean_column(table, spec.title_column)
        column = _marked_up(table, spec.column)
        addresses = column.map(partial(_address, prefix=spec.prefix))
        bad = ~column.isin(_NONE) & ~addresses.said
        table.tell("link_left_out", bad, "", "warning", column=named, values=column.map(impersonal))
        personal = addresses.mask(lambda url: personal_in(url) == "email")
        table.tell("personal_removed", personal, "", "warning", column=named)
        for row in np.flatnonzero(addresses.said & ~personal).tolist():
            url = addresses.at(row)
            found[row].setdefault(url, Link(titles.at(row) or spec.title, url))
    return [tuple(links.values()) for links in found]


def _address(text: str, prefix: str) -> str:
    if text in _NONE:
        return ""
    url = text if re.match(r"https?://", text, re.IGNORECASE) else prefix + text
    if len(re.findall(r"https?://", url, re.IGNORECASE)) == 1:
        url = url.replace(" ", "%20")  # a file name with a space in it; two addresses in a cell are not one
    return url if is_web_address(url) else ""
