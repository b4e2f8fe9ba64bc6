"""What a service of OCS is: how its lists page and search, how it guards things, what its errors hold.

Said once for every kind of thing that the service has.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog.operation import Served
from ocs_tui.model.enums import AccessRight


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is asked for. Parameters are named as the service names them; empty where it has none.

    Attributes:
        skip: how many to leave out; with ``count`` empty too, the list comes whole.
        count: how many to give.
        most: how many may be asked for at once.
        query: the search.
        filter: the filter; with ``{name}`` in it a parameter for each thing that is narrowed by.
        order: the field to order by, and ``asc`` or ``desc``.
        results: the member of the answer that holds the items; the answer itself is the list where empty.
    """

    skip: str = "skip"
    count: str = "count"
    most: int = 1000
    query: str = ""
    filter: str = ""
    order: str = ""
    results: str = ""

    @property
    def paged(self) -> bool:
        """Whether it comes in pages."""
        return bool(self.count)


WHOLE = Listing(skip="", count="")
"""A list that comes whole."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service, and what holds of all that it has.

    Attributes:
        name: its name, as the API reference has it.
        served: which base URL serves what it has.
        listing: how its lists are asked for.
        acl_set: the code of a PUT of an ACL: 200 answers the ACL, 204 nothing.
        owner_set: the same of an owner.
        patches_acl: whether an ACL can be changed by JSON Patch too.
        tags_acl: whether an ACL is answered with an ETag, which a PATCH may name in ``If-Match``.
        tags_items: whether a thing is answered with an ETag, which a PUT and a DELETE may name.
        reads_acl: the right that reading an ACL and one's rights needs.
        collection_rights: whether one's rights on a collection can be asked for.
        error_members: what an error's body may hold beside the common members.
        verbose: whether a body holds every member when nothing is said of it.
    """

    name: str
    served: Served = Served.REGION
    listing: Listing = Listing()
    acl_set: int = 204
    owner_set: int = 204
    patches_acl: bool = False
    tags_acl: bool = False
    tags_items: bool = False
    reads_acl: AccessRight = AccessRight.READ
    collection_rights: bool = True
    error_members: tuple[str, ...] = ()
    verbose: bool = False


IDENTITY = Service("Identity and access", Served.TENANT, Listing(), error_members=("DynamicProperties",))
TENANT_MANAGEMENT = Service("Tenant management", Served.TENANT, WHOLE, acl_set=200, owner_set=200)
SDS = Service(
    "Sequential Data Store",
    listing=Listing(query="query", order="orderby"),
    patches_acl=True,
    tags_acl=True,
    collection_rights=False,
    error_members=("Parameters",),
)
ASSETS = Service(
    "Asset store",
    listing=Listing(query="query", filter="filter[{name}]", order="orderBy"),
    tags_items=True,
)
DATA_VIEWS = Service(
    "Data views",
    reads_acl=AccessRight.MANAGE_ACCESS_CONTROL,
    error_members=("Parameters", "ChildErrors"),
    verbose=True,
)
RULES = Service(
    "Rules",
    listing=Listing(skip="Skip", count="Count"),
    acl_set=200,
    owner_set=200,
    error_members=("Parameters",),
)
OMF = Service("Data collection", listing=WHOLE, acl_set=200, owner_set=200, error_members=("Parameters",))
COMMUNITIES = Service("Communities", Served.ANY, error_members=("DynamicProperties",))
OPERATIONS = Service("Operations", listing=WHOLE)
