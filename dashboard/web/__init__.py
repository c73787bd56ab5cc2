"""The web layer: reading the database, keeping answers as bytes, sending documents and files, refusing requests.

Only `dashboard.factory` enters, to register routes and layers.
"""
