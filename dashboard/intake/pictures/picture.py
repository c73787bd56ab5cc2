"""Pictures (JPEG, PNG, WebP) are opened only in a guarded child process: a hostile file can kill its reader."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.intake.files.child import run_child
from dashboard.intake.files.model import MIB
from dashboard.intake.problems import refuse
from dashboard.store.picture_files import SIZES

CHILD = Path(__file__).with_name("picture_child.py")


@dataclass(frozen=True)
class PictureLimits:
    """The most that is taken of one picture. `pixels`: of the whole picture; `least`: its shorter side."""

    file_bytes: int = 30 * MIB
    pixels: int = 50_000_000
    least: int = 200
    seconds: int = 30
    memory_bytes: int = 1536 * MIB


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew. `files`: (width asked for, "webp" or "avif", bytes); width and height of the largest."""

    width: int
    height: int
    files: tuple[tuple[int, str, bytes], ...]


def read_picture(raw: bytes, limits: PictureLimits | None = None) -> Picture:
    """Draw a picture anew in our sizes. Raises Refused for what cannot or may not be read."""
    limits = limits or PictureLimits()
    if len(raw) > limits.file_bytes:
        raise refuse("file_too_big", size=-(-len(raw) // MIB), most=limits.file_bytes // MIB)
    settings = {**asdict(limits), "sizes": SIZES}
    printed = run_child(CHILD, raw, settings, slow="picture_too_slow", killed="picture_kills_reader")
    first, _, data = printed.partition(b"\n")
    told = json.loads(first)
    if "refused" in told:
        raise refuse(told["refused"], **told["params"])
    files, at = [], 0
    for size, kind, length in told["files"]:
        files.append((int(size), str(kind), data[at : at + length]))
        at += length
    return Picture(told["width"], told["height"], tuple(files))
