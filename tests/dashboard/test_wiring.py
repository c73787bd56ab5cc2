"""Whether Dash, its callbacks and the pages fit together."""

from __future__ import annotations

import json
import re
from pathlib import Path

from flask.testing import FlaskClient

from dashboard.assets_manifest import AssetManifest
from dashboard.callbacks.charts import graph
from dashboard.factory import AimakApp
from dashboard.front import ASSETS
from dashboard.pages.address import parse


def scripts(page: str) -> list[str]:
    """Addresses of the scripts of a document, in order."""
    return re.findall(r'<script[^>]* src="([^"]+)"', page)


def test_every_id_that_a_callback_names_is_on_the_page(client: FlaskClient, site_app: AimakApp) -> None:
    page = client.get("/ky/sample-place").text
    layout = re.search(r'id="_layout">(.*?)</script>', page, re.S)
    assert layout is not None
    for callback in site_app.dependency_list():
        for argument in (*callback["inputs"], *callback["state"]):
            name = argument["id"]
            found = json.loads(name)["type"] if name.startswith("{") else name
            assert f'"{found}"' in layout.group(1), name


def test_only_the_two_callbacks_are_registered(site_app: AimakApp) -> None:
    outputs = {callback["output"] for callback in site_app.dependency_list()}
    assert outputs == {"frame.children", '{"key":["MATCH"],"type":"chart"}.children'}


def test_two_applications_do_not_share_callbacks(site_app: AimakApp, unbuilt_app: AimakApp) -> None:
    assert len(site_app.dependency_list()) == len(unbuilt_app.dependency_list()) == 2


def test_only_needed_scripts_are_sent_and_ours_comes_last(site_app: AimakApp, tmp_path: Path) -> None:
    for name in ("plotly", "bootstrap", "runtime", "app-js"):
        (tmp_path / f"{name}.js").write_text("//")
    names = {name: f"{name}.js" for name in ("plotly", "bootstrap", "runtime", "app-js")}
    (tmp_path / "manifest.json").write_text(json.dumps(names))
    site_app.manifest = AssetManifest.load(tmp_path)
    sent = scripts(site_app.server.test_client().get("/ky/sample-place").text)
    parts = ["runtime", "react@", "react-dom@", "prop-types", "dash_renderer", "dash_html_components", "app-js"]
    assert [next(part for part in parts if part in url) for url in sent] == parts


def test_a_suite_is_sent_at_once_only_when_the_page_holds_a_component_of_it(site_app: AimakApp) -> None:
    site_app.server.test_client().get("/ky")
    with_bootstrap = site_app.front.scripts('{"namespace":"dash_bootstrap_components"}')
    assert any("dash_bootstrap_components" in url for url in with_bootstrap)
    assert not any("dash_core_components" in url for url in with_bootstrap)


def test_every_script_and_sheet_of_a_document_is_there(client: FlaskClient, unbuilt_app: AimakApp) -> None:
    for reader in (client, unbuilt_app.server.test_client()):
        page = reader.get("/ky/sample-place").text
        later = re.search(r'id="_later">(.*?)</script>', page, re.S)
        assert later is not None
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        addresses = [*scripts(page), *sheets, *(url for urls in json.loads(later.group(1)).values() for url in urls)]
        assert len(addresses) > 8
        for url in addresses:
            assert url.startswith("/") and not url.startswith("//")
            assert reader.get(url).status_code == 200, url


def test_without_a_build_the_pages_use_sources_and_dash_s_own_files(unbuilt_app: AimakApp) -> None:
    page = unbuilt_app.server.test_client().get("/ky/sample-place").text
    assert '<script type="module" src="/assets/js/main.js"></script>' in page
    assert "deps/polyfill" in page
    assert "plotly/package_data/plotly.min.js" in page
    for sheet in (ASSETS / "css").glob("*.css"):
        assert f'href="/assets/css/{sheet.name}"' in page


def test_the_built_styles_are_in_the_document_and_cannot_break_out(site_app: AimakApp, tmp_path: Path) -> None:
    (tmp_path / "b.css").write_text("b{color:red}")
    (tmp_path / "a.css").write_text("a{content:'</style><script>'}")
    (tmp_path / "manifest.json").write_text(json.dumps({"bootstrap": "b.css", "app-css": "a.css"}))
    site_app.manifest = AssetManifest.load(tmp_path)
    head = site_app.server.test_client().get("/ky/sample-place").text.split("</head>")[0]
    assert "<style>b{color:red}a{content:'<\\/style><script>'}</style>" in head


def test_no_chart_can_send_its_data_to_the_plotly_cloud(site_app: AimakApp) -> None:
    page = site_app.site.page(parse("/ky/sample-place"))
    for exhibit in page.exhibits:
        config = graph(exhibit, "light").config
        assert config["showSendToCloud"] is False and config["displaylogo"] is False
