"""Answers kept as bytes: the newest while the data is the same, the last good one while the database is away."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dashboard.web.compress import PAGE_QUALITY, SMALLEST, Encoding, encode

LIMIT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """One answer: content, type and the headers that belong to it. Encodings are made when first asked for.

    Attributes:
        version: the data the answer was made from.
        made_at: when; shown to readers if the answer has to serve while the database is away.
    """

    content: bytes
    content_type: str
    version: Hashable = None
    headers: tuple[tuple[str, str], ...] = ()
    quality: int = PAGE_QUALITY
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _encoded: dict[Encoding, bytes] = field(default_factory=dict, repr=False, compare=False)
    _hash: list[str] = field(default_factory=list, repr=False, compare=False)

    def body(self, encoding: Encoding) -> tuple[bytes, Encoding]:
        """The bytes to send and the encoding they are in (none for very small answers)."""
        if not encoding or len(self.content) < SMALLEST:
            return self.content, ""
        if encoding not in self._encoded:
            self._encoded[encoding] = encode(self.content, encoding, self.quality)
        return self._encoded[encoding], encoding

    def etag(self, encoding: Encoding) -> str:
        """A strong entity tag: the hash of the content, and the encoding, because the bytes differ."""
        if not self._hash:
            self._hash.append(hashlib.sha256(self.content).hexdigest()[:20])
        return f'"{self._hash[0]}{"-" + encoding if encoding else ""}"'

    @property
    def size(self) -> int:
        """Bytes the answer takes in memory, with its encodings, roughly."""
        return len(self.content) * 3 // 2 + 1000


class AnswerCache:
    """Least recently used answers up to `limit` bytes; safe to use from several threads."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: Hashable) -> Kept | None:
        """The answer made from this version of the data."""
        kept = self.last_good(key)
        return kept if kept is not None and kept.version == version else None

    def last_good(self, key: Hashable) -> Kept | None:
        """The newest answer there is, whatever data it was made from."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: Hashable, kept: Kept) -> Kept:
        """Keep an answer in place of an older one; returns it. A cache without any room keeps none."""
        if not self._limit:
            return kept
        with self._lock:
            old = self._kept.pop(key, None)
            self._bytes += kept.size - (old.size if old else 0)
            self._kept[key] = kept
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].size
        return kept
