"""The open data API: published budgets as JSON and CSV under `/api/v1/`."""
