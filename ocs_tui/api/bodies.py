"""Bodies as models, and whether they may be written back.

A body that parses and yet would not survive being parsed and written unchanged is shown and cannot be
edited: the sentence why travels with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from ocs_tui.api.errors import BadAnswer
from ocs_tui.api.transport import Answer
from ocs_tui.model.document import Document
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire

W = TypeVar("W", bound=Wire)


@dataclass(frozen=True, slots=True)
class Listed(Generic[W]):
    """The items of a list that could be read, and a sentence on those that could not."""

    items: tuple[W, ...]
    note: str | None = None


def read_document(answer: Answer, what: str, where: str) -> Document:
    """Return an answer's body as JSON.

    Raises:
        BadAnswer: it is none.
    """
    try:
        return Document.read(answer.body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        why = "it is not UTF-8"
    except ValueError:
        why = "it is empty" if not answer.body.strip() else "it is no JSON"
    raise BadAnswer(
        f"{what} failed: the answer of {where} cannot be read ({why}). Check the base URL.",
        status=answer.status,
        operation_id=answer.operation_id,
    )


def read_model(model: type[W], document: Document, what: str, where: str) -> tuple[W, str | None]:
    """Return a body as a model, and why it must not be written back (None when it may).

    A body that cannot be read as the model at all gives an empty model and the reason.

    Raises:
        BadAnswer: it is no JSON object.
    """
    if not isinstance(document.value, dict):
        raise BadAnswer(
            f"{what} failed: {where} answered {_shape(document.value)} where an object belongs. "
            "Check the base URL."
        )
    try:
        value = model.model_validate(document.value)
    except (ValidationError, RecursionError) as error:
        return model(), f"It cannot be edited: {_why_invalid(error)}."
    reason = document.problem
    key = model.misspelled(document.value)
    if reason is None and key is not None:
        reason = f"the field {key!r} is spelled otherwise than the contract does"
    return value, f"It cannot be edited: {safe(reason, 200)}." if reason else None


def read_list(model: type[W], document: Document, what: str, where: str, results: str = "") -> Listed[W]:
    """Return a body as models; an item that cannot be read is left out and named in the note.

    A single object counts as a list of one (one page says so of Regions), and of a multi-status body
    the ``Data`` counts; where ``results`` names the member that holds the items, that one does.

    Raises:
        BadAnswer: it is no list.
    """
    raw = document.value
    if isinstance(raw, dict) and results:
        raw = raw.get(results) or []
    if isinstance(raw, dict):
        raw = raw["Data"] if isinstance(raw.get("Data"), list) else [raw] if raw.get("Id") else None
    if not isinstance(raw, list):
        raise BadAnswer(
            f"{what} failed: {where} answered {_shape(document.value)} where a list belongs. "
            "Check the base URL."
        )
    items: list[W] = []
    bad: list[str] = []
    for position, item in enumerate(raw, start=1):
        try:
            items.append(model.model_validate(item))
        except (ValidationError, RecursionError) as error:
            name = item.get("Id") or item.get("Name") if isinstance(item, dict) else None
            bad.append(f"{safe(name, 60) if name else f'item {position}'} ({_why_invalid(error)})")
    if not bad:
        return Listed(tuple(items))
    shown = ", ".join(bad[:3]) + (" and more" if len(bad) > 3 else "")
    return Listed(tuple(items), f"{len(bad)} of {len(raw)} cannot be read and are left out: {shown}.")


def to_bytes(body: dict[str, Any]) -> bytes:
    """Return a body as it goes over the wire: JSON in ASCII, so that no text can fail to encode.

    Raises:
        ValueError: it holds NaN or Infinity, which JSON does not know.
    """
    return json.dumps(body, allow_nan=False).encode("ascii")


def _why_invalid(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"] if not _is_union_branch(part))
    message = safe(first["msg"], 120)
    return f"{safe(place, 100)}: {message}" if place else message


def _is_union_branch(part: int | str) -> bool:
    return isinstance(part, str) and ("[" in part or part in ("int", "str"))


def _shape(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
