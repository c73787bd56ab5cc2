"""Dash callbacks, one module per kind of question: each parses its arguments and hands over to the pages.

Only `dashboard.factory` enters, by the `register` of each module.
"""
