"""A budget file becomes facts, lines and papers, checked and ready to publish.

`reading.read_budget` reads one file; `jumps` compares its totals with those the database has. Nobody else enters.
"""
