"""The pages' answers: from the cache, built, or the last good copy while the database is away."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import Connection

from dashboard.channels.files import FORMATS
from dashboard.document import STALE_MARK, stale_banner
from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import Lang, timestamp
from dashboard.pages.address import Address, NotFound
from dashboard.pages.build import is_long
from dashboard.pages.model import Page
from dashboard.pages.section import Draft, Long
from dashboard.store.releases import data_version
from dashboard.web.answers import kept_as, send
from dashboard.web.cache import AnswerCache, Kept
from dashboard.web.database import Database, Unavailable
from dashboard.web.streams import in_parts, send_parts

log = logging.getLogger(__name__)
Build = Callable[[Address, Connection, date], Page | Draft[Any]]
HTML = "text/html; charset=utf-8"
DATA_BYTES = 32 * 1024 * 1024
DOWNLOAD = re.compile(rf"(?P<page>.*)/(?P<key>[a-z0-9-]{{1,60}})\.(?P<extension>{'|'.join(FORMATS)})")


@dataclass(frozen=True)
class Site:
    """Everything a page needs: how it is built, from which database, as of which day, and where answers are kept.

    What programs ask for is kept in `data`, apart from pages (`cache`), which it would push out.
    """

    database: Database
    build: Build
    today: Callable[[], date]
    cache: AnswerCache = field(default_factory=AnswerCache)
    data: AnswerCache = field(default_factory=lambda: AnswerCache(DATA_BYTES))

    def version(self) -> tuple[int, int, date]:
        """What an answer depends on beside its address: the data, and the day. Raises Unavailable."""
        return self.database.version(), self.database.generation, self.today()

    def page(self, address: Address) -> Page:
        """The page at `address`, built now. Raises NotFound, BadAddress or Unavailable."""
        return self.read(address).page()

    def exhibit(self, address: Address, key: str) -> Exhibit:
        """One exhibit of the page at `address`, made without the page around it. Raises as `page` does."""
        try:
            return self.read(address).exhibit(key)
        except KeyError as error:
            raise NotFound(key) from error

    def read(self, address: Address) -> Page | Draft[Any]:
        """What stands at `address`, not yet laid out. Raises as `page` does."""
        today = self.today()
        return self.database.read(lambda connection: self.build(address, connection, today))

    def document(self, address: Address, write: Callable[[Page], str]) -> Response:
        """The document of a page; a stale copy says so in the page and in a `Warning` header."""
        key = ("page", address.href)
        kept, stale = self._kept(key, lambda: Kept(write(self.page(address)).encode(), HTML))
        return send(_marked_stale(kept, address.lang) if stale else kept)

    def download(self, address: Address, exhibit_key: str, extension: str) -> Response:
        """An exhibit as a file: exactly what is drawn, or all of what the page shows a part of.

        The name of a stale copy says of when it is. Raises NotFound when the page has no such exhibit.
        """
        made = FORMATS[extension]
        disposition = f'attachment; filename="{file_name(address, exhibit_key, extension)}"'
        headers = (("Content-Disposition", disposition), _OPEN)
        if is_long(address, exhibit_key):
            return send_parts(self._whole(address, exhibit_key), made, dict(headers))

        def write() -> Kept:
            return Kept(made.write(self.exhibit(address, exhibit_key)), made.content_type, headers=headers)

        kept, stale = self._kept((extension, exhibit_key, address.href), write)
        return send(_file_marked_stale(kept) if stale else kept)

    def current(self, key: Hashable, make: Callable[[], Response]) -> Response:
        """An answer of status 200 that depends on `key`, the data and the day, and is never stale.

        Raises Unavailable, and what `make` raises.
        """
        digest = hashlib.sha256(repr(key).encode()).digest()  # a key may be longer than its answer
        version = self.version()
        kept = self.data.get(digest, version)
        return send(kept or self.data.put(digest, kept_as(make(), version)))

    def _whole(self, address: Address, key: str) -> LongExhibit:
        """An exhibit with all of its rows, whatever part of them the page at `address` shows."""
        today = self.today()

        def read(connection: Connection) -> tuple[int, Long]:
            version, made = data_version(connection), self.build(address, connection, today)
            if not isinstance(made, Draft):
                raise KeyError(key)
            return version, made.long(key, connection)

        try:
            version, long = self.database.read(read)
        except KeyError as error:
            raise NotFound(key) from error
        return in_parts(self.database, long, version)

    def _kept(self, key: tuple[str, ...], make: Callable[[], Kept]) -> tuple[Kept, bool]:
        """The answer of `key` and whether it is stale. Raises Unavailable when there is not even an old one."""
        try:
            version = self.version()
            kept = self.cache.get(key, version)
            return kept or self.cache.put(key, replace(make(), version=version)), False
        except Unavailable as error:
            old = self.cache.last_good(key)
            log.warning("database unavailable (%s): %s", error, "an older copy is shown" if old else "nothing to show")
            if old is None:
                raise
            return old, True


_OPEN = ("Access-Control-Allow-Origin", "*")  # pages of other sites may read what anyone may
_WARNING = ("Warning", '110 - "Response is Stale"')


def file_name(address: Address, exhibit_key: str, extension: str) -> str:
    """`kara-kujur-spending-by-function-2025.csv`; addresses are ASCII, so the name is."""
    which = (address.get("period") or address.get("year"), address.get("study"), address.get("group"))
    parts = (address.place, exhibit_key, *which)
    return "-".join(part for part in parts if part) + f".{extension}"


def _marked_stale(kept: Kept, lang: Lang) -> Kept:
    banner = stale_banner(lang, timestamp(kept.made_at))
    content = kept.content.replace(STALE_MARK.encode(), (STALE_MARK + banner).encode(), 1)
    return Kept(content, kept.content_type, kept.version, (*kept.headers, _WARNING), made_at=kept.made_at)


def _file_marked_stale(kept: Kept) -> Kept:
    """`kara-kujur-spending.csv` becomes `kara-kujur-spending-stale-20260305T1407Z.csv`: a file outlives its headers."""
    when = f"-stale-{kept.made_at:%Y%m%dT%H%MZ}"
    headers = [(name, re.sub(r'(\.[a-z]+")$', rf"{when}\1", value)) for name, value in kept.headers]
    return replace(kept, headers=(*headers, _WARNING))
