"""What the demo tenant collects data with: two edge systems, each with a topic, a subscription, a connection."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.emulator import demo
from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds_routes.demo_plant import is_demo
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_MADE = 1_578_481_200.0
_EDGES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "boiler": (
        ("edge-northgate", "Northgate edge", "The steam plant's own gateway.", demo.HISTORIAN_WRITER),
        ("mill-connector", "Mill connector", "Retired with the mill.", demo.RETIRED_CONNECTOR),
    ),
    "compressors": (("edge-k1xx", "Compressor gateway", "K-101 to K-118.", demo.HISTORIAN_WRITER),),
    "rotterdam-refinery": (("edge-rot", "Rotterdam edge", "", demo.HISTORIAN_WRITER),),
}
"""By namespace: an id, a name, a description and a client."""


def topics(box: Box, place: str) -> Iterator[Held]:
    """Yield the topics of a namespace."""
    for edge_id, name, description, client in _edges(box, place):
        yield _held(
            box, place, {"Id": edge_id, "Name": name, "Description": description, "ClientIds": [client]}
        )


def subscriptions(box: Box, place: str) -> Iterator[Held]:
    """Yield the subscriptions of a namespace."""
    for edge_id, name, _, client in _edges(box, place):
        yield _held(
            box,
            place,
            {
                "Id": f"{edge_id}-to-streams",
                "Name": f"{name} to streams",
                "Enabled": client != demo.RETIRED_CONNECTOR,
                "TopicId": edge_id,
                "TopicTenantId": demo.TENANT_ID,
                "TopicNamespaceId": place,
                "TenantId": demo.TENANT_ID,
                "NamespaceId": place,
            },
        )


def connections(box: Box, place: str) -> Iterator[Held]:
    """Yield the OMF connections of a namespace."""
    for held in topics(box, place):
        if demo.RETIRED_CONNECTOR not in held.document["ClientIds"]:
            yield held


def _edges(box: Box, place: str) -> tuple[tuple[str, str, str, str], ...]:
    return _EDGES.get(place, ()) if place in _EDGES and is_demo(box, place) else ()


def _held(box: Box, place: str, document: Json) -> Held:
    owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
    return Held(document, first_acl(box, place), owner, created=_MADE, modified=_MADE)
