"""What the API sends: rows in JSON, CSV and GeoJSON, an error with a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from flask import Response, request

from dashboard.api.dictionary import Field
from dashboard.api.parameters import BadQuery
from dashboard.channels.table import harmless
from dashboard.i18n import LANGUAGES, Lang, t

#: What an address with this ending is sent as.
MEDIA_TYPES: Final = {"": "application/json", ".csv": "text/csv", ".geojson": "application/geo+json"}
#: An answer ends with the row that would make it larger, before it is compressed; the next page goes on there.
MOST_BYTES: Final = 2 * 1024 * 1024


@dataclass(frozen=True)
class RowsPage:
    """Rows that fit a request, from its `offset` on, and what is said about them.

    `name` begins the name of a file, `path` is the address without parameters, `asked` what was understood.
    """

    name: str
    path: str
    columns: Sequence[Field]
    rows: Sequence[Mapping[str, Any]]
    asked: Mapping[str, str]
    total: int
    data_version: int

    def meta(self, shown: int) -> dict[str, Any]:
        """What is said about the first `shown` rows, if these are what is sent."""
        return {
            "note": t(self.asked["lang"], "api.note"),
            "data_version": self.data_version,
            "rows": shown,
            "total": self.total,
            "parameters": self.asked,
            "next": following(self.path, self.asked, shown, self.total),
        }

    @property
    def records(self) -> Iterator[dict[str, Any]]:
        """The rows with exactly the documented fields, in their order."""
        return ({field.name: row[field.name] for field in self.columns} for row in self.rows)


def following(path: str, asked: Mapping[str, str], shown: int, total: int) -> str | None:
    """Address of the next page: everything that was understood, moved on by the rows of this one; None at the end."""
    start = int(asked["offset"]) + shown
    return address(path, {**asked, "offset": str(start)}) if shown and start < total else None


def address(path: str, asked: Mapping[str, str]) -> str:
    """An address with parameters."""
    return f"{path}?{urlencode(asked, safe=',')}"


def fitting(pieces: Iterable[bytes]) -> list[bytes]:
    """The first pieces that together have no more than MOST_BYTES; one there is in any case."""
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if taken and size > MOST_BYTES:
            break
        taken.append(piece)
    return taken


def as_rows(page: RowsPage) -> Response:
    """Rows in JSON in an envelope."""
    rows = fitting(map(orjson.dumps, page.records))
    return _enveloped(page, {}, "data", rows, MEDIA_TYPES[""])


def as_geojson(page: RowsPage) -> Response:
    """RFC 7946: a feature for each row, its point from `longitude` and `latitude`; without one the geometry is null."""
    features = ({"type": "Feature", "geometry": _point(row), "properties": row} for row in page.records)
    kind = {"type": "FeatureCollection"}
    return _enveloped(page, kind, "features", fitting(map(orjson.dumps, features)), MEDIA_TYPES[".geojson"])


def as_csv(page: RowsPage) -> Response:
    """RFC 4180: UTF-8 without a byte order mark, comma, CRLF, a header; a null is an empty cell."""
    lines = fitting(_line(_cell(row[field.name], field) for field in page.columns) for row in page.rows)
    answer = Response(_line(field.name for field in page.columns) + b"".join(lines), mimetype=MEDIA_TYPES[".csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.name}.csv"'
    return linked(answer, page.meta(len(lines))["next"])


def as_json(content: Mapping[str, Any], status: int = 200) -> Response:
    """JSON as UTF-8, days as ISO 8601."""
    return Response(orjson.dumps(content) + b"\n", status, mimetype=MEDIA_TYPES[""])


def linked(answer: Response, following: str | None) -> Response:
    """The same response, which says where it goes on."""
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _enveloped(
    page: RowsPage, around: Mapping[str, Any], name: str, rows: Sequence[bytes], media_type: str
) -> Response:
    meta = page.meta(len(rows))
    opening = orjson.dumps({**around, "meta": meta})[:-1]
    body = b'%s,"%s":[%s]}\n' % (opening, name.encode(), b",".join(rows))
    return linked(Response(body, mimetype=media_type), meta["next"])


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def refusal(refused: BadQuery) -> Response:
    """The error as JSON, its sentence in the language of `lang=`, or of the browser, or English."""
    lang = _reader()
    message = t(lang, f"api.error.{refused.code}", parameter=refused.parameter, value=refused.value)
    allowed = list(refused.allowed)
    error = {"code": refused.code, "message": message, "parameter": refused.parameter or None, "allowed": allowed}
    answer = as_json({"error": error}, refused.status)
    answer.vary.add("Accept-Language")
    return answer


def _reader() -> Lang:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(("en", *LANGUAGES), "en") or "en"


def _point(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _cell(value: Any, field: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.type == "fundings":
        return " ".join(f"{part['source']}={part['amount'] or ''}" for part in value)
    if isinstance(value, list):
        return harmless(" ".join(map(str, value)))
    return harmless(str(value)) if field.type == "text" else str(value)
