"""`/api/v1/works/history` and `/api/v1/works/photos`: every report of works, and every picture, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dashboard.api.places import asked_for
from dashboard.api.works import amount, funding_row, paper_row, precisions
from dashboard.channels.urls import PHOTOS_URL
from dashboard.i18n import NAMED_IN
from dashboard.store.picture_files import SIZES
from dashboard.store.queries import works_history as queries
from dashboard.store.queries.works_history import PhotoOfWork, Reported
from dashboard.store.records import Place


def report_rows(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """How many reports fit `asked`, and the asked page of them. Raises BadQuery like `works.rows`."""
    places = {place.id: place for place in asked_for(connection, asked["place"])}
    total, found = queries.reported(connection, list(places), asked.get("role", "work"), **_page(asked))
    return total, [_report(places[each.place_id], each) for each in found]


def photo_rows(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """How many pictures fit `asked`, and the asked page of them. Raises BadQuery like `works.rows`."""
    places = {place.id: place for place in asked_for(connection, asked["place"])}
    total, found = queries.pictured(connection, list(places), **_page(asked))
    return total, [_photo(places[each.place_id], each) for each in found]


def _page(asked: Mapping[str, str]) -> dict[str, Any]:
    work = int(asked["work"]) if "work" in asked else None
    return {"work_id": work, "limit": int(asked["limit"]), "offset": int(asked["offset"])}


def _report(place: Place, said: Reported) -> dict[str, Any]:
    report = said.report
    same = (
        "as_of", "status", "word", "planned_start", "planned_end", "actual_start", "actual_end", "delay_reason",
        "new_end", "contractor", "progress",
    )  # fmt: skip
    return {
        "place": place.code,
        "id": said.work_id,
        "key": said.key,
        "title_printed": report.title,
        "current": said.current,
        **{name: getattr(report, name) for name in same},
        **precisions(report),
        **amount("planned", report.planned_minor),
        **amount("contract", report.contract_minor),
        **amount("paid", report.paid_minor),
        "currency": place.currency,
        "funding": [funding_row(source) for source in said.fundings],
        **{f"note_{lang}": getattr(report.note, lang) for lang in NAMED_IN},
        **paper_row(report.paper),
        "release": report.release_id,
        "fictional": place.fictional,
    }


def _photo(place: Place, shown: PhotoOfWork) -> dict[str, Any]:
    photo = shown.photo
    same = ("stage", "pair", "taken_on", "width", "height", "drawn")
    return {
        "place": place.code,
        "id": shown.work_id,
        "key": shown.key,
        "photo_url": f"{PHOTOS_URL}{photo.file}-{SIZES[-1]}.webp",
        **{name: getattr(photo, name) for name in same},
        **{f"alt_{lang}": getattr(photo.alt, lang) for lang in NAMED_IN},
        "release": shown.release_id,
        "fictional": place.fictional,
    }
