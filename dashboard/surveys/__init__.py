"""Opinion studies as numbers: estimates and their intervals, the cube of allowed crossings, and what it must hide.

Pure functions of arrays, without database, files or screen. Intake makes cubes; `interval` alone needs no arrays and
serves what shows figures.
"""
