"""Rows → Exhibits: a question, an answer in one sentence, a drawing, the table behind it, its source.

No Dash and no SQL here: functions take what the store's queries return and give frozen Exhibits, from which
every channel (page, first paint, CSV, XLSX, API) is made.
"""
