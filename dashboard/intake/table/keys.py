"""Keys that fit into the database."""

from __future__ import annotations

import hashlib


def shortened(key: str, length: int, signs: int = 12) -> str:
    """A key of at most `length` signs: of one too long the beginning, and `signs` of a fingerprint of the whole."""
    if len(key) <= length:
        return key
    return f"{key[: length - signs - 1]}-{hashlib.sha256(key.encode()).hexdigest()[:signs]}"
