"""Heads of the audit trail, noted where whoever can change the database cannot: in a file, in a report, on a page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from dashboard.store.audit import Head
from dashboard.store.integrity.trail import Fault

#: How a head is written wherever people see it: the number of the entry and its hash.
HEAD: Final = re.compile(r"(?P<entry>[0-9]{1,9}):(?P<hash>[0-9a-f]{64})")


def read(text: str) -> Head | None:
    """The head that a word says; None where it says none."""
    found = HEAD.fullmatch(text.strip())
    return Head(int(found["entry"]), found["hash"]) if found else None


def note(file: Path, head: Head) -> None:
    """Append a head, one a line, unless it is the last one noted. Raises OSError."""
    line = f"{head}\n"
    if head.entry and not (file.exists() and file.read_text(encoding="ascii", errors="replace").endswith(line)):
        with file.open("a", encoding="ascii") as anchor:
            anchor.write(line)
            anchor.flush()
            os.fsync(anchor.fileno())


def anchor_faults(file: Path, hashes: Mapping[int, str]) -> Iterator[Fault]:
    """Every noted head that the trail (hash by number of entry) does not have. Raises OSError."""
    for number, line in enumerate(file.read_text(encoding="ascii", errors="replace").splitlines(), start=1):
        head = read(line)
        if head is None:
            yield Fault("anchor_line", {"file": file.name, "line": number})
        elif hashes.get(head.entry) != head.hash:
            yield Fault("anchor", {"file": file.name, "line": number, "entry": head.entry})


def head_fault(head: Head, hashes: Mapping[int, str]) -> Iterator[Fault]:
    """The fault where the trail does not have a head that somebody noted."""
    if head.entry and hashes.get(head.entry) != head.hash:
        yield Fault("head", {"entry": head.entry})
