"""What the data store's kinds have beside their declaration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocs_tui.catalog.sds import STREAM, STREAM_VIEW, TYPE
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds import units
from ocs_tui.emulator.sds.index import index_of
from ocs_tui.emulator.sds.search import STREAM_FIELDS, STREAM_VIEW_FIELDS, TYPE_FIELDS, query_of
from ocs_tui.emulator.sds.stream import resolve_stream
from ocs_tui.emulator.sds.types import resolve_type
from ocs_tui.emulator.sds_routes import demo_plant
from ocs_tui.emulator.sds_routes.events import series_of
from ocs_tui.emulator.sds_routes.many import many_streams
from ocs_tui.emulator.sds_routes.resolving import map_of, numbered, stream_of, type_document, type_of
from ocs_tui.emulator.sds_routes.shaping import shown_stream, shown_type
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import KindHooks, Matching
from ocs_tui.emulator.things.place import first_acl, shelf_of
from ocs_tui.model.sds_enums import SdsTypeCode


def _type(call: Call, body: Json, before: Held | None) -> Json:
    """Return a type as it is stored. Types never change, so that there is none before."""
    document: Json = numbered(body)
    code = document.get("SdsTypeCode", 0)
    if not code:
        raise Refused(400, "A type needs an SdsTypeCode.").about(SdsTypeCode=str(code))
    if code == SdsTypeCode.OBJECT:
        resolve_type(document, lambda found: type_document(call, found))
    return document


def _stream(call: Call, body: Json, before: Held | None) -> Json:
    """Return a stream as it is stored.

    Another type than before is refused while there are events (409): they are of the type.
    """
    document: Json = numbered(body)
    of = type_of(call, document.get("TypeId"))
    for name in ("Indexes", "PropertyOverrides"):
        for each in document.get(name) or []:
            if not isinstance(each, dict):
                raise Refused(400, f"{name} holds what is no object.")
            if name == "Indexes" and of.properties.find(str(each.get("SdsTypePropertyId"))) is None:
                raise Refused(400, "Indexes names a property that the type does not have.")
    resolve_stream(document, of)
    index_of(of)
    if (
        before is not None
        and before.document["TypeId"].casefold() != document["TypeId"].casefold()
        and len(series_of(call, before, stream_of(call, before)))
    ):
        raise Refused(409, "The stream has data: its type is changed at its Type, by a stream view.")
    return document


def _view(call: Call, body: Json, before: Held | None) -> Json:
    document: Json = numbered(body)
    map_of(call, document)
    return document


def type_users(call: Call, type_id: str) -> dict[str, int]:
    """Return how many streams, stream views and types refer to a type."""
    key = type_id.casefold()
    return {
        "SdsStream": _streams_of(call, key),
        "SdsStreamView": sum(
            key in (str(view.document[end]).casefold() for end in ("SourceTypeId", "TargetTypeId"))
            for view in shelf_of(call, STREAM_VIEW)
        ),
        "SdsType": sum(key in _named(each.document) for each in shelf_of(call, TYPE) if each.key != key),
    }


def _streams_of(call: Call, key: str) -> int:
    shelf = shelf_of(call, STREAM)
    return shelf.tally(lambda held: str(held.document["TypeId"]).casefold() == key, key)


def _named(value: Any, inner: bool = False) -> set[str]:
    """Return the folded ids of the types that a type refers to."""
    if isinstance(value, list):
        return set().union(*(_named(each, inner) for each in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    names = {value["Id"].casefold()} if inner and isinstance(value.get("Id"), str) else set()
    for member in ("BaseType", "SdsType"):
        names |= _named(value.get(member), True)
    for member in ("GenericArguments", "DerivedTypes"):
        names |= _named(value.get(member), True)
    return names | _named(value.get("Properties"))


def _type_is_used(call: Call, held: Held) -> str:
    users = {name: count for name, count in type_users(call, held.id).items() if count}
    words = ", ".join(f"{name} {count}" for name, count in users.items())
    return f"The type is in use: {words}." if users else ""


def _found_in(fields: tuple[str, ...]) -> Any:
    def query(call: Call, text: str) -> Matching:
        test = query_of(text, fields)
        return lambda held: test(
            {**held.document, "Metadata": held.also.get("Metadata", {}), "Tags": tags_of(held)}
        )

    return query


def tags_of(held: Held) -> list[str]:
    """Return the tags of a stream."""
    return list(held.also.get("Tags", []))


def _built_in(box: Box, place: str, documents: Iterable[Json]) -> list[Held]:
    """Return what the service itself brings to a namespace; it belongs to the namespace's owner."""
    namespace = box.store.primary.get(Stored.NAMESPACE, place.split("/", 1)[0])
    if namespace is None:
        return []
    acl = first_acl(box, place)
    return [
        Held(document, acl, namespace["Owner"], created=_BEGUN, modified=_BEGUN) for document in documents
    ]


_BEGUN = 1_552_294_937.0  # when the demo tenant was made


def _quantities(box: Box, place: str) -> list[Held]:
    return _built_in(box, place, units.quantities())


def _units_of_quantity(box: Box, place: str) -> list[Held]:
    return _built_in(box, place, units.units_of(place.rsplit("/", 1)[1]))


def _units(box: Box, place: str) -> list[Held]:
    return _built_in(box, place, units.units())


HOOKS = {
    "type": KindHooks(
        checked=_type,
        used_by=_type_is_used,
        shown=shown_type,
        whole=True,
        seeds=demo_plant.types,
        query=_found_in(TYPE_FIELDS),
    ),
    "stream": KindHooks(
        checked=_stream,
        shown=shown_stream,
        whole=True,
        seeds=demo_plant.streams,
        source=many_streams,
        query=_found_in(STREAM_FIELDS),
        same=200,
        updated=204,
    ),
    "stream view": KindHooks(
        checked=_view,
        seeds=demo_plant.stream_views,
        query=_found_in(STREAM_VIEW_FIELDS),
        created=200,
        same_body=True,
        updated=200,
        updates_new=200,
    ),
    "quantity": KindHooks(seeds=_quantities, acl_patched=200),
    "unit of a quantity": KindHooks(seeds=_units_of_quantity),
    "unit": KindHooks(seeds=_units),
}
