"""Exhibits as a person or a program receives them: HTML for the first paint, CSV, XLSX, JSON."""
