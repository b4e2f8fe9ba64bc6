"""What a rule would match: begun with a token, asked for until it is there, and ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import BadAnswer, NotFound, OcsError, TimedOut
from ocs_tui.catalog import beside
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.catalog.rules import ASSET_RULE, METADATA_RULE

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient
    from ocs_tui.model.address import Address

LOOKS = 20
"""How often it is asked for."""
PAUSE = 1.5
"""Seconds between two looks."""

_OPERATIONS = {
    METADATA_RULE.name: (
        beside.PREVIEW_METADATA_RULE,
        beside.METADATA_RULE_PREVIEW,
        beside.END_METADATA_PREVIEW,
    ),
    ASSET_RULE.name: (beside.PREVIEW_ASSET_RULE, beside.ASSET_RULE_PREVIEW, beside.END_ASSET_PREVIEW),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A stream that a rule matches.

    Attributes:
        stream_id: its id, as it came.
        outputs: what the rule would put out for it, by field, as it came.
    """

    stream_id: str
    outputs: dict[str, str]


async def preview(
    client: OcsClient, address: Address, on_wait: Callable[[int], None] = lambda looks: None
) -> list[Match]:
    """Return the streams that a rule would match, and what it would make of each.

    Args:
        client: asks.
        address: the rule's.
        on_wait: told how often it was asked for in vain.

    Raises:
        OcsError: the rule cannot be read, or previewed.
    """
    kind = kind_at(address)
    begins, asks, ends = _OPERATIONS[kind.name]
    namespace_id = address.namespace_id
    rule = await client.get_item(kind, *address.ids)
    begun = (await client.ask(begins, namespace_id, body=rule.value.to_wire())).value
    token = str(begun.get("Token") or begun.get("token") or "") if isinstance(begun, dict) else ""
    if not token:
        raise BadAnswer("The preview of the rule was begun, and the answer holds no token to ask for it.")
    params = {"token": token}
    try:
        for look in range(LOOKS):
            found = None
            with suppress(NotFound):  # not there yet; not stated how a service says so
                found = (await client.ask(asks, namespace_id, params=params)).value
            if isinstance(found, list | dict):
                return _matches(found)
            on_wait(look + 1)
            await asyncio.sleep(PAUSE)
    finally:
        with suppress(OcsError):
            await asyncio.shield(client.ask(ends, namespace_id, params=params))
    raise TimedOut(f"The preview of the rule was not there after {LOOKS * PAUSE:.0f} seconds: try again.")


def _matches(body: Any) -> list[Match]:
    """Return the matches of an answer. Not stated what it looks like: a list, or an object that holds one."""
    if isinstance(body, dict):
        body = next((value for value in body.values() if isinstance(value, list)), [])
    found = []
    for one in body:
        if not isinstance(one, dict):
            continue
        stream = str(one.get("StreamId") or one.get("Id") or "")
        outputs: dict[str, str] = {}
        for name, value in one.items():
            if name == "Outputs" and isinstance(value, list):
                outputs |= {
                    str(each.get("Field") or ""): "" if each.get("Value") is None else str(each["Value"])
                    for each in value
                    if isinstance(each, dict)
                }
            elif name not in ("StreamId", "Id") and isinstance(value, str | int | float):
                outputs[name] = str(value)
        found.append(Match(stream, outputs))
    return found
