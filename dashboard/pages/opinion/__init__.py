"""Pages of opinion: what residents say, the gap, the guesses, and what came of their requests.

`read` reads, the others lay out; `dashboard.pages.sections` alone enters.
"""
