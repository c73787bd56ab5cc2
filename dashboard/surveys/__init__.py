"""Opinion studies: estimates, the cube of allowed crossings, and what must be hidden in it. Pure functions."""
