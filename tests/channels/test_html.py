"""The first paint without a browser: expected texts, escaping, and what it refuses. The browser's word is in
tests/browser/test_first_paint_equals_dash.py."""

from datetime import date
from html.parser import HTMLParser

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.channels.html import island, render, static, with_islands
from dashboard.channels.island import Island, suites_of

NEEDS_SCRIPTS = "It needs <scripts>."
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
    (dcc.Store(id="s"), ""), (dbc.Modal("x"), ""),
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
    [html.A, dbc.Button, dbc.Badge, dcc.Link, lambda text, href: html.Form(text, action=href),
     lambda text, href: html.Img(src=href, alt=text), lambda text, href: html.Button(text, formAction=href),
     lambda text, href: html.Div([html.A(text, href=href), dcc.Dropdown([href])])],
)  # fmt: skip
def test_a_dangerous_address_leaves_the_link_without_one(link: object, url: str) -> None:
    drawn = render(link("x", href=url))
    assert "x" in drawn and not any(word in drawn.lower() for word in ("href", "action", "src=", "script", "evil"))


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (html.Script("alert(1)"), "Script"),
        (html.Iframe(srcDoc="x"), "Iframe"),
        (html.ObjectEl(data="x"), "ObjectEl"),
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


ISLANDS = [
    (dcc.Dropdown(["a"], id="d"), ""),
    (dcc.Slider(0, 10, value=5), ""),
    (dcc.Graph(id="g"), ""),
    (dcc.Markdown("**x**"), "<div>**x**</div>"),
    (dbc.Label("l", width=3), "<div>l</div>"),
    (dbc.NavLink("n", active="exact"), "<div>n</div>"),
    (dbc.NavbarSimple([dbc.NavItem("One")], brand="B"), "<div><p>B</p><div>One</div></div>"),
    (dbc.Tabs([dbc.Tab(html.P("<x>"), label="L"), dbc.Tab(dcc.Dropdown(), label="M")]),
     "<div><div><p>L</p><p>&lt;x&gt;</p></div><div><p>M</p></div></div>"),
]  # fmt: skip


@pytest.mark.parametrize(("component", "readable"), ISLANDS, ids=lambda value: repr(value)[:30])
def test_any_other_component_is_an_island_that_says_its_words(component: Component, readable: str) -> None:
    drawn = '<div class="island" tabindex="-1"><div class="island-fallback">%s</div></div>'
    assert render(component) == drawn % readable
    assert render(html.Div([component, "x"])) == f"<div>{drawn % readable}x</div>"


def test_an_island_shows_its_fallback_and_keeps_the_room_it_will_need() -> None:
    placed = island(dcc.Dropdown(["a"]), html.P("all < years"), height=38)
    assert render(placed) == (
        '<div class="island" tabindex="-1" style="min-height:38px">'
        '<div class="island-fallback"><p>all &lt; years</p></div></div>'
    )
    assert 'style="min-height:20rem"' in render(island(dcc.Graph(style={"height": "20rem"})))


def test_a_fallback_may_hold_any_component_too() -> None:
    assert render(island(dcc.Dropdown(), dbc.Tabs(dbc.Tab("x", label="L")))).count('class="island') == 2


def test_islands_leave_the_given_tree_as_it_is_and_what_can_be_drawn_out_of_them() -> None:
    drawn, hidden = html.Div([dbc.Button("b"), dcc.Link("l", href="/")]), dcc.Store(id="s")
    tree = html.Div([drawn, hidden, dcc.Dropdown()])
    first, second, third = with_islands(tree, NEEDS_SCRIPTS).children
    assert first is drawn and second is hidden and isinstance(third, Island)
    assert not isinstance(tree.children[2], Island)
    assert with_islands(drawn, NEEDS_SCRIPTS) is drawn


@pytest.mark.parametrize(
    "component",
    [dcc.Dropdown(["a"]), dcc.Slider(0, 10), dcc.Graph(), dcc.Input(), dcc.DatePickerRange(), island(dcc.Dropdown()),
     island(dcc.Dropdown(), html.P(" ")), dcc.Tabs(dcc.Tab(html.Section(dcc.Input())))],
)  # fmt: skip
def test_an_island_that_has_nothing_to_say_says_that_it_needs_scripts(component: Component) -> None:
    placed = with_islands(html.Div(component), NEEDS_SCRIPTS).children
    assert placed.fallback == "<p>It needs &lt;scripts&gt;.</p>" and placed.drawn() == render(placed)
    if isinstance(component, Island):
        assert placed is not component and "scripts" not in component.fallback, "the given one stays as it is"


@pytest.mark.parametrize(
    "component",
    [dbc.Tab("x", label="L"), island(dcc.Dropdown(), "all"), island(dcc.Graph(), html.Img(src="/a.png", alt="")),
     island(dcc.Input(), dbc.Input(name="q"))],
)  # fmt: skip
def test_an_island_that_says_or_shows_something_is_left_with_it(component: Component) -> None:
    placed = with_islands(component, NEEDS_SCRIPTS)
    assert "scripts" not in placed.fallback and placed.drawn() == render(component)


@pytest.mark.parametrize("component", [dcc.Dropdown(), html.P(dcc.Dropdown()), island(dcc.Dropdown())])
def test_what_could_never_come_alive_is_refused(component: Component) -> None:
    with pytest.raises(TypeError, match=r"(Dropdown|Island) cannot be drawn without its script"):
        static(component)


def test_a_plain_component_without_a_fallback_is_told_to_the_developer(caplog: pytest.LogCaptureFixture) -> None:
    render(dcc.Upload())
    assert "dash_core_components.Upload shows nothing before its script is there" in caplog.text


@pytest.mark.parametrize(
    ("component", "suites"),
    [(dcc.Dropdown(), ["dash_core_components"]),
     (dcc.Loading(html.P(dcc.Graph())), ["dash_core_components", "plotly"]),
     (dbc.Navbar(dcc.Dropdown()), ["bootstrap", "dash_bootstrap_components", "dash_core_components"]),
     (dcc.Tabs(dcc.Tab(label=[dbc.Badge("b")])), ["bootstrap", "dash_bootstrap_components", "dash_core_components"])],
)  # fmt: skip
def test_an_island_names_what_has_to_be_loaded_for_all_that_is_in_it(component: Component, suites: list[str]) -> None:
    placed = island(component)
    assert placed.suites == suites
    assert suites_of(html.Div([placed, "x"])) == frozenset(), "the page itself needs none of it"


def test_the_suites_of_what_stands_outside_of_islands_are_needed_at_once() -> None:
    assert suites_of(html.Div([dcc.Store(id="s"), dbc.Button("b")])) == {
        "dash_core_components",
        "dash_bootstrap_components",
    }
    assert "bootstrap" in suites_of(dbc.Modal("x")), "its classes are in no style sheet of ours"
