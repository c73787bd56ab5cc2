"""Dash callbacks: each parses its arguments and hands over to the pages."""
