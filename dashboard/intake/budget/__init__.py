"""A budget file becomes facts, lines and papers, checked and ready to publish.

`reading` reads one file, `jumps` compares its totals with those the database has, `subject` takes it to a release."""

from dashboard.intake.budget.subject import BUDGET

__all__ = ["BUDGET"]
