"""What a data view resolves to: items a query, groups, and columns with what each group puts into them.

Columns: the index, the grouping fields, then for each field set one for each identifying value and field. Where
a set has no identifying field and some group has several of its items, every item has columns of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.units import unit
from ocs_tui.emulator.views.definition import Field, FieldSet, View
from ocs_tui.emulator.views.items import Found, Item, constant_of, found
from ocs_tui.model.sds_enums import sds_name
from ocs_tui.model.view_enums import FieldKind

MOST_COLUMNS = 1000
"""How many field mappings a view may have."""

_TOKEN = re.compile(r"\{(\w+)\}")
_WHOLE = ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64")
_NUMBERS = (*_WHOLE, "Single", "Double", "Decimal")


@dataclass(frozen=True, slots=True)
class Group:
    """The items that share their grouping values, by the id of the query."""

    values: tuple[Found | None, ...]
    items: Mapping[str, tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the view: a field mapping.

    Attributes:
        id: what it is called in the data; no two columns have the same.
        label: the label of its field, its tokens filled in.
        kind: what it is.
        code: the type code of its values, by name.
        uom: their unit, where all groups have the same.
        cells: what each group puts into it; None for nothing.
        field: the field of the view it comes from.
        set_index, field_index: where that field stands in the view.
    """

    id: str
    label: str
    kind: FieldKind
    code: str
    uom: str = ""
    cells: tuple[Found | None, ...] = ()
    field: Field | None = None
    set_index: int | None = None
    field_index: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """A view resolved.

    Attributes:
        view: the view.
        items: the items of each query by its folded id, those that fit.
        ineligible: those that do not.
        groups: the groups, in the order of their values.
        columns: the columns.
    """

    view: View
    items: Mapping[str, tuple[Item, ...]]
    ineligible: Mapping[str, tuple[Item, ...]]
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]


@dataclass(slots=True)
class _Slot:
    """A place of a field set in the columns: an identifying value, and the items of the groups in it."""

    value: str
    items: dict[int, Item] = field(default_factory=dict)


def resolved(view: View, everything: Mapping[str, Sequence[Item]]) -> Resolution:
    """Resolve a view over what its queries found, by their folded ids.

    Raises:
        Refused: 400 when it has more columns than a view may have.
    """
    items = {
        name: tuple(each for each in all_of_it if each.eligible(view.index_code))
        for name, all_of_it in everything.items()
    }
    ineligible = {
        name: tuple(each for each in all_of_it if not each.eligible(view.index_code))
        for name, all_of_it in everything.items()
    }
    groups = _groups(view, items)
    columns = [Column(view.index_label, view.index_label, FieldKind.INDEX_FIELD, sds_name(view.index_code))]
    for number, each in enumerate(view.grouping):
        cells = tuple(group.values[number] for group in groups)
        columns += _columns(each, cells, FieldKind.GROUPING_FIELD, "", "", field_index=number)
    for number, each_set in enumerate(view.sets):
        for slot in _slots(each_set, groups):
            for at, each in enumerate(each_set.fields):
                columns += _data_columns(view, each_set, each, slot, len(groups), number, at)
        if len(columns) > MOST_COLUMNS:
            raise Refused(400, f"The data view has more than {MOST_COLUMNS} field mappings; group its items.")
    return Resolution(view, items, ineligible, groups, _told_apart(columns))


def _groups(view: View, items: Mapping[str, tuple[Item, ...]]) -> tuple[Group, ...]:
    """Return the groups in the order of their values; an item without a value lies in a group without one."""
    values: dict[tuple[str, ...], tuple[Found | None, ...]] = {}
    members: dict[tuple[str, ...], dict[str, list[Item]]] = {}
    for name, all_of_it in items.items():
        for item in all_of_it:
            told = tuple(constant_of(item, each) for each in view.grouping)
            key = tuple("" if each is None else str(each.value) for each in told)
            values.setdefault(key, told)
            members.setdefault(key, {}).setdefault(name, []).append(item)
    if not view.grouping and not members:
        return (Group((), {}),)
    return tuple(
        Group(values[key], {name: tuple(each) for name, each in members[key].items()})
        for key in sorted(members, key=lambda key: ([part.casefold() for part in key], key))
    )


