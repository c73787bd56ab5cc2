"""Works: registers of any layout, OC4IDS project packages and OCDS releases become checked rows.

`reading` makes rows of a table and a mapping, `packages` makes a table of a package, `subject` takes them to a release.
Only the registry enters; outlines borrow the boxes of countries from `points`.
"""

from __future__ import annotations

from dashboard.intake.works.subject import WORKS

__all__ = ["WORKS"]
