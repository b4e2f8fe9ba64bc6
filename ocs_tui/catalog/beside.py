"""The operations that stand beside the kinds: data, metadata and tags, status, previews, boards.

What every kind has, its ``Kind`` declares; here is what a kind or a service has of its own.
"""

from __future__ import annotations

from dataclasses import replace

from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import PREVIEW, TENANT, Era, Served, asking, reading, writing

_REGION, _ANY = Served.REGION, Served.ANY

# Sequential Data Store: what refers to a type, a stream's own.
TYPE_REFERENCES = reading("count what refers to the type", f"{N}/Types/{{id}}/ReferenceCount", _REGION)
_STREAM = f"{N}/Streams/{{id}}"
STREAM_TYPE = reading("read the stream's type", f"{_STREAM}/Type", _REGION)
SET_STREAM_TYPE = writing("change the stream's type", "PUT", f"{_STREAM}/Type", _REGION)
RESOLVED_STREAM = reading("read the resolved stream", f"{_STREAM}/Resolved", _REGION)
RESOLVED_STREAMS = replace(
    asking("read the resolved streams", f"{N}/Streams/Bulk/Streams/Resolved"),
    connect=f"{N}/Bulk/Streams/Resolved",
)
VIEW_MAP = reading("read the stream view's map", f"{N}/StreamViews/{{id}}/Map", _REGION)
GET_METADATA = reading("read the stream's metadata", f"{_STREAM}/Metadata", _REGION)
SET_METADATA = writing("set the stream's metadata", "PUT", f"{_STREAM}/Metadata", _REGION)
PATCH_METADATA = writing("change the stream's metadata", "PATCH", f"{_STREAM}/Metadata", _REGION)
DELETE_METADATA = writing("delete the stream's metadata", "DELETE", f"{_STREAM}/Metadata", _REGION)
GET_METADATA_VALUE = reading(
    "read a value of the stream's metadata", f"{_STREAM}/Metadata/{{below}}", _REGION
)
GET_METADATA_CHANGES = reading("read who changed the metadata", f"{_STREAM}/ChangeData/Metadata", _REGION)
GET_TAGS = reading("read the stream's tags", f"{_STREAM}/Tags", _REGION)
SET_TAGS = writing("set the stream's tags", "PUT", f"{_STREAM}/Tags", _REGION)
DELETE_TAGS = writing("delete the stream's tags", "DELETE", f"{_STREAM}/Tags", _REGION)
BULK_ACLS = replace(asking("read the ACLs of streams", f"{N}/Bulk/Streams/AccessControl"), only=Era.CONNECT)
BULK_OWNERS = replace(asking("read the owners of streams", f"{N}/Bulk/Streams/Owner"), only=Era.CONNECT)

# Data of a stream.
_DATA = f"{_STREAM}/Data"
FIRST_VALUE = reading("read the first value", f"{_DATA}/First", _REGION)
LAST_VALUE = reading("read the last value", f"{_DATA}/Last", _REGION)
READ_DATA = reading("read the stream's data", _DATA, _REGION)
"""At an index, a range, a window, by a filter: the query says which."""
INTERPOLATED = reading("read interpolated data", f"{_DATA}/Interpolated", _REGION)
SUMMARIES = reading("read summaries", f"{_DATA}/Summaries", _REGION)
SAMPLED = reading("read sampled data", f"{_DATA}/Sampled", _REGION)
TRANSFORMED = reading("read data through a stream view", f"{_DATA}/Transform", _REGION)
TRANSFORMED_FIRST = reading("read the first value through a stream view", f"{_DATA}/Transform/First", _REGION)
TRANSFORMED_LAST = reading("read the last value through a stream view", f"{_DATA}/Transform/Last", _REGION)
TRANSFORMED_INTERPOLATED = reading(
    "read interpolated data through a stream view", f"{_DATA}/Transform/Interpolated", _REGION
)
TRANSFORMED_SUMMARIES = reading(
    "read summaries through a stream view", f"{_DATA}/Transform/Summaries", _REGION
)
TRANSFORMED_SAMPLED = reading(
    "read sampled data through a stream view", f"{_DATA}/Transform/Sampled", _REGION
)
IN_UNITS = asking("read data in other units", f"{_DATA}/Transform")
IN_UNITS_LAST = asking("read the last value in other units", f"{_DATA}/Transform/Last")
IN_UNITS_INTERPOLATED = asking("read interpolated data in other units", f"{_DATA}/Transform/Interpolated")
IN_UNITS_SUMMARIES = asking("read summaries in other units", f"{_DATA}/Transform/Summaries")
IN_UNITS_SAMPLED = asking("read sampled data in other units", f"{_DATA}/Transform/Sampled")
JOIN = reading("join streams", f"{N}/Bulk/Streams/Data/Joins", _REGION)
JOIN_EACH = asking("join streams, each with its own window", f"{N}/Bulk/Streams/Data/Joins")
INSERT_DATA = writing("insert data", "POST", _DATA, _REGION)
UPDATE_DATA = writing("update data", "PUT", _DATA, _REGION)
PATCH_DATA = writing("change some properties of data", "PATCH", _DATA, _REGION)
REMOVE_DATA = writing("remove data", "DELETE", _DATA, _REGION)

