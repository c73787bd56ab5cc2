"""The first paint without a browser: expected texts, escaping, and what it refuses. The browser's word is in
tests/browser/test_first_paint_equals_dash.py."""

from datetime import date
from html.parser import HTMLParser

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.channels.html import render

EXPECTED = [
    (None, ""),
    ("a<b>&\"'", "a&lt;b&gt;&amp;\"'"),
    ([1, 2.0, 0.5, 1e22, True, None, ["x", ["y"]]], "120.51e+22xy"),
    (float("nan"), ""),
    (html.Br(), "<br>"),
    (html.Img(src="/a.png", alt="", width=3), '<img src="/a.png" alt="" width="3">'),
    (html.Div("x", id="a", className="b", n_clicks=1, key="k"), '<div id="a" class="b">x</div>'),
    (html.Div(id={"type": "a", "index": 1}), "<div></div>"),
    (html.Label("l", htmlFor="i"), '<label for="i">l</label>'),
    (html.Td("1", colSpan=2, tabIndex=0), '<td colspan="2" tabindex="0">1</td>'),
    (html.A("x", href="/a?b=1&c=2", hrefLang="ky"), '<a href="/a?b=1&amp;c=2" hreflang="ky">x</a>'),
    (html.Details("x", open=True), '<details open="">x</details>'),
    (html.Details("x", open=False), "<details>x</details>"),
    pytest.param(  # its own words for itself change their order from run to run
        html.Div(**{"data-figure": "a", "aria-hidden": True}), '<div data-figure="a" aria-hidden="true"></div>',
        id="data",
    ),
    (html.Div(style={"width": "50%", "marginTop": 8, "--w": 3, "zIndex": 1, "msFlex": 0}),
     '<div style="width:50%;margin-top:8px;--w:3;z-index:1;-ms-flex:0"></div>'),
    (html.Pre("\nx"), "<pre>\n\nx</pre>"),
    (dcc.Link("x", href="/ky"), '<a href="/ky">x</a>'),
    (dcc.Graph(id="g"), ""),
    (dbc.Row([dbc.Col("a", width=4, md={"size": 6, "offset": 1})]),
     '<div class="row"><div class="col-4 col-md-6 offset-md-1">a</div></div>'),
    (dbc.Select(options=["1", "2"], value="2", name="y"),
     '<select class="form-select" name="y"><option value="" disabled="" hidden=""></option>'
     '<option value="1">1</option><option value="2" selected="">2</option></select>'),
    (dbc.Input(type="search", value='a"<', name="q"),
     '<input class="form-control" type="search" value="a&quot;&lt;" name="q" step="any">'),
]  # fmt: skip


@pytest.mark.parametrize(("node", "expected"), EXPECTED, ids=lambda value: repr(value)[:40])
def test_components_become_the_expected_text(node: object, expected: str) -> None:
    drawn = render(node)
    assert sorted(drawn.replace(">", " ").split()) == sorted(expected.replace(">", " ").split())
    assert drawn.count("<") == expected.count("<")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JaVa\nScript:x", "//evil.example"])
@pytest.mark.parametrize(
    "link",
    [html.A, dbc.Button, dbc.NavLink, dbc.Badge, dcc.Link, lambda text, href: html.Form(text, action=href),
     lambda text, href: html.Img(src=href, alt=text), lambda text, href: html.Button(text, formAction=href),
     lambda text, href: dbc.Breadcrumb(items=[{"label": text, "href": href}])],
)  # fmt: skip
def test_a_dangerous_address_leaves_the_link_without_one(link: object, url: str) -> None:
    drawn = render(link("x", href=url))
    assert "x" in drawn and not any(word in drawn.lower() for word in ("href", "action", "src=", "script", "evil"))


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (dbc.Modal("x"), "Modal"),
        (dcc.Markdown("x"), "Markdown"),
        (html.Script("alert(1)"), "Script"),
        (html.Iframe(srcDoc="x"), "Iframe"),
        (html.ObjectEl(data="x"), "ObjectEl"),
        (dbc.Label("l", width=3), "Label: width"),
        (dbc.NavLink("n", active="exact"), "exact"),
        (html.Div([["a", html.B("b")]]), "B in a list inside a list"),
        (html.P(date(2026, 1, 1)), "date"),
        (html.P({"a": 1}), "dict"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_drawn_as_dash_draws_it_is_refused_by_name(node: object, named: str) -> None:
    with pytest.raises(TypeError, match=named):
        render(node)


def test_a_style_cannot_be_made_to_carry_another_declaration() -> None:
    drawn = render(html.Div(style={"color": "red;position:fixed", "width": "1px"}))
    assert drawn == '<div style="width:1px"></div>'


class Reader(HTMLParser):
    """Collects tags, attribute values and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_any_text_comes_back_as_text_from_content_and_attribute(text: str) -> None:
    reader = Reader()
    reader.feed(render(html.P(html.B(text), title=text)))
    reader.close()
    assert reader.tags == ["p", "b"] and reader.text == text and reader.values == [text]


@given(st.text(st.characters()))
def test_any_text_can_be_sent(text: str) -> None:
    render(html.P(text, title=text)).encode()


def test_lone_surrogates_and_nul_become_the_replacement_character() -> None:
    assert render("a\ud800b\x00") == "a\ufffdb\ufffd"
