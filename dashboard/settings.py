"""Settings: one frozen object read from the environment; a bad value is refused by name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The host stands in the content security policy, so it is plain and fixed.
_TILES = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?/(?:[\w.~%/?=&@-]|\{[zxy]\})+")
_TILE_PARTS = ("{z}", "{x}", "{y}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSetting(ValueError):
    """A setting cannot be used; the message names it and what is allowed, never a secret's value."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations.

    Attributes:
        database_url: SQLAlchemy address; the default is a SQLite file under `var/`.
        host, port: where `python app.py` listens.
        public_url: scheme and host people use, for canonical links and the sitemap; "" gives links without a host.
        threads: worker threads of the built-in server.
        version_check_s: how many seconds a process may trust the data version it last read (0: ask every time).
        read_timeout_s: how long a page waits for the database before an older page is shown.
        frame_ancestors: who may embed pages (a CSP source list).
        photo_folder: where pictures of works are kept.
        oc4ids_prefix: what the identifiers of OC4IDS projects begin with, as the standard's helpdesk gave it.
        guesses_url: where guesses are counted; a database of its own, because the pages' one is only read.
        responses_file: where coded answers to surveys are kept; only the command line opens it.
        debug: Dash's developer tools and a restart at every change; on loopback only.
        osm_tiles: address of the pictures under maps, with {z}, {x} and {y}; "" loads nothing from elsewhere.
    """

    database_url: str = f"sqlite:///{ROOT / 'var' / 'openaimak.db'}"
    host: str = "127.0.0.1"
    port: int = 8050
    public_url: str = ""
    threads: int = 8
    version_check_s: float = 0.5
    read_timeout_s: float = 1.0
    frame_ancestors: str = "'none'"
    photo_folder: Path = ROOT / "var" / "photos"
    oc4ids_prefix: str = ""
    osm_tiles: str = ""
    guesses_url: str = f"sqlite:///{ROOT / 'var' / 'guesses.db'}"
    responses_file: Path = ROOT / "var" / "responses.db"
    debug: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `env` (default: the process environment).

        Raises BadSetting for a value that cannot be used.
        """
        env = os.environ if env is None else env
        debug = env.get("DASH_DEBUG", "").lower() not in ("", "0", "false")
        if debug and (env.get("HOST") or cls.host) not in _LOOPBACK:
            raise BadSetting("DASH_DEBUG is set: debug mode shows code to visitors. Unset it, or HOST.")
        default = cls()
        url = _database(env, "DATABASE_URL", default.database_url)
        guesses_url = _database(env, "GUESSES_URL", default.guesses_url)
        if guesses_url == url:
            raise BadSetting("GUESSES_URL must not be DATABASE_URL: the pages may only read that one")
        responses_file = Path(env.get("RESPONSES_FILE") or default.responses_file)
        if {url, guesses_url} & {f"sqlite:///{responses_file}", f"sqlite:///{responses_file.absolute()}"}:
            raise BadSetting("RESPONSES_FILE must not be the database of DATABASE_URL or GUESSES_URL")
        public_url = (env.get("PUBLIC_URL") or "").rstrip("/")
        if public_url and not public_url.startswith(("http://", "https://")):
            raise BadSetting(f"PUBLIC_URL must start with http:// or https://, got {public_url!r}")
        prefix = env.get("OC4IDS_PREFIX") or ""
        if prefix and not re.fullmatch(r"oc4ids-[a-z0-9]{6}", prefix):
            raise BadSetting(f"OC4IDS_PREFIX must be oc4ids- and six letters or digits, got {prefix!r}")
        tiles = env.get("OSM_TILES") or ""
        if tiles and not (_TILES.fullmatch(tiles) and all(tiles.count(part) == 1 for part in _TILE_PARTS)):
            raise BadSetting(f"OSM_TILES must be https://host/…/{{z}}/{{x}}/{{y}}.png, got {tiles!r}")
        return cls(
            database_url=url,
            host=env.get("HOST") or default.host,
            port=int(_number(env, "PORT", default.port, 1, 65535)),
            public_url=public_url,
            threads=int(_number(env, "THREADS", default.threads, 1, 64)),
            version_check_s=_number(env, "VERSION_CHECK_S", default.version_check_s, 0, 60),
            read_timeout_s=_number(env, "READ_TIMEOUT_S", default.read_timeout_s, 0.1, 60),
            frame_ancestors=env.get("FRAME_ANCESTORS") or default.frame_ancestors,
            photo_folder=Path(env.get("PHOTO_FOLDER") or default.photo_folder),
            oc4ids_prefix=prefix,
            osm_tiles=tiles,
            guesses_url=guesses_url,
            responses_file=responses_file,
            debug=debug,
        )

    @property
    def tile_host(self) -> str:
        """Scheme and host of the pictures under maps; "" without any."""
        return "/".join(self.osm_tiles.split("/")[:3])


def _database(env: Mapping[str, str], name: str, default: str) -> str:
    url = env.get(name) or default
    if not url.startswith(("sqlite:", "postgresql")):
        raise BadSetting(f"{name} must start with sqlite:/// or postgresql+psycopg://")
    return url


def _number(env: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise BadSetting(f"{name} must be a number from {low:g} to {high:g}, got {text!r}")
    return value
