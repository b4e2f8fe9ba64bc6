"""Data items: the streams and assets that a query finds, with what a view's fields may ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.types import Property
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.views.definition import Field
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_name
from ocs_tui.model.view_enums import DataItemResourceType as Kind
from ocs_tui.model.view_enums import FieldSource as Source


@dataclass(frozen=True, slots=True)
class Metadata:
    """A value that describes an item."""

    name: str
    value: Any
    code: str = "String"
    uom: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stream of an item: the item itself, or one that an asset refers to by a name."""

    stream: ResolvedStream
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A stream or an asset that a query finds."""

    id: str
    name: str
    description: str
    type_id: str
    kind: Kind
    tags: tuple[str, ...]
    metadata: tuple[Metadata, ...]
    parts: tuple[Part, ...]
    places: tuple[tuple[Source, str], ...] = ()
    """The ids and names of its tenant and namespace."""

    def eligible(self, code: Code) -> tuple[Part, ...]:
        """Return the parts whose index is one value of a type code."""
        return tuple(each for each in self.parts if _is_indexed_by(each, code))


@dataclass(frozen=True, slots=True)
class Found:
    """What a field finds of an item: a property of a stream, or a value that is the same in every row."""

    item: Item
    key: str
    code: str
    uom: str = ""
    part: Part | None = None
    prop: Property | None = None
    value: Any = None


def found(item: Item, field: Field, code: Code) -> Iterator[Found]:
    """Yield what a field finds of an item: one, or one a stream reference where an asset has several.

    Args:
        item: the item.
        field: the field.
        code: the type code of the view's index; streams of another are passed over.
    """
    if field.source not in (Source.PROPERTY_ID, Source.PROPERTY_NAME):
        constant = constant_of(item, field)
        if constant is not None:
            yield constant
        return
    wanted = {name.casefold() for name in field.references}
    for part in item.eligible(code):
        if wanted and part.reference.casefold() not in wanted:
            continue
        prop = _property(part, field)
        if prop is not None:
            uom = part.stream.uoms.get(prop.id, "")
            yield Found(item, prop.id, sds_name(prop.value.code), uom, part, prop)


def constant_of(item: Item, field: Field) -> Found | None:
    """Return what a field finds of an item that does not change with the index; None for nothing."""
    if field.source is Source.ID:
        return Found(item, "", "String", value=item.id)
    if field.source is Source.NAME:
        return Found(item, "", "String", value=item.name)
    if field.source is Source.TAGS:
        wanted = [key.casefold() for key in field.keys]
        tags = [tag for tag in item.tags if not wanted or tag.casefold() in wanted]
        return Found(item, "", "StringArray", value=tags) if tags else None
    if field.source is Source.METADATA:
        for key in field.keys:
            for each in item.metadata:
                if each.name.casefold() == key.casefold():
                    return Found(item, each.name, each.code, each.uom, value=each.value)
        return None
    value = dict(item.places).get(field.source)
    return None if value is None else Found(item, "", "String", value=value)


def written_item(item: Item, code: Code) -> Json:
    """Return an item as the service answers it; fields of a stream with another index are ineligible."""
    good = {id(each) for each in item.eligible(code)}
    return {
        "Id": item.id,
        "Name": item.name,
        "Description": item.description or None,
        "TypeId": item.type_id or None,
        "ResourceType": sds_name(item.kind),
        "Tags": list(item.tags),
        "Metadata": [_written_metadata(each) for each in item.metadata],
        "DataItemFields": _written_fields(each for each in item.parts if id(each) in good),
        "IneligibleDataItemFields": _written_fields(each for each in item.parts if id(each) not in good),
    }


def _written_metadata(each: Metadata) -> Json:
    return {
        "Name": each.name,
        "Description": each.description or None,
        "Value": each.value,
        "TypeCode": each.code,
        "Uom": each.uom or None,
    }


def _written_fields(parts: Iterable[Part]) -> list[Json]:
    return [
        {
            "Id": prop.id,
            "Name": prop.name,
            "TypeCode": sds_name(prop.value.code),
            "Uom": part.stream.uoms.get(prop.id),
            "IsKey": prop.is_key,
            "StreamReferenceName": part.reference or None,
        }
        for part in parts
        for prop in part.stream.type.properties.all
    ]


def _property(part: Part, field: Field) -> Property | None:
    properties = part.stream.type.properties
    for key in field.keys:
        if field.source is Source.PROPERTY_ID:
            prop = properties.find(key)
        else:
            prop = next((each for each in properties.all if each.name.casefold() == key.casefold()), None)
        if prop is not None:
            return prop
    return None


def _is_indexed_by(part: Part, code: Code) -> bool:
    keys = part.stream.index.keys
    return len(keys) == 1 and keys[0].value.code is code
