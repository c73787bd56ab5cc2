"""A sheet becomes one object with named columns: `opening.open_table` makes a `SourceTable` of a file and a mapping.

Subjects of tables (budgets, works) enter through it, and through `columns`, `numbers` and `dates` for what they read
themselves. Imports the mapping's schema and the files' model; nothing here knows a subject.
"""
