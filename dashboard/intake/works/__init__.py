"""A register of works, or a package of open contracting data, becomes checked rows, ready to publish.

`reading.read_works` reads one register; `packages` makes a register of a package. Nobody else enters.
"""
