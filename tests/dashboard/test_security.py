"""What strangers may send, and what every answer says to the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from dash import ALL, Input, Output
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from dashboard.factory import AimakApp, create_app
from dashboard.settings import BadSetting, Settings

PATH = "/_dash-update-component"


def navigation(href: Any = "/ky/sample-place?year=2025", **changes: Any) -> dict[str, Any]:
    """The request of our own script for another page."""
    return {
        "output": "frame.children",
        "outputs": {"id": "frame", "property": "children"},
        "inputs": [{"id": "address", "property": "value", "value": href}],
        "changedPropIds": ["address.value"],
        "parsedChangedPropsIds": ["address.value"],
        **changes,
    }


def chart(key: Any = "sample-spending", theme: Any = "light", clicks: Any = 1, width: Any = "phone") -> dict[str, Any]:
    """The request of a pressed chart button."""
    return {
        "output": '{"key":["MATCH"],"type":"chart"}.children',
        "outputs": {"id": {"key": key, "type": "chart"}, "property": "children"},
        "inputs": [{"id": {"key": key, "type": "draw"}, "property": "n_clicks", "value": clicks}],
        "state": [
            {"id": {"key": key, "type": "width"}, "property": "value", "value": width},
            {"id": "address", "property": "value", "value": "/ky/sample-place"},
            {"id": "theme", "property": "value", "value": theme},
        ],
        "changedPropIds": [f'{{"key":"{key}","type":"draw"}}.n_clicks'],
    }


def refused(answer: TestResponse, status: int) -> None:
    """The answer says no, as JSON, and shows nothing of the inside."""
    assert answer.status_code == status, answer.text
    assert answer.is_json and set(answer.get_json()) == {"error", "request"}


def test_our_own_requests_are_answered(client: FlaskClient) -> None:
    frame = client.post(PATH, json=navigation()).get_json()["response"]["frame"]["children"]
    assert [part["type"] for part in frame] == ["Header", "Nav", "Main", "Div", "Footer", "Nav"]
    assert "dash_core_components" in client.post(PATH, json=chart()).text


@pytest.mark.parametrize(
    "value", [{"a": [1]}, ["a"], 7.5, float("nan"), float("inf"), True, "x" * 5000, "a\x00b", 2**60]
)
def test_a_callback_argument_of_another_kind_is_400(client: FlaskClient, value: Any) -> None:
    refused(client.post(PATH, data=json.dumps(navigation(value)), content_type="application/json"), 400)


@pytest.mark.parametrize(
    ("href", "status"),
    [("/ky/nowhere", 404), ("https://evil.example/ky", 404), ("", 404), (None, 404), (5, 404),
     ("/ky/sample-place?year=DROP", 400), ("/xx/sample-place", 404)],
)  # fmt: skip
def test_an_address_in_a_callback_is_read_like_one_in_the_address_bar(
    client: FlaskClient, href: Any, status: int
) -> None:
    refused(client.post(PATH, json=navigation(href)), status)


@pytest.mark.parametrize(
    "body",
    [
        navigation(inputs=[]),
        navigation(inputs=navigation()["inputs"] * 3),
        navigation(inputs=[{"id": "other", "property": "value", "value": "/ky"}]),
        navigation(inputs=[{"id": "address", "property": "title", "value": "/ky"}]),
        navigation(inputs={"id": "address"}),
        navigation(state=[{"id": "address", "property": "value", "value": "/ky"}]),
        navigation(output="nothing.children"),
        navigation(output=["frame.children"]),
        navigation(outputs={"id": "theme", "property": "value"}),
        navigation(outputs=None),
        navigation(changedPropIds="x"),
        navigation(changedPropIds=["x"] * 500),
        chart(key=["a"]),
        chart(key={"a": 1}),
        chart(theme="neon"),
        chart(theme=None),
        chart(width="1440"),
        chart(width=None),
        chart(clicks=[1]),
        [],
        "text",
    ],
)
def test_a_request_our_pages_would_not_send_is_400(client: FlaskClient, body: Any) -> None:
    refused(client.post(PATH, json=body), 400)


def test_a_chart_that_the_page_does_not_have_is_404(client: FlaskClient) -> None:
    refused(client.post(PATH, json=chart(key="nothing")), 404)


@pytest.mark.parametrize("data", ["", "xx", '{"output":', '{"output": ' + "9" * 5000 + "}"])
def test_what_is_not_json_is_400(client: FlaskClient, data: str) -> None:
    refused(client.post(PATH, data=data, content_type="application/json"), 400)


def test_json_nested_100_000_deep_is_400_and_the_next_request_is_answered(client: FlaskClient) -> None:
    deep = '{"output":"frame.children","outputs":' + "[" * 100_000 + "]" * 100_000 + "}"
    refused(client.post(PATH, data=deep, content_type="application/json"), 400)
    assert client.post(PATH, json=navigation()).status_code == 200


@pytest.mark.parametrize("size", [300_000, 50_000_000])
def test_a_large_body_is_413(client: FlaskClient, size: int) -> None:
    refused(client.post(PATH, data=b"x" * size, content_type="application/json"), 413)


def test_a_body_without_json_type_is_415(client: FlaskClient) -> None:
    refused(client.post(PATH, data=json.dumps(navigation()), content_type="text/plain"), 415)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "null"}],
)  # fmt: skip
def test_what_another_site_sends_is_403_even_if_the_answer_is_known(client: FlaskClient, headers: Any) -> None:
    assert client.post(PATH, json=navigation(), headers={"Origin": "http://localhost"}).status_code == 200
    refused(client.post(PATH, json=navigation(), headers=headers), 403)


MANY = "&".join(f"utm_{number}=x" for number in range(51))


def as_sent(client: FlaskClient, path: str, host: str = "localhost", **told: str) -> int:
    """Status of a request with exactly this path and host, as a stranger's program sends it; `told` by the server."""
    seen: list[str] = []
    environ = EnvironBuilder("/").get_environ() | {"PATH_INFO": path, "HTTP_HOST": host} | told
    list(client.application.wsgi_app(environ, lambda status, _headers, _info=None: seen.append(status)))
    return int(seen[0].split()[0])


