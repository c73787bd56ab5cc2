"""What is hidden does not depend on the processor: not on the kernels its sums are made with, nor on its threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import numpy as np
from dashboard.surveys.suppression import Rule
from tests.surveys.studies import YES_NO, every_crossing, study
from tests.surveys.test_suppress import published
random = np.random.default_rng(3)
people = 600
groups = {"a": random.choice(2, people, p=[0.42, 0.58]), "b": random.choice(4, people, p=[0.15, 0.4, 0.3, 0.15])}
place = random.choice(8, people, p=random.dirichlet(np.full(8, 3.0)))
answers = {YES_NO: (random.random(people) < 0.04 + 0.03 * place).astype(int)}
responses = study(place, groups, answers)
cells = published(responses, (YES_NO,), every_crossing(responses), Rule())[1]
print(sorted((cell.place, cell.groups) for cell in cells if cell.hidden))
"""


@pytest.mark.parametrize(("kernel", "threads"), [("Haswell", "1"), ("Sandybridge", "2")])
def test_the_same_cells_are_hidden_by_every_kernel(kernel: str, threads: str) -> None:
    def hidden(**more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **more},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert hidden(OPENBLAS_CORETYPE=kernel, OPENBLAS_NUM_THREADS=threads) == hidden()
