"""What is behind an address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dashboard.factory import AimakApp, create_app
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine


def block(page: str, name: str) -> str:
    """Text of a data block of a document."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert found, name
    return found.group(1)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("", "/ky"), ("ru-RU,ru;q=0.9", "/ru"), ("en-GB,en;q=0.8", "/en"), ("de", "/ky"), ("ky,ru;q=0.5", "/ky")],
)  # fmt: skip
def test_the_root_leads_to_the_reader_s_language(client: FlaskClient, accept: str, expected: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accept})
    assert (answer.status_code, answer.headers["Location"]) == (302, expected)
    assert answer.headers["Vary"] == "Accept-Language, Accept-Encoding"


def test_a_slash_at_the_end_goes_and_parameters_stay(client: FlaskClient) -> None:
    answer = client.get("/ky/sample-place/?year=2025&utm_source=chat")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/ky/sample-place?year=2025")


def test_a_slash_redirect_leads_nowhere_else(client: FlaskClient) -> None:
    for path in ("//evil.example/", "/evil.example/", "/ky//evil.example/"):
        answer = client.get(path)
        location = answer.headers.get("Location", "/")
        assert location.startswith("/") or location.startswith("http://localhost/")
        assert not location.startswith("//")


def test_a_page_can_be_read_without_any_script(client: FlaskClient) -> None:
    page = client.get("/ru/sample-place?year=2025").text
    first_paint = page.split('id="react-entry-point"')[0]
    assert '<html lang="ru">' in first_paint
    assert '<strong data-figure="spent">12,4</strong>' in first_paint
    assert "Ачык Аймак" in first_paint
    assert "<script" not in first_paint


def test_the_head_describes_the_page_in_its_language(client: FlaskClient) -> None:
    head = client.get("/ru/sample-place?year=2025&fbclid=x").text.split("</head>")[0]
    assert "<title>Sample &lt;sample-place&gt; · Ачык Аймак</title>" in head
    assert '<meta name="description" content="A &quot;sample&quot; page">' in head
    assert '<link rel="canonical" href="/ru/sample-place?year=2025">' in head
    for code, lang in (("ky", "ky"), ("ru", "ru"), ("en", "en"), ("x-default", "ky")):
        assert f'<link rel="alternate" hreflang="{code}" href="/{lang}/sample-place?year=2025">' in head
    assert '<meta property="og:locale" content="ru_RU">' in head
    assert head.count('name="theme-color"') == 2


def test_absolute_addresses_use_the_public_address(site_settings: Settings, site_app: AimakApp) -> None:
    site_app.settings = Settings(**{**vars(site_settings), "public_url": "https://aimak.example"})
    head = site_app.server.test_client().get("/en/sample-place", headers={"Host": "evil.example"}).text
    assert '<link rel="canonical" href="https://aimak.example/en/sample-place">' in head
    assert "evil.example" not in head


def test_dash_gets_the_same_frame_that_the_server_wrote(client: FlaskClient) -> None:
    page = client.get("/ky/sample-place").text
    assert "<" not in block(page, "_layout"), "text must not be able to end the block"
    layout = json.loads(block(page, "_layout"))
    frame, address, theme = layout["props"]["children"]
    assert frame["props"]["id"] == "frame"
    assert address["props"]["value"] == "/ky/sample-place"
    assert theme["props"]["value"] == "light"
    assert [part["type"] for part in frame["props"]["children"]] == ["Header", "Nav", "Main", "Div", "Footer", "Nav"]
    assert json.loads(block(page, "_dependencies"))


def test_the_document_tells_nothing_about_the_machine(client: FlaskClient) -> None:
    config = json.loads(block(client.get("/ky").text, "_dash-config"))
    assert not {"python_version", "end_id"} & config.keys()
    assert config["suppress_callback_exceptions"] is True


def test_a_made_up_place_is_marked_on_every_page(client: FlaskClient) -> None:
    for section in ("", "/revenue", "/spending", "/lines", "/about"):
        assert 'class="fictional-banner"' in client.get(f"/ky/made-up-place{section}").text
    assert 'class="fictional-banner"' not in client.get("/ky/sample-place").text


def test_sections_and_languages_are_links_that_say_where_we_are(client: FlaskClient) -> None:
    page = client.get("/en/sample-place/revenue?year=2025").text
    (link,) = re.findall(r"<a [^>]*>Revenue</a>", page)
    assert 'href="/en/sample-place/revenue?year=2025"' in link
    assert 'data-nav="1"' in link and 'aria-current="page"' in link
    (language,) = re.findall(r"<a [^>]*>Русский</a>", page)
    assert 'href="/ru/sample-place/revenue?year=2025"' in language
    assert 'hreflang="ru"' in language and "data-nav" not in language


