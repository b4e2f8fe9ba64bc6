"""A data view as it is defined: read from its document, which is stored with names for numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any, TypeVar

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.values import NUMBERS, TIMES
from ocs_tui.emulator.store import Json
from ocs_tui.model.sds_enums import SdsSummaryType as Summary
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_member, sds_name
from ocs_tui.model.view_enums import (
    DataItemResourceType,
    DataViewShape,
    FieldSource,
    SourceKind,
    SummaryDirection,
)

Member = TypeVar("Member", bound=IntEnum | IntFlag)
Source = FieldSource

INDEX_LABEL = "Timestamp"
_KEYED = (Source.PROPERTY_ID, Source.PROPERTY_NAME, Source.METADATA)
_OF_AN_ITEM = (Source.ID, Source.NAME, Source.METADATA, Source.TAGS)


@dataclass(frozen=True, slots=True)
class Query:
    """What a view looks for: streams or assets, by a search.

    Attributes:
        source: the namespace or community that is searched; empty for the namespace of the view.
        of_community: whether it is a community.
    """

    id: str
    kind: DataItemResourceType
    value: str
    source: str = ""
    of_community: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where its values come from and what its column is called.

    Attributes:
        source: where the values come from.
        keys: which property, metadata or tags; the first that fits counts, of tags all do.
        references: which stream references of an asset; empty for all.
        label: the column's name, with tokens such as ``{FirstKey}``.
        summary: what sums up an interval in place of the value; None for the value.
        backward: whether the interval lies before its index.
        with_uom: whether the unit has a column of its own.
    """

    source: FieldSource
    keys: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    label: str = ""
    summary: Summary | None = None
    backward: bool = False
    with_uom: bool = False


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The data fields of a query, and the field that tells its items apart."""

    query_id: str
    fields: tuple[Field, ...]
    identifying: Field | None


@dataclass(frozen=True, slots=True)
class View:
    """A data view."""

    index_label: str
    index_code: Code
    queries: tuple[Query, ...]
    sets: tuple[FieldSet, ...]
    grouping: tuple[Field, ...]
    narrow: bool
    start: str
    end: str
    interval: str


def stored(document: Json) -> Json:
    """Return a data view's document as it is stored: its numbers as names, and no nulls inside its fields.

    Raises:
        Refused: 400 with a sentence that names the member that is wrong.
    """
    document = {name: value for name, value in document.items() if value is not None}
    for name, kind in (("IndexTypeCode", Code), ("Shape", DataViewShape)):
        if name in document:
            document[name] = sds_name(_member(kind, document[name], name))
    if "IndexField" in document:
        document["IndexField"] = _field(document["IndexField"], "IndexField")
    if "Queries" in document:
        document["Queries"] = [_query(each) for each in _objects(document, "Queries")]
    if "GroupingFields" in document:
        document["GroupingFields"] = [
            _field(each, "GroupingFields") for each in _objects(document, "GroupingFields")
        ]
    if "DataFieldSets" in document:
        document["DataFieldSets"] = [_set(each) for each in _objects(document, "DataFieldSets")]
    for name in ("Name", "Description"):
        _text(document, name)
    view_of(document)
    return document


def view_of(document: Json) -> View:
    """Return the data view of a stored document.

    Raises:
        Refused: 400 for what does not fit together.
    """
    queries = tuple(_query_of(each) for each in document.get("Queries") or [])
    ids = [query.id.casefold() for query in queries]
    if len(set(ids)) < len(ids):
        raise Refused(400, "Two Queries have the same Id.").about(Id=queries[-1].id)
    sets = tuple(_field_set(each, ids) for each in document.get("DataFieldSets") or [])
    code = _member(Code, document.get("IndexTypeCode", Code.DATE_TIME), "IndexTypeCode")
    if code not in NUMBERS | TIMES:
        raise Refused(400, f"IndexTypeCode is {sds_name(code)}; rows need an index of a number or a time.")
    index = document.get("IndexField") or {}
    grouping = tuple(_grouping(each) for each in document.get("GroupingFields") or [])
    return View(
        index_label=str(index.get("Label") or INDEX_LABEL).strip() or INDEX_LABEL,
        index_code=code,
        queries=queries,
        sets=sets,
        grouping=grouping,
        narrow=_member(DataViewShape, document.get("Shape", 0), "Shape") is DataViewShape.NARROW,
        start=_text(document, "DefaultStartIndex"),
        end=_text(document, "DefaultEndIndex"),
        interval=_text(document, "DefaultInterval"),
    )


def field_of(document: Json, where: str) -> Field:
    """Return a field of a stored document. Raises Refused with 400 when it cannot be one."""
    source = _member(Source, document.get("Source", 0), f"{where}.Source")
    keys = _texts(document, "Keys", where)
    if source in _KEYED and not keys:
        raise Refused(400, f"{where} takes its values by key and has no Keys.")
    summary = _member(Summary, document.get("SummaryType", 0), f"{where}.SummaryType")
    direction = _member(SummaryDirection, document.get("SummaryDirection", 1), f"{where}.SummaryDirection")
    return Field(
        source,
        keys,
        _texts(document, "StreamReferenceNames", where),
        str(document.get("Label") or ""),
        summary if summary else None,
        direction is SummaryDirection.BACKWARD,
        document.get("IncludeUom") is True,
    )


def _query_of(document: Json) -> Query:
    source = _member(SourceKind, document.get("SourceKind", 0), "SourceKind")
    return Query(
        document["Id"],
        _member(DataItemResourceType, document.get("Kind", 1), "Kind"),
        document.get("Value", ""),
        _text(document, "SourceId") if source is not SourceKind.DEFAULT else "",
        source is SourceKind.COMMUNITY,
    )


def _field_set(document: Json, queries: list[str]) -> FieldSet:
    query_id = str(document.get("QueryId") or "")
    if query_id.casefold() not in queries:
        raise Refused(400, f"DataFieldSets names the query {query_id!r}, which Queries does not have.").about(
            QueryId=query_id
        )
    fields = tuple(field_of(each, "DataFields") for each in document.get("DataFields") or [])
    for field in fields:
        if field.source is Source.NOT_APPLICABLE:
            raise Refused(400, "A data field needs a Source.")
        if not field.label.strip():
            raise Refused(400, "A data field needs a Label.")
    identifying = document.get("IdentifyingField")
    told = None if not identifying else field_of(identifying, "IdentifyingField")
    if told is not None and told.source not in _OF_AN_ITEM:
        raise Refused(400, "An IdentifyingField has the Source Id, Name, Metadata or Tags.")
    return FieldSet(query_id, fields, told)


def _grouping(document: Json) -> Field:
    field = field_of(document, "GroupingFields")
    if field.source is Source.NOT_APPLICABLE or field.source in (Source.PROPERTY_ID, Source.PROPERTY_NAME):
        raise Refused(400, "A grouping field has the Source Id, Name, Metadata or Tags.")
    return field


def _query(document: Json) -> Json:
    query = {name: value for name, value in document.items() if value is not None}
    if not isinstance(query.get("Id"), str) or not query["Id"].strip():
        raise Refused(400, "A query needs an Id.")
    query["Kind"] = sds_name(_member(DataItemResourceType, query.get("Kind", 1), "Kind"))
    if not isinstance(query.get("Value", ""), str):
        raise Refused(400, f"The query {query['Id']!r} has a Value that is no text.")
    if "SourceKind" in query:
        query["SourceKind"] = sds_name(_member(SourceKind, query["SourceKind"], "SourceKind"))
    return query


def _set(document: Json) -> Json:
    kept = {name: value for name, value in document.items() if value is not None}
    kept["DataFields"] = [_field(each, "DataFields") for each in _objects(kept, "DataFields")]
    if "IdentifyingField" in kept:
        kept["IdentifyingField"] = _field(kept["IdentifyingField"], "IdentifyingField")
    return kept


def _field(document: Any, where: str) -> Json:
    if not isinstance(document, dict):
        raise Refused(400, f"{where} is no object.")
    kept = {name: value for name, value in document.items() if value is not None}
    kinds: dict[str, type[IntEnum] | type[IntFlag]]
    kinds = {"Source": Source, "SummaryType": Summary, "SummaryDirection": SummaryDirection}
    for name, kind in kinds.items():
        if name in kept:
            kept[name] = sds_name(_member(kind, kept[name], f"{where}.{name}"))
    for name in ("Keys", "StreamReferenceNames"):
        _texts(kept, name, where)
    return kept


def _objects(document: Json, name: str) -> list[Json]:
    value = document.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(400, f"{name} is no list of objects.")
    return value


def _texts(document: Json, name: str, where: str) -> tuple[str, ...]:
    value = document.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused(400, f"{where}.{name} is no list of texts.")
    return tuple(value)


def _text(document: Json, name: str) -> str:
    value = document.get(name) or ""
    if not isinstance(value, str):
        raise Refused(400, f"{name} is no text.")
    return value.strip()


def _member(kind: type[Member], value: Any, name: str) -> Member:
    member = sds_member(kind, value)
    if member is None:
        raise Refused(400, f"{name} is {value!r}, which is not known.").about(**{name: str(value)})
    return member
