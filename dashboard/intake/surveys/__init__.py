"""Surveys: the description of a study, its form, exports with answers, and their coding; each wing has one entrance.

`table` and `words` are what the wings share. Forms know nothing of exports, nor exports of coding.
"""
