"""Which scripts and style sheets a document names: built files where there are some, otherwise what Dash brings."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from dashboard.assets_manifest import AssetManifest
from dashboard.channels.island import BOOTSTRAP, PLOTLY
from dashboard.settings import ROOT

ASSETS = ROOT / "assets"
PLOTLY_OF_DASH = "/_dash-component-suites/plotly/package_data/plotly.min.js"
_POLYFILL = "deps/polyfill"
#: Bootstrap cut down to what pages name, and to bare elements; our sheet, and what every first screen needs of it.
_CUT, _ELEMENTS, _WHOLE, _BASE = "bootstrap", "bootstrap-elements", "app-css", "app-css-base"
WHOLE_BOOTSTRAP = "bootstrap-whole"
# Sources of our own script and style sheet: their bundles are sent, or front.py names them one by one.
_SOURCES = ("/assets/css/", "/assets/js/")
_SUITES = "/_dash-component-suites/"
# Suites inside Dash's own package: folder -> namespace. The other folders hold what every page needs.
_IN_DASH = {"dcc": "dash_core_components", "dash_table": "dash_table"}


def suite_of(url: str) -> str | None:
    """The suite (namespace) an address belongs to; None for what Dash itself needs and for files of assets/.

    Scripts of a suite are only sent when a page holds one of its components.
    """
    package, _, path = url.removeprefix(_SUITES).partition("/")
    if not url.startswith(_SUITES):
        return None
    return _IN_DASH.get(path.split("/")[0]) if package == "dash" else package


@dataclass(frozen=True)
class DashParts:
    """What Dash wants in a document: addresses of its scripts and style sheets in order, scripts of its own as text
    (callbacks written in JavaScript), and its settings as JSON."""

    scripts: tuple[str, ...]
    config: str
    sheets: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()

    @classmethod
    def read(cls, scripts: str, config: str, css: str = "") -> DashParts:
        """From the HTML that Dash hands to `interpolate_index`.

        The settings lose what tells visitors about the machine, and the token of background callbacks (there are
        none), so that every process sends the same document.
        """
        settings = json.loads(re.sub(r"^<script[^>]*>|</script>$", "", config.strip()))
        for name in ("python_version", "end_id", "dash_version_url"):
            settings.pop(name, None)
        # Dash takes what is not named for no property that holds components.
        settings["children_props"] = {
            suite: {name: props for name, props in components.items() if props}
            for suite, components in settings.get("children_props", {}).items()
        }
        return cls(
            _addresses(r'<script[^>]*? src="([^"]+)"', scripts),
            json.dumps(settings, sort_keys=True),
            _addresses(r'<link[^>]*? href="([^"]+)"', css),
            tuple(filter(None, re.findall(r"<script[^>]*>(.*?)</script>", scripts, re.DOTALL))),
        )


def _addresses(pattern: str, html: str) -> tuple[str, ...]:
    return tuple(unescape(url) for url in re.findall(pattern, html) if not url.startswith(_SOURCES))


@dataclass(frozen=True)
class FrontEnd:
    """Addresses of everything a document may load, all of this host."""

    manifest: AssetManifest
    dash: DashParts

    def scripts(self, suites: Collection[str]) -> list[str]:
        """Scripts that have to run before Dash starts, in order; `suites` are those the page needs at once."""
        runtime = self.manifest.url("runtime")
        chosen = [runtime] if runtime else []
        for url in self.dash.scripts:
            suite, polyfill = suite_of(url), _POLYFILL in url
            if not (polyfill and runtime) and (suite is None or suite in suites):
                chosen.append(url)
        return chosen

    def later(self, lang: str) -> dict[str, list[str]]:
        """Scripts and style sheets by suite, loaded when a component of it is wanted; and plotly and Bootstrap,
        which dcc's charts and dbc's components need beside their own."""
        suites: dict[str, list[str]] = {}
        for url in (*self.dash.sheets, *self.dash.scripts):
            if suite := suite_of(url):
                suites.setdefault(suite, []).append(url)
        # The shared chunk has to be there before the suite that uses it.
        suites["dash_core_components"].sort(key=lambda url: "-shared" not in url)
        locale = self.manifest.url(f"plotly-locale-{lang}")
        plotly = self.manifest.url("plotly") or PLOTLY_OF_DASH
        return {**suites, PLOTLY: [*([locale] if locale else []), plotly], BOOTSTRAP: self._whole({BOOTSTRAP})}

    def of_dash(self) -> list[str]:
        """Every script of Dash a document may name, sooner or later."""
        return list(self.dash.scripts)

    @property
    def starter(self) -> tuple[str, str]:
        """Address and type of our own script; its sources as modules when it was not built."""
        built = self.manifest.url("app-js")
        return (built, "") if built else ("/assets/js/main.js", "module")

    def styles(self, suites: Collection[str] = (), groups: Collection[str] = ()) -> list[tuple[str, str]]:
        """Names and texts of the built style sheets that stand inside the document: what the first screen of its page
        needs (`groups`: the pages' own), which costs less than a round trip. `last_sheets` bring the rest.

        The cut-down Bootstrap is left out where the whole one is linked.
        """
        split = _BASE in self.manifest.files
        bootstrap = [(_CUT, _ELEMENTS if split else _CUT)] if not self._whole(suites) else []
        ours = [_BASE, *(f"{_WHOLE}-{group}" for group in groups)] if split else [_WHOLE]
        named = [*bootstrap, *((name, name) for name in ours)]
        return [(as_, self._styles[name]) for as_, name in named if name in self._styles]

    def last_sheets(self) -> list[str]:
        """What stands at the end of a document, which does not wait for it: our whole style sheet, kept by browsers;
        behind it what else lies in assets/, which has the last word. Empty where the document holds all of ours."""
        whole = self.manifest.url(_WHOLE) if _BASE in self.manifest.files else None
        return [whole, *self._dropped] if whole else []

    @property
    def _dropped(self) -> list[str]:
        return [url for url in self.dash.sheets if suite_of(url) is None]

    @cached_property
    def _styles(self) -> dict[str, str]:
        names = [name for name in self.manifest.files if name in (_CUT, _ELEMENTS) or name.startswith(_WHOLE)]
        paths = {name: self.manifest.path(self.manifest.files[name]) for name in names}
        return {name: path.read_text("utf-8").replace("</", "<\\/") for name, path in paths.items() if path}

    def _whole(self, suites: Collection[str]) -> list[str]:
        url = self.manifest.url(WHOLE_BOOTSTRAP) if BOOTSTRAP in suites else None
        return [url] if url else []

    def suite_sheets(self, suites: Collection[str]) -> list[str]:
        """Style sheets of suites the page needs at once; they stand before ours, which may change what they say."""
        return [*self._whole(suites), *(url for url in self.dash.sheets if suite_of(url) in suites)]

    def sheets(self) -> list[tuple[str, str]]:
        """Style sheets to link in the head, with their media query ("" for all): ours, and what else lies in assets/,
        which has the last word, where `last_sheets` has not."""
        sources = [] if "app-css" in self.manifest.files else _style_sources()
        fonts = self.manifest.url("fonts")
        dropped = [] if self.last_sheets() else self._dropped
        # Phones read in their own letters; the font is worth its bytes on a wide screen.
        wide = [(fonts, "(min-width: 900px)")] if fonts else []
        return [*((f"/assets/css/{name}", "") for name in sources), *wide, *((url, "") for url in dropped)]


def _style_sources() -> list[str]:
    return sorted(path.name for path in (ASSETS / "css").glob("*.css"))
