"""Collects problems while a file is read, so that a person gets all of them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.intake.problems import Problem, Severity
from dashboard.intake.table.columns import Coded, Mask

QUESTIONS = frozenset({"ambiguous_number", "ambiguous_date", "unit_jump"})


@dataclass
class Findings:
    """Problems found so far; `row_no` gives the file's row for each row being read."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        code: str,
        severity: Severity,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        **params: str | int,
    ) -> None:
        """Note one problem. Codes that need a decision of staff are questions, whoever finds them."""
        severity = "question" if code in QUESTIONS and severity == "error" else severity
        text = None if value is None else str(value)
        self.problems.append(Problem(code, severity, row, column, text, params))

    def rows(
        self,
        code: str,
        severity: Severity,
        mask: Mask,
        row_no: npt.NDArray[np.int64],
        *,
        column: str | None = None,
        values: Coded | None = None,
        **params: Any,
    ) -> None:
        """Note one problem for every row of the mask."""
        for i in np.flatnonzero(mask):
            self.add(
                code,
                severity,
                row=int(row_no[i]),
                column=column,
                value=None if values is None else values.at(int(i)),
                **params,
            )

    @property
    def refused(self) -> bool:
        """Whether the file cannot be published as it is read: it has errors, or cells that can be read in two ways."""
        return any(problem.severity in ("error", "question") for problem in self.problems)
