"""What data collection has: OMF topics, subscriptions and connections."""

from __future__ import annotations

from ocs_tui.catalog.declare import AT_COLLECTION, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.service import OMF, Listing

_ABOUT = (Field("Id"), Field("Name", needed=True), Field("Description"))

TOPIC = kind_of(
    OMF,
    "topic",
    "Topics",
    "topics",
    f"{N}/Topics",
    (*_ABOUT, Field("ClientIds", takes="texts", links="client"), Field("CreatedDate")),
    within=NAMESPACE,
    columns=(Field("Clients", "ClientIds", links="client"), Field("Description")),
    creates=AT_COLLECTION,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Topics",
    only=Era.OCS,
)
SUBSCRIPTION = kind_of(
    OMF,
    "subscription",
    "Subscriptions",
    "subscriptions",
    f"{N}/Subscriptions",
    (
        *_ABOUT,
        Field("Enabled", takes="flag"),
        Field("TopicId", links="topic", needed=True),
        Field("TopicTenantId"),
        Field("TopicNamespaceId"),
        Field("TenantId"),
        Field("NamespaceId"),
        Field("CreatedDate"),
    ),
    within=NAMESPACE,
    columns=(Field("Enabled"), Field("Topic", "TopicId"), Field("Description")),
    creates=AT_COLLECTION,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Subscriptions",
    only=Era.OCS,
)
CONNECTION = kind_of(
    OMF,
    "OMF connection",
    "OMF connections",
    "omf-connections",
    f"{N}/omfConnections",
    (*_ABOUT, Field("State"), Field("ClientIds", takes="texts", links="client"), Field("CreatedDate")),
    within=NAMESPACE,
    columns=(Field("State"), Field("Clients", "ClientIds", links="client"), Field("Description")),
    creates=AT_COLLECTION,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="omfConnections",
    listing=Listing(skip="", count="", results="Results"),
)

OMF_KINDS = (TOPIC, SUBSCRIPTION, CONNECTION)
