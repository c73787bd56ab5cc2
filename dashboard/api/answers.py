"""What the API sends: rows in JSON, CSV and GeoJSON, an error with a sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Response, request

from dashboard.api.dictionary import Field
from dashboard.api.parameters import BadQuery
from dashboard.channels.table import harmless
from dashboard.i18n import LANGUAGES, Lang, t

#: What an address with this ending is sent as.
MEDIA_TYPES: Final = {"": "application/json", ".csv": "text/csv", ".geojson": "application/geo+json"}


@dataclass(frozen=True)
class RowsPage:
    """One page of rows, and what is said about it: what was understood, the data version, where it goes on.

    `name` begins the name of a file, `following` is the address of the next page.
    """

    name: str
    columns: Sequence[Field]
    rows: Sequence[Mapping[str, Any]]
    asked: Mapping[str, str]
    total: int
    data_version: int
    following: str | None

    @property
    def meta(self) -> dict[str, Any]:
        """What is said about the rows."""
        return {
            "note": t(self.asked["lang"], "api.note"),
            "data_version": self.data_version,
            "rows": len(self.rows),
            "total": self.total,
            "parameters": self.asked,
            "next": self.following,
        }

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows with exactly the documented fields, in their order."""
        return [{field.name: row[field.name] for field in self.columns} for row in self.rows]


def as_rows(page: RowsPage) -> Response:
    """Rows in JSON in an envelope."""
    return as_json({"meta": page.meta, "data": page.records})


def as_csv(page: RowsPage) -> Response:
    """RFC 4180: UTF-8 without a byte order mark, comma, CRLF, a header; a null is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in page.columns)
    writer.writerows([_cell(row[field.name], field) for field in page.columns] for row in page.rows)
    answer = Response(text.getvalue(), mimetype=MEDIA_TYPES[".csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.name}.csv"'
    return answer


def as_geojson(page: RowsPage) -> Response:
    """RFC 7946: a feature for each row, its point from `longitude` and `latitude`; without one the geometry is null."""
    features = [{"type": "Feature", "geometry": _point(row), "properties": row} for row in page.records]
    content = {"type": "FeatureCollection", "meta": page.meta, "features": features}
    return as_json(content, media_type=MEDIA_TYPES[".geojson"])


def as_json(content: Mapping[str, Any], status: int = 200, media_type: str = MEDIA_TYPES[""]) -> Response:
    """JSON as UTF-8, days as ISO 8601."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return Response(body + "\n", status, mimetype=media_type)


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
