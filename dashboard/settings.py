"""Settings: one frozen object read from the environment; what cannot be used is refused by name, all at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

ROOT = Path(__file__).resolve().parent.parent
#: Only the machine itself reaches these.
LOOPBACK = ("127.0.0.1", "::1", "localhost")
#: They may hold a password, so they are never shown.
_SECRET = ("DATABASE_URL", "GUESSES_URL")
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
_PUBLIC_URL = rf"^https?://{_HOST}(?:/[A-Za-z0-9._~%-]+)*/*$"
# Both are part of the content security policy, so they are plain: no sign that ends a directive or begins another.
_SOURCE = rf"(?:'self'|(?:https?://)?(?:\*\.)?{_HOST})"
_FRAME_ANCESTORS = rf"^(?:'none'|{_SOURCE}(?: {_SOURCE})*)$"
_TILES = r"^https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?/(?:[\w.~%/?=&@-]|\{[zxy]\})+$"
_EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}$"
_TILE_PARTS = ("{z}", "{x}", "{y}")


class BadSetting(ValueError):
    """Settings cannot be used; one line each names it and what is allowed, never a secret's value."""


def _setting(name: str, sentence: str, **limits: Any) -> Any:
    """The variable a setting is read from, and what is said of a value that does not do."""
    return Field(validation_alias=name, description=sentence, **limits)


def _database(url: str) -> str:
    starts = ("sqlite://", "postgresql://", "postgresql+psycopg://")
    if not url.startswith(starts) or not url.isprintable():
        raise ValueError
    if not url.startswith("sqlite"):
        _ = urlsplit(url).port  # a port that is no number raises ValueError
    elif not _sqlite_file(url):
        raise ValueError  # each process would have one in its memory
    return url


def _sqlite_file(url: str) -> str:
    """Where the file of a SQLite database really is; "" of others and of one in memory."""
    file = url.removeprefix("sqlite:///").partition("?")[0]
    return os.path.realpath(file) if file not in ("", ":memory:", url) else ""


def _host(name: str) -> str:
    if ":" in name or re.fullmatch("[0-9.]+", name):
        ip_address(name)
    return name


def _file(path: Path) -> Path:
    if os.path.isdir(path):
        raise ValueError
    return path


def _folder(path: Path) -> Path:
    if os.path.lexists(path) and not os.path.isdir(path):
        raise ValueError
    return path


def _framers(sources: str) -> str:
    if {"self", "none"} & {*sources.lower().split()}:
        raise ValueError  # without its quotes a keyword is the name of a host
    return sources


def _tiles(url: str) -> str:
    if any(url.count(part) != 1 for part in _TILE_PARTS):
        raise ValueError
    return url


