"""Benchmarks: ratios against the same thing done the plain way, measured in one run. `python -m bench`."""
