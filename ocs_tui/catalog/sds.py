"""What the Sequential Data Store has: types, streams, stream views, units and quantities, bulk ACL jobs."""

from __future__ import annotations

from ocs_tui.catalog.declare import AT_COLLECTION, AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import PREVIEW
from ocs_tui.catalog.service import SDS, WHOLE, Listing
from ocs_tui.model.area_enums import JobStatus
from ocs_tui.model.sds_enums import SdsExtrapolationMode, SdsInterpolationMode, SdsTypeCode

_ABOUT = (Field("Id", needed=True), Field("Name"), Field("Description"))
_DATES = (Field("CreatedDate"), Field("ModifiedDate"))
_MODES = (
    Field("InterpolationMode", takes="whole", words=SdsInterpolationMode),
    Field("ExtrapolationMode", takes="whole", words=SdsExtrapolationMode),
)
_DESCRIPTION = Field("Description")
_SAME = (200, 302)
"""Sources disagree on the code of an identical create: 302 earlier, 200 later."""

TYPE = kind_of(
    SDS,
    "type",
    "Types",
    "types",
    f"{N}/Types",
    (
        *_ABOUT,
        Field("SdsTypeCode", takes="whole", words=SdsTypeCode, needed=True),
        Field("BaseType", takes="object"),
        Field("Properties", takes="objects"),
        *_MODES,
        Field("IsGenericType", takes="flag"),
        Field("IsReferenceType", takes="flag"),
        Field("GenericArguments", takes="objects"),
        Field("DerivedTypes", takes="objects"),
        *_DATES,
    ),
    within=NAMESPACE,
    columns=(Field("Code", "SdsTypeCode", words=SdsTypeCode), _DESCRIPTION),
    creates=AT_ITEM,
    deletes=True,
    guarded=True,
    collection_route="Types",
    same=_SAME,
    sortable=("Id", "Name"),
)
STREAM = kind_of(
    SDS,
    "stream",
    "Streams",
    "streams",
    f"{N}/Streams",
    (
        *_ABOUT,
        Field("TypeId", links="type", needed=True),
        Field("Indexes", takes="objects"),
        *_MODES,
        Field("PropertyOverrides", takes="objects"),
        *_DATES,
    ),
    within=NAMESPACE,
    columns=(Field("Type", "TypeId"), _DESCRIPTION),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Streams",
    same=_SAME,
    sortable=("Id", "Name", "TypeId"),
)
STREAM_VIEW = kind_of(
    SDS,
    "stream view",
    "Stream views",
    "stream-views",
    f"{N}/StreamViews",
    (
        *_ABOUT,
        Field("SourceTypeId", links="type", needed=True),
        Field("TargetTypeId", links="type", needed=True),
        Field("Properties", takes="objects"),
        *_DATES,
    ),
    within=NAMESPACE,
    columns=(Field("From", "SourceTypeId"), Field("To", "TargetTypeId"), _DESCRIPTION),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="StreamViews",
    sortable=("Id", "Name"),
)
_UNIT_LIST = Listing()
"""Of units and quantities ``skip`` and ``count`` alone are stated for both services."""
_UNIT_FIELDS = (
    Field("Id"),
    Field("Name"),
    Field("Abbreviation"),
    Field("DisplayName"),
    Field("QuantityId", links="quantity"),
    Field("ConversionFactor", takes="number"),
    Field("ConversionOffset", takes="number"),
    *_DATES,
)
_UNIT_COLUMNS = (Field("Abbreviation"), Field("Quantity", "QuantityId"))
QUANTITY = kind_of(
    SDS,
    "quantity",
    "Quantities",
    "quantities",
    f"{N}/Quantities",
    (Field("Id"), Field("Name"), Field("BaseUom", takes="object"), Field("Dimensions", takes="any"), *_DATES),
    within=NAMESPACE,
    guarded=True,
    collection_route="Quantities",
    listing=_UNIT_LIST,
)
QUANTITY_UNIT = kind_of(
    SDS,
    "unit of a quantity",
    "Units of it",
    "units",
    f"{N}/Quantities/{{id}}/Units",
    _UNIT_FIELDS,
    within=QUANTITY,
    columns=_UNIT_COLUMNS,
    guarded=True,
    listing=_UNIT_LIST,
)
UNIT = kind_of(
    SDS,
    "unit",
    "Units",
    "units",
    f"{N}/Units",
    _UNIT_FIELDS,
    within=NAMESPACE,
    columns=_UNIT_COLUMNS,
    listing=_UNIT_LIST,
)

_JOBS = f"{PREVIEW}/tenants/{{tenant}}/namespaces/{{namespace}}/bulk/accesscontrol/jobs"
_JOB_STATE = Field("Status", takes="whole", words=JobStatus)
ACL_JOB = kind_of(
    SDS,
    "bulk ACL job",
    "Bulk ACL jobs",
    "acl-jobs",
    _JOBS,
    (
        Field("Id"),
        Field("Name"),
        Field("Description"),
        _JOB_STATE,
        Field("StepsSucceeded", takes="whole"),
        Field("StepsFailed", takes="whole"),
        Field("StepsProcessed", takes="whole"),
        Field("TotalSteps", takes="whole"),
        Field("StartTime"),
        Field("EndTime"),
        Field("Requester", takes="object"),
        Field("OperationId"),
    ),
    within=NAMESPACE,
    columns=(
        _JOB_STATE,
        Field("Done", "StepsSucceeded"),
        Field("Failed", "StepsFailed"),
        Field("Of", "TotalSteps"),
        Field("Started", "StartTime"),
    ),
    creates=AT_COLLECTION,
    listing=WHOLE,
)
ACL_JOB_STEP = kind_of(
    SDS,
    "job step",
    "Steps",
    "steps",
    f"{_JOBS}/{{id}}/jobsteps",
    (
        Field("Id"),
        Field("Name"),
        Field("ResourceId"),
        _JOB_STATE,
        Field("StartTime"),
        Field("EndTime"),
        Field("Errors", takes="objects"),
    ),
    within=ACL_JOB,
    columns=(Field("Stream", "ResourceId"), _JOB_STATE, Field("Errors")),
    gets=False,
    listing=Listing(filter="filterBy"),
)

SDS_KINDS = (TYPE, STREAM, STREAM_VIEW, QUANTITY, QUANTITY_UNIT, UNIT, ACL_JOB, ACL_JOB_STEP)
