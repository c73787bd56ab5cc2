"""What is behind an address: pages and downloads, the way there, and the small files robots ask for."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from flask import Flask, Response, jsonify, redirect, request

from dashboard.front import ASSETS
from dashboard.i18n import DEFAULT, LANGUAGES
from dashboard.pages.address import MOVED, SITE_SECTIONS, Address, parse, sections_of
from dashboard.store.queries.sitemap import Listed, places_listed
from dashboard.web.answers import unkept
from dashboard.web.errors import reader_language
from dashboard.web.readiness import Readiness
from dashboard.web.site import Site


def to_a_language() -> Response:
    """`/` leads to the reader's language."""
    response = redirect(Address(reader_language()).href, 302)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value] # werkzeug's response will do


def requested(path: str) -> str:
    """The address of the present request with its parameters; `path` may lack a part that was taken off."""
    query = request.query_string.decode("utf-8", "replace")
    return f"{path}?{query}" if query else path


def without_slash() -> Response:
    """`/ky/` is `/ky`; the address is read first, so nobody is led elsewhere."""
    return redirect(parse(requested(request.path.rstrip("/"))).href, 308)  # type: ignore[return-value] # werkzeug's response will do


def moved(address: Address, key: str, extension: str) -> Response:
    """An old address of a file leads to the page its exhibit is on now, with the parameters that page knows."""
    there = parse(replace(address, section=MOVED[address.section, key]).href)
    return redirect(there.download(key, extension), 301)  # type: ignore[return-value] # werkzeug's response will do


def register(server: Flask, site: Site, ready: Readiness, public_url: str) -> None:
    """Routes beside the pages: readiness, robots, sitemap, favicon."""

    @server.get("/readyz")
    def _ready() -> tuple[Response, int]:
        state, able = ready.look()
        return jsonify(state), 200 if able else 503

    @server.get("/robots.txt")
    def _robots() -> Response:
        lines = (
            "User-agent: *",
            "Disallow: /_dash",
            "Disallow: /share/",
            f"Sitemap: {_root(public_url)}/sitemap.xml",
            "",
        )
        return _as_named(Response("\n".join(lines), content_type="text/plain; charset=utf-8"), public_url)

    @server.get("/sitemap.xml")
    def _sitemap() -> Response:
        root = _root(public_url)

        def made() -> Response:
            listed = site.database.read(places_listed)
            return Response(sitemap(listed, root), content_type="application/xml; charset=utf-8")

        return _as_named(site.current(("sitemap", root), made), public_url)

    @server.get("/favicon.ico")
    def _favicon() -> Response:
        icon = Response((ASSETS / "favicon.svg").read_bytes(), content_type="image/svg+xml")
        icon.headers["Cache-Control"] = "public, max-age=86400"
        return icon


def _as_named(response: Response, public_url: str) -> Response:
    """An answer with the name of the site in it: where only the visitor says that name, nobody keeps it for others."""
    return response if public_url else unkept(response)


def _root(public_url: str) -> str:
    return public_url or request.url_root.rstrip("/")


def sitemap(listed: tuple[Listed, ...], root: str) -> str:
    """The sitemap: every page of every place in every language, each naming the others; one work has no entry."""
    pages = [Address(section=section) for section in SITE_SECTIONS]
    pages += [Address(place=place.code, section=section) for place in listed for section in _sections(place)]
    entries = "".join(
        f"<url><loc>{escape(root + page.in_language(lang).href)}</loc>{_alternates(page, root)}</url>\n"
        for page in pages
        for lang in LANGUAGES
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>\n'
    )


def _sections(place: Listed) -> tuple[str, ...]:
    has_budget = "budget" in place.has
    return sections_of(budget=has_budget, works="works" in place.has, opinion=place.has, always=has_budget)


def _alternates(page: Address, root: str) -> str:
    named = [*((lang, lang) for lang in LANGUAGES), ("x-default", DEFAULT)]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(root + page.in_language(lang).href)}"/>'
        for code, lang in named
    )