def _slots(of: FieldSet, groups: Sequence[Group]) -> list[_Slot]:
    """Return where the items of a set lie: by identifying value, the second of one value beside the first."""
    slots: dict[tuple[Any, ...], _Slot] = {}
    crowded = any(len(group.items.get(of.query_id.casefold(), ())) > 1 for group in groups)
    for number, group in enumerate(groups):
        seen: dict[str, int] = {}
        for item in group.items.get(of.query_id.casefold(), ()):
            told = None if of.identifying is None else constant_of(item, of.identifying)
            value = "" if told is None else _shown(told.value)
            ordinal = seen[value] = seen.get(value, -1) + 1
            own = number if of.identifying is None and crowded else -1
            slots.setdefault((value, own, ordinal), _Slot(value)).items[number] = item
    order = sorted(slots, key=lambda key: (key[0].casefold(), key[1], key[2]))
    return [slots[key] for key in order]


def _data_columns(
    view: View, of: FieldSet, each: Field, slot: _Slot, groups: int, number: int, at: int
) -> list[Column]:
    """Return the columns of a field in a slot: one, or one for each stream reference that it finds."""
    by_reference: dict[str, list[Found | None]] = {}
    for group, item in slot.items.items():
        for one in found(item, each, view.index_code):
            reference = "" if one.part is None else one.part.reference
            by_reference.setdefault(reference, [None] * groups)[group] = one
    columns: list[Column] = []
    for reference, cells in (by_reference or {"": [None] * groups}).items():
        tokens = {"QueryId": of.query_id, "StreamReferenceName": reference}
        columns += _columns(
            each,
            tuple(cells),
            FieldKind.DATA_FIELD,
            slot.value,
            reference,
            tokens=tokens,
            set_index=number,
            field_index=at,
            narrow=view.narrow,
        )
    return columns


def _columns(
    each: Field,
    cells: tuple[Found | None, ...],
    kind: FieldKind,
    identifying: str,
    reference: str,
    *,
    tokens: Mapping[str, str] | None = None,
    set_index: int | None = None,
    field_index: int | None = None,
    narrow: bool = False,
) -> list[Column]:
    there = [cell for cell in cells if cell is not None]
    units = {cell.uom for cell in there}
    uom = units.pop() if len(units) == 1 else ""
    label = _label(each, identifying, there, uom, tokens or {})
    code = _code(each, there)
    column = Column(label, label, kind, code, uom, cells, each, set_index, field_index)
    if not each.with_uom or narrow:
        return [column]
    name = f"{label} Uom"
    return [column, replace(column, id=name, label=name, kind=FieldKind.FIELD_UOM, code="String", uom="")]


def _label(each: Field, identifying: str, there: Sequence[Found], uom: str, tokens: Mapping[str, str]) -> str:
    """Fill the tokens of a label; one that is not known, or has no value, is empty."""
    known = {
        "IdentifyingValue": identifying,
        "FirstKey": each.keys[0] if each.keys else "",
        "Key": there[0].key if there and there[0].key else (each.keys[0] if each.keys else ""),
        "Uom": abbreviation(uom),
        "SummaryType": "" if each.summary is None else sds_name(each.summary),
        "SummaryDirection": ("Backward" if each.backward else "Forward") if each.summary else "",
        **tokens,
    }
    folded = {name.casefold(): value for name, value in known.items()}
    text = _TOKEN.sub(lambda match: folded.get(match[1].casefold(), ""), each.label)
    return " ".join(text.split()) or sds_name(each.source)


def _code(each: Field, there: Sequence[Found]) -> str:
    """Return the type code of a column: that of all its cells, else Double for numbers, else Object."""
    if each.summary is not None:
        return "Double"
    codes = {cell.code for cell in there}
    if len(codes) == 1:
        return codes.pop()
    if not codes:
        return "Empty"
    return "Double" if all(code.removeprefix("Nullable") in _NUMBERS for code in codes) else "Object"


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns whose ids differ: where two labels are the same, each id ends in its position."""
    if len({column.id.casefold() for column in columns}) == len(columns):
        return tuple(columns)
    return tuple(replace(column, id=f"{column.id}.{at}") for at, column in enumerate(columns))


def abbreviation(uom: str) -> str:
    """Return how a unit is written in labels and in data: abbreviated, where it is known."""
    known = unit(uom) if uom else None
    return uom if known is None else str(known["Abbreviation"])


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
