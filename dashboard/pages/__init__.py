"""Dash layouts: an address becomes a page, a page is exhibits in a frame."""
