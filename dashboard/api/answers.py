"""What the API sends: an envelope in JSON, a table in CSV, an error with a sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response, request

from dashboard.api.dictionary import Field
from dashboard.api.parameters import Refused
from dashboard.channels.table import harmless
from dashboard.i18n import LANGUAGES, Lang, t


def envelope(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[Field], *,
    asked: Mapping[str, str], total: int, data_version: int, following: str | None,
) -> Response:  # fmt: skip
    """Rows in JSON with what was understood, the data version, and the address of the next page."""
    meta = {
        "note": t(asked["lang"], "api.note"), "data_version": data_version, "rows": len(rows), "total": total,
        "parameters": asked, "next": following,
    }  # fmt: skip
    return as_json({"meta": meta, "data": [{field.name: row[field.name] for field in columns} for row in rows]})


def as_json(content: Mapping[str, Any], status: int = 200) -> Response:
    """JSON as UTF-8, days as ISO 8601."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return Response(body + "\n", status, mimetype="application/json")


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[Field], file_name: str) -> Response:
    """RFC 4180: UTF-8 without a byte order mark, comma, CRLF, a header; a null is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in columns)
    writer.writerows([_cell(row[field.name], field) for field in columns] for row in rows)
    answer = Response(text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def refusal(refused: Refused) -> Response:
    """The error as JSON, its sentence in the language of `lang=`, else of the browser, else English."""
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
    return request.accept_languages.best_match(["en", "ky", "ru"], "en") or "en"


def _cell(value: Any, field: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return harmless(str(value)) if field.type == "text" else str(value)
