"""`python -m dashboard VERB`: the command line."""

import os

# Before numpy is imported. The matrices here are small: more threads of its library only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dashboard.cli import main

main()
