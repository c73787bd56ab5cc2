"""Works: what was planned, is under way, was done; whether on time, for how much, and whose money it was."""
