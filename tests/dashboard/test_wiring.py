"""Whether Dash, its callbacks and the pages fit together."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from dash import Input, Output
from flask.testing import FlaskClient

from dashboard.assets_manifest import AssetManifest
from dashboard.callbacks.charts import drawing
from dashboard.factory import AimakApp, create_app
from dashboard.front import ASSETS, DashParts, FrontEnd, suite_of
from dashboard.pages.address import parse
from dashboard.settings import Settings
from tests.conftest import not_here
from tests.dashboard.conftest import TODAY, build_sample


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
    with_bootstrap = site_app.front.scripts({"dash_bootstrap_components"})
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
    assert (
        '<style id="bootstrap">b{color:red}</style><style id="app-css">a{content:\'<\\/style><script>\'}</style>'
    ) in head


def test_no_chart_can_send_its_data_to_the_plotly_cloud(site_app: AimakApp) -> None:
    page = site_app.site.page(parse("/ky/sample-place"))
    for exhibit in page.exhibits:
        graph, _words = drawing(exhibit, "light", "phone")
        config = graph.config
        assert config["showSendToCloud"] is False and config["displaylogo"] is False


@pytest.mark.parametrize(
    ("url", "suite"),
    [("/_dash-component-suites/dash/dcc/dash_core_components.v4.js", "dash_core_components"),
     ("/_dash-component-suites/dash/dash_table/bundle.v7.js", "dash_table"),
     ("/_dash-component-suites/dash_bootstrap_components/_components/x.min.js", "dash_bootstrap_components"),
     ("/_dash-component-suites/somebody_elses/a.css", "somebody_elses"),
     ("/_dash-component-suites/dash/html/dash_html_components.min.js", None),
     ("/_dash-component-suites/dash/deps/react@18.min.js", None), ("/assets/mine.js?m=1", None)],
)  # fmt: skip
def test_what_belongs_to_a_suite_is_known_from_its_address(url: str, suite: str | None) -> None:
    assert suite_of(url) == suite


def test_suites_of_any_package_bring_their_styles_when_they_are_wanted(site_app: AimakApp) -> None:
    wanted = DashParts(
        (*site_app.front.dash.scripts, "/_dash-component-suites/somebody_elses/a.js"),
        "{}",
        ("/_dash-component-suites/somebody_elses/a.css",),
    )
    front = FrontEnd(site_app.manifest, wanted)
    files = [*wanted.sheets, wanted.scripts[-1]]
    assert front.later("ky")["somebody_elses"] == files
    assert not any("somebody" in url for url in (*front.scripts(()), *front.suite_sheets(())))
    assert [*front.suite_sheets({"somebody_elses"}), front.scripts({"somebody_elses"})[-1]] == files


@pytest.fixture
def with_assets(site_settings: Settings, tmp_path: Path) -> AimakApp:
    """An application over a copy of assets/ in which a developer has put files of their own."""
    folder = tmp_path / "assets"
    shutil.copytree(ASSETS, folder)
    for name in ("b.css", "a.css", "mine.js", "vendor/js/lib.js", "x.png", "notes.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"/* {name} */")
    return create_app(site_settings, build=build_sample, today=lambda: TODAY, assets=folder)


def test_files_put_into_assets_are_served_and_linked_as_dash_does(with_assets: AimakApp) -> None:
    client = with_assets.server.test_client()
    assert with_assets.get_asset_url("x.png") == "/assets/x.png"
    assert client.get("/assets/x.png").text == "/* x.png */"
    assert client.get("/assets/notes.txt").status_code == 200
    page = client.get("/ky/sample-place").text
    linked = [url.split("?")[0] for url in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)]
    assert linked[-2:] == ["/assets/a.css", "/assets/b.css"], "in the order of names, behind our own styles"
    sent = [url.split("?")[0] for url in scripts(page)]
    ours = sent.pop()
    assert "app-js" in ours or ours == "/assets/js/main.js", "Dash is started when everything else is there"
    assert [url for url in sent if "/assets/" in url] == ["/assets/mine.js", "/assets/vendor/js/lib.js"]
    for url in (*linked, *sent):
        assert client.get(url).status_code == 200, url


def test_our_own_sources_are_not_linked_beside_their_bundles(with_assets: AimakApp) -> None:
    if not with_assets.manifest.ready:
        not_here("the front-end is not built: `make assets`")
    page = with_assets.server.test_client().get("/ky/sample-place").text
    assert "/assets/css/" not in page and "/assets/js/" not in page


def test_a_callback_in_javascript_comes_with_the_document_and_its_hash_is_allowed(site_app: AimakApp) -> None:
    site_app.clientside_callback("function (x) { return x; }", Output("out", "children"), Input("in", "value"))
    answer = site_app.server.test_client().get("/ky/sample-place")
    (inline,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert "function (x) { return x; }" in inline
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
