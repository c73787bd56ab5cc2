"""Pictures of works: opened in a guarded child, made small, without what they tell of people and places.

`folder` reads the list and the files it names, `picture` draws one anew, `subject` says what may be published.
Only the registry enters.
"""

from dashboard.intake.pictures.subject import PHOTOS

__all__ = ["PHOTOS"]
