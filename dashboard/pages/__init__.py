"""Pages: an address is read (`read`, `place_data`), its exhibits are made, and they are laid out for Dash.

Only readers and `build` see the database. The web enters through `build`, `address`, `model`; `sections` lists all.
"""
