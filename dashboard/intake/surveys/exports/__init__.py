"""Files with answers become an `AnswerTable`: exports of KoboToolbox and ODK with their form, and plain tables.

Enter by `read_of_form` (after `in_words_of_form`) or `read_plain`, with a file read under `LIMITS`.
"""

from dashboard.intake.surveys.exports.kobo import LIMITS, in_words_of_form, read_of_form
from dashboard.intake.surveys.exports.plain import read_plain

__all__ = ["LIMITS", "in_words_of_form", "read_of_form", "read_plain"]
