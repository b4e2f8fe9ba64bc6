"""The units of measure: quantities, and for each its units with how they convert to the base unit.

The first unit of a quantity is its base. A value in the base unit is the value times the factor plus the
offset. Dimensions are the exponents of length, mass, time, current, temperature, substance and light.
"""

from __future__ import annotations

from dataclasses import dataclass

_Units = tuple[tuple[str, str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: its id, its dimensions, and its units as id, abbreviation, factor and offset."""

    id: str
    dimensions: tuple[int, int, int, int, int, int, int]
    units: _Units


def _of(*units: tuple[str, str, float] | tuple[str, str, float, float]) -> _Units:
    return tuple((unit[0], unit[1], unit[2], unit[3] if len(unit) == 4 else 0.0) for unit in units)


CATALOGUE: tuple[Quantity, ...] = (
    Quantity(
        "Amount of Substance", (0, 0, 0, 0, 0, 1, 0), _of(("mole", "mol", 1), ("kilomole", "kmol", 1000))
    ),
    Quantity(
        "Area",
        (2, 0, 0, 0, 0, 0, 0),
        _of(
            ("square meter", "m2", 1),
            ("square centimeter", "cm2", 1e-4),
            ("square kilometer", "km2", 1e6),
            ("square foot", "ft2", 0.09290304),
            ("square inch", "in2", 0.00064516),
            ("hectare", "ha", 1e4),
            ("acre", "acre", 4046.8564224),
        ),
    ),
    Quantity(
        "Density",
        (-3, 1, 0, 0, 0, 0, 0),
        _of(
            ("kilogram per cubic meter", "kg/m3", 1),
            ("gram per liter", "g/L", 1),
            ("gram per cubic centimeter", "g/cm3", 1000),
            ("pound per cubic foot", "lb/ft3", 16.018463373960142),
        ),
    ),
    Quantity(
        "Electric Current",
        (0, 0, 0, 1, 0, 0, 0),
        _of(("ampere", "A", 1), ("milliampere", "mA", 1e-3), ("kiloampere", "kA", 1e3)),
    ),
    Quantity(
        "Electric Potential",
        (2, 1, -3, -1, 0, 0, 0),
        _of(("volt", "V", 1), ("millivolt", "mV", 1e-3), ("kilovolt", "kV", 1e3)),
    ),
    Quantity(
        "Electric Resistance", (2, 1, -3, -2, 0, 0, 0), _of(("ohm", "ohm", 1), ("kiloohm", "kohm", 1e3))
    ),
    Quantity(
        "Energy",
        (2, 1, -2, 0, 0, 0, 0),
        _of(
            ("joule", "J", 1),
            ("kilojoule", "kJ", 1e3),
            ("megajoule", "MJ", 1e6),
            ("gigajoule", "GJ", 1e9),
            ("watt hour", "Wh", 3600),
            ("kilowatt hour", "kWh", 3.6e6),
            ("megawatt hour", "MWh", 3.6e9),
            ("British thermal unit", "Btu", 1055.05585262),
            ("calorie", "cal", 4.1868),
        ),
    ),
    Quantity(
        "Force",
        (1, 1, -2, 0, 0, 0, 0),
        _of(("newton", "N", 1), ("kilonewton", "kN", 1e3), ("pound-force", "lbf", 4.4482216152605)),
    ),
    Quantity(
        "Frequency",
        (0, 0, -1, 0, 0, 0, 0),
        _of(
            ("hertz", "Hz", 1),
            ("kilohertz", "kHz", 1e3),
            ("megahertz", "MHz", 1e6),
            ("revolution per minute", "rpm", 1 / 60),
        ),
    ),
    Quantity(
        "Length",
        (1, 0, 0, 0, 0, 0, 0),
        _of(
            ("meter", "m", 1),
            ("millimeter", "mm", 1e-3),
            ("centimeter", "cm", 1e-2),
            ("kilometer", "km", 1e3),
            ("inch", "in", 0.0254),
            ("foot", "ft", 0.3048),
            ("yard", "yd", 0.9144),
            ("mile", "mi", 1609.344),
            ("nautical mile", "nmi", 1852),
        ),
    ),
    Quantity("Luminous Intensity", (0, 0, 0, 0, 0, 0, 1), _of(("candela", "cd", 1))),
    Quantity(
        "Mass",
        (0, 1, 0, 0, 0, 0, 0),
        _of(
            ("kilogram", "kg", 1),
            ("gram", "g", 1e-3),
            ("milligram", "mg", 1e-6),
            ("tonne", "t", 1e3),
            ("pound", "lb", 0.45359237),
            ("ounce", "oz", 0.028349523125),
            ("short ton", "ton", 907.18474),
        ),
    ),
    Quantity(
        "Mass Flow Rate",
        (0, 1, -1, 0, 0, 0, 0),
        _of(
            ("kilogram per second", "kg/s", 1),
            ("kilogram per minute", "kg/min", 1 / 60),
            ("kilogram per hour", "kg/h", 1 / 3600),
            ("tonne per hour", "t/h", 1000 / 3600),
            ("pound per hour", "lb/h", 0.45359237 / 3600),
        ),
    ),
    Quantity(
        "Plane Angle",
        (0, 0, 0, 0, 0, 0, 0),
        _of(
            ("radian", "rad", 1),
            ("degree", "°", 0.017453292519943295),
            ("revolution", "r", 6.283185307179586),
        ),
    ),
    Quantity(
        "Power",
        (2, 1, -3, 0, 0, 0, 0),
        _of(
            ("watt", "W", 1),
            ("kilowatt", "kW", 1e3),
            ("megawatt", "MW", 1e6),
            ("gigawatt", "GW", 1e9),
            ("horsepower", "hp", 745.6998715822702),
        ),
    ),
    Quantity(
        "Pressure",
        (-1, 1, -2, 0, 0, 0, 0),
        _of(
            ("pascal", "Pa", 1),
            ("hectopascal", "hPa", 100),
            ("kilopascal", "kPa", 1e3),
            ("megapascal", "MPa", 1e6),
            ("bar", "bar", 1e5),
            ("millibar", "mbar", 100),
            ("atmosphere", "atm", 101325),
            ("pound-force per square inch", "psi", 6894.757293168361),
            ("millimeter of mercury", "mmHg", 133.322387415),
        ),
    ),
    Quantity(
        "Ratio",
        (0, 0, 0, 0, 0, 0, 0),
        _of(("count", "count", 1), ("percent", "%", 1e-2), ("parts per million", "ppm", 1e-6)),
    ),
    Quantity(
        "Speed",
        (1, 0, -1, 0, 0, 0, 0),
        _of(
            ("meter per second", "m/s", 1),
            ("millimeter per second", "mm/s", 1e-3),
            ("kilometer per hour", "km/h", 1 / 3.6),
            ("foot per second", "ft/s", 0.3048),
            ("mile per hour", "mi/h", 0.44704),
            ("knot", "kn", 1852 / 3600),
        ),
    ),
    Quantity(
        "Temperature",
        (0, 0, 0, 0, 1, 0, 0),
        _of(
            ("kelvin", "K", 1),
            ("degree Celsius", "°C", 1, 273.15),
            ("degree Fahrenheit", "°F", 5 / 9, 459.67 * 5 / 9),
            ("degree Rankine", "°R", 5 / 9),
        ),
    ),
    Quantity(
        "Time",
        (0, 0, 1, 0, 0, 0, 0),
        _of(
            ("second", "s", 1),
            ("millisecond", "ms", 1e-3),
            ("minute", "min", 60),
            ("hour", "h", 3600),
            ("day", "d", 86400),
            ("week", "week", 604800),
        ),
    ),
    Quantity(
        "Torque",
        (2, 1, -2, 0, 0, 0, 0),
        _of(("newton meter", "N m", 1), ("pound-force foot", "lbf ft", 1.3558179483314004)),
    ),
    Quantity(
        "Volume",
        (3, 0, 0, 0, 0, 0, 0),
        _of(
            ("cubic meter", "m3", 1),
            ("liter", "L", 1e-3),
            ("milliliter", "mL", 1e-6),
            ("cubic foot", "ft3", 0.028316846592),
            ("US gallon", "US gal", 0.003785411784),
            ("barrel", "bbl", 0.158987294928),
        ),
    ),
    Quantity(
        "Volume Flow Rate",
        (3, 0, -1, 0, 0, 0, 0),
        _of(
            ("cubic meter per second", "m3/s", 1),
            ("cubic meter per hour", "m3/h", 1 / 3600),
            ("liter per second", "L/s", 1e-3),
            ("liter per minute", "L/min", 1e-3 / 60),
            ("US gallon per minute", "US gal/min", 0.003785411784 / 60),
            ("barrel per day", "bbl/d", 0.158987294928 / 86400),
        ),
    ),
)
