"""An OMF message: what its headers say of it, and the items of its body.

What the reference does not say is taken from the OMF specification that it follows: items of a type message
have an ``id``, those of a container message an ``id`` and a ``typeid``, those of a data message a
``containerid`` or a ``typeid``, and ``values``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ocs_tui.emulator.bodies import gunzipped, read_list
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.shape import id_problem

TYPES = ("type", "container", "data")
VERSIONS = ("1.0", "1.1", "1.2")
_ACTIONS = ("create", "update", "delete")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Headers:
    """What the headers of a message say.

    Attributes:
        type: type, container or data.
        action: create, update or delete.
        version: the version of OMF.
    """

    type: str
    action: str
    version: str


def headers_of(given: Mapping[str, str], *, kind: str = "", version: str = "") -> Headers:
    """Return what the headers of a message say.

    Args:
        given: the headers of the request.
        kind: the type of the message, where it is told elsewhere.
        version: the version of OMF, likewise.

    Raises:
        Refused: 400 for one that is missing or not known.
    """
    found = _known("MessageType", kind or given.get("messagetype", ""), TYPES)
    if not kind:
        _known("MessageFormat", given.get("messageformat", ""), ("json",))
    return Headers(
        found,
        _known("Action", given.get("action", "") or "create", _ACTIONS),
        _known("OmfVersion", version or given.get("omfversion", ""), VERSIONS),
    )


def items_of(headers: Headers, given: Mapping[str, str], body: bytes) -> list[Json]:
    """Return the items of a message, their own members in lower case.

    A body that its Compression header alone calls gzip is inflated; one of a client that also sent it as a
    Content-Encoding was already.

    Raises:
        Refused: 400 for a body that is no list of such items; it says which.
    """
    compression = _known("Compression", given.get("compression", "") or "none", ("none", "gzip"))
    if compression == "gzip" and body.startswith(_GZIP):
        body = gunzipped(body)
    items = []
    for number, value in enumerate(read_list(body)):
        if not isinstance(value, dict):
            raise Refused(400, f"Item [{number}] is no object.")
        item = {name.casefold(): each for name, each in value.items()}
        _check(headers, item, f"Item [{number}]")
        items.append(item)
    return items


def _check(headers: Headers, item: Json, where: str) -> None:
    if headers.type == "data":
        if not (_is_text(item.get("containerid")) or _is_text(item.get("typeid"))):
            raise Refused(400, f"{where} has no containerid.")
        values = item.get("values")
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise Refused(400, f"{where} has no values: a list of objects.")
        return
    if not _is_text(item.get("id")):
        raise Refused(400, f"{where} has no id.")
    problem = id_problem(item["id"])
    if problem:
        raise Refused(400, f"{where}: {problem}").about(id=item["id"])
    for name in ("name", "description"):
        if not isinstance(item.get(name) or "", str):
            raise Refused(400, f"{where} has a {name} that is no text.")
    if headers.type == "container" and headers.action != "delete" and not _is_text(item.get("typeid")):
        raise Refused(400, f"{where} has no typeid.")


def _known(name: str, value: str, known: tuple[str, ...]) -> str:
    folded = value.strip().casefold()
    if folded not in known:
        said = f"{name} is {value!r}" if folded else f"{name} is missing"
        raise Refused(400, f"{said}: it is one of {', '.join(known)}.").about(**{name: value})
    return folded


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
