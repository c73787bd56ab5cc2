"""A budget file becomes facts, lines and papers, checked and ready to publish.

`reading` makes rows of a table and a mapping, `checks` and `jumps` compare them, `subject` takes them to a release.
Only the registry enters.
"""

from __future__ import annotations

from dashboard.intake.budget.subject import BUDGET

__all__ = ["BUDGET"]
