"""Ачык Аймак (Open Aimak): budgets of local self-government bodies, from documents to pages.

`factory` makes the application, `__main__` the command line; docs/architecture.md has the layers between.
"""

__version__ = "0.1.0"