Database = Annotated[str, AfterValidator(_database)]
_DATABASE = "must start with sqlite:/// and the path of a file, or postgresql+psycopg://"
_SECONDS = "must be a number from {} to 60"


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
        osm_tiles: address of the pictures under maps, with {z}, {x} and {y}; "" loads nothing from elsewhere.
        guesses_url: where guesses are counted; a database of its own, because the pages' one is only read.
        responses_file: where coded answers to surveys are kept; only the command line opens it.
        operator_email: where residents may send documents to the people who run this site; "" names nobody.
        correction_hours: how long the one who imported a file may correct it without a mark on the public figure.
        audit_anchor: a file, best on another machine, to which the head of the audit trail is appended; None: nowhere.
        log_format: lines of the log for people ("text") or for programs ("json").
        metrics: whether /metrics answers.
        debug: development on this machine: Dash shows code and errors, so only where nobody else reaches the server.
    """

    database_url: Annotated[Database, _setting("DATABASE_URL", _DATABASE)] = (
        f"sqlite:///{ROOT / 'var' / 'openaimak.db'}"
    )
    host: Annotated[
        str,
        _setting(
            "HOST", "must be a name or address of this machine: 127.0.0.1, 0.0.0.0, ::1", pattern=r"^[A-Za-z0-9.:_-]+$"
        ),
        AfterValidator(_host),
    ] = "127.0.0.1"
    port: Annotated[int, _setting("PORT", "must be a whole number from 1 to 65535", ge=1, le=65535)] = 8050
    public_url: Annotated[
        str,
        _setting(
            "PUBLIC_URL",
            "must start with http:// or https://, then a host and nothing else but a path",
            pattern=_PUBLIC_URL,
        ),
        AfterValidator(lambda url: url.rstrip("/")),
    ] = ""
    threads: Annotated[int, _setting("THREADS", "must be a whole number from 1 to 64", ge=1, le=64)] = 8
    version_check_s: Annotated[float, _setting("VERSION_CHECK_S", _SECONDS.format(0), ge=0, le=60)] = 0.5
    read_timeout_s: Annotated[float, _setting("READ_TIMEOUT_S", _SECONDS.format(0.1), ge=0.1, le=60)] = 1.0
    frame_ancestors: Annotated[
        str,
        _setting(
            "FRAME_ANCESTORS",
            "must be 'none', 'self' or addresses like https://aimak.example, with blanks between them; "
            "keep the inner quotes: FRAME_ANCESTORS=\"'self'\"",
            pattern=_FRAME_ANCESTORS,
        ),
        AfterValidator(_framers),
    ] = "'none'"
    photo_folder: Annotated[Path, _setting("PHOTO_FOLDER", "must be the path of a folder"), AfterValidator(_folder)] = (
        ROOT / "var" / "photos"
    )
    oc4ids_prefix: Annotated[
        str, _setting("OC4IDS_PREFIX", "must be oc4ids- and six letters or digits", pattern=r"^oc4ids-[a-z0-9]{6}$")
    ] = ""
    osm_tiles: Annotated[
        str, _setting("OSM_TILES", "must be https://host/…/{z}/{x}/{y}.png", pattern=_TILES), AfterValidator(_tiles)
    ] = ""
    guesses_url: Annotated[Database, _setting("GUESSES_URL", _DATABASE)] = f"sqlite:///{ROOT / 'var' / 'guesses.db'}"
    responses_file: Annotated[Path, _setting("RESPONSES_FILE", "must be the path of a file"), AfterValidator(_file)] = (
        ROOT / "var" / "responses.db"
    )
    operator_email: Annotated[str, _setting("OPERATOR_EMAIL", "must be an e-mail address", pattern=_EMAIL)] = ""
    correction_hours: Annotated[
        int, _setting("CORRECTION_HOURS", "must be a whole number of hours from 0 to 8760", ge=0, le=8760)
    ] = 24
    audit_anchor: Annotated[
        Annotated[Path, AfterValidator(_file)] | None, _setting("AUDIT_ANCHOR", "must be the path of a file")
    ] = None
    log_format: Annotated[Literal["text", "json"], _setting("LOG_FORMAT", "must be text or json")] = "text"
    metrics: Annotated[bool, _setting("METRICS", "must be true or false")] = False
    debug: Annotated[bool, _setting("DASH_DEBUG", "must be true or false")] = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `env` (default: the process environment); an empty one is one that is not set.

        Raises BadSetting with every value that cannot be used.
        """
        told = {name: value for name, value in (os.environ if env is None else env).items() if value}
        wrong: list[ErrorDetails] = []
        try:
            settings = _reader().validate_python(told)
        except ValidationError as error:
            wrong = error.errors(include_url=False)
            bad = {str(each["loc"][0]) for each in wrong}
            settings = _reader().validate_python({name: told[name] for name in told.keys() - bad})
        sentences = [*map(_sentence, wrong), *_misfits(settings)]
        if sentences:
            raise BadSetting("\n".join(sentences))
        return settings

    @property
    def tile_host(self) -> str:
        """Scheme and host of the pictures under maps; "" without any."""
        return "/".join(self.osm_tiles.split("/")[:3])


@cache
def _reader() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


@cache
def _sentences() -> dict[str, str]:
    """What each variable may hold."""
    return {name: str(told["description"]) for name, told in _reader().json_schema()["properties"].items()}


def names() -> tuple[str, ...]:
    """The variables that settings are read from."""
    return tuple(_sentences())


def _sentence(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    found = "" if name in _SECRET else f", got {_masked(str(error['input']))!r}"
    return f"{name} {_sentences()[name]}{found}"


def _masked(value: str) -> str:
    """A value without what stands before its last @, which may be a name and a password."""
    return re.sub(r"\A(https?://)?.*@", r"\1…@", value, flags=re.S)


def _misfits(settings: Settings) -> Iterator[str]:
    """What is right by itself and does not go together."""
    main, guesses = (_sqlite_file(url) or url for url in (settings.database_url, settings.guesses_url))
    if guesses == main:
        yield "GUESSES_URL must not be DATABASE_URL: the pages may only read that one"
    if os.path.realpath(settings.responses_file) in (main, guesses):
        yield "RESPONSES_FILE must not be the database of DATABASE_URL or GUESSES_URL"
    if settings.debug and settings.host not in LOOPBACK:
        allowed = ", ".join(LOOPBACK)
        yield f"DASH_DEBUG is set: debug mode shows code to visitors. Unset it, or let HOST be one of {allowed}"
