"""Which work each row of a list of pictures means, by number or by title and village; what its words may not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.i18n import fold
from dashboard.intake.personal import personal_in
from dashboard.intake.pictures.folder import PhotoFolder, Rows
from dashboard.intake.problems import Findings
from dashboard.store.publishing.photos import NamedWork

ALTERNATIVES = ("alt_ky", "alt_ru", "alt_en")
#: So many works that a row may mean are named.
TOLD = 5


@dataclass(frozen=True)
class PlaceWorks:
    """Whether the database knows the place of the pictures, and its works."""

    place: bool
    works: tuple[NamedWork, ...]


def checked_rows(raw: PhotoFolder, unit: str, known: PlaceWorks, findings: Findings) -> Rows:
    """The rows, each with the key of its work. Told are works that are not one known work, alternative texts with
    personal details, and pairs without both sides."""
    if not known.place:
        findings.add("place_unknown", "error", column="--unit", value=unit)
        return raw.rows
    if not raw.rows:
        findings.add("no_pictures", "error")
    rows = []
    for row, row_no in zip(raw.rows, raw.row_nos, strict=True):
        rows.append({**row, "work": _find(row, known.works, row_no, findings)})
        for name in ALTERNATIVES:
            if personal_in(row[name]):  # not repeated here: reports are kept
                findings.add("photo_personal", "error", row=row_no, column=name)
    sides = Counter((row["work"], row["pair"], row["stage"]) for row in rows if row["pair"])
    for work, pair in sorted({(work, pair) for work, pair, _ in sides}):
        if (sides[work, pair, "before"], sides[work, pair, "after"]) != (1, 1):
            findings.add("picture_pair", "warning", column="pair", value=pair, work=work)
    return rows


def _find(row: Mapping[str, Any], works: Sequence[NamedWork], row_no: int, findings: Findings) -> str:
    """The key of the one work that fits all a row says of it: number, title, village; "" where none does, or several:
    that is told."""
    key, title, village = row["work"], row["title"], row["village"]
    if not (key or title):
        findings.add("photo_work_missing", "error", row=row_no, column="work")
        return ""
    fitting = [
        each.key
        for each in works
        if (not key or each.key == key)
        and (not title or fold(each.title) == fold(title))
        and (not village or fold(each.village) == fold(village))
    ]
    if len(fitting) == 1:
        return fitting[0]
    column = "work" if key else "title"
    if not fitting:
        said = ", ".join(filter(None, (key, title, village)))
        findings.add("work_unknown", "error", row=row_no, column=column, value=said)
    else:
        keys = ", ".join(sorted(fitting)[:TOLD])
        findings.add("photo_work_several", "error", row=row_no, column=column, value=title, n=len(fitting), keys=keys)
    return ""
