"""What the queries of a data view find: the caller's streams and assets as data items."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.assets.resolved import resolved_asset
from ocs_tui.emulator.assets.streams import Readable, streams_of
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import namespace_of
from ocs_tui.emulator.things.reading import things_found
from ocs_tui.emulator.views.definition import Query, View
from ocs_tui.emulator.views.items import Item, Metadata, Part
from ocs_tui.emulator.views.resolution import Resolution, resolved
from ocs_tui.model.view_enums import DataItemResourceType as Kind
from ocs_tui.model.view_enums import FieldSource as Source

MOST_ITEMS = 10_000
"""How many items a query may find. The reference names no limit; beyond this no view is of any use."""


def resolve(call: Call, view: View) -> Resolution:
    """Return a view resolved for the caller.

    Raises:
        Refused: 400 for a query that cannot be read or finds far too much.
    """
    places = _places(call)
    return resolved(view, {query.id.casefold(): _found(call, query, places) for query in view.queries})


def _found(call: Call, query: Query, places: tuple[tuple[Source, str], ...]) -> list[Item]:
    here = dict(places)[Source.NAMESPACE_ID]
    if query.of_community or query.source.casefold() not in ("", here.casefold()):
        raise Refused(
            400, f"The query {query.id!r} looks beyond its namespace, which is not offered here."
        ).about(Id=query.id)
    kind = STREAM if query.kind is Kind.STREAM else ASSET
    try:
        things = list(islice(things_found(call, kind, query.value), MOST_ITEMS + 1))
    except Refused as refused:
        raise Refused(refused.status, f"The query {query.id!r}: {refused.reason}").about(
            Id=query.id
        ) from None
    if len(things) > MOST_ITEMS:
        reason = f"The query {query.id!r} finds more than {MOST_ITEMS} data items; ask for fewer."
        raise Refused(400, reason).about(Id=query.id)
    readable = streams_of(call)
    made = _streams(things, readable, places) if kind is STREAM else _assets(call, things, readable, places)
    return list(made)


def _streams(
    things: list[Held], readable: Readable, places: tuple[tuple[Source, str], ...]
) -> Iterator[Item]:
    for held in things:
        stream = readable.resolved(held)
        metadata = held.also.get("Metadata") or {}
        yield Item(
            id=held.id,
            name=str(held.document.get("Name") or held.id),
            description=str(held.document.get("Description") or ""),
            type_id=str(held.document.get("TypeId") or ""),
            kind=Kind.STREAM,
            tags=tuple(held.also.get("Tags") or ()),
            metadata=tuple(Metadata(name, value) for name, value in metadata.items()),
            parts=() if stream is None else (Part(stream),),
            places=places,
        )


def _assets(
    call: Call, things: list[Held], readable: Readable, places: tuple[tuple[Source, str], ...]
) -> Iterator[Item]:
    for held in things:
        asset = resolved_asset(call, held, readable)
        yield Item(
            id=held.id,
            name=asset.name,
            description=asset.description,
            type_id=asset.type_id,
            kind=Kind.ASSET,
            tags=asset.tags,
            metadata=tuple(
                Metadata(
                    str(each.get("Name") or each["Id"]),
                    each.get("Value"),
                    str(each.get("SdsTypeCode") or "String"),
                    str(each.get("Uom") or ""),
                    str(each.get("Description") or ""),
                )
                for each in asset.metadata
            ),
            parts=tuple(Part(each.stream, each.name) for each in asset.streams),
            places=places,
        )


def _places(call: Call) -> tuple[tuple[Source, str], ...]:
    tenant, namespace = call.documents.one(Stored.TENANT), namespace_of(call)
    return (
        (Source.TENANT_ID, str(tenant["Id"])),
        (Source.TENANT_NAME, str(tenant.get("CompanyName") or tenant["Id"])),
        (Source.NAMESPACE_ID, str(namespace["Id"])),
        (Source.NAMESPACE_NAME, str(namespace["Id"])),
    )
