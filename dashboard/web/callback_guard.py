"""Callbacks are a public interface: what does not look exactly like a request of our own pages is refused.

The callbacks that move the product itself (`own`) take plain values only, and their answers may be kept. Others take
what components of Dash send (numbers, lists, dictionaries), and are asked anew each time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash._utils import split_callback_id
from flask import Flask, Response, abort, after_this_request, request
from werkzeug.exceptions import HTTPException

from dashboard.web.answers import unkept

CALLBACK_PATH = "/_dash-update-component"
_LONGEST_VALUE = 2000
_MOST_TRIGGERS = 10
_MOST_COMPONENTS = 1000
_DEEPEST_VALUE = 30
_SEVERAL = (["ALL"], ["ALLSMALLER"])


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

    def fits(self, sent: object, is_value: Callable[[object], bool] | None = None) -> bool:
        """Whether what a browser sent names this component and property (or components, for ALL and ALLSMALLER).

        With `is_value` it also has to carry a value that passes.
        """
        if isinstance(self.id, str) or not any(part in _SEVERAL for part in self.id.values()):
            return self._is_one(sent, is_value)
        return (
            isinstance(sent, list)
            and len(sent) <= _MOST_COMPONENTS
            and all(self._is_one(item, is_value) for item in sent)
        )

    def _is_one(self, sent: object, is_value: Callable[[object], bool] | None) -> bool:
        return (
            isinstance(sent, dict)
            and sent.get("property") == self.property
            and self._id_fits(sent.get("id"))
            and (is_value is None or is_value(sent.get("value")))
        )

    def _id_fits(self, sent: object) -> bool:
        if isinstance(self.id, str):
            return sent == self.id
        if not isinstance(sent, dict) or sent.keys() != self.id.keys():
            return False
        return all(
            _is_plain(sent[name]) and sent[name] is not None if isinstance(part, list) else sent[name] == part
            for name, part in self.id.items()
        )


@dataclass(frozen=True)
class Declared:
    """A callback as registered: its inputs, states and outputs in order, and whether it is one of our own."""

    inputs: tuple[Argument, ...]
    states: tuple[Argument, ...]
    outputs: tuple[Argument, ...] | Argument | None
    own: bool

    def takes(self, body: Mapping[str, Any]) -> bool:
        """Whether a request is one that this callback could have been asked."""
        is_value = _is_plain if self.own else _is_value
        return (
            _fit(self.inputs, body.get("inputs"), is_value)
            and _fit(self.states, body.get("state", []), is_value)
            and self._outputs_fit(body.get("outputs"))
            and _triggers_fit(body.get("changedPropIds", []))
        )

    def _outputs_fit(self, sent: object) -> bool:
        if self.outputs is None:
            return not sent
        return _fit(self.outputs, sent) if isinstance(self.outputs, tuple) else self.outputs.fits(sent)


def declared(dependencies: Sequence[Mapping[str, Any]], own: Collection[str]) -> dict[str, Declared]:
    """Callbacks by output, from Dash's list of dependencies."""
    return {
        entry["output"]: Declared(
            tuple(map(Argument.declared, entry["inputs"])),
            tuple(map(Argument.declared, entry["state"])),
            _outputs(entry["output"]),
            entry["output"] in own,
        )
        for entry in dependencies
        if not entry.get("clientside_function")
    }


def _outputs(output: str) -> tuple[Argument, ...] | Argument | None:
    if "." not in output:
        return None  # Dash gives a callback without outputs a name only
    named = split_callback_id(output)  # type: ignore[no-untyped-call] # Dash has no types here
    return tuple(map(Argument.declared, named)) if isinstance(named, list) else Argument.declared(named)


def _fit(arguments: tuple[Argument, ...], sent: object, is_value: Callable[[object], bool] | None = None) -> bool:
    if not isinstance(sent, list) or len(sent) != len(arguments):
        return False
    return all(argument.fits(item, is_value) for argument, item in zip(arguments, sent, strict=True))


def _triggers_fit(sent: object) -> bool:
    return isinstance(sent, list) and len(sent) <= _MOST_TRIGGERS and all(_is_word(item) for item in sent)


def _is_plain(value: object) -> bool:
    return value is None or _is_word(value) or (type(value) is int and abs(value) < 2**53)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_VALUE and "\x00" not in value


def _is_value(value: object, depth: int = _DEEPEST_VALUE) -> bool:
    """What the property of a component can be; how much of it there is, the length of a body limits."""
    if isinstance(value, (list, dict)):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_is_value(one, depth - 1) for one in inner)
    if isinstance(value, str):
        return "\x00" not in value
    return value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value))


def register(server: Flask, dependencies: Callable[[], Sequence[Mapping[str, Any]]], own: Collection[str]) -> None:
    """Check every callback request before Dash sees it: 400 for a strange body, 415 for one that is not JSON.

    `own` names the product's callbacks by their outputs.
    """
    callbacks: dict[str, Declared] = {}

    @server.before_request
    def _check() -> Response | None:
        if request.path != CALLBACK_PATH or request.method != "POST":
            return None
        if not callbacks:
            callbacks.update(declared(dependencies(), own))
        body = _json()
        output = body.get("output") if isinstance(body, dict) else None
        callback = callbacks.get(output) if isinstance(output, str) else None
        if callback is None or not callback.takes(body):
            abort(400)
        if not callback.own:
            after_this_request(unkept)
        return None


def _json() -> Any:
    try:
        return request.get_json()
    except HTTPException:
        raise  # 400, 413 and 415 are already what they should be
    except (ValueError, RecursionError):
        abort(400)
