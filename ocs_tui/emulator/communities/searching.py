"""Searching the streams of a community, those of a namespace that are shared, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote, urlencode

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY, SHARED_STREAM
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.communities.roles import roles_of
from ocs_tui.emulator.communities.sharing import count_shared, shared_streams, shares
from ocs_tui.emulator.communities.standing import community_of
from ocs_tui.emulator.communities.themselves import tenants_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import may_read
from ocs_tui.emulator.things.reading import bounds, whole
from ocs_tui.emulator.things.shape import bare

_MOST = 1000
_PAGES = 10
"""How many pages a search has when nothing is said of it."""


def search(call: Call) -> Response:
    """Answer the streams that are shared with a community, by their names."""
    community = community_of(call)
    descends = _descends(call)
    found = shared_streams(call, community, query=call.asked("query"))
    streams = reversed(list(found)) if descends else found
    if call.asked("pageSize"):
        return _pages(call, community, list(streams))
    skip, count = bounds(call, SHARED_STREAM)
    page = islice(streams, skip, None if count is None else skip + count)
    return answer([_shown(call, community, *each) for each in page])


def list_roles(call: Call) -> Response:
    """Answer the roles of a community."""
    community = community_of(call)
    return answer([bare(role) for role in roles_of(call.box.store.primary, community.id)])


def summary(call: Call) -> Response:
    """Answer how many streams each tenant contributes to a community."""
    community = community_of(call)
    here = call.asked("excludeCrossRegions").strip().casefold() == "true"
    own = count_shared(call, community, here=here)
    tenants = [
        {
            "TenantId": each.id,
            "StreamsContributed": own if each.key == call.box.tenant_id.casefold() else 0,
        }
        for each in tenants_of(call.box, community)
    ]
    return answer({"TotalStreams": own, "CommunitySummaryInformationForTenants": tenants})


def of_namespace(call: Call) -> Response:
    """Answer the streams of a namespace that are shared with any community."""
    return _of_namespace(call, call.box.contents.shelf("", COMMUNITY.name))


def of_namespace_in_some(call: Call) -> Response:
    """Answer the streams of a namespace that are shared with the communities that the body names."""
    wanted = known_names(read_object(call.body), ("CommunityIds",)).get("CommunityIds") or []
    if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
        raise Refused(400, "CommunityIds is a list of ids.")
    shelf = call.box.contents.shelf("", COMMUNITY.name)
    return _of_namespace(call, [held for each in wanted if (held := shelf.get(each)) is not None])


def _of_namespace(call: Call, communities: Iterable[Held]) -> Response:
    namespace = call.box.store.primary.get(Stored.NAMESPACE, call.ids["namespace"])
    if namespace is None:
        raise Refused(404, "There is no such namespace.").about(NamespaceId=call.ids["namespace"])
    skip, count = bounds(call, SHARED_STREAM)
    shared = [shares(call, each) for each in communities]
    may = may_read(call, STREAM)
    shelf = call.box.contents.shelf(str(namespace["Id"]).casefold(), STREAM.name)
    found = shelf.readable(
        lambda acl, owner: may(acl, owner) and any(each(acl, owner) for each in shared), skip
    )
    names = ("Id", "Name", "TypeId", "Description")
    return answer([bare({name: held.document.get(name) for name in names}) for held in islice(found, count)])


def _descends(call: Call) -> bool:
    name, _, way = call.asked("orderBy").strip().casefold().partition(" ")
    if name not in ("", "name") or way.strip() not in ("", "asc", "desc"):
        raise Refused(400, "orderBy is Name, and asc or desc.")
    return way.strip() == "desc"


def _pages(call: Call, community: Held, streams: list[tuple[Json, Held]]) -> Response:
    """Answer a page, with links to others. The token of a page is where it begins."""
    size, most = whole(call, "pageSize", 100), whole(call, "maxPages", _PAGES)
    if not 1 <= size <= _MOST or most < 1:
        raise Refused(400, f"pageSize is between 1 and {_MOST}, and maxPages above 0.")
    streams = streams[: size * most]
    start = whole(call, "continuationToken", 0)
    last = max(len(streams) - 1, 0) // size * size
    ways = {"first": 0, "last": last}
    if start + size < len(streams):
        ways["next"] = start + size
    if start > 0:
        ways["previous"] = max(start - size, 0)
    links = ", ".join(f'<{_page_url(call, at)}>; rel="{way}"' for way, at in ways.items())
    page = streams[start : start + size]
    return answer([_shown(call, community, *each) for each in page], headers={"Link": links})


def _page_url(call: Call, start: int) -> str:
    kept = [
        (name, value) for name, value in call.query.multi_items() if name.casefold() != "continuationtoken"
    ]
    path = call.scope["raw_path"].decode("ascii", "replace")
    return f"{call.base_url}{path}?{urlencode([*kept, ('continuationToken', str(start))])}"


def _shown(call: Call, community: Held, namespace: Json, held: Held) -> Json:
    region = call.box.region(namespace["Region"]) or call.region
    tenant = call.box.store.primary.one(Stored.TENANT)
    names = ("Id", "Name", "TypeId", "Description")
    return bare({name: held.document.get(name) for name in names}) | {
        "Self": f"{call.box.namespace_url(region.base_url, namespace['Id'])}/streams/{quote(held.id, safe='')}",
        "TenantId": tenant["Id"],
        "TenantName": tenant["CompanyName"],
        "NamespaceId": namespace["Id"],
        "CommunityId": community.id,
    }
