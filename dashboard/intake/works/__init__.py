"""Intake of works: registers of any layout, OC4IDS project packages and OCDS releases."""
