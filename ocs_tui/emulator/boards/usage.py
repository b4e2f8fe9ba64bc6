"""How much was used: a row a day, of the tenant, of each namespace, of a community."""

from __future__ import annotations

import math
from collections.abc import Iterator

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY
from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.boards.metrics import EGRESS, INGRESS, in_a_day
from ocs_tui.emulator.boards.times import BEGAN, DAY, asked_times, drawn
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.emulator.things.place import found, namespace_of
from ocs_tui.emulator.things.shape import bare, moment
from ocs_tui.model.enums import AccessRight

_LONGEST = 3660
"""The days that one answer tells of at most. The reference names no limit. Read here as ten years."""
_GROUPS = {"namespace": 0, "community": 1, "all": 2, "none": 3}
_COUNTS = ("IngressEvents", "IngressStreamsAccessed", "EgressEvents", "EgressStreamsAccessed")


def of_tenant(call: Call) -> Response:
    """Answer the tenant's usage: its namespaces together, or each by itself."""
    by_namespace, by_community = _grouping(call)
    namespaces = call.documents.all(Kind.NAMESPACE)
    rows: list[Json] = []
    for day in _days(call):
        own = [_row(call, namespace, day) for namespace in namespaces]
        if by_namespace:
            rows += own
        else:
            whole: Json = {"Date": moment(day * DAY), "TenantId": call.box.tenant_id}
            rows.append(whole | {name: sum(each[name] for each in own) for name in _COUNTS})
        if by_community:
            rows += _by_communities(call, day)
    return _answer(call, rows)


def of_namespace(call: Call) -> Response:
    """Answer the usage of a namespace."""
    namespace = namespace_of(call)
    return _answer(call, [_row(call, namespace, day) for day in _days(call)])


def of_community(call: Call) -> Response:
    """Answer what a community has used of the tenant's data."""
    community = found(call, COMMUNITY, AccessRight.READ)
    return _answer(call, [_shared(call, community.id, day) for day in _days(call)])


def _grouping(call: Call) -> tuple[bool, bool]:
    """Return whether the rows are by namespace, and whether those of communities are told too."""
    text = call.asked("groupBy").strip()
    if call.box.era is not Era.CONNECT or not text:
        return call.asked("groupByNamespace").strip().casefold() == "true", False
    group = _GROUPS.get(text.casefold(), int(text) if text.isascii() and text.isdigit() else -1)
    if group not in _GROUPS.values():
        raise Refused(400, "groupBy is Namespace, Community, All or None.")
    return group in (0, 2), group in (1, 2)


def _days(call: Call) -> range:
    start, end = asked_times(call, needed=True)
    days = range(math.floor(start / DAY), math.ceil(end / DAY))
    if len(days) > _LONGEST:
        raise Refused(400, f"start and end are more than {_LONGEST} days apart.")
    return days


def _row(call: Call, namespace: Json, day: int) -> Json:
    """Return what was used of a namespace in a day, counted from the epoch."""
    name = str(namespace["Id"])
    told = BEGAN <= day * DAY <= call.box.store.clock()
    ingress, egress = (in_a_day(name, metric, day) if told else 0 for metric in (INGRESS, EGRESS))
    return {
        "Date": moment(day * DAY),
        "TenantId": call.box.tenant_id,
        "NamespaceId": name,
        "ClusterRegion": namespace["Region"],
        "IngressEvents": ingress,
        "IngressStreamsAccessed": ingress // 1440,
        "EgressEvents": egress,
        "EgressStreamsAccessed": egress // 2000,
    }


def _by_communities(call: Call, day: int) -> Iterator[Json]:
    for community in call.box.contents.shelf("", COMMUNITY.name):
        yield _shared(call, community.id, day)


def _shared(call: Call, community_id: str, day: int) -> Json:
    told = BEGAN <= day * DAY <= call.box.store.clock()
    events = drawn(community_id, day) % 4000 if told else 0
    tenant = call.box.tenant_id
    return {
        "Date": moment(day * DAY),
        "TenantId": tenant,
        "CallerTenantId": tenant,
        "CalleeTenantId": tenant,
        "CommunityId": community_id,
        "EgressEvents": events,
        "EgressStreamsAccessed": min(events, 12),
    }


def _answer(call: Call, rows: list[Json]) -> Response:
    return answer(rows if call.verbose else [bare(row) for row in rows])
