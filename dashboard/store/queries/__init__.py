"""Queries the pages and the API read with: nouns, one module a subject, a fixed number of statements each."""
