"""Reference data: rows in fixed layouts, and outlines of places from GeoJSON.

A new kind of file is a layout, and an entry in `subject.REFERENCE` beside what publishes its rows.
The registry enters for its subjects; pictures read their list with `read_rows`.
"""

from dashboard.intake.reference.boundaries import BOUNDARIES
from dashboard.intake.reference.layouts import ReferenceColumn, ReferenceLayout
from dashboard.intake.reference.reader import ReferenceRows, read_rows
from dashboard.intake.reference.subject import REFERENCE

__all__ = ["BOUNDARIES", "REFERENCE", "ReferenceColumn", "ReferenceLayout", "ReferenceRows", "read_rows"]
