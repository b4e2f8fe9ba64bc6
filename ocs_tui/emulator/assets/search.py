"""Searching assets: by a query, by filters, with scores; facets and the completion of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.assets.resolved import type_document
from ocs_tui.emulator.assets.streams import Readable, streams_of
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.search import query_of
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import Matching
from ocs_tui.emulator.things.place import named

FIELDS = (
    "Id",
    "Name",
    "Description",
    "AssetTypeId",
    "AssetTypeName",
    "Metadata/Name",
    "Metadata/Description",
    "Metadata/Value",
    "StreamReferenceName",
    "StreamPropertyId",
    "Tags",
)
"""The fields that a query looks at, and may name."""

_OF_A_NAME = "Metadata"
"""Beside them a query may name a metadata name, which then is a field."""
_WEIGHTS = {"Id": 3.0, "Name": 3.0, "Tags": 2.0, "AssetTypeName": 1.5}
_TERM = re.compile(r'(?:(?:\\.|[^\s()"\\:])+:)?"(?:\\.|[^"\\])*"|(?:\\.|[^\s()"\\])+')
_OPERATORS = ("AND", "OR", "NOT")
_WORD = re.compile(r"\w[\w-]*")


class Fields(Mapping[str, Any]):
    """What a query may find of an asset. The properties of its streams are looked up when a query asks."""

    def __init__(self, call: Call, held: Held, readable: Readable) -> None:
        self._call, self._held, self._readable = call, held, readable
        self._type = type_document(call, held.document)
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._value(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*FIELDS, _OF_A_NAME))

    def __len__(self) -> int:
        return len(FIELDS) + 1

    @property
    def metadata(self) -> dict[str, Any]:
        """The values of its metadata by name; its own over those of its type."""
        told = {each["Id"].casefold(): each for each in self._type.get("Metadata") or []}
        for each in self._held.document.get("Metadata") or []:
            told[each["Id"].casefold()] = told.get(each["Id"].casefold(), {}) | each
        return {str(each.get("Name") or each["Id"]): each.get("Value") for each in told.values()}

    def _value(self, name: str) -> Any:
        document = self._held.document
        if name == _OF_A_NAME:
            return {key: value for key, value in self.metadata.items() if value is not None}
        if name == "AssetTypeName":
            return self._type.get("Name")
        if name == "Metadata/Name":
            return list(self.metadata)
        if name == "Metadata/Value":
            return [value for value in self.metadata.values() if value is not None]
        if name == "Metadata/Description":
            both = (*(document.get("Metadata") or []), *(self._type.get("Metadata") or []))
            return [each["Description"] for each in both if each.get("Description")]
        if name == "StreamReferenceName":
            own = [each["Name"] for each in document.get("StreamReferences") or [] if each.get("Name")]
            of = [each.get("StreamReferenceName") for each in self._type.get("TypeReferences") or []]
            return [*own, *(each for each in of if each and each not in own)]
        if name == "StreamPropertyId":
            return list(self._properties())
        return document.get(name)

    def _properties(self) -> Iterator[str]:
        for each in self._held.document.get("StreamReferences") or []:
            held = named(self._call, STREAM, str(each.get("StreamId") or ""))
            stream = None if held is None else self._readable.resolved(held)
            if stream is not None:
                yield from (prop.id for prop in stream.type.properties.all)


def asset_query(call: Call, text: str) -> Matching:
    """Return whether an asset is found by a query. Raises Refused with 400 for one that cannot be read."""
    test, readable = query_of(text, (*FIELDS, _OF_A_NAME)), streams_of(call)
    return lambda held: test(Fields(call, held, readable))


def asset_filter(call: Call, text: str) -> Matching:
    """Return whether an asset passes all of ``filter[name]=value``: the whole value, in any letter case.

    Raises:
        Refused: 400 for a filter of another form.
    """
    wanted: list[tuple[str, str]] = []
    for name, value in call.query.multi_items():
        if name.casefold() == "filter" and not value.strip():
            continue  # an empty parameter counts as absent
        if not name.casefold().startswith("filter"):
            continue
        match = re.fullmatch(r"filter\[(.+)\]", name, re.IGNORECASE)
        if match is None:
            raise Refused(400, "A filter of assets is filter[name]=value.").about(filter=value)
        wanted.append((match[1].strip().casefold(), value.strip().casefold()))
    readable = streams_of(call)
    statuses: dict[str, str] = {}

    def passes(held: Held) -> bool:
        fields = Fields(call, held, readable)
        for name, value in wanted:
            if name == "status":
                if held.key not in statuses:
                    statuses[held.key] = status_name(call, held, readable) or ""
                told: list[Any] = [statuses[held.key]]
            elif name == "assettypename":
                told = [fields["AssetTypeName"]]
            else:
                told = [each for key, each in fields.metadata.items() if key.casefold() == name]
            if value not in [str(each).casefold() for each in told if each is not None]:
                return False
        return True

    return passes


def status_name(call: Call, held: Held, readable: Readable) -> str | None:
    """Return the name of an asset's last status; None where nothing is mapped."""
    from ocs_tui.emulator.assets.data import last_status_of

    try:
        return str(last_status_of(call, held, readable)["Status"])
    except Refused:
        return None


