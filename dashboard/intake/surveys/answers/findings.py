"""What is wrong with the answers of a study, or worth telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.problems import Param, Problem, Severity

SHOWN = 20  # wrong values of a column that are told, each once
Codes = npt.NDArray[np.int64]


@dataclass
class Findings:
    """What is wrong or worth telling, with at most SHOWN wrong values of a column, each once."""

    found: list[Problem] = field(default_factory=list)

    def rows(self, code: str, cells: pd.Series, wrong: npt.NDArray[np.bool_], **params: Param) -> None:
        """An error for every value that stands in rows of a column where `wrong`: the first row, and how many."""
        bad = cells[wrong]
        codes, values = pd.factorize(bad.to_numpy(dtype=object))
        counts = np.bincount(codes, minlength=len(values)).tolist()
        firsts = bad.index[~pd.Series(codes).duplicated().to_numpy()]
        self.found += [
            Problem(code, "error", int(row), str(cells.name), str(value), {**params, "n": n})
            for row, value, n in list(zip(firsts, values, counts, strict=True))[:SHOWN]
        ]
        if len(values) > SHOWN:
            told = {"n": len(values) - SHOWN}
            self.found.append(Problem("survey_more", "error", column=str(cells.name), params=told))

    def texts(self, code: str, cells: pd.Series, codes: Codes, wrong: Sequence[bool], **params: Param) -> None:
        """The same, where it is known of every distinct text whether it is wrong."""
        self.rows(code, cells, np.array([*wrong, False])[codes], **params)

    def tell(self, code: str, severity: Severity, column: str, value: str | None = None, **params: Param) -> None:
        """Something about a whole column, or a key of the description."""
        self.found.append(Problem(code, severity, column=column, value=value, params=params))
