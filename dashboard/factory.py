"""Putting the application together: settings in, a Dash application out. No globals."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from dash import Dash, html
from flask import Flask, Response, request

from dashboard import security
from dashboard.api import routes as api
from dashboard.assets_manifest import AssetManifest
from dashboard.callbacks import charts, navigation
from dashboard.document import document
from dashboard.front import ASSETS, DashParts, FrontEnd
from dashboard.i18n import DEFAULT, t
from dashboard.outline import Outline
from dashboard.pages.address import MOVED, parse
from dashboard.pages.build import read_page
from dashboard.pages.model import Page
from dashboard.pages.place_data import RememberedPlaces
from dashboard.settings import ROOT, Settings
from dashboard.store.guesses import Guesses
from dashboard.web import (
    callback_guard,
    compress,
    errors,
    guesses,
    logs,
    metrics,
    photos,
    routes,
    sharing,
    static,
    suggest,
)
from dashboard.web.cache import AnswerCache
from dashboard.web.callback_cache import CallbackCache
from dashboard.web.database import Database, Unavailable
from dashboard.web.readiness import FileCheck, Readiness
from dashboard.web.site import DOWNLOAD, Build, Site
from dashboard.web.watch import Watch

log = logging.getLogger(__name__)
BUILT_ASSETS = ROOT / "build" / "assets"


class AimakApp(Dash):
    """Dash whose documents are our own: readable before any script, honest about what does not exist."""

    site: Site
    settings: Settings
    manifest: AssetManifest

    def index(self, path: str = "", **_unknown: object) -> Response:
        """The answer to any address that no other route has taken (Dash calls this)."""
        if not path:
            return routes.to_a_language()
        if path.endswith("/"):
            return routes.without_slash()
        download = DOWNLOAD.fullmatch(request.path)
        if download is not None:
            address, key, extension = parse(routes.requested(download["page"])), download["key"], download["extension"]
            if address.place and address.is_section and (address.section, key) in MOVED:
                return routes.moved(address, key, extension)
            return self.site.download(address, key, extension)
        return self.site.document(parse(routes.requested(request.path)), self._document)

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        """Dash's hook: remember what it wants in a document."""
        self._wanted = DashParts.read(parts["scripts"], parts["config"], parts["css"])
        return str(super().interpolate_index(*args, **parts))  # type: ignore[no-untyped-call] # Dash has no types here

    @property
    def front(self) -> FrontEnd:
        """Scripts and style sheets of a document; the same for every page, until a developer changes one."""
        if self.settings.debug:
            self.__dict__.pop("_front", None)
        return self._front

    @cached_property
    def _front(self) -> FrontEnd:
        super().index()  # type: ignore[no-untyped-call] # Dash has no types here
        return FrontEnd(self.manifest, self._wanted)

    @cached_property
    def dependencies_json(self) -> str:
        """Dash's list of callbacks as JSON."""
        return str(self.dependencies().get_data(as_text=True))

    def dependency_list(self) -> list[Mapping[str, Any]]:
        """Dash's list of callbacks."""
        return list(json.loads(self.dependencies_json))

    def _document(self, page: Page) -> str:
        root = self.settings.public_url
        return document(page, self.front, dependencies=self.dependencies_json, root=root)


def create_app(
    settings: Settings,
    *,
    build: Build | None = None,
    today: Callable[[], date] = date.today,
    clock: Callable[[], float] = time.monotonic,
    database: Database | None = None,
    manifest: AssetManifest | None = None,
    assets: Path = ASSETS,
) -> AimakApp:
    """The application.

    `build` makes pages from addresses (usual: `read_page`), `today` says which day it is, `clock` counts seconds,
    `assets` is the folder whose files are served under /assets/ and whose scripts and style sheets every page gets.
    """
    app = AimakApp(
        "dashboard",
        assets_folder=str(assets),
        use_pages=False,
        compress=False,
        suppress_callback_exceptions=True,
        title=t(DEFAULT, "shell.brand"),
        update_title="",
        add_log_handler=False,
        use_async=False,
        enable_mcp=False,
        health_endpoint="healthz",
    )
    app.settings = settings
    app.manifest = manifest or AssetManifest.load(BUILT_ASSETS)
    if settings.debug:  # changes of our own sources show without a build
        app.manifest = app.manifest.without("app-css", "app-js")
    if not app.manifest.ready:
        log.warning("The front-end was not built (make assets): pages use the larger files that come with Dash.")
    database = database or Database(settings)
    counters = Guesses(settings.guesses_url)
    app.site = Site(database, build or _usual(settings, app.manifest), today)
    if settings.debug:  # a change of the code shows at once
        app.site = replace(app.site, cache=AnswerCache(0), data=AnswerCache(0))
    app.layout = html.Div(id="frame")
    navigation.register(app, app.site.page)
    charts.register(app, app.site.exhibit)
    own = frozenset(app.callback_map)  # what is registered below is checked more loosely, and never kept
    _serve(app, app.server, app.site, own)
    guesses.register(app.server, app.site, counters, guesses.Limit(clock), app._document, lambda: app.front)
    return app


def _usual(settings: Settings, manifest: AssetManifest) -> Build:
    """The pages of the product."""
    return partial(
        read_page,
        read=RememberedPlaces(),
        tiles=settings.osm_tiles,
        operator=settings.operator_email,
        correction_hours=settings.correction_hours,
        outline=Outline.load(manifest),
    )


def _serve(app: AimakApp, server: Flask, site: Site, own: Collection[str]) -> None:
    settings = app.settings
    compress.register(server)
    security.protect(server, app.csp_hashes, settings.frame_ancestors, settings.public_url, settings.tile_host)
    callback_guard.register(server, app.dependency_list, own)
    errors.register(server, lambda: app.front)
    static.register(server, app.manifest)
    photos.register(server, settings.photo_folder)
    ready = Readiness(site.database, FileCheck(site.database.file), settings.read_timeout_s)
    routes.register(server, site, ready, settings.public_url)
    sharing.register(server, site, settings.public_url)
    suggest.register(server, site)
    api.register(
        server,
        site.database.read,
        keep=site.current,
        unavailable=(Unavailable,),
        today=site.today,
        public_url=settings.public_url,
        oc4ids_prefix=settings.oc4ids_prefix,
    )
    server.wsgi_app = CallbackCache(  # type: ignore[method-assign] # WSGI middleware is put on so
        server.wsgi_app, site.cache, site.version, settings.public_url
    )
    hear = [logs.write_down]
    if settings.metrics:
        numbers = metrics.Metrics(site.database)
        metrics.register(server, numbers)
        hear.append(numbers.count)
    server.wsgi_app = Watch(server.wsgi_app, hear)  # type: ignore[method-assign] # the same
