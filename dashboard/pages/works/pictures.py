"""Pictures of a work: before and after as one picture with a slider, side by side without a script; the rest below.
And of all works of a place, one beside the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.markup import Markup, element, text
from dashboard.channels.urls import PHOTOS_URL
from dashboard.i18n import day, t
from dashboard.pages.attributes import attributes
from dashboard.store.picture_files import SIZES
from dashboard.store.work_records import Photo, Pictured

_SMALLEST = SIZES[0]


def pictures(photos: tuple[Photo, ...], lang: str) -> list[Component]:
    """A section with the pictures of one work; none for a work without any."""
    if not photos:
        return []
    pairs = list(_pairs(photos))
    paired = {picture.file for pair in pairs for picture in pair}
    alone = [picture for picture in photos if picture.file not in paired]
    heading = html.H2(t(lang, "works_pages.pictures"), id="pictures-title")
    drawn = [_compared(before, after, lang) for before, after in pairs]
    if alone:
        drawn.append(Markup(element("div", {"className": "pictures"}, "".join(_figure(one, lang) for one in alone))))
    section = html.Section(
        static(heading, *drawn), id="pictures", className="exhibit", **attributes(aria_labelledby="pictures-title")
    )
    return [section]


def gallery_html(pictures: Iterable[Pictured], link: Callable[[int], str], lang: str) -> Markup:
    """Pictures of several works; each, and the name under it, leads to its work."""
    drawn = "".join(_of_work(each, link(each.work_id), lang) for each in pictures)
    return Markup(element("div", {"className": "pictures gallery"}, drawn))


def _of_work(shown: Pictured, href: str, lang: str) -> str:
    name = element("span", {}, text(shown.titles.in_(lang)))
    link = element("a", {"href": href, "data-nav": "1"}, _image(shown.photo, lang) + name)
    return element("figure", {"className": "picture"}, link + _caption(shown.photo, lang))


def _pairs(photos: tuple[Photo, ...]) -> Iterator[tuple[Photo, Photo]]:
    """The first picture before and the last one after of every pair that has both."""
    by_pair: dict[str, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo.pair:
            by_pair[photo.pair].append(photo)
    for pair in by_pair.values():
        before = next((photo for photo in pair if photo.stage == "before"), None)
        after = next((photo for photo in reversed(pair) if photo.stage == "after"), None)
        if before is not None and after is not None:
            yield before, after


def _compared(before: Photo, after: Photo, lang: str) -> Markup:
    # The script shows the slider (`assets/js/compare.js`); without it both pictures stand side by side.
    slider = element(
        "input",
        {
            "type": "range",
            "min": "0",
            "max": "100",
            "value": "50",
            "step": "5",
            "className": "compare-range",
            "aria-label": t(lang, "works_pages.compare"),
        },
    )
    shape = {"style": f"--shape:{before.width}/{before.height}", "className": "compare-pictures"}
    both = _figure(before, lang, "compare-before") + _figure(after, lang, "compare-after")
    return Markup(element("div", {"className": "compare"}, element("div", shape, both) + slider))


def _figure(photo: Photo, lang: str, name: str = "picture") -> str:
    return element("figure", {"className": name}, _image(photo, lang) + _caption(photo, lang))


def _caption(photo: Photo, lang: str) -> str:
    said = [t(lang, f"works_pages.stage_{photo.stage}")]
    if photo.taken_on is not None:
        said.append(day(photo.taken_on))
    if photo.drawn:
        said.append(t(lang, "works_pages.drawn"))
    return element("figcaption", {}, text(" · ".join(said)))


def _image(photo: Photo, lang: str) -> str:
    return element(
        "img",
        {
            "src": f"{PHOTOS_URL}{photo.file}-{_SMALLEST}.webp",
            "srcSet": _sources(photo),
            "sizes": "(min-width: 700px) 50vw, 100vw",
            "width": photo.width,
            "height": photo.height,
            "alt": photo.alt.in_(lang),
            "loading": "lazy",
            "decoding": "async",
        },
    )


def _sources(photo: Photo) -> str:
    """The sizes with their real widths: none is wider than the picture was."""
    sources = {min(size, photo.width): size for size in reversed(SIZES)}
    return ", ".join(f"{PHOTOS_URL}{photo.file}-{size}.webp {width}w" for width, size in sorted(sources.items()))
