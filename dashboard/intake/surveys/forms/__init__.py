"""The form of a survey (XLSForm): its sheets become a form, and pyxform in a guarded child says what it minds.

Enter by `read_form`; `Form` is what readers of exports and importers get.
"""

from dashboard.intake.surveys.forms.form import Form, read_form

__all__ = ["Form", "read_form"]
