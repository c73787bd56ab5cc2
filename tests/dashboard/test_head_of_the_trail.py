"""The head of the audit trail stands where anybody can note it down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.factory import create_app
from dashboard.i18n import LANGUAGES
from dashboard.settings import Settings
from dashboard.store import audit
from tests.watching import reading


def head(url: str) -> str:
    with reading(url) as connection:
        return str(audit.head(connection))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_about_shows_it(site_settings: Settings, publish_change: Callable[[], None], lang: str) -> None:
    client = create_app(site_settings).server.test_client()
    first = head(site_settings.database_url)
    assert first.startswith("1:") and first in client.get(f"/{lang}/about").text
    publish_change()
    page = client.get(f"/{lang}/about").text
    assert first not in page and head(site_settings.database_url) in page


def test_the_api_gives_it_with_the_version_of_the_data(
    site_settings: Settings, publish_change: Callable[[], None]
) -> None:
    client = create_app(site_settings).server.test_client()
    publish_change()
    said = client.get("/api/v1/meta").get_json()
    assert said.keys() == {"note", "data_version", "audit_head"}
    assert (said["data_version"], said["audit_head"]) == (2, head(site_settings.database_url))
    assert client.get("/api/v1/meta?what=1").status_code == 400
    assert client.post("/api/v1/meta").status_code == 405
