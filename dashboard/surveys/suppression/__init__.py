"""What of a study may not be shown: `suppress` hides it as a `Rule` asks, and rounds what would tell too much.

`study` goes through the families of indicators, `audit` and `worlds` say what is known too well, `beside` hides more.
Whoever publishes a study enters here; the modules inside are for one another and for tests that attack them.
"""

from dashboard.surveys.suppression.hiding import Rule
from dashboard.surveys.suppression.study import suppress

__all__ = ["Rule", "suppress"]
