"""An `AnswerTable` becomes coded respondents without personal data. Which file it came from does not matter here.

Enter by `last_of_each`, then `without_personal`, then `code_study`.
"""

from dashboard.intake.surveys.answers.coding import CodedStudy, code_study
from dashboard.intake.surveys.answers.respondents import last_of_each, without_personal

__all__ = ["CodedStudy", "code_study", "last_of_each", "without_personal"]
