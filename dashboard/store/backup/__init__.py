"""Everything an installation keeps, as one folder, and back: database, guesses, pictures, and answers if asked for."""
