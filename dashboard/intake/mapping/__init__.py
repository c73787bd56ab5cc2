"""What TOML files of staff say, as typed schemas, and how they are read; every mistake at once, in words.

`schema` has the objects, `load` reads them, `words` and `guide` explain them. Tables, budgets, works, surveys and the
command line come in by `schema` and `load`; this wing knows nothing of files of figures.
"""
