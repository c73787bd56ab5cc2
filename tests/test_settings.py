"""Settings are refused by name, all at once, and no secret is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.settings import BadSetting, Settings, names
from tests.conftest import ROOT

WRONG = {
    "PORT": ("80.7", "0", "65536", "-1", "eighty", "nan"),
    "THREADS": ("abc", "0", "65", "1.5", "true"),
    "HOST": ("my host", "127.0.0.1\nX: y", "http://127.0.0.1", "<b>", "host/path", "999.1.1.1", "127.0.0", "::g"),
    "VERSION_CHECK_S": ("nan", "-1", "61", "inf", "soon"),
    "READ_TIMEOUT_S": ("0", "nan", "1e9"),
    "CORRECTION_HOURS": ("-1", "8761", "1.5", "a day"),
    "PUBLIC_URL": (
        "aimak.example", "ftp://aimak.example", 'https://aimak.example/"x"', "https://aimak.example/a b",
        "https://aimak.example/<script>", "https://aimak.example/?a=b",
        "https://aimak.example/#a", "https://", "https://aimak.example\n", "https://aimak.example'", "https:///path",
    ),
    "FRAME_ANCESTORS": (
        "'none'; script-src *", "https://a.example;", "https://a.example\nX-Header: 1", "https://a.example\r\n",
        "'none' https://a.example",
        "https://a.example, https://b.example", "https://a.example; script-src *", "https://a.example;script-src",
        "https://a.example ; *", "https://a.example\nhttps://b.example", "https://a.example\rhttps://b.example",
        "https://a.example\thttps://b.example", "https://a.example,https://b.example", '"self"',
        "self", "none", "Self", "NONE", "https://a.example self", "self https://a.example",
        "javascript:alert(1)", "https://a.example/<b>", " ", "*", "https:", "https://a.example *", "http:",
    ),
    "OC4IDS_PREFIX": ("oc4ids", "oc4ids-ABC123"),
    "OSM_TILES": ("http://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/{z}/{x}.png"),
    "DASH_DEBUG": ("perhaps", "2"),
    "METRICS": ("perhaps", "2"),
    "PHOTO_FOLDER": ("/etc/passwd", "/dev/null"),
    "RESPONSES_FILE": ("/", "/etc"),
    "AUDIT_ANCHOR": ("/", "/etc"),
    "LOG_FORMAT": ("xml", "JSON", "text\n"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_setting_that_cannot_be_used_is_refused_by_name_with_what_stands_there(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as bad:
        Settings.from_env({name: value})
    [line] = str(bad.value).splitlines()
    assert line.startswith(f"{name} must ") and line.endswith(f", got {value!r}")


@pytest.mark.parametrize("name", ["DATABASE_URL", "GUESSES_URL"])
@pytest.mark.parametrize(
    "url", ["mysql://me:secret@db/x", "postgresql+psycopg://me:secret@db:port/x", "postgresql+asyncpg://me:secret@db/x",
            "secret", "sqlite:///a\nsecret", "sqlite:///", "sqlite://", "sqlite:///:memory:", "sqlite:///?secret=1"],
)  # fmt: skip
def test_the_address_of_a_database_is_refused_without_being_shown(name: str, url: str) -> None:
    with pytest.raises(
        BadSetting, match=f"^{name} must start with sqlite:/// and the path of a file, or postgresql"
    ) as bad:
        Settings.from_env({name: url})
    assert "secret" not in str(bad.value)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("PUBLIC_URL", "https://me:secret@aimak.example", "https://…@aimak.example"),
        ("PUBLIC_URL", "http://me:secret@secret@aimak.example/", "http://…@aimak.example/"),
        ("PUBLIC_URL", "https://me:secret\nsecret@aimak.example", "https://…@aimak.example"),
        ("PUBLIC_URL", "postgresql://me:secret@db/x", "…@db/x"),
        ("PUBLIC_URL", "me:secret@aimak.example", "…@aimak.example"),
        ("FRAME_ANCESTORS", "https://a:secret@a.example https://b:secret@b.example", "https://…@b.example"),
        ("OSM_TILES", "https://me:secret@tiles.example/{z}.png", "https://…@tiles.example/{z}.png"),
        ("HOST", "secret@host", "…@host"),
    ],
)  # fmt: skip
def test_what_stands_before_an_at_sign_is_never_shown(name: str, value: str, shown: str) -> None:
    with pytest.raises(BadSetting) as bad:
        Settings.from_env({name: value})
    assert str(bad.value).startswith(f"{name} must ") and str(bad.value).endswith(f", got {shown!r}")
    assert "secret" not in str(bad.value)


def test_a_keyword_without_its_quotes_is_refused_with_how_to_write_it() -> None:
    with pytest.raises(BadSetting, match=r"keep the inner quotes: FRAME_ANCESTORS=\"'self'\", got 'self'$"):
        Settings.from_env({"FRAME_ANCESTORS": "self"})
    assert Settings.from_env({"FRAME_ANCESTORS": "self.example none.example"}).frame_ancestors


def test_all_that_is_wrong_is_said_at_once() -> None:
    env = {"PORT": "80.7", "THREADS": "abc", "DATABASE_URL": "mysql://x", "DASH_DEBUG": "1", "HOST": "0.0.0.0"}
    with pytest.raises(BadSetting) as bad:
        Settings.from_env(env)
    lines = str(bad.value).splitlines()
    assert {line.split()[0] for line in lines} == {"PORT", "THREADS", "DATABASE_URL", "DASH_DEBUG"} and len(lines) == 4


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PORT", "80", 80), ("THREADS", "64", 64), ("VERSION_CHECK_S", "0", 0.0), ("HOST", "::1", "::1"),
        ("HOST", "aimak-1.example", "aimak-1.example"), ("HOST", "", "127.0.0.1"),
        ("PUBLIC_URL", "https://aimak.example:8443/", "https://aimak.example:8443"),
        ("PUBLIC_URL", "http://[::1]:8050", "http://[::1]:8050"),
        ("PUBLIC_URL", "https://aimak.example/budget", "https://aimak.example/budget"),
        ("FRAME_ANCESTORS", "'self' https://*.aimak.example:443", "'self' https://*.aimak.example:443"),
        ("FRAME_ANCESTORS", "", "'none'"), ("PHOTO_FOLDER", "/nowhere/yet", Path("/nowhere/yet")),
        ("AUDIT_ANCHOR", "/nowhere/yet", Path("/nowhere/yet")),
        ("DATABASE_URL", "postgresql+psycopg://me:p%40@/x?host=/run", "postgresql+psycopg://me:p%40@/x?host=/run"),
    ],
)  # fmt: skip
def test_a_good_setting_is_taken(name: str, value: str, read: object) -> None:
    assert getattr(Settings.from_env({name: value}), name.lower()) == read


def test_no_two_settings_name_the_same_file_however_they_write_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    main = {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    for other in (f"{tmp_path}/a.db", f"{tmp_path}/b/../a.db", f"{tmp_path}//a.db", f"{tmp_path}/link/a.db"):
        with pytest.raises(BadSetting, match=r"^GUESSES_URL must not be DATABASE_URL"):
            Settings.from_env(main | {"GUESSES_URL": f"sqlite:///{other}"})
        with pytest.raises(BadSetting, match=r"^GUESSES_URL must not be DATABASE_URL"):
            Settings.from_env(main | {"GUESSES_URL": f"sqlite:///{other}?timeout=3"})
        with pytest.raises(BadSetting, match=r"^RESPONSES_FILE must not be the database"):
            Settings.from_env(main | {"RESPONSES_FILE": other})
    assert Settings.from_env(main | {"GUESSES_URL": f"sqlite:///{tmp_path}/b.db"})


@pytest.mark.parametrize("host", ["", "127.0.0.1", "::1", "localhost"])
def test_debug_mode_is_for_this_machine_alone(host: str) -> None:
    assert Settings.from_env({"DASH_DEBUG": "true", "HOST": host}).debug
    assert not Settings.from_env({"DASH_DEBUG": "false", "HOST": "0.0.0.0"}).debug
    for other in ("0.0.0.0", "::", "192.168.1.5", "localhost.example", "127.0.0.1.example"):
        with pytest.raises(BadSetting, match=r"^DASH_DEBUG is set: .* HOST"):
            Settings.from_env({"DASH_DEBUG": "1", "HOST": other})


def test_every_setting_stands_in_the_guide_and_every_one_of_the_guide_is_read() -> None:
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    table = guide.split("| setting |", 1)[1].split("\n\n", 1)[0]
    told = {name for row in table.splitlines() for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[1])}
    assert told == set(names())
