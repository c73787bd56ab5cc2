"""Exhibits of opinion: what residents know, want and think, with the margin of every figure and who was asked."""
