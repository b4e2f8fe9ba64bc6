"""What the data views service has: data views, and in CONNECT their schemas."""

from __future__ import annotations

from ocs_tui.catalog.declare import AT_COLLECTION, AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.service import DATA_VIEWS

DATA_VIEW = kind_of(
    DATA_VIEWS,
    "data view",
    "Data views",
    "data-views",
    f"{N}/DataViews",
    (
        Field("Id"),
        Field("Name"),
        Field("Description"),
        Field("Queries", takes="objects"),
        Field("IndexField", takes="object"),
        Field("DataFieldSets", takes="objects"),
        Field("GroupingFields", takes="objects"),
        Field("DefaultStartIndex"),
        Field("DefaultEndIndex"),
        Field("DefaultInterval"),
        Field("IndexTypeCode", takes="any"),
        Field("Shape", takes="any"),
    ),
    within=NAMESPACE,
    columns=(Field("Description"),),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="DataViews",
)
SCHEMA = kind_of(
    DATA_VIEWS,
    "data view schema",
    "Schemas",
    "schemas",
    f"{N}/DataViews/{{id}}/schemas",
    (Field("Id"), Field("Name"), Field("Description")),
    within=DATA_VIEW,
    creates=AT_COLLECTION,
    deletes=True,
    only=Era.CONNECT,
)

VIEW_KINDS = (DATA_VIEW, SCHEMA)
