"""Contacts: a telephone that may be one person's own is pointed out."""

from __future__ import annotations

import re
from typing import Final

from dashboard.intake.problems import Problem
from dashboard.intake.reference.reader import ReferenceRows

#: Mobile numbers of Kyrgyzstan begin with 5, 7 or 9; lines of offices with 3.
_MOBILE: Final = re.compile(r"(?:\+?996|0)[579][0-9]{8}")


def look_at_contacts(read: ReferenceRows, works: object) -> ReferenceRows:
    """Warnings of telephones that look like mobile ones; the number itself is not repeated in reports."""
    problems = [
        Problem("contact_mobile", "warning", row_no, "phone")
        for row, row_no in zip(read.rows, read.row_nos, strict=True)
        if any(_MOBILE.fullmatch(re.sub(r"[\s()/-]", "", one)) for one in re.split("[,;]", row["phone"]))
    ]
    return ReferenceRows(read.rows, read.row_nos, (*read.problems, *problems))
