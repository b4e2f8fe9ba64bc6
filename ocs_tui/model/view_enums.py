"""The enumerations of data views. The service answers them as names and reads both names and numbers."""

from __future__ import annotations

from enum import IntEnum


class DataItemResourceType(IntEnum):
    """What a query of a data view finds."""

    STREAM = 1
    ASSET = 2


class FieldSource(IntEnum):
    """Where a field of a data view has its values from."""

    NOT_APPLICABLE = 0
    ID = 1
    NAME = 2
    PROPERTY_ID = 3
    PROPERTY_NAME = 4
    METADATA = 5
    TAGS = 6
    TENANT_ID = 7
    TENANT_NAME = 8
    NAMESPACE_ID = 9
    NAMESPACE_NAME = 10
    COMMUNITY_ID = 11
    COMMUNITY_NAME = 12


class SourceKind(IntEnum):
    """Where a query looks; CONNECT has it."""

    DEFAULT = 0
    NAMESPACE = 1
    COMMUNITY = 2


class SummaryDirection(IntEnum):
    """Whether a summary of a row looks at the interval after its index, or at the one before it."""

    FORWARD = 1
    BACKWARD = 2


class DataViewShape(IntEnum):
    """Whether each field is a column, or each value a row."""

    STANDARD = 0
    NARROW = 1


class FieldKind(IntEnum):
    """What a column is. Sources disagree on the numbers; the names go on the wire."""

    INDEX_FIELD = 0
    GROUPING_FIELD = 1
    DATA_FIELD = 2
    FIELD_ID = 3
    FIELD_UOM = 4
