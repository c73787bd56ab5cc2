"""An address as a picture that a telephone reads from paper."""

from __future__ import annotations

import io

import segno

#: A part of the picture may be torn or dirty: 15 % of it are repaired.
_ERROR = "m"


def qr_svg(address: str) -> bytes:
    """The QR code of an address as an SVG picture with the quiet zone that readers need."""
    drawn = io.BytesIO()
    segno.make(address, error=_ERROR, micro=False).save(drawn, kind="svg", omitsize=True, xmldecl=False, nl=False)
    return drawn.getvalue()