@pytest.mark.parametrize("path", [f"/ky?{MANY}", f"/ky/sample-place?{MANY}{'x' * 3000}", f"/api/v1/places?{MANY}"])
def test_more_than_50_parameters_are_400_and_the_number_is_told(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400 and "50" in answer.text
    assert client.get(path[: path.rindex("&")].replace("x" * 3000, "")).status_code == 200


@pytest.mark.parametrize("path", ["//[", "//[/", "//[/ky", "//evil.example/ky", "//ky/", "//"])
def test_an_address_that_browsers_would_take_for_a_host_is_400(client: FlaskClient, path: str) -> None:
    assert as_sent(client, path) == 400
    for name in ("REQUEST_URI", "RAW_URI"):  # waitress and gunicorn tell the path with one slash, and the address apart
        assert as_sent(client, "/" + path.lstrip("/"), **{name: path}) == 400
    refused(client.post(PATH, json=navigation(path)), 400)


def test_so_many_parameters_in_a_callback_are_400(client: FlaskClient) -> None:
    refused(client.post(PATH, json=navigation(f"/ky?{MANY}")), 400)


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://x:port", "http://]"])
def test_an_origin_that_is_no_address_is_400(client: FlaskClient, origin: str) -> None:
    headers = {"Origin": origin}
    assert client.get("/ky", headers=headers).status_code == 400
    assert client.post("/ky/sample-place/quiz", data={"g1": "1"}, headers=headers).status_code == 400
    refused(client.post(PATH, json=navigation(), headers=headers), 400)


@pytest.mark.parametrize(
    "host",
    ["xn--", "xn--.example", "xn--\u00e9", "[", "[::1", "a b", "a/b", "a@b", 'x"><b>', "a..b", "a" * 64, "a:99999",
     "a:port", "", "\u0430", "a,b"],
)  # fmt: skip
def test_a_host_that_is_none_is_400_before_an_address_is_made_of_it(client: FlaskClient, host: str) -> None:
    for path in ("/ky", "/sitemap.xml", "/robots.txt", "/api/v1/places", "/nosuch"):
        assert as_sent(client, path, host) == 400, path


@pytest.mark.parametrize(
    "host", ["xn--80aswg.xn--p1ai", "[::1]:8050", "127.0.0.1:8050", "open_aimak:80", "example.org."]
)
def test_a_name_or_an_address_is_a_host(client: FlaskClient, host: str) -> None:
    assert client.get("/sitemap.xml", headers={"Host": host}).status_code == 200


def test_pages_can_only_be_read(client: FlaskClient) -> None:
    for method in ("post", "put", "delete"):
        assert getattr(client, method)("/ky").status_code == 405


@pytest.mark.parametrize("path", ["/ky", "/nosuch", "/healthz", "/_dash-dependencies", "/api/v1/places", "/static/x"])
def test_every_answer_carries_the_whole_set_of_headers(client: FlaskClient, site_app: AimakApp, path: str) -> None:
    headers = client.get(path).headers
    (hashed,) = site_app.csp_hashes()
    assert headers["Content-Security-Policy"] == (
        f"default-src 'none'; script-src 'self' {hashed}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-Id"]) == 16
    assert "Strict-Transport-Security" not in headers
    assert "Set-Cookie" not in headers


def test_pictures_under_maps_come_from_the_one_host_an_operator_named(site_settings: Settings) -> None:
    tiles = "https://tiles.example:8443/osm/{z}/{x}/{y}.png"
    server = create_app(replace(site_settings, osm_tiles=tiles)).server
    policy = server.test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "; img-src 'self' data: blob: https://tiles.example:8443; font-src 'self';" in policy
    assert policy.count("tiles.example") == 1


