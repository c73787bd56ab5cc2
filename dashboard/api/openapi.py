"""The OpenAPI 3.1 description, made from the definitions the requests are parsed with."""

from __future__ import annotations

from typing import Any

from dashboard.api.dictionary import TABLES
from dashboard.api.parameters import ENDPOINTS, Endpoint, Parameter
from dashboard.i18n import LANGUAGES, Lang, t

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "parameter", "allowed"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "parameter": {"type": ["string", "null"]},
                "allowed": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
_META = {
    "type": "object",
    "required": ["note", "data_version", "rows", "total", "parameters", "next"],
    "properties": {
        "note": {"type": "string"},
        "data_version": {"type": "integer"},
        "rows": {"type": "integer"},
        "total": {"type": "integer"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "next": {"type": ["string", "null"]},
    },
}


def document(lang: Lang) -> dict[str, Any]:
    """The description, its sentences in `lang`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": t(lang, "api.title"), "version": "1", "description": t(lang, "api.note")},
        "servers": [{"url": "/"}],
        "paths": {
            path: {"get": _operation(endpoint, path, lang)} for endpoint in ENDPOINTS for path in endpoint.paths
        },
        "components": {
            "schemas": {
                "Error": _ERROR,
                "Meta": _META,
                **{f"{table}_row": _row(table, lang) for table in TABLES},
            }
        },
    }


def index(lang: Lang) -> dict[str, Any]:
    """What the API has, with an example of each address."""
    return {
        "title": t(lang, "api.title"),
        "note": t(lang, "api.note"),
        "languages": list(LANGUAGES),
        "endpoints": [
            {
                "path": path,
                "gives": t(lang, f"api.endpoint.{endpoint.name}"),
                "example": f"{path}?{endpoint.example}" if endpoint.example else path,
            }
            for endpoint in ENDPOINTS
            for path in endpoint.paths
        ],
    }


def _operation(endpoint: Endpoint, path: str, lang: Lang) -> dict[str, Any]:
    is_csv = path.endswith(".csv")
    errors = ["400", "404", "503"] if endpoint.fields else ["400"]
    return {
        "operationId": endpoint.name + ("_csv" if is_csv else ""),
        "summary": t(lang, f"api.endpoint.{endpoint.name}"),
        "parameters": [_parameter(parameter, lang) for parameter in endpoint.parameters],
        "responses": {
            "200": _answer(endpoint, is_csv, lang),
            "304": {"description": t(lang, "api.status.304")},
            **{
                status: {
                    "description": t(lang, f"api.status.{status}"),
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
                for status in errors
            },
        },
    }


def _parameter(parameter: Parameter, lang: Lang) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": t(lang, f"api.parameter.{parameter.name}"),
        "schema": parameter.schema,
        "example": int(parameter.example) if parameter.bounds else parameter.example,
    }


def _answer(endpoint: Endpoint, is_csv: bool, lang: Lang) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if is_csv:
        schema = {"type": "string"}
    elif endpoint.fields:
        rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{endpoint.fields}_row"}}
        schema = {
            "type": "object",
            "required": ["meta", "data"],
            "properties": {"meta": {"$ref": "#/components/schemas/Meta"}, "data": rows},
        }
    answer: dict[str, Any] = {
        "description": t(lang, f"api.endpoint.{endpoint.name}"),
        "content": {"text/csv" if is_csv else "application/json": {"schema": schema}},
    }
    if endpoint.fields:
        answer["headers"] = {"Link": {"description": t(lang, "api.link"), "schema": {"type": "string"}}}
    return answer


def _row(table: str, lang: Lang) -> dict[str, Any]:
    """The schema of a row. Required are the fields that rows have whatever `by` is."""
    every = max(len(field.by) for field in TABLES[table])
    return {
        "type": "object",
        "required": [field.name for field in TABLES[table] if len(field.by) == every],
        "properties": {
            field.name: {**field.schema, "description": t(lang, f"api.field.{field.name}")} for field in TABLES[table]
        },
        "additionalProperties": False,
    }


