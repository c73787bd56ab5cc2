"""Queries the pages and the API read with: nouns, one module per subject, a fixed number of statements each.

They return frozen records (`records`, `work_records`, `survey_records`) or, for the API, rows as they are.
Pages, exhibits' readers and the API enter here with a reading connection; nothing here writes.
"""
