"""The first paint and what Dash draws from the same tree are the same document, part by part."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import dash_bootstrap_components as dbc
import pytest
from dash import Dash, dcc, html
from playwright.sync_api import sync_playwright

from dashboard.channels.html import render
from tests.conftest import not_here
from tests.serving import served

OPTIONS = [{"label": "2025-жыл", "value": 2025}, {"label": "<2026>", "value": 2026, "disabled": True, "title": "t"}]
PARTS = [
    # text and numbers
    html.P([1, 2.0, 2.5, 0.1, 1e22, 1e-7, 0.00001, -3, None, True, False, ["a", ("b",)], html.B("c"),
    "&<>\"'\u00a0 x"]),
    html.Div(None), html.Div([]), html.Div(""), html.Div(0), html.Pre("\n\nx"), html.Textarea("a\nb", rows=3, cols="4"),
    # attributes
    html.Div(id="plain", hidden=True, tabIndex="0", role="img", lang="ru", dir="ltr", accessKey="k", title='t"<>&'),
    html.Div(contentEditable=True, draggable=False, spellCheck="false", tabIndex=-1, className="", key="k"),
    html.Div(**{"data-figure": "a", "data-n": 3, "data-f": 2.0, "data-yes": True, "data-no": False, "data-none": None}),
    html.Div(**{"aria-hidden": True, "aria-current": False, "aria-label": "x", "aria-expanded": "true"}),
    html.Div(n_clicks=3, disable_n_clicks=True, id="clicks"), html.Div(hidden=False), html.Div(hidden="hidden"),
    html.A("a", href="/x?a=1&b=2#c", hrefLang="ky", target="_blank", rel="noopener", download="f.csv"),
    html.A("a", href="https://example.kg/ä?x=<y>", download=True, referrerPolicy="no-referrer"), html.A("a", href=""),
    html.A("a", href="mailto:a@b.kg"), html.A("a", href="tel:+996"), html.A("a", href="?year=2025"), html.A(href=None),
    html.Form(
        [html.Label("l", htmlFor="x"), html.Button("go", type="submit", disabled=True, name="n", value="v",
                                                   formAction="/z", formNoValidate=True)],
        action="/s", method="get", acceptCharset="utf-8", noValidate=True, autoComplete="off", encType="text/plain",
    ),
    html.Fieldset([html.Legend("l")], disabled=False), html.Button("x", autoFocus=True, type="button", n_clicks=1),
    html.Select([html.Optgroup([html.Option("o", value="1"), html.Option("p", value="2")], label="z")], name="n"),
    html.Datalist(html.Option(value="q"), id="list"), html.Time("x", dateTime="2026-01-01"),
    html.Meter(value=3, min=0, max=10, low=1, high=9, optimum=5), html.Progress(value="3", max="9"),
    html.Ol([html.Li("x", value=3)], start=2, reversed=True), html.Q("q", cite="https://example.kg"),
    html.Img(alt="a", width=3, height="4", srcSet="/a 1x", crossOrigin="anonymous", useMap="#m"),
    html.Br(), html.Hr(), html.Details([html.Summary("s"), "t"], open=True), html.Details(html.Summary("s"),
    open=False),
    html.Table([
        html.Caption("c"), html.Colgroup(html.Col(span=2)),
        html.Thead(html.Tr([html.Th("h", scope="col", colSpan=2, rowSpan=1)])),
        html.Tbody(html.Tr([html.Th("r", scope="row"), html.Td("1", headers="h", rowSpan=2)])),
    ]),
    html.MapEl(html.Area(coords="1", shape="rect", href="/a", alt=""), name="m"),
    html.Main([html.Section(html.H2("x")), html.Nav(html.Ul((html.Li(1), html.Li(2)))), html.Footer()]),
    # styles
    html.Div(style={"width": "50%", "marginTop": 8, "lineHeight": 1.5, "flexGrow": 1, "opacity": 0, "padding": 0}),
    html.Div(style={"--w": "30%", "zIndex": 2, "fontWeight": 700, "columnCount": 2, "WebkitLineClamp": 3}),
    html.Div(style={"width": 0.5}),
    html.Div(style={"height": None, "color": "", "top": True, "background": "red;position:fixed", "left": "1px"}),
    # links that leave what they need to Dash
    dcc.Link("x", href="/a?b=1&c=2", className="k", id="link", title="t", target="_blank", style={"margin": 1}),
    dcc.Link(href="/only"), dcc.Store(id="store"), dcc.Interval(id="interval"), dcc.Download(id="download"),
    # Bootstrap: forms
    dbc.Button("b", id="b", n_clicks=0), dbc.Button("b", color="secondary", outline=True, size="sm", className="z"),
    dbc.Button("b", href="/x?a=1&b=2", target="_blank", active=True), dbc.Button("b", href="/x", disabled=True),
    dbc.Button("b", href="https://example.kg/", external_link=True, target="_blank", rel="noopener", title="t"),
    dbc.Button("b", disabled=True, type="submit", name="n", value="v", title="t", color="link", size="lg"),
    dbc.Button("b", href="/f.csv", download="f.csv", external_link=True),
    dbc.Input(id="i0"), dbc.Input(plaintext=True, value="p", valid=True),
    dbc.Input(invalid=True, tabIndex=1, maxLength=5),
    dbc.Input(id="i1", type="search", placeholder="P", value='v<"', name="q", maxlength=80, autocomplete="off",
              inputmode="search", size="lg", required=True, className="w", debounce=True),
    dbc.Input(type="number", value=3, min=1, max=9, step=2, disabled=True, html_size="7", minlength=2, tabindex="2",
              readonly=True, autofocus=True, list="list", pattern="a+", style={"width": 99}),
    dbc.Input(type="hidden", name="lang", value="ky"), dbc.Input(min=0, max=0, disabled=False),
    dbc.Select(options=["2025", "2026"], value="2026", id="s1"),
    dbc.Select(options=OPTIONS, value=2025, name="y", size="sm"),
    dbc.Select(options=OPTIONS, required=True, disabled=True, className="k", placeholder="Pick"), dbc.Select(),
    dbc.Select(options={"a": "AA", "b": "BB"}, value="b", valid=True, html_size="3"),
    dbc.Select(options=[1, 2.5], value=2.5, invalid=True, style={"width": "50%"}),
    dbc.Select(options=["a"], value="zz"),
    dbc.Label("l", html_for="i0", className="q"), dbc.Label("l", hidden=True, check=True), dbc.Label("l", hidden=False),
    # Bootstrap: parts
    dbc.Badge("b", color="success", pill=True, text_color="dark", className="x"), dbc.Badge("b", title="t"),
    dbc.Badge("b", href="/z", target="_blank"),
    dbc.Badge("b", href="https://example.kg", external_link=True, target="_blank"),
    dbc.Card("c"), dbc.Card("c", body=True, color="primary", inverse=True, className="x"), dbc.Card("c", outline=True),
    dbc.Card(dbc.CardBody("b", className="u"), color="light", outline=True),
    dbc.Badge("b", color="var(--warn-soft)", style={"margin": 1}), dbc.Card("c", color="#eee", outline=True),
]  # fmt: skip

# The same facts of both documents: React sets values and choices as properties, the first paint as attributes.
DESCRIBE = """part => {
  const describe = node => {
    if (node.nodeType === 3) return node.data;
    const facts = {};
    for (const {name, value} of node.attributes) facts[name] = value;
    for (const name of ['selected', 'autofocus']) delete facts[name];
    if (node.matches('input')) facts.value = node.value;
    if (node.matches('option')) facts.chosen = node.selected;
    if ('class' in facts) facts.class = [...node.classList].sort().join(' ');
    if ('style' in facts) facts.style = node.style.cssText;
    const keys = Object.keys(facts).sort();
    const children = [...node.childNodes].filter(n => n.data !== '');
    return [node.localName, keys.map(k => [k, facts[k]]), children.map(describe)];
  };
  part.normalize();
  return [...part.childNodes].map(describe);
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Dash app shows the parts, each in a `.part`."""
    app = Dash("first_paint", use_async=False, assets_folder=str(tmp_path_factory.mktemp("assets")))
    app.layout = html.Div([html.Div(part, className="part") for part in PARTS], id="parts")
    with served(app.server) as address:
        yield f"{address}/"


def described(chromium: str, address: str) -> tuple[list[object], list[object]]:
    """Facts of every part as Dash draws it and as the first paint does, both parsed by the same browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("#parts > .part", state="attached")
        drawn = page.evaluate(f"[...document.querySelectorAll('#parts > .part')].map({DESCRIBE})")
        ours = page.evaluate(
            "texts => texts.map(t => { const d = document.createElement('div'); d.innerHTML = t; return d; })"
            f".map({DESCRIBE})",
            [render(part) for part in PARTS],
        )
        browser.close()
    return drawn, ours


def test_every_part_of_the_first_paint_is_what_dash_draws(address: str) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        not_here("no chromium on this machine: `make test` installs it")
    # In a thread of its own, since another test's browser may be open in this one.
    with ThreadPoolExecutor(1) as thread:
        drawn, ours = thread.submit(described, str(chromium), address).result()
    assert len(drawn) == len(PARTS)
    for part, one, two in zip(PARTS, ours, drawn, strict=True):
        assert one == two, repr(part)
