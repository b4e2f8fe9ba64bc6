"""The kinds of things that CONNECT alone has, and no screen shows: the emulator serves them from declarations too."""

from __future__ import annotations

from dataclasses import replace

from ocs_tui.catalog.declare import AT_COLLECTION, AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field, Guard, Kind
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era, Served, reading, writing
from ocs_tui.catalog.service import Listing, Service

EVENTS = Service("Event types", acl_set=200, owner_set=200, tags_items=True)
TAGS = Service("Authorization tags", acl_set=200, owner_set=200)
FAILOVER = Service("Client failover", acl_set=204, collection_rights=False)
SOFTWARE = Service("Software management", listing=Listing(query="query", order="orderBy"), acl_set=200)
TABLES = Service(
    "Virtual tables", listing=Listing(query="query", order="orderBy"), acl_set=200, owner_set=200
)
BROKER = Service("Change broker", listing=Listing(results="Signups"))
_ABOUT = (Field("Id"), Field("Name"), Field("Description"))


def _family(service: Service, name: str, plural: str, route: str, *fields: Field) -> Kind:
    return kind_of(
        service,
        name,
        plural,
        plural.lower().replace(" ", "-"),
        f"{N}/{route}",
        (*_ABOUT, *fields),
        within=NAMESPACE,
        creates=AT_ITEM,
        updates=True,
        deletes=True,
        guarded=True,
        collection_route=route,
        sortable=("Id", "Name"),
        only=Era.CONNECT,
    )


EVENT_TYPE = _family(EVENTS, "event type", "Event types", "EventTypes", Field("Properties", takes="objects"))
REFERENCE_DATA_TYPE = _family(
    EVENTS,
    "reference data type",
    "Reference data types",
    "ReferenceDataTypes",
    Field("Properties", takes="objects"),
)
ENUMERATION = _family(
    EVENTS, "enumeration", "Enumerations", "Enumerations", Field("Members", takes="objects")
)
VIRTUAL_TABLE = _family(TABLES, "virtual table", "Virtual tables", "virtualTables", Field("DataViewId"))
SHARE = _family(TABLES, "share", "Shares", "shares", Field("VirtualTableIds", takes="texts"))
AUTHORIZATION_TAG = _family(TAGS, "authorization tag", "Authorization tags", "AuthorizationTags")
"""Its collection has an ACL here, which gates the making of new ones; no route reads it."""


def _default_acl(route: str, words: str) -> Guard:
    path, rights = f"{N}/AccessControl/{route}", f"{N}/AccessRights/{route}"
    return Guard(
        reading(f"read the default ACL of {words}", path, Served.REGION),
        writing(f"set the default ACL of {words}", "PUT", path, Served.REGION),
        get_rights=reading(f"read one's rights on {words}", rights, Served.REGION),
    )


FAILOVER_GROUP = replace(
    _family(FAILOVER, "failover group", "Failover groups", "clientfailover/groups"),
    collection_guard=replace(_default_acl("clientfailover/groups", "the failover groups"), get_rights=None),
)


def _software(name: str, plural: str) -> Kind:
    return kind_of(
        SOFTWARE,
        f"software {name}",
        f"Software {plural.lower()}",
        f"software-{plural.lower()}",
        f"{N}/SoftwareManagement/{plural}",
        (*_ABOUT, Field("Version"), Field("TypeId")),
        within=NAMESPACE,
        gets=False,
        sortable=("Id", "Name"),
        only=Era.CONNECT,
    )


SOFTWARE_SYSTEM = replace(
    _software("system", "Systems"),
    collection_guard=_default_acl("SoftwareManagement", "software management"),
)
SOFTWARE_KINDS = (
    _software("template", "Templates"),
    _software("type", "Types"),
    _software("tag", "Tags"),
)
"""These follow the ACL of the systems, which is that of software management altogether."""
SIGNUP = kind_of(
    BROKER,
    "signup",
    "Signups",
    "signups",
    f"{N}/signups",
    (
        *_ABOUT,
        Field("ResourceType"),
        Field("ResourceIds", takes="texts"),
        Field("SignupState"),
        Field("CommunityId"),
    ),
    within=NAMESPACE,
    creates=AT_COLLECTION,
    deletes=True,
    guarded=True,
    only=Era.CONNECT,
)
EVENT_KINDS = (EVENT_TYPE, REFERENCE_DATA_TYPE, ENUMERATION)
TABLE_KINDS = (VIRTUAL_TABLE, SHARE)
KINDS = (
    *EVENT_KINDS,
    AUTHORIZATION_TAG,
    FAILOVER_GROUP,
    SOFTWARE_SYSTEM,
    *SOFTWARE_KINDS,
    *TABLE_KINDS,
    SIGNUP,
)
