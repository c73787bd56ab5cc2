"""Exhibits as a person or a program receives them: HTML for the first paint, CSV, XLSX, JSON.

`drawn` pairs every drawing with its chart, its picture and its words; `files` lists the downloads.
Pages, the API and the web may enter; nothing here asks a database.
"""
