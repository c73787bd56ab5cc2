"""The HTML document: everything readable first, then what Dash needs to take over."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from html import escape
from itertools import count
from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.channels.html import render
from dashboard.channels.island import suites_of
from dashboard.channels.markup import element
from dashboard.figures.theme import TOKENS
from dashboard.front import FrontEnd
from dashboard.i18n import DEFAULT, KNOWN, LANGUAGES, Lang, t
from dashboard.pages.model import Page
from dashboard.shell import document_title, frame, frame_of_site, style_groups

STALE_MARK = "<body>"  # the banner of a stale copy goes behind it


def layout(page: Page) -> Component:
    """What Dash draws: the frame, and beside it the state that callbacks read (address and colour theme)."""
    return html.Div(
        [
            html.Div(frame(page), id="frame"),
            html.Data(id="address", value=page.address.href, hidden=True),
            html.Data(id="theme", value="light", hidden=True),
        ]
    )


def document(page: Page, front: FrontEnd, *, dependencies: str, root: str) -> str:
    """The whole document of a page.

    `dependencies` is Dash's list of callbacks as JSON, `root` the scheme and host of absolute addresses ("" when
    the installation did not name them).
    """
    tree = layout(page)
    suites = suites_of(tree)
    lang = page.address.lang
    words = {"data-show": t(lang, "shell.show"), "data-busy": t(lang, "shell.loading")}
    blocks = {
        "_dash-config": front.dash.config,
        "_layout": _in_order(str(to_json_plotly(tree))),
        "_dependencies": dependencies,
        "_later": json.dumps(front.later(lang), sort_keys=True),
    }
    return (
        f"{_head(page, front, suites, root)}{STALE_MARK}"
        f'<a class="skip-link" href="#page">{escape(t(lang, "shell.skip"))}</a>'
        f'<div id="first-paint">{render(tree.children[0].children)}</div>'
        f"{element('div', words | {'id': 'react-entry-point', 'hidden': True})}"
        '<div id="announce" class="visually-hidden" aria-live="polite"></div>'
        f"{''.join(_sheet(url, '') for url in front.last_sheets())}"
        f"{''.join(_data(name, text) for name, text in blocks.items())}"
        f"{_scripts(front, suites)}</body></html>"
    )


def _in_order(text: str) -> str:
    """The layout as JSON with its names sorted: Dash's order of properties differs between processes, and bytes tell
    pages apart. HTML that stands in the document already is named by its position, not sent twice."""
    tree = orjson.loads(text)
    _take_out(tree, count())
    return orjson.dumps(tree, option=orjson.OPT_SORT_KEYS).decode()


def _take_out(node: Any, positions: Iterator[int]) -> None:
    """`assets/js/static.js` puts it back. Inside an island nothing is drawn before its component is."""
    if isinstance(node, list):
        for child in node:
            _take_out(child, positions)
    elif isinstance(node, dict) and (node.get("namespace"), node.get("type")) == ("dashboard", "Static"):
        node["props"]["html"] = next(positions)
    elif isinstance(node, dict) and (node.get("namespace"), node.get("type")) != ("dashboard", "Island"):
        _take_out(node.get("props", {}).get("children"), positions)


def plain_document(lang: Lang, title: str, content: Component, front: FrontEnd) -> str:
    """A document without Dash, for errors: the frame of the site leads on."""
    head = (
        f'<meta charset="utf-8"><title>{escape(title)} · {escape(t(lang, "shell.brand"))}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}{_sheets(front)}</head>'
        f'<body>{render(frame_of_site(lang))}<main id="page" class="error-page">{render(content)}</main></body></html>'
    )


def stale_banner(lang: Lang, when: str) -> str:
    """The strip that says a page is an older copy; it stands outside what Dash draws, so it stays."""
    return f'<div class="stale-banner" role="status">{escape(t(lang, "shell.stale", when=when))}</div>'


def _head(page: Page, front: FrontEnd, suites: Collection[str], root: str) -> str:
    address, title = page.address, document_title(page)
    alternates = [(lang, address.in_language(lang).href) for lang in LANGUAGES]
    alternates.append(("x-default", address.in_language(DEFAULT).href))
    meta = {
        "name": [("description", page.description), ("viewport", "width=device-width, initial-scale=1")],
        "property": [
            ("og:title", title),
            ("og:description", page.description),
            ("og:type", "website"),
            ("og:site_name", t(address.lang, "shell.brand")),
            ("og:url", root + address.href),
            ("og:locale", KNOWN[address.lang].locale),
        ],
    }
    tags = [f'<meta {kind}="{name}" content="{escape(text)}">' for kind, pairs in meta.items() for name, text in pairs]
    tags += [
        f'<meta name="theme-color" media="(prefers-color-scheme: {theme})" content="{colours["paper"]}">'
        for theme, colours in TOKENS.items()
    ]
    tags += [f'<link rel="alternate" hreflang="{code}" href="{escape(root + href)}">' for code, href in alternates]
    return (
        f'<!DOCTYPE html><html lang="{address.lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'{"".join(tags)}<link rel="canonical" href="{escape(root + address.href)}">'
        f'<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">'
        f"{_sheets(front, suites, style_groups(address))}</head>"
    )


def _sheets(front: FrontEnd, suites: Collection[str] = (), groups: Collection[str] = ()) -> str:
    # The cut-down Bootstrap has a name: the whole one takes its place when a component needs it.
    inline = "".join(f'<style id="{name}">{css}</style>' for name, css in front.styles(suites, groups))
    linked = "".join(_sheet(url, "") for url in front.suite_sheets(suites))
    return linked + inline + "".join(_sheet(url, media) for url, media in front.sheets())


def _sheet(url: str, media: str) -> str:
    condition = f' media="{media}"' if media else ""
    return f'<link rel="stylesheet" href="{escape(url)}"{condition}>'


def _data(name: str, text: str) -> str:
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{safe}</script>'


def _scripts(front: FrontEnd, suites: Collection[str]) -> str:
    inline = "".join(f"<script>{script}</script>" for script in front.dash.inline)
    before = "".join(f'<script defer src="{escape(url)}"></script>' for url in front.scripts(suites))
    url, kind = front.starter
    how = f'type="{kind}"' if kind else "defer"
    return f'{inline}{before}<script {how} src="{escape(url)}"></script>'
