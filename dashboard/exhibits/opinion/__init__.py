"""Exhibits of opinion: what residents know, want and think, with the margin of every figure and who was asked.

`view` holds the study looked at, `card` what accompanies every figure; only pages may enter.
"""
