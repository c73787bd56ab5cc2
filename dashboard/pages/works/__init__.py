"""Pages of works: the register, one work, what was promised and is not done.

`read` reads, the others lay out; `dashboard.pages.sections` alone enters.
"""
