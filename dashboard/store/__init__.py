"""SQL: tables and migrations, one publishing transaction (`publishing`), and what readers are shown (`queries`).

Knows nothing of files, pages or the screen. Intake and the command line write here; everything that answers readers
takes only `queries`, the records they return, and the reading engine.
"""
