"""Callbacks are a public interface: what does not look exactly like our own page's request is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

CALLBACK_PATH = "/_dash-update-component"
_LONGEST_VALUE = 2000
_MOST_TRIGGERS = 10


@dataclass(frozen=True)
class Argument:
    """One input, state or output a callback declares: component id (a dictionary with MATCH parts) and property."""

    id: str | Mapping[str, Any]
    property: str

    @classmethod
    def declared(cls, entry: Mapping[str, str]) -> Argument:
        """From an entry of Dash's list of dependencies."""
        text = entry["id"]
        return cls(json.loads(text) if text.startswith("{") else text, entry["property"])

    def fits(self, sent: object) -> bool:
        """Whether what a browser sent names this component and property."""
        return isinstance(sent, dict) and sent.get("property") == self.property and self._id_fits(sent.get("id"))

    def _id_fits(self, sent: object) -> bool:
        if isinstance(self.id, str):
            return sent == self.id
        if not isinstance(sent, dict) or sent.keys() != self.id.keys():
            return False
        return all(
            _is_word(sent[name]) if isinstance(part, list) else sent[name] == part for name, part in self.id.items()
        )


@dataclass(frozen=True)
class Declared:
    """A callback as registered: its inputs and states in order."""

    inputs: tuple[Argument, ...]
    states: tuple[Argument, ...]


def declared(dependencies: Sequence[Mapping[str, Any]]) -> dict[str, Declared]:
    """Callbacks by output, from Dash's list of dependencies."""
    return {
        entry["output"]: Declared(
            tuple(map(Argument.declared, entry["inputs"])), tuple(map(Argument.declared, entry["state"]))
        )
        for entry in dependencies
        if not entry.get("clientside_function")
    }


def is_ours(body: object, callbacks: Mapping[str, Declared]) -> bool:
    """Whether a request body is one our own pages could have sent: known output, right arguments, plain values."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    callback = callbacks.get(body["output"])
    return (
        callback is not None
        and _fit(callback.inputs, body.get("inputs"))
        and _fit(callback.states, body.get("state", []))
        and _output_fits(body["output"], body.get("outputs"))
        and _triggers_fit(body.get("changedPropIds", []))
    )


def _fit(arguments: tuple[Argument, ...], sent: object) -> bool:
    if not isinstance(sent, list) or len(sent) != len(arguments):
        return False
    pairs = zip(arguments, sent, strict=True)
    return all(argument.fits(item) and _is_plain(item.get("value")) for argument, item in pairs)


def _output_fits(output: str, sent: object) -> bool:
    name, _, prop = output.rpartition(".")
    return Argument.declared({"id": name, "property": prop}).fits(sent)


def _triggers_fit(sent: object) -> bool:
    return isinstance(sent, list) and len(sent) <= _MOST_TRIGGERS and all(_is_word(item) for item in sent)


def _is_plain(value: object) -> bool:
    return value is None or _is_word(value) or (type(value) is int and abs(value) < 2**53)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_VALUE and "\x00" not in value


def register(server: Flask, dependencies: Callable[[], Sequence[Mapping[str, Any]]]) -> None:
    """Check every callback request before Dash sees it: 400 for a strange body, 415 for one that is not JSON."""
    callbacks: dict[str, Declared] = {}

    @server.before_request
    def _check() -> Response | None:
        if request.path != CALLBACK_PATH or request.method != "POST":
            return None
        if not callbacks:
            callbacks.update(declared(dependencies()))
        if not is_ours(_json(), callbacks):
            abort(400)
        return None


def _json() -> object:
    try:
        return request.get_json()
    except HTTPException:
        raise  # 400, 413 and 415 are already what they should be
    except (ValueError, RecursionError):
        abort(400)
