"""A stream with its type: which mode and unit each property has in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.index import Index, index_of
from ocs_tui.emulator.sds.types import ResolvedType, parts_of
from ocs_tui.model.sds_enums import SdsExtrapolationMode, SdsInterpolationMode, sds_member


@dataclass(frozen=True, slots=True)
class ResolvedStream:
    """What reads and writes of a stream need to know.

    Attributes:
        id: the stream's id.
        name: the stream's name, which tables carry.
        type: its resolved type.
        index: its index.
        modes: how each property is interpolated, by property id.
        extrapolation: whether there are values outside the stored ones.
        uoms: the unit of each property that has one, by property id.
    """

    id: str
    name: str
    type: ResolvedType
    index: Index
    modes: Mapping[str, SdsInterpolationMode]
    extrapolation: SdsExtrapolationMode
    uoms: Mapping[str, str]

    @property
    def discrete(self) -> bool:
        """True when nothing is calculated between events: every property that is no key is Discrete."""
        keys = {each.id for each in self.index.keys}
        rest = [mode for name, mode in self.modes.items() if name not in keys]
        return bool(rest) and all(mode is SdsInterpolationMode.DISCRETE for mode in rest)


def resolve_stream(document: Mapping[str, Any], of: ResolvedType) -> ResolvedStream:
    """Resolve an SdsStream document over its type. Raises Refused with 400 for a mode that is not known.

    The mode of a property is its override on the stream, else the stream's, else the property's in the type,
    else the type's; the reference names these four and not their order. An override of a property that the
    type does not have is ignored: it may be left from a type that the stream had before.
    """
    stream_mode = _mode(SdsInterpolationMode, document.get("InterpolationMode"), "The stream")
    extrapolation = _mode(SdsExtrapolationMode, document.get("ExtrapolationMode"), "The stream")
    modes: dict[str, SdsInterpolationMode] = {}
    uoms: dict[str, str] = {}
    for each in of.properties.all:
        mode = stream_mode if stream_mode is not None else each.interpolation
        modes[each.id] = of.interpolation if mode is None else mode
        if each.uom:
            uoms[each.id] = each.uom
    for override in parts_of(document, "PropertyOverrides", "The stream"):
        found = of.properties.find(str(override.get("SdsTypePropertyId", "")))
        if found is None:
            continue
        mode = _mode(SdsInterpolationMode, override.get("InterpolationMode"), f"The override of {found.id!r}")
        if mode is not None:
            modes[found.id] = mode
        if override.get("Uom"):
            uoms[found.id] = str(override["Uom"])
    stream_id = str(document.get("Id", ""))
    return ResolvedStream(
        id=stream_id,
        name=str(document.get("Name") or stream_id),
        type=of,
        index=index_of(of),
        modes=modes,
        extrapolation=of.extrapolation if extrapolation is None else extrapolation,
        uoms=uoms,
    )


def _mode(kind: type[Any], value: object, where: str) -> Any:
    if value is None:
        return None
    member = sds_member(kind, value)
    if member is None:
        raise Refused(400, f"{where} has a mode that is not known: {value!r}.")
    return member
