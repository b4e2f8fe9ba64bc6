"""Units of measure as the service answers them, and conversion between them."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.unit_catalogue import CATALOGUE, Quantity

Json = dict[str, Any]

_UNITS = {unit[0].casefold(): (quantity, unit) for quantity in CATALOGUE for unit in quantity.units}


def units() -> list[Json]:
    """Return every SdsUom, by quantity."""
    return [_uom(quantity, unit) for quantity, unit in _UNITS.values()]


def unit(uom_id: str) -> Json | None:
    """Return the SdsUom with this id, in any case, or None."""
    found = _UNITS.get(uom_id.casefold())
    return _uom(*found) if found else None


def quantities() -> list[Json]:
    """Return every SdsUomQuantity, by name."""
    return [_quantity(each) for each in CATALOGUE]


def quantity(quantity_id: str) -> Json | None:
    """Return the SdsUomQuantity with this id, in any case, or None."""
    return next((each for each in quantities() if each["Id"].casefold() == quantity_id.casefold()), None)


def units_of(quantity_id: str) -> list[Json]:
    """Return the units of a quantity; none for one that is not known."""
    return [each for each in units() if each["QuantityId"].casefold() == quantity_id.casefold()]


def conversion(of: str, to: str, where: str) -> tuple[float, float]:
    """Return by what a value is multiplied, and what is then added, to get from one unit to another.

    Raises Refused with 400 for a unit that is not known, or one of another quantity. ``where`` begins the sentence.
    """
    found = []
    for uom_id in (of, to):
        if uom_id.casefold() not in _UNITS:
            raise Refused(400, f"{where}: there is no unit {uom_id!r}.")
        found.append(_UNITS[uom_id.casefold()])
    (first, (_, _, factor, offset)), (second, (_, _, to_factor, to_offset)) = found
    if first.id != second.id:
        raise Refused(400, f"{where}: {of!r} is of {first.id} and {to!r} of {second.id}.")
    if of.casefold() == to.casefold():
        return 1.0, 0.0
    return factor / to_factor, (offset - to_offset) / to_factor


def _uom(of: Quantity, each: tuple[str, str, float, float]) -> Json:
    uom_id, abbreviation, factor, offset = each
    return {
        "Id": uom_id,
        "Abbreviation": abbreviation,
        "Name": uom_id,
        "DisplayName": uom_id,
        "QuantityId": of.id,
        "ConversionFactor": float(factor),
        "ConversionOffset": float(offset),
    }


def _quantity(of: Quantity) -> Json:
    return {
        "Id": of.id,
        "Name": of.id,
        "BaseUom": _uom(of, of.units[0]),
        "Dimensions": list(of.dimensions),
    }