# Assets.
_ASSET = f"{N}/Assets/{{id}}"
RESOLVED_ASSET = reading("read the resolved asset", f"{_ASSET}/Resolved", _REGION)
RESOLVED_ASSETS = asking("read the resolved assets", f"{N}/Bulk/Assets/Resolved")
ASSET_STATUS = reading("read the asset's status", f"{_ASSET}/Status/Last", _REGION)
ASSET_STATUSES = asking("read the status of assets", f"{N}/Bulk/Assets/Status/Last")
ASSET_STATUS_SUMMARY = reading("read how the asset's status went", f"{_ASSET}/Status/Summary", _REGION)
ASSET_DATA = reading("read the asset's data", f"{_ASSET}/Data", _REGION)
ASSET_LAST = reading("read the asset's last values", f"{_ASSET}/Data/Last", _REGION)
ASSET_SAMPLED = reading("read the asset's data, sampled", f"{_ASSET}/Data/Sampled", _REGION)
ASSET_SUMMARIES = reading("read summaries of the asset's data", f"{_ASSET}/Data/Summaries", _REGION)
ASSET_INTERPOLATED = reading("read the asset's data, interpolated", f"{_ASSET}/Data/Interpolated", _REGION)
SEARCH_ASSETS = reading("search the assets", f"{N}/Search/Assets", _REGION)
ASSET_FACETS = reading("read what assets can be narrowed by", f"{N}/Search/Assets/Facets", _REGION)
ASSET_WORDS = reading("complete a word of a search", f"{N}/Search/Assets/Autocomplete", _REGION)
CREATE_ASSETS = writing("create assets", "POST", f"{N}/Bulk/Assets", _REGION)
DELETE_ASSETS = writing("delete assets", "DELETE", f"{N}/Bulk/Assets", _REGION)
CREATE_ASSET_TYPES = writing("create asset types", "POST", f"{N}/Bulk/AssetTypes", _REGION)
PATCH_ASSET = replace(writing("change some fields of the asset", "PATCH", _ASSET, _REGION), only=Era.CONNECT)
PATCH_ASSET_TYPE = replace(
    writing("change some fields of the asset type", "PATCH", f"{N}/AssetTypes/{{id}}", _REGION),
    only=Era.CONNECT,
)

# Data views.
_VIEW = f"{N}/DataViews/{{id}}"
VIEW_STORED = reading("read the data view's stored data", f"{_VIEW}/Data/Stored", _REGION)
VIEW_INTERPOLATED = reading("read the data view's data", f"{_VIEW}/Data/Interpolated", _REGION)
_RESOLVED = f"{_VIEW}/Resolved"
VIEW_ITEMS = reading("read what the data view found", f"{_RESOLVED}/DataItems/{{below}}", _REGION)
VIEW_INELIGIBLE = reading(
    "read what the data view cannot use", f"{_RESOLVED}/IneligibleDataItems/{{below}}", _REGION
)
VIEW_GROUPS = reading("read the data view's groups", f"{_RESOLVED}/Groups", _REGION)
VIEW_FIELDS = reading("read the data view's resolved fields", f"{_RESOLVED}/FieldMappings", _REGION)
VIEW_AVAILABLE = reading(
    "read what more the data view could show", f"{_RESOLVED}/AvailableFieldSets", _REGION
)
VIEW_ALL_SETS = reading("read all that the data view could show", f"{_RESOLVED}/AllFieldSets", _REGION)
VIEW_STATISTICS = reading("read the data view's statistics", f"{_RESOLVED}/Statistics", _REGION)
PREVIEW_STORED = asking("preview a data view, stored", f"{N}/Preview/DataViews/Data/Stored")
PREVIEW_INTERPOLATED = asking("preview a data view", f"{N}/Preview/DataViews/Data/Interpolated")

