"""The open data API: published budgets, works and studies as JSON, CSV and GeoJSON under `/api/v1/`.

`dictionary` describes every field once, `parameters` every question; `routes` is the only way in, for the factory.
"""
