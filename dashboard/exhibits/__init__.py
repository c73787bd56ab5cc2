"""Rows → Exhibits: a question, an answer in one sentence, a drawing, the table behind it, its source.

No Dash and no SQL here: views take what the store's queries return, and only `view.exhibit(…)` makes an Exhibit.
Channels, figures and pages may enter; from below only records of the store, words and reference data.
"""
