"""The enumerations of the Sequential Data Store, as integers on the wire. Free of pydantic.

The service writes some as numbers and some as names, and reads both: ``sds_member`` reads either, in any
case, and ``sds_name`` gives the name that the wire uses.
"""

from __future__ import annotations

from enum import Enum, IntEnum, IntFlag
from typing import TypeVar

SdsEnum = TypeVar("SdsEnum", bound=Enum)


class SdsTypeCode(IntEnum):
    """What a value is. Families: nullable is 100 more, an array 200 more, an enum 600 more (nullable 700).

    The reference names the SDS objects only as 501 to 512; their order is read here as SdsType,
    SdsTypeProperty, SdsStreamView and its parts, SdsStream, SdsStreamIndex, SdsTable and the rest.
    """

    EMPTY = 0
    OBJECT = 1
    DB_NULL = 2
    BOOLEAN = 3
    CHAR = 4
    S_BYTE = 5
    BYTE = 6
    INT16 = 7
    U_INT16 = 8
    INT32 = 9
    U_INT32 = 10
    INT64 = 11
    U_INT64 = 12
    SINGLE = 13
    DOUBLE = 14
    DECIMAL = 15
    DATE_TIME = 16
    STRING = 18
    GUID = 19
    DATE_TIME_OFFSET = 20
    TIME_SPAN = 21
    VERSION = 22
    NULLABLE_BOOLEAN = 103
    NULLABLE_CHAR = 104
    NULLABLE_S_BYTE = 105
    NULLABLE_BYTE = 106
    NULLABLE_INT16 = 107
    NULLABLE_U_INT16 = 108
    NULLABLE_INT32 = 109
    NULLABLE_U_INT32 = 110
    NULLABLE_INT64 = 111
    NULLABLE_U_INT64 = 112
    NULLABLE_SINGLE = 113
    NULLABLE_DOUBLE = 114
    NULLABLE_DECIMAL = 115
    NULLABLE_DATE_TIME = 116
    NULLABLE_GUID = 119
    NULLABLE_DATE_TIME_OFFSET = 120
    NULLABLE_TIME_SPAN = 121
    BOOLEAN_ARRAY = 203
    CHAR_ARRAY = 204
    S_BYTE_ARRAY = 205
    BYTE_ARRAY = 206
    INT16_ARRAY = 207
    U_INT16_ARRAY = 208
    INT32_ARRAY = 209
    U_INT32_ARRAY = 210
    INT64_ARRAY = 211
    U_INT64_ARRAY = 212
    SINGLE_ARRAY = 213
    DOUBLE_ARRAY = 214
    DECIMAL_ARRAY = 215
    DATE_TIME_ARRAY = 216
    STRING_ARRAY = 218
    GUID_ARRAY = 219
    DATE_TIME_OFFSET_ARRAY = 220
    TIME_SPAN_ARRAY = 221
    VERSION_ARRAY = 222
    ARRAY = 400
    I_LIST = 401
    I_DICTIONARY = 402
    I_ENUMERABLE = 403
    SDS_TYPE = 501
    SDS_TYPE_PROPERTY = 502
    SDS_STREAM_VIEW = 503
    SDS_STREAM_VIEW_PROPERTY = 504
    SDS_STREAM_VIEW_MAP = 505
    SDS_STREAM_VIEW_MAP_PROPERTY = 506
    SDS_STREAM = 507
    SDS_STREAM_INDEX = 508
    SDS_TABLE = 509
    SDS_COLUMN = 510
    SDS_VALUES = 511
    SDS_OBJECT = 512
    S_BYTE_ENUM = 605
    BYTE_ENUM = 606
    INT16_ENUM = 607
    U_INT16_ENUM = 608
    INT32_ENUM = 609
    U_INT32_ENUM = 610
    INT64_ENUM = 611
    U_INT64_ENUM = 612
    NULLABLE_S_BYTE_ENUM = 705
    NULLABLE_BYTE_ENUM = 706
    NULLABLE_INT16_ENUM = 707
    NULLABLE_U_INT16_ENUM = 708
    NULLABLE_INT32_ENUM = 709
    NULLABLE_U_INT32_ENUM = 710
    NULLABLE_INT64_ENUM = 711
    NULLABLE_U_INT64_ENUM = 712


class SdsInterpolationMode(IntEnum):
    """What a value is between two events. Continuous is another name of Default."""

    DEFAULT = 0
    CONTINUOUS = 0
    STEPWISE_CONTINUOUS_LEADING = 1
    STEPWISE_CONTINUOUS_TRAILING = 2
    DISCRETE = 3
    CONTINUOUS_NULLABLE_LEADING = 4
    CONTINUOUS_NULLABLE_TRAILING = 5


class SdsExtrapolationMode(IntEnum):
    """Whether there is a value before the first event (Backward) and after the last (Forward)."""

    ALL = 0
    NONE = 1
    FORWARD = 2
    BACKWARD = 3


class SdsBoundaryType(IntEnum):
    """Which events the edges of a read take in."""

    EXACT = 0
    INSIDE = 1
    OUTSIDE = 2
    EXACT_OR_CALCULATED = 3


class SdsSearchMode(IntEnum):
    """Which event a read of one index gives."""

    EXACT = 0
    EXACT_OR_NEXT = 1
    NEXT = 2
    EXACT_OR_PREVIOUS = 3
    PREVIOUS = 4


class SdsStreamViewMode(IntFlag):
    """What a stream view does to a property."""

    NONE = 0
    FIELD_ADD = 1
    FIELD_REMOVE = 2
    FIELD_RENAME = 4
    FIELD_MOVE = 8
    FIELD_CONVERSION = 16
    INVALID_FIELD_CONVERSION = 32


class SdsJoinMode(IntEnum):
    """How the events of several streams are put together."""

    INNER = 0
    OUTER = 1
    INTERPOLATED = 2
    MERGE_LEFT = 3
    MERGE_RIGHT = 4


class SdsSummaryType(IntFlag):
    """The summaries of an interval. A page of 2022 gives 64 to StandardDeviation; the others agree on this."""

    NONE = 0
    COUNT = 1
    MINIMUM = 2
    MAXIMUM = 4
    RANGE = 8
    MEAN = 16
    STANDARD_DEVIATION = 32
    POPULATION_STANDARD_DEVIATION = 64
    TOTAL = 128
    SKEWNESS = 256
    KURTOSIS = 512
    WEIGHTED_MEAN = 1024
    WEIGHTED_STANDARD_DEVIATION = 2048
    WEIGHTED_POPULATION_STANDARD_DEVIATION = 4096


def sds_name(member: IntEnum | IntFlag) -> str:
    """Return a member's name on the wire: ``DateTimeOffset``, ``SByte``; flags joined by a comma and a space."""
    if member.name is None:
        return str(int(member))
    names = member.name.split("|")
    return ", ".join("".join(part.capitalize() for part in name.split("_")) for name in names)


def sds_member(kind: type[SdsEnum], value: object) -> SdsEnum | None:
    """Return the member that a number, its digits or a name in any case stands for; None when there is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        name = value.strip()
        if not name.isascii() or not name.isdigit():
            folded = name.replace("_", "").casefold()
            for known, member in kind.__members__.items():
                if known.replace("_", "").casefold() == folded:
                    return member
            return None
        value = int(name)
    if not isinstance(value, int):
        return None
    try:
        return kind(value)
    except ValueError:
        return None
