"""Works: what was planned, is under way, was done; whether on time, for how much, and whose money it was.

`view` holds what they look at and the cells they share; pages and the exhibits of opinion may enter.
"""
