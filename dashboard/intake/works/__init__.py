"""A register of works, or a package of open contracting data, becomes checked rows, ready to publish.

`reading` reads one register, `packages` makes a register of a package, `subject` takes it to a release."""

from dashboard.intake.works.subject import WORKS

__all__ = ["WORKS"]
