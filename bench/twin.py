"""The static twin of a page: the same cards as plain HTML without a script, from the server that serves ours."""

from __future__ import annotations

import re
import sys
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import brotli
import waitress

_SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


def without_scripts(document: str) -> str:
    """The document that a reader has before any script, and nothing else."""
    return _SCRIPTS.sub("", document)


def fetch(address: str) -> str:
    """The document at an address."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8"))


def _application(document: str) -> Callable[..., Iterable[bytes]]:
    packed = brotli.compress(document.encode("utf-8"), quality=11)

    def application(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "br"),
            ("Content-Length", str(len(packed))),
        ]
        start("200 OK", headers)
        return [packed]

    return application


if __name__ == "__main__":
    waitress.serve(_application(Path(sys.argv[1]).read_text("utf-8")), host="127.0.0.1", port=int(sys.argv[2]))
