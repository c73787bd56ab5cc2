"""The way from a page to a network, and from paper to a page: readers without scripts get the absolute address, too."""

from __future__ import annotations

from flask import Flask, Response, redirect, request

from dashboard.channels.qr import qr_svg
from dashboard.channels.share import NETWORKS, passed_on
from dashboard.pages.address import Address, BadAddress, NotFound, parse
from dashboard.web.site import Site

_LONGEST = 2000  # characters of the address of a page


def register(server: Flask, site: Site, public_url: str) -> None:
    """`/share/<network>?of=<address of a page>&exhibit=<key>` leads to the network, and to nowhere else;
    `/qr.svg?of=<address of a page>` is that address as a picture.
    """

    def absolute(address: Address) -> str:
        return (public_url or request.url_root.rstrip("/")) + address.href

    @server.get("/share/<network>")
    def _share(network: str) -> Response:
        if network not in NETWORKS:
            raise NotFound(network)
        address, key = _of(), request.args.get("exhibit", "")
        sentence = _sentence(site, address, key)
        anchor = f"#{key}" if key else ""
        response = redirect(passed_on(network, sentence, absolute(address) + anchor), 302)
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value] # werkzeug's response will do

    @server.get("/qr.svg")
    def _qr() -> Response:
        response = Response(qr_svg(absolute(_of())), content_type="image/svg+xml")
        # Without PUBLIC_URL the picture holds the host that was asked for: nobody else may get it from a cache.
        response.headers["Cache-Control"] = "public, max-age=86400" if public_url else "no-store"
        return response


def _of() -> Address:
    """The page that is meant. Raises BadAddress and NotFound."""
    of = request.args.get("of", "")
    if not of.startswith("/") or len(of) > _LONGEST:
        raise BadAddress("of", of)
    return parse(of)


def _sentence(site: Site, address: Address, key: str) -> str:
    """The answer of an exhibit, or what the page says in one sentence. Raises NotFound for what is not there."""
    return site.exhibit(address, key).answer if key else site.page(address).description
