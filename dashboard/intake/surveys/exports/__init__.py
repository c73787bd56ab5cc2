"""Exports with answers become a table of answers, whichever program made them."""
