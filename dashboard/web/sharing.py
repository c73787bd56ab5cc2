"""The way from a page to a network: readers without scripts get the absolute address, too."""

from __future__ import annotations

from flask import Flask, Response, redirect, request

from dashboard.channels.share import NETWORKS, passed_on
from dashboard.pages.address import Address, BadAddress, NotFound, parse
from dashboard.web.site import Site

_LONGEST = 2000  # characters of the address of a page


def register(server: Flask, site: Site, public_url: str) -> None:
    """`/share/<network>?of=<address of a page>&exhibit=<key>`: leads to the network, and to nowhere else."""

    @server.get("/share/<network>")
    def _share(network: str) -> Response:
        if network not in NETWORKS:
            raise NotFound(network)
        of = request.args.get("of", "")
        if not of.startswith("/") or len(of) > _LONGEST:
            raise BadAddress("of", of)
        address = parse(of)
        root = public_url or request.url_root.rstrip("/")
        key = request.args.get("exhibit", "")
        anchor = f"#{key}" if key else ""
        response = redirect(passed_on(network, _sentence(site, address, key), root + address.href + anchor), 302)
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value] # werkzeug's response will do


def _sentence(site: Site, address: Address, key: str) -> str:
    """The answer of an exhibit, or what the page says in one sentence. Raises NotFound for what is not there."""
    return site.exhibit(address, key).answer if key else site.page(address).description
