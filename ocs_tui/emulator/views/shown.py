"""A resolved data view as the service answers it: items, groups, field mappings, field sets, statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ocs_tui.emulator.store import Json
from ocs_tui.emulator.views.definition import Field
from ocs_tui.emulator.views.items import Found, Item, found, written_item
from ocs_tui.emulator.views.resolution import Column, Resolution
from ocs_tui.model.sds_enums import sds_name
from ocs_tui.model.view_enums import FieldKind


def items(of: Resolution, query_id: str) -> list[Json] | None:
    """Return the items that a query found and that fit; None when the view has no such query."""
    return _items(of, of.items.get(query_id.casefold()))


def ineligible_items(of: Resolution, query_id: str) -> list[Json] | None:
    """Return the items that a query found and that have another index than the view."""
    return _items(of, of.ineligible.get(query_id.casefold()))


def groups(of: Resolution) -> list[Json]:
    """Return the groups: their values, and their items by query."""
    ids = {query.id.casefold(): query.id for query in of.view.queries}
    return [
        {
            "GroupingValues": [_grouping_value(value) for value in group.values],
            "DataItems": {
                ids[name]: [written_item(each, of.view.index_code) for each in found_items]
                for name, found_items in group.items.items()
            },
        }
        for group in of.groups
    ]


def field_mappings(of: Resolution) -> list[Json]:
    """Return the columns, each with what every group puts into it; the index is the first."""
    return [_mapping(of, column) for column in of.columns]


def available_field_sets(of: Resolution) -> list[Json]:
    """Return the fields that the items offer and that the view does not have yet."""
    return [each for each in _field_sets(of, taken=True) if each["DataFields"]]


def all_field_sets(of: Resolution) -> list[Json]:
    """Return all fields that the items offer."""
    return list(_field_sets(of, taken=False))


def statistics(of: Resolution) -> Json:
    """Return how large the view is, and how well its fields fit the items."""
    return {
        "DataItemCount": sum(len(each) for each in of.items.values()),
        "IneligibleDataItemCount": sum(len(each) for each in of.ineligible.values()),
        "GroupCount": len(of.groups),
        "FieldMappingCount": len(of.columns),
        "DataFieldSets": [_set_statistics(of, number) for number in range(len(of.view.sets))],
    }


def _items(of: Resolution, some: Iterable[Item] | None) -> list[Json] | None:
    return None if some is None else [written_item(each, of.view.index_code) for each in some]


def _grouping_value(value: Found | None) -> Json:
    if value is None:
        return {"Value": None, "TypeCode": "String"}
    return {"Value": value.value, "TypeCode": value.code}


def _mapping(of: Resolution, column: Column) -> Json:
    body: Json = {
        "Id": column.id,
        "Label": column.label,
        "FieldKind": sds_name(column.kind),
        "TypeCode": column.code,
        "Uom": column.uom or None,
        "DataMappings": [_data_mapping(column, cell) for cell in column.cells or (None,) * len(of.groups)],
    }
    return body | _summary(column.field)


def _data_mapping(column: Column, cell: Found | None) -> Json:
    if column.kind is FieldKind.INDEX_FIELD:
        return {"TypeCode": column.code}
    body: Json = {"FieldSetIndex": column.set_index, "FieldIndex": column.field_index} | _summary(
        column.field
    )
    if cell is None:
        return {"TargetId": None, "TypeCode": "Empty"} | body
    return {
        "TargetId": cell.item.id,
        "TargetStreamReferenceName": (cell.part.reference or None) if cell.part else None,
        "TargetFieldKey": cell.key or None,
        "TypeCode": column.code if column.field and column.field.summary else cell.code,
        "Uom": cell.uom or None,
    } | body


def _summary(field: Field | None) -> Json:
    if field is None or field.summary is None:
        return {}
    return {
        "SummaryType": sds_name(field.summary),
        "SummaryDirection": "Backward" if field.backward else "Forward",
    }


def _field_sets(of: Resolution, *, taken: bool) -> Iterator[Json]:
    """Yield one set a query: id, name, each property, each metadata name, the tags."""
    for query in of.view.queries:
        some = of.items.get(query.id.casefold(), ())
        had = _had(of, query.id) if taken else set()
        fields = [each for each in _offered(of, some) if _named(each) not in had]
        yield {"QueryId": query.id, "DataFields": fields}


def _offered(of: Resolution, some: Iterable[Item]) -> Iterator[Json]:
    properties: dict[tuple[str, str], Json] = {}
    metadata: dict[str, str] = {}
    tags: dict[str, str] = {}
    any_item = False
    for item in some:
        any_item = True
        for part in item.eligible(of.view.index_code):
            for prop in part.stream.type.properties.all:
                if not prop.is_key:
                    key = (part.reference.casefold(), prop.id.casefold())
                    properties.setdefault(key, _property_field(part.reference, prop.id))
        for each in item.metadata:
            metadata.setdefault(each.name.casefold(), each.name)
        for tag in item.tags:
            tags.setdefault(tag.casefold(), tag)
    if not any_item:
        return
    yield {"Source": "Id", "Keys": [], "Label": "{IdentifyingValue} Id"}
    yield {"Source": "Name", "Keys": [], "Label": "{IdentifyingValue} Name"}
    yield from properties.values()
    for name in metadata.values():
        yield {"Source": "Metadata", "Keys": [name], "Label": "{IdentifyingValue} {FirstKey}"}
    if tags:
        yield {"Source": "Tags", "Keys": list(tags.values()), "Label": "{IdentifyingValue} Tags"}


def _property_field(reference: str, prop: str) -> Json:
    field: Json = {"Source": "PropertyId", "Keys": [prop], "Label": "{IdentifyingValue} {FirstKey}"}
    if reference:
        label = "{IdentifyingValue} {StreamReferenceName} {FirstKey}"
        field |= {"StreamReferenceNames": [reference], "Label": label}
    return field


def _had(of: Resolution, query_id: str) -> set[tuple[Any, ...]]:
    """Return what the view already has of a query, one for each key."""
    had: set[tuple[Any, ...]] = set()
    for each in of.view.sets:
        if each.query_id.casefold() != query_id.casefold():
            continue
        for field in each.fields:
            keys = () if sds_name(field.source) == "Tags" else field.keys
            for key in keys or ("",):
                for reference in field.references or ("",):
                    had.add((sds_name(field.source), key.casefold(), reference.casefold()))
    return had


def _named(field: Json) -> tuple[Any, ...]:
    key = "" if field["Source"] == "Tags" else next(iter(field["Keys"]), "")
    reference = next(iter(field.get("StreamReferenceNames", [])), "")
    return field["Source"], key.casefold(), reference.casefold()


def _set_statistics(of: Resolution, number: int) -> Json:
    one = of.view.sets[number]
    some = of.items.get(one.query_id.casefold(), ())
    unmapped = [
        item for item in some if not any(list(found(item, each, of.view.index_code)) for each in one.fields)
    ]
    return {
        "DataItemCount": len(some),
        "UnmappedDataItemCount": len(unmapped),
        "DataFields": [_field_statistics(of, number, at) for at in range(len(one.fields))],
    }


def _field_statistics(of: Resolution, number: int, at: int) -> Json:
    columns = [
        each
        for each in of.columns
        if (each.set_index, each.field_index, each.kind) == (number, at, FieldKind.DATA_FIELD)
    ]
    cells = [cell for column in columns for cell in column.cells]
    bare = sum(all(column.cells[group] is None for column in columns) for group in range(len(of.groups)))
    return {
        "FieldMappingCount": len(columns),
        "DataMappingCount": len(cells),
        "EmptyDataMappingCount": sum(cell is None for cell in cells),
        "UnmappedGroupCount": bare,
    }
