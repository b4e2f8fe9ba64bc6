"""Single values by type code: read from JSON and from text, their defaults, and the keys they sort by."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from typing import Any
from uuid import UUID

from ocs_tui.emulator.sds.moments import moment_text, moment_ticks, span_text, span_ticks
from ocs_tui.model.sds_enums import SdsTypeCode as Code

INTEGER_RANGES: dict[Code, tuple[int, int]] = {
    Code.S_BYTE: (-(2**7), 2**7 - 1),
    Code.BYTE: (0, 2**8 - 1),
    Code.INT16: (-(2**15), 2**15 - 1),
    Code.U_INT16: (0, 2**16 - 1),
    Code.INT32: (-(2**31), 2**31 - 1),
    Code.U_INT32: (0, 2**32 - 1),
    Code.INT64: (-(2**63), 2**63 - 1),
    Code.U_INT64: (0, 2**64 - 1),
}
FLOATS = frozenset({Code.SINGLE, Code.DOUBLE, Code.DECIMAL})
NUMBERS = FLOATS | frozenset(INTEGER_RANGES)
MOMENTS = frozenset({Code.DATE_TIME, Code.DATE_TIME_OFFSET})
TIMES = MOMENTS | {Code.TIME_SPAN}

_NOT_FINITE = {"nan": "NaN", "infinity": "Infinity", "-infinity": "-Infinity"}
_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){1,3}", re.ASCII)
_NO_MOMENT = "0001-01-01T00:00:00Z"

DEFAULTS: dict[Code, Any] = {
    Code.BOOLEAN: False,
    Code.CHAR: "\0",
    Code.DATE_TIME: _NO_MOMENT,
    Code.DATE_TIME_OFFSET: "0001-01-01T00:00:00+00:00",
    Code.TIME_SPAN: "00:00:00",
    Code.GUID: str(UUID(int=0)),
    **dict.fromkeys(INTEGER_RANGES, 0),
    **dict.fromkeys(FLOATS, 0.0),
}
"""What a value is when an event does not say; null for the codes that are not here."""


def _boolean(value: object) -> object:
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    if isinstance(value, bool):
        return value
    raise ValueError


def _integer(code: Code) -> Callable[[object], object]:
    low, high = INTEGER_RANGES[code]

    def read(value: object) -> object:
        quoted = isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,20}", value.strip(), re.ASCII)
        if quoted or (isinstance(value, float) and value.is_integer()):
            value = int(value)  # type: ignore[call-overload]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return read


def _float(value: object) -> object:
    """Read a number. What is not finite stays the word that JSON gives it, since JSON has no number for it."""
    if isinstance(value, str):
        if value.strip().casefold() in _NOT_FINITE:
            return _NOT_FINITE[value.strip().casefold()]
        if "_" in value:
            raise ValueError
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    try:
        number = float(value)
    except OverflowError:
        raise ValueError from None
    if math.isnan(number):
        return "NaN"
    return number if math.isfinite(number) else _NOT_FINITE["infinity" if number > 0 else "-infinity"]


def _single(value: object) -> object:
    """Read a number of single precision, kept as the shortest double that means the same."""
    number = _float(value)
    if not isinstance(number, float):
        return number
    try:
        near = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        raise ValueError from None
    for digits in range(6, 10):
        short = float(f"{near:.{digits}g}")
        if struct.pack("f", short) == struct.pack("f", near):
            return short
    return float(near)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _char(value: object) -> object:
    if isinstance(value, str) and len(value) == 1:
        return value
    raise ValueError


def _date_time(value: object) -> object:
    return moment_text(moment_ticks(_text(value))[0])


def _date_time_offset(value: object) -> object:
    return moment_text(*moment_ticks(_text(value)))


def _version(value: object) -> object:
    if not _VERSION.fullmatch(_text(value)):
        raise ValueError
    return value


_READ: dict[Code, Callable[[object], object]] = {
    Code.BOOLEAN: _boolean,
    Code.CHAR: _char,
    Code.SINGLE: _single,
    Code.DOUBLE: _float,
    Code.DECIMAL: _float,
    Code.STRING: _text,
    Code.GUID: lambda value: str(UUID(_text(value))),
    Code.DATE_TIME: _date_time,
    Code.DATE_TIME_OFFSET: _date_time_offset,
    Code.TIME_SPAN: lambda value: span_text(span_ticks(_text(value))),
    Code.VERSION: _version,
    **{code: _integer(code) for code in INTEGER_RANGES},
}


def scalar_of(code: Code, value: object) -> Any:
    """Return a JSON value, or the text of one, in the form in which events keep it.

    Numbers in quotes are numbers, as the service's JSON reader takes them. Raises ValueError when the value
    is not one of the type code.
    """
    return _READ[code](value)


def is_scalar(code: Code) -> bool:
    """True for the codes of single values that are neither nullable nor enums."""
    return code in _READ


def key_of(code: Code, value: Any) -> Any:
    """Return what a value sorts by, given in the form in which events keep it.

    Moments and spans sort by their ticks, all else as it is; text sorts by its code points (the reference says
    nothing of the order of text).
    """
    if code in MOMENTS:
        return moment_ticks(value)[0]
    if code is Code.TIME_SPAN:
        return span_ticks(value)
    return value


def value_of_key(code: Code, key: Any) -> Any:
    """Return the value that sorts by ``key``; a DateTimeOffset is given in UTC."""
    if code is Code.DATE_TIME:
        return moment_text(key)
    if code is Code.DATE_TIME_OFFSET:
        return moment_text(key, 0)
    return span_text(key) if code is Code.TIME_SPAN else key


def shown(value: object) -> str:
    """Write a value into a sentence: as JSON, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
