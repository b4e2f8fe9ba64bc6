"""JSON Patch (RFC 6902): what a document becomes."""

from __future__ import annotations

import copy
from typing import Any

from ocs_tui.emulator.refusal import Refused


def patched(document: Any, operations: list[Any]) -> Any:
    """Return a document as a JSON Patch changes it; the one that is given stays as it is.

    Raises:
        Refused: 400 for a patch that is none, or does not fit the document; 409 for a ``test`` that fails.
    """
    document = copy.deepcopy(document)
    for operation in operations:
        if not isinstance(operation, dict):
            raise Refused(400, "A patch is a list of operations.")
        document = _applied(document, operation)
    return document


def _applied(document: Any, operation: dict[str, Any]) -> Any:
    name, path = operation.get("op"), _steps(operation.get("path"))
    if name in ("add", "replace", "test") and "value" not in operation:
        raise Refused(400, f"The operation {name} needs a value.")
    if name == "test":
        if _at(document, path) != operation["value"]:
            raise Refused(409, "A test of the patch fails.")
        return document
    if name == "add":
        return _added(document, path, operation["value"])
    if name == "replace":
        _at(document, path)
        return _replaced(document, path, operation["value"])
    if name == "remove":
        return _removed(document, path)
    if name in ("move", "copy"):
        source = _steps(operation.get("from"))
        value = copy.deepcopy(_at(document, source))
        if name == "move":
            if path[: len(source)] == source and path != source:
                raise Refused(400, "A value cannot be moved into itself.")
            document = _removed(document, source)
        return _added(document, path, value)
    raise Refused(400, "A patch holds add, remove, replace, move, copy and test only.")


def _steps(path: Any) -> list[str]:
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise Refused(400, "A path of a patch begins with a slash.")
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def _at(document: Any, path: list[str]) -> Any:
    for step in path:
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list):
            document = document[_number(step, len(document) - 1)]
        else:
            raise Refused(400, f"A path of the patch leads nowhere: {step}")
    return document


def _added(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    holder, last = _at(document, path[:-1]), path[-1]
    if isinstance(holder, list):
        holder.insert(len(holder) if last == "-" else _number(last, len(holder)), value)
    elif isinstance(holder, dict):
        holder[last] = value
    else:
        raise Refused(400, f"A path of the patch leads nowhere: {last}")
    return document


def _replaced(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    holder = _at(document, path[:-1])
    holder[_number(path[-1], len(holder) - 1) if isinstance(holder, list) else path[-1]] = value
    return document


def _removed(document: Any, path: list[str]) -> Any:
    _at(document, path)
    if not path:
        return None
    holder = _at(document, path[:-1])
    del holder[_number(path[-1], len(holder) - 1) if isinstance(holder, list) else path[-1]]
    return document


def _number(step: str, last: int) -> int:
    if not (step.isascii() and step.isdigit() and len(step) < 10 and int(step) <= last):
        raise Refused(400, f"A path of the patch leads nowhere: {step}")
    return int(step)
