"""What an importer hands to the store: checked rows, ready to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.store.arithmetic import Sums
from dashboard.store.numbering import number_groups

#: One row per figure. Text columns may be categorical. `amount_minor` is Int64 and may be missing (not published);
#: `line` and `document` are keys; `period_end` is a date; `row_no` is the row of the file as a person counts it.
FACT_COLUMNS = (
    "municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "document", "covers", "covers_ky",
    "part", "line", "fund", "role", "amount_minor", "unit", "row_no",
)  # fmt: skip
#: What tells one statement ("slice") of a batch from another.
SLICE_COLUMNS = (
    "municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "document", "covers", "covers_ky",
    "part",
)  # fmt: skip
#: One row per statement, in the order of their numbers: what it says of itself beside SLICE_COLUMNS.
#: `rounded_to_minor` is the step of its printed figures.
STATEMENT_COLUMNS = (
    "covers_ru", "covers_en", "itemises", "rounded_to_minor", "part_role", "issuer", "year_ends", "read_rounded",
)  # fmt: skip
#: One row per line of a place's budget. `source`, `function`, `economic` are classification keys or "".
LINE_COLUMNS = (
    "municipality", "direction", "line", "code", "label", "label_ky", "label_ru", "label_en", "parent",
    "source", "function", "economic",
)  # fmt: skip
#: The label as a document prints it for a year and phase, where it prints one.
LABEL_COLUMNS = (
    "municipality", "direction", "document", "line", "fiscal_year", "phase",
    "label", "label_ky", "label_ru", "label_en",
)  # fmt: skip
#: A note on a figure; joined to it by `row_no`, `phase`.
NOTE_COLUMNS = ("row_no", "text_ky", "text_ru", "text_en")


@dataclass(frozen=True)
class NewPlace:
    """A place that a file names and the database does not have. `name` as printed; `parent`: a code, or ""."""

    code: str
    name: str
    kind: str
    currency: str
    parent: str = ""


@dataclass(frozen=True)
class Document:
    """A published document. `authority`: 3 council resolution or treasury report, 2 official site, 1 press."""

    key: str
    title: str
    kind: str = "report"
    authority: int = 3
    number: str = ""
    date: date | None = None
    date_printed: str = ""
    language: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Batch:
    """Checked rows of one file. Frames have exactly the columns named above.

    `sums` is what the facts add up to (see `arithmetic.add_up`): slices numbered in the order in which `facts` first
    names them by SLICE_COLUMNS, lines numbered as rows of `lines`. `statements` has a row per slice. `new_places` are
    made with it and stay when it is retracted.
    """

    facts: pd.DataFrame
    lines: pd.DataFrame
    labels: pd.DataFrame
    notes: pd.DataFrame
    documents: tuple[Document, ...]
    sums: Sums
    statements: pd.DataFrame
    new_places: tuple[NewPlace, ...] = ()

    @cached_property
    def places_of_documents(self) -> dict[str, set[str]]:
        """Codes of the places whose statements are of each document, by its key."""
        found: dict[str, set[str]] = {}
        for key, place in self.facts[["document", "municipality"]].drop_duplicates().itertuples(index=False):
            found.setdefault(str(key), set()).add(str(place))
        return found

    @cached_property
    def slice_of(self) -> np.ndarray:
        """Number of the statement of each fact."""
        return number_groups(self.facts, list(SLICE_COLUMNS))[0]
