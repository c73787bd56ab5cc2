"""Ачык Аймак (Open Aimak): budgets of local self-government bodies, from documents to pages."""

__version__ = "0.1.0"
