"""What TOML files of staff say, as typed schemas, and how they are read; every mistake at once, in words.

`values` has single values, `tables` what all tables share, `schema` budgets; `load` reads, `words` and `guide` explain.
What keys mean is `meanings.toml` beside each schema, by class. This wing knows nothing of files of figures.
"""
