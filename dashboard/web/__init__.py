"""The web layer: reading the database, keeping answers, sending them, and saying no."""
