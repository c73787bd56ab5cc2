"""`python -m dashboard VERB`: the command line."""

from dashboard.cli import main

main()
