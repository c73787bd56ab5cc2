"""Runs alone (`python -I`): takes one picture on its standard input, limits itself, writes it again in our sizes.

It imports nothing of the project. The first line of its output is JSON: {"refused": code, "params": …} or width,
height and the files with their lengths; their bytes follow one after another. The picture is drawn anew from its
pixels, so that nothing else of the file (camera, place, hidden parts) can come through.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

FORMATS = ("JPEG", "PNG", "WEBP")
WEBP = {"quality": 78, "method": 4}
AVIF = {"quality": 55, "speed": 8, "max_threads": 1}


class PictureRefusal(Exception):
    """The picture is not taken; `code` is a problem code."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def limit_self(limits: dict[str, Any]) -> None:
    """No more memory, processor time or core file than allowed; the kernel ends the process otherwise."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(raw: bytes, limits: dict[str, Any]) -> Any:
    """The pixels of a picture, upright, without transparency."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before any pixel is unpacked
    try:
        image = Image.open(io.BytesIO(raw), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise PictureRefusal("picture_unknown_kind") from error
    if image.width * image.height > limits["pixels"]:
        raise PictureRefusal("picture_too_many_pixels", most=limits["pixels"] // 1_000_000)
    if min(image.size) < limits["least"]:
        raise PictureRefusal("picture_too_small", least=limits["least"])
    if getattr(image, "n_frames", 1) > 1:
        raise PictureRefusal("picture_moves")
    image.load()
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    plain = upright.convert("RGB")
    plain.info = {}
    return plain


def write(image: Any, sizes: list[int]) -> tuple[dict[str, Any], list[bytes]]:
    """What was written and the files: WebP in every size, AVIF too where all of it together is smaller."""
    from PIL import Image, features

    scaled = []
    for size in sizes:
        width = min(size, image.width)
        height = max(1, round(image.height * width / image.width))
        scaled.append(image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS))
    files = [(size, "webp", _bytes(picture, "WEBP", WEBP)) for size, picture in zip(sizes, scaled, strict=True)]
    if features.check("avif"):
        smaller = [(size, "avif", _bytes(picture, "AVIF", AVIF)) for size, picture in zip(sizes, scaled, strict=True)]
        if sum(len(data) for _, _, data in smaller) < sum(len(data) for _, _, data in files):
            files += smaller
    told = {
        "width": scaled[-1].width,
        "height": scaled[-1].height,
        "files": [[size, kind, len(data)] for size, kind, data in files],
    }
    return told, [data for _, _, data in files]


def _bytes(image: Any, kind: str, options: dict[str, int]) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def main() -> None:
    """Limit, read, write; whatever goes wrong is said in one line."""
    limits: dict[str, Any] = json.loads(sys.argv[1])
    limit_self(limits)
    data: list[bytes] = []
    try:
        told, data = write(read(sys.stdin.buffer.read(), limits), limits["sizes"])
    except PictureRefusal as refusal:
        told = {"refused": refusal.code, "params": refusal.params}
    except MemoryError:
        told = {"refused": "picture_kills_reader", "params": {}}
    except Exception:
        # Whatever a damaged file makes the library raise means the same to the person who sent it.
        told = {"refused": "picture_damaged", "params": {}}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(data))


if __name__ == "__main__":
    main()
