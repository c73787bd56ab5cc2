"""Answers that one respondent sent several times: the one sent last counts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.exports.sent import moments, sent_column
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import Table


def last_of_each(table: Table, spec: StudySpec) -> tuple[Table, tuple[Problem, ...]]:
    """The table with each respondent once, and by which rule one of his answers was taken.

    The last is the one sent last where the file says when answers were sent; an export may begin with the newest. Else
    it is the lowest in the file. Must see the table before the time is dropped, which no study needs otherwise.
    """
    name = spec.columns.id
    if not name:
        return table, ()
    ids = table.frame[name]
    again = table.frame[(ids != "") & ids.duplicated(keep=False)]
    if again.empty:
        return table, ()
    sent = sent_column(table.frame.columns)
    seconds = moments(again[sent].tolist(), table.frame[sent].tolist()) if sent else None
    ordered = again if seconds is None else again.iloc[pd.Series(seconds).argsort(kind="stable").to_numpy()]
    before = ordered.index[ordered[name].duplicated(keep="last")]
    frame = table.frame.drop(before)
    ticks = {key: each.loc[frame.index] for key, each in table.ticks.items()}
    params: dict[str, str | int] = {"n": len(before), **({"sent": sent} if sent else {})}
    code = "survey_repeated" if seconds is not None else "survey_repeated_unread" if sent else "survey_repeated_rows"
    return replace(table, frame=frame, ticks=ticks), (Problem(code, "warning", column=name, params=params),)
