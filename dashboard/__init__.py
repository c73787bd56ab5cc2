"""Ачык Аймак (Open Aimak): budgets of local self-government bodies, from documents to pages.

`factory` makes the application, `__main__` the command line; docs/architecture.md has the layers between.
"""

import os

# Sums of one thread are the same on every machine of a kind, and what is hidden of a study must not depend on how many
# processors there are. Set before numpy is loaded; requests and tests have processes of their own.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

__version__ = "0.1.0"
