"""An OMF message as it is sent: the items of a file, what its headers are to say, and what it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocs_tui.model.text import safe

TYPES = ("type", "container", "data")
ACTIONS = ("create", "update", "delete")
VERSIONS = ("1.2", "1.1", "1.0")
LARGEST = 16 * 1024 * 1024
"""Bytes of a file that are sent as one message. Not stated what the service takes; its data writes take 28.6 MB."""


class OmfProblem(ValueError):
    """A file holds no OMF message; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class OmfMessage:
    """A message.

    Attributes:
        items: what its body holds, as it came.
        type: type, container or data.
        action: create, update or delete.
        version: the version of OMF.
    """

    items: Sequence[Mapping[str, Any]]
    type: str
    action: str = "create"
    version: str = "1.2"

    @property
    def headers(self) -> dict[str, str]:
        """What says what it is."""
        return {
            "MessageType": self.type,
            "MessageFormat": "JSON",
            "OmfVersion": self.version,
            "Action": self.action,
        }

    @property
    def title(self) -> str:
        """What it is in a few words."""
        count = len(self.items)
        return f"{self.action} by an OMF {self.type} message of {count:,} item{'' if count == 1 else 's'}"

    @property
    def touched(self) -> tuple[tuple[str, str], ...]:
        """What it makes, changes or deletes, once each: ``("type", ID)`` or ``("stream", ID)``."""
        found: dict[tuple[str, str], None] = {}
        for item in self.items:
            name = "containerid" if self.type == "data" else "id"
            value = next((each for key, each in item.items() if key.casefold() == name), None)
            if isinstance(value, str) and value:
                found["type" if self.type == "type" else "stream", value] = None
        return tuple(found)


def message_of(data: bytes, name: str) -> OmfMessage:
    """Return the message that a file holds; what kind of message it is shows in its items.

    Raises:
        OmfProblem: it holds none.
    """
    if len(data) > LARGEST:
        raise OmfProblem(f"{safe(name)} is larger than {LARGEST // 1024 // 1024} MB: send it in parts.")
    try:
        body = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise OmfProblem(f"{safe(name)} is no text in UTF-8.") from None
    except RecursionError:
        raise OmfProblem(f"{safe(name)} is nested too deep to be read.") from None
    except ValueError as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise OmfProblem(f"{safe(name)} is no JSON{where}: a message is a list of objects.") from None
    if not isinstance(body, list) or not body:
        raise OmfProblem(f"{safe(name)} holds no items: a message is a list of objects.")
    for number, item in enumerate(body):
        if not isinstance(item, dict):
            raise OmfProblem(f"Item [{number}] of {safe(name)} is no object.")
    return OmfMessage(body, _type_of(body[0]))


def _type_of(item: Mapping[str, Any]) -> str:
    names = {name.casefold() for name in item}
    if "values" in names:
        return "data"
    return "container" if "typeid" in names and "properties" not in names else "type"
