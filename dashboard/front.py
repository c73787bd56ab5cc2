"""Which scripts and style sheets a document names: built files where there are some, else what Dash brings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property

from dashboard.assets_manifest import AssetManifest
from dashboard.settings import ROOT

ASSETS = ROOT / "assets"
PLOTLY_OF_DASH = "/_dash-component-suites/plotly/package_data/plotly.min.js"
_RENDERER = "dash_renderer"
_POLYFILL = "deps/polyfill"
_STYLES = ("bootstrap", "app-css")
_UNUSED = ("dash_table",)
# Component suites that are only sent when a page holds one of their components: namespace -> mark in the address.
_ON_DEMAND = {
    "dash_core_components": "dcc/dash_core_components",
    "dash_bootstrap_components": "dash_bootstrap_components",
}


@dataclass(frozen=True)
class DashParts:
    """What Dash wants in a document: addresses of its scripts in order, and its settings as JSON."""

    scripts: tuple[str, ...]
    config: str

    @classmethod
    def read(cls, scripts: str, config: str) -> DashParts:
        """From the HTML that Dash hands to `interpolate_index`.

        The settings lose what tells visitors about the machine, and the token of background callbacks (there are
        none), so that every process sends the same document.
        """
        settings = json.loads(re.sub(r"^<script[^>]*>|</script>$", "", config.strip()))
        for name in ("python_version", "end_id", "dash_version_url"):
            settings.pop(name, None)
        return cls(tuple(re.findall(r'<script[^>]*? src="([^"]+)"', scripts)), json.dumps(settings, sort_keys=True))


@dataclass(frozen=True)
class FrontEnd:
    """Addresses of everything a document may load, all of this host."""

    manifest: AssetManifest
    dash: DashParts

    def scripts(self, layout: str) -> list[str]:
        """Scripts that have to run before Dash starts, in order; `layout` (JSON) says which suites it needs."""
        left_out = [mark for name, mark in _ON_DEMAND.items() if f'"{name}"' not in layout]
        runtime = self.manifest.url("runtime")
        chosen = [runtime] if runtime else []
        for url in self.dash.scripts:
            polyfill = _POLYFILL in url
            if not (polyfill and runtime) and not any(mark in url for mark in (*left_out, *_UNUSED)):
                chosen.append(url)
        return chosen

    def later(self, lang: str) -> dict[str, list[str]]:
        """Scripts by namespace that are loaded when a component of it arrives; plotly comes with dcc."""
        suites = {name: [url for url in self.dash.scripts if mark in url] for name, mark in _ON_DEMAND.items()}
        # The shared chunk has to be there before the suite that uses it.
        suites["dash_core_components"].sort(key=lambda url: "-shared" not in url)
        locale = self.manifest.url(f"plotly-locale-{lang}")
        plotly = self.manifest.url("plotly") or PLOTLY_OF_DASH
        return {**suites, "plotly": [*([locale] if locale else []), plotly]}

    def of_dash(self) -> list[str]:
        """Every script of Dash a document may name, sooner or later."""
        return [url for url in self.dash.scripts if not any(mark in url for mark in _UNUSED)]

    @property
    def starter(self) -> tuple[str, str]:
        """Address and type of our own script; its sources as modules when it was not built."""
        built = self.manifest.url("app-js")
        return (built, "") if built else ("/assets/js/main.js", "module")

    @cached_property
    def styles(self) -> str:
        """The built style sheets as text. They are small: inside the document they cost less than a round trip."""
        files = (self.manifest.files.get(name) for name in _STYLES)
        paths = [path for path in map(self.manifest.path, filter(None, files)) if path]
        return "".join(path.read_text(encoding="utf-8") for path in paths).replace("</", "<\\/")

    def sheets(self) -> list[tuple[str, str]]:
        """Style sheets to link, with their media query ("" for all)."""
        sources = [] if "app-css" in self.manifest.files else _style_sources()
        fonts = self.manifest.url("fonts")
        # Phones read in their own letters; the font is worth its bytes on a wide screen.
        return [(f"/assets/css/{name}", "") for name in sources] + ([(fonts, "(min-width: 900px)")] if fonts else [])


def _style_sources() -> list[str]:
    return sorted(path.name for path in (ASSETS / "css").glob("*.css"))
