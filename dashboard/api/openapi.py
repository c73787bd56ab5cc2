"""The OpenAPI 3.1 description, made from the definitions the requests are parsed with."""

from __future__ import annotations

from typing import Any

from dashboard.api.answers import MEDIA_TYPES
from dashboard.api.dictionary import TABLES
from dashboard.api.parameters import ENDPOINTS, PREFIX, Endpoint, Parameter
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
        "paths": {path: {"get": _operation(endpoint, path, lang)} for endpoint in ENDPOINTS for path in endpoint.paths},
        "components": {
            "schemas": {"Error": _ERROR, "Meta": _META, **{f"{table}_row": _row(table, lang) for table in TABLES}}
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
    ending = path.removeprefix(PREFIX + endpoint.path)
    errors = ["400", "404", "503"] if endpoint.reads else ["400"]
    return {
        "operationId": endpoint.name + ending.replace(".", "_"),
        "summary": t(lang, f"api.endpoint.{endpoint.name}"),
        "parameters": [_parameter(parameter, lang) for parameter in endpoint.parameters],
        "responses": {
            "200": _answer(endpoint, ending, lang),
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
        "description": t(lang, parameter.meaning),
        "schema": parameter.schema,
        "example": int(parameter.example) if parameter.bounds else parameter.example,
    }


def _answer(endpoint: Endpoint, ending: str, lang: Lang) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": t(lang, f"api.endpoint.{endpoint.name}"),
        "content": {MEDIA_TYPES[ending]: {"schema": _content(endpoint, ending)}},
    }
    if endpoint.reads:
        answer["headers"] = {"Link": {"description": t(lang, "api.link"), "schema": {"type": "string"}}}
    return answer


def _content(endpoint: Endpoint, ending: str) -> dict[str, Any]:
    """The schema of a whole answer."""
    if ending == ".csv":
        return {"type": "string"}
    if not endpoint.fields:
        return {"type": "object"}
    meta, row = {"$ref": "#/components/schemas/Meta"}, {"$ref": f"#/components/schemas/{endpoint.fields}_row"}
    if not ending:
        properties = {"meta": meta, "data": {"type": "array", "items": row}}
    else:
        feature = {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {"type": {"const": "Feature"}, "geometry": {"type": ["object", "null"]}, "properties": row},
        }
        features = {"type": "array", "items": feature}
        properties = {"type": {"const": "FeatureCollection"}, "meta": meta, "features": features}
    return {"type": "object", "required": list(properties), "properties": properties}


def _row(table: str, lang: Lang) -> dict[str, Any]:
    """The schema of a row. Required are the fields that rows have whatever `by` is."""
    every = max(len(field.by) for field in TABLES[table])
    return {
        "type": "object",
        "required": [field.name for field in TABLES[table] if len(field.by) == every],
        "properties": {field.name: {**field.schema, "description": t(lang, field.meaning)} for field in TABLES[table]},
        "additionalProperties": False,
    }