def matched_fields(call: Call, held: Held, query: str, readable: Readable) -> list[Json]:
    """Return which fields of an asset a query's terms are found in."""
    fields = Fields(call, held, readable)
    found: dict[str, list[str]] = {}
    for term in _TERM.findall(query):
        if term in _OPERATORS:
            continue
        for field in (*FIELDS, _OF_A_NAME):
            if query_of(term, (field,))(fields):
                names = [field] if field != _OF_A_NAME else _metadata_names(term, fields)
                for name in names:
                    found.setdefault(name, []).append(_bare(term))
    return [{"Field": name, "Terms": list(dict.fromkeys(terms))} for name, terms in found.items()]


def score_of(matched: Iterable[Json]) -> float:
    """Return how well an asset fits: id and name count the most, each term for itself; 1 where all assets fit."""
    return round(sum(_WEIGHTS.get(each["Field"], 1.0) * len(each["Terms"]) for each in matched), 3) or 1.0


def facets(call: Call, assets: Iterable[Held], name: str, most: int) -> list[Json]:
    """Return by what assets can be narrowed, each name with its most frequent values.

    Args:
        call: the call.
        assets: those that the caller may read and that fit.
        name: one name alone, in any letter case; all where it is empty.
        most: how many values of a name.
    """
    counts: dict[str, Counter[str]] = {}
    spelled: dict[str, str] = {}
    readable = streams_of(call)
    for held in assets:
        fields = Fields(call, held, readable)
        told = {"AssetTypeName": fields["AssetTypeName"]} | fields.metadata
        for key, value in told.items():
            if value is not None and (not name or key.casefold() == name.casefold()):
                spelled.setdefault(key.casefold(), key)
                counts.setdefault(key.casefold(), Counter())[str(value)] += 1
    return [
        {
            "Name": spelled[key],
            "FacetValues": [
                {"Value": value, "DocumentCount": number}
                for value, number in sorted(counts[key].items(), key=lambda each: (-each[1], each[0]))[:most]
            ],
        }
        for key in sorted(counts, key=lambda key: (key != "assettypename", key))
    ]


def completions(
    call: Call, assets: Iterable[Held], term: str, terms: int, most_facets: int
) -> tuple[list[Json], list[str]]:
    """Return the facet values and the words of assets that begin with a term, in any letter case."""
    held_assets, folded = list(assets), term.strip().casefold()
    found: list[Json] = []
    for facet in facets(call, held_assets, "", len(held_assets) or 1):
        values = [each for each in facet["FacetValues"] if each["Value"].casefold().startswith(folded)]
        if folded and values:
            found.append({"Name": facet["Name"], "FacetValues": values[:most_facets]})
    words: Counter[str] = Counter()
    for held in held_assets:
        text = " ".join(str(held.document.get(name) or "") for name in ("Id", "Name", "Description"))
        text += " " + " ".join(held.document.get("Tags") or [])
        words.update({word.casefold() for word in _WORD.findall(text)})
    tokens = [word for word in words if folded and word.startswith(folded)]
    return found[:most_facets], sorted(tokens, key=lambda word: (-words[word], word))[:terms]


def _metadata_names(term: str, fields: Fields) -> list[str]:
    """Return the metadata names that a term names itself; its values are found as Metadata/Value anyway."""
    told = term.partition(":")[0].casefold() if ":" in term else ""
    return [name for name in fields.metadata if name.casefold() == told]


def _bare(term: str) -> str:
    """Return a term without the field that it names and without quotes."""
    match = re.match(r"(?:\\.|[^\\:\"])+:(.+)", term, re.DOTALL)
    return (match[1] if match else term).strip('"')
