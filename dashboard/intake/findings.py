"""Where readers still look for `Findings`, which stands beside `Problem`."""

from dashboard.intake.problems import Findings

__all__ = ["Findings"]