# Data collection.
SEND_OMF = writing("send an OMF message", "POST", f"{N}/omf", _REGION)
TOPIC_SUBSCRIPTIONS = replace(
    reading("list the topic's subscriptions", f"{N}/Topics/{{id}}/subscriptions", _REGION), only=Era.OCS
)

# Rules. Their previews hold a token: POST begins one, GET answers it, DELETE ends it.
PREVIEW_METADATA_RULE = asking("preview the metadata rule", f"{N}/Preview/MetadataRules")
METADATA_RULE_PREVIEW = reading("read the metadata rule's preview", f"{N}/Preview/MetadataRules", _REGION)
END_METADATA_PREVIEW = replace(
    asking("end the metadata rule's preview", f"{N}/Preview/MetadataRules"), verb="DELETE"
)
_PREVIEW_N = f"{PREVIEW}/tenants/{{tenant}}/namespaces/{{namespace}}"
PREVIEW_ASSET_RULE = replace(
    asking("preview the asset rule", f"{N}/Preview/AssetRules"), connect=f"{_PREVIEW_N}/Preview/AssetRules"
)
ASSET_RULE_PREVIEW = replace(
    reading("read the asset rule's preview", f"{N}/Preview/AssetRules", _REGION),
    connect=f"{_PREVIEW_N}/Preview/AssetRules",
)
END_ASSET_PREVIEW = replace(
    asking("end the asset rule's preview", f"{N}/Preview/AssetRules"),
    verb="DELETE",
    connect=f"{_PREVIEW_N}/Preview/AssetRules",
)
EXECUTE_METADATA_RULE = writing("run the metadata rule", "POST", f"{N}/MetadataRules/{{id}}/execute", _REGION)
EXECUTE_ASSET_RULE = writing("run the asset rule", "POST", f"{N}/AssetRules/{{id}}/execute", _REGION)
ASSET_RULE_PROGRESS = reading("read the asset rule's progress", f"{N}/AssetRules/{{id}}/progress", _REGION)

# Communities.
COMMUNITY_SUMMARY = reading("read what the community shares", f"{PREVIEW}/communities/{{id}}/summary", _ANY)
SHARED_OF_NAMESPACE = reading(
    "list the namespace's shared streams",
    f"{PREVIEW}/tenants/{{tenant}}/search/namespaces/{{namespace}}/streams",
    _ANY,
)
INVITATION_DETAILS = reading(
    "read the community invitation's details", f"{PREVIEW}/communityinvitations/{{id}}/details", _ANY
)
ANSWER_INVITATION = writing(
    "answer the community invitation", "PUT", f"{PREVIEW}/communityinvitations/{{id}}", _ANY
)

# Boards.
HEALTH = reading("read the health", f"{TENANT}/health")
TENANT_LOGS = reading("read the tenant's logs", f"{TENANT}/logs")
NAMESPACE_LOGS = reading("read the namespace's logs", f"{N}/logs", _REGION)
STREAM_METRIC = reading("read a metric of the streams", f"{N}/metrics/streams/{{id}}", _REGION)
OMF_METRIC = reading("read a metric of data collection", f"{N}/metrics/topics/{{id}}", _REGION)
USAGE = reading("read the usage", f"{TENANT}/usage")
NAMESPACE_USAGE = replace(reading("read the namespace's usage", f"{N}/usage", _REGION), only=Era.OCS)
RESOURCE_USAGE = reading("read what is used of the entitlements", f"{TENANT}/resources/usage")
BILLING_CYCLES = reading("read the billing cycles", f"{TENANT}/subscriptionterm/billingcycles")
SERVICE_BLOG = reading("read the service blog", "/api/v1/ServiceBlog/Entries")
"""No tenant in its route."""