@pytest.mark.parametrize(
    "value",
    ["http://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/{z}/{x}.png", "tiles.example/{z}/{x}/{y}.png",
     "https://tiles.example; script-src *//{z}/{x}/{y}.png", "https://a.example https://b.example/{z}/{x}/{y}.png",
     "https://user@tiles.example/{z}/{x}/{y}.png", "https://{s}.tiles.example/{z}/{x}/{y}.png", "https:///{z}/{x}/{y}",
     "https://*/{z}/{x}/{y}.png", "https://tiles.example/{z}/{z}/{x}/{y}.png", "https://tiles.example/{z}/{x}/{y}'"],
)  # fmt: skip
def test_an_address_of_pictures_that_cannot_be_used_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadSetting, match="OSM_TILES"):
        Settings.from_env({"OSM_TILES": value})


def test_an_address_of_pictures_is_taken_as_it_is_and_there_is_none_by_itself() -> None:
    tiles = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    settings = Settings.from_env({"OSM_TILES": tiles})
    assert (settings.osm_tiles, settings.tile_host) == (tiles, "https://tile.openstreetmap.org")
    assert (Settings.from_env({}).osm_tiles, Settings.from_env({}).tile_host) == ("", "")


def test_answers_from_memory_carry_the_headers_too(client: FlaskClient) -> None:
    first, second = (client.post(PATH, json=navigation()).headers for _ in range(2))
    assert first["Content-Security-Policy"] == second["Content-Security-Policy"]
    assert first["X-Request-Id"] != second["X-Request-Id"]


def test_a_secure_connection_is_told_to_stay_secure(client: FlaskClient) -> None:
    assert "max-age" in client.get("/ky", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_no_document_has_an_inline_script_or_handler(client: FlaskClient) -> None:
    for path in ("/ky", "/ky/sample-place", "/ky/nowhere"):
        page = client.get(path).text
        for tag in page.split("<script")[1:]:
            opening = tag.split(">")[0]
            assert 'src="' in opening or 'type="application/json"' in opening
        assert " onclick" not in page and "javascript:" not in page


def test_debug_and_tool_switches_of_dash_stay_off(site_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    client = create_app(site_settings).server.test_client()
    assert client.post("/_mcp", json={}).status_code in (404, 405)


def developed(value: Any) -> dict[str, Any]:
    """The request of a developer's callback with that value."""
    return {
        "output": "..told.children...told.title..",
        "outputs": [{"id": "told", "property": "children"}, {"id": "told", "property": "title"}],
        "inputs": [
            {"id": "years", "property": "value", "value": value},
            [{"id": {"type": "part", "index": 1}, "property": "value", "value": value}],
        ],
        "changedPropIds": ["years.value"],
    }


@pytest.fixture
def developed_client(site_app: AimakApp) -> FlaskClient:
    """A client of the sample site with a callback that a developer added; it tells how often it was called."""
    calls: list[object] = []

    @site_app.callback(
        Output("told", "children"),
        Output("told", "title"),
        Input("years", "value"),
        Input({"type": "part", "index": ALL}, "value"),
    )
    def _told(years: object, _parts: object) -> tuple[str, int]:
        calls.append(years)
        return f"{years!r}", len(calls)

    return site_app.server.test_client()


@pytest.mark.parametrize("value", [[2024, 2025], 7.5, True, None, {"points": [{"x": 1.5}]}, "x" * 5000, []])
def test_a_developer_s_callback_takes_what_components_send(developed_client: FlaskClient, value: Any) -> None:
    told = developed_client.post(PATH, json=developed(value))
    assert told.get_json()["response"]["told"]["children"] == repr(value)


def test_a_developer_s_callback_is_called_each_time(developed_client: FlaskClient) -> None:
    body = developed(1)
    first, second = (developed_client.post(PATH, json=body).get_json() for _ in range(2))
    assert [one["response"]["told"]["title"] for one in (first, second)] == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [{"outputs": [{"id": "told", "property": "children"}]}, {"outputs": {"id": "told", "property": "children"}},
     {"outputs": [{"id": "told", "property": "children"}, {"id": "frame", "property": "children"}]},
     {"inputs": []}, {"inputs": [{"id": "years", "property": "value", "value": 1}] * 2},
     {"inputs": [{"id": "years", "property": "value", "value": 1}, [{"id": "years", "property": "value"}]]}],
)  # fmt: skip
def test_a_developer_s_callback_is_asked_with_its_own_arguments_only(
    developed_client: FlaskClient, changes: dict[str, Any]
) -> None:
    refused(developed_client.post(PATH, json=developed(1) | changes), 400)


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"a\\u0000b"', "[" * 40 + "]" * 40])
def test_what_no_component_sends_is_refused_from_a_developer_s_callback_too(
    developed_client: FlaskClient, value: str
) -> None:
    body = json.dumps(developed("HERE")).replace('"HERE"', value)
    refused(developed_client.post(PATH, data=body, content_type="application/json"), 400)