@pytest.mark.parametrize(
    "path",
    ["/nosuch", "/wp-login.php", "/ky/nowhere", "/ky/sample-place/works/999999999", "/ky/sample-place/lines/999999999",
     "/xx", "/assets/..%2fapp.py", "/assets/../app.py", "/static/..%2fmanifest.json", "/static/nosuch.js",
     "/_dash-component-suites/dash/../../../etc/passwd", "/_dash-component-suites/dash/dash.py",
     "/_dash-component-suites/os/os.py", "/ky/sample-place/nosuch.csv", "/ky/sample-place/sample-spending.exe",
     "/_alive_x", "/_mcp"],
)  # fmt: skip
def test_what_does_not_exist_is_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text and "root:" not in answer.text


def test_an_error_page_speaks_the_reader_s_language_and_leads_back(client: FlaskClient) -> None:
    assert "Такой страницы нет" in client.get("/ru/nowhere").text
    assert "There is no such page" in client.get("/wp-login.php", headers={"Accept-Language": "en"}).text
    page = client.get("/ky/nowhere").text
    assert "Мындай барак жок" in page and 'href="/ky"' in page and '<html lang="ky">' in page


@pytest.mark.parametrize("query", ["year=99999", "year=abc", "period=2025-13", "year=2025%00"])
def test_a_value_that_cannot_be_right_is_400(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/ru/sample-place?{query}")
    assert answer.status_code == 400
    assert "Адрес непонятен" in answer.text


def test_a_long_search_is_400_and_a_strange_one_is_taken_as_it_is(client: FlaskClient) -> None:
    assert client.get("/ky?q=" + "x" * 81).status_code == 400
    for text in ("%25", "_", "' OR 1=1--"):
        assert client.get("/ky", query_string={"q": text}).status_code == 200


def test_a_hostile_address_stays_text(client: FlaskClient) -> None:
    answer = client.get('/ky/"><script>alert(1)</script>')
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    found = client.get("/ky", query_string={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in found.text


@pytest.mark.parametrize(("extension", "kind"), [("csv", "text/csv"), ("xlsx", "spreadsheetml"), ("json", "/json")])
def test_an_exhibit_can_be_downloaded_as_drawn(client: FlaskClient, extension: str, kind: str) -> None:
    answer = client.get(f"/ky/sample-place/spending/sample-spending.{extension}?year=2025&utm_source=x")
    assert answer.status_code == 200 and kind in answer.content_type
    name = f"sample-place-sample-spending-2025.{extension}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_robots_sitemap_favicon_and_health_are_small_and_honest(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    sitemap = client.get("/sitemap.xml").text
    assert "<loc>http://localhost/ky</loc>" in sitemap and 'hreflang="x-default"' in sitemap
    for path in ("/robots.txt", "/sitemap.xml"):  # the host in it is only what the visitor says
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.get("/favicon.ico").content_type.startswith("image/svg+xml")
    assert client.get("/healthz").text == "OK"
    assert client.get("/readyz").get_json() == {"data_version": 1, "database": "ok", "schema": "ok"}


def test_readiness_fails_when_the_schema_is_behind(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("old") / "old.db"
    engine = writing_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE state (key TEXT, value INTEGER)")
    engine.dispose()
    answer = create_app(Settings(database_url=f"sqlite:///{file}")).server.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["schema"]) == (503, "behind")


def test_the_open_data_api_is_there_and_its_errors_are_json(client: FlaskClient) -> None:
    assert client.get("/api/v1/places").status_code == 200
    answer = client.get("/api/nosuch")
    assert answer.status_code == 404 and answer.is_json


def test_a_crash_shows_nothing_of_the_inside(
    site_settings: Settings, caplog: pytest.LogCaptureFixture, build_crash: Callable[..., object]
) -> None:
    app = create_app(site_settings, build=build_crash)
    answer = app.server.test_client().get("/en/sample-place")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text and "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    assert answer.headers["X-Request-Id"] in caplog.text and "secret detail" in caplog.text


def test_a_value_that_cannot_be_right_is_named(client: FlaskClient) -> None:
    page = client.get("/ru/sample-place?year=%22><script>")
    assert page.status_code == 400
    assert "year = «&quot;&gt;&lt;script&gt;»" in page.text or 'year = «"&gt;&lt;script&gt;»' in page.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("works/works-map.csv?sector=roads&page=2", "map/works-map.csv?sector=roads"),
        ("expenditure-by-month.xlsx?year=2025&table=x", "spending/expenditure-by-month.xlsx?table=x&year=2025"),
    ],
)
def test_the_file_of_an_exhibit_that_moved_is_found_at_its_old_address(client: FlaskClient, old: str, new: str) -> None:
    answer = client.get(f"/ky/sample-place/{old}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/ky/sample-place/{new}")
