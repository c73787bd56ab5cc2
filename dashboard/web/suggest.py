"""`/suggest/<lang>?q=…`: places while a reader types, a few at a time, for the search of the first page and others."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from sqlalchemy import Connection

from dashboard.pages.address import BadAddress, parse
from dashboard.pages.suggesting import PATH, suggestions
from dashboard.store.queries import places
from dashboard.web.routes import requested
from dashboard.web.site import Site


def register(server: Flask, site: Site) -> None:
    """The route. Its address is read as that of the first page is: an unknown language is not found, a wrong text bad,
    and so is none at all.
    """

    @server.get(f"{PATH}<lang>")
    def _suggest(lang: str) -> Response:
        address = parse(requested(f"/{lang}"))
        if address.place or address.section or not address.get("q"):
            raise BadAddress("q", "")

        def read(connection: Connection) -> list[dict[str, str]]:
            return suggestions(address, places.places(connection), places.published(connection))

        key = ("suggest", address.lang, address.get("q"))
        return site.current(key, lambda: jsonify(site.database.read(read)))
