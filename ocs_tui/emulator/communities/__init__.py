"""Communities: tenants that share streams, their people, roles and invitations.

A community is known at every region, and lies in no namespace. What is shared is read by the routes of the data
store with the ``community-id`` header (``sharing``).
"""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog import beside
from ocs_tui.catalog.communities import (
    COMMUNITY,
    COMMUNITY_CLIENT,
    COMMUNITY_INVITATION,
    COMMUNITY_ROLE,
    COMMUNITY_TENANT,
    COMMUNITY_USER,
    RECEIVED_INVITATION,
    SHARED_STREAM,
)
from ocs_tui.catalog.operation import PREVIEW, Era
from ocs_tui.catalog.service import COMMUNITIES
from ocs_tui.emulator.call import Handler
from ocs_tui.emulator.communities import demo, invitations, people, searching, tenants, themselves
from ocs_tui.emulator.store import Kind
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special, family_of, special

HOOKS: dict[str, KindHooks] = {
    COMMUNITY.name: KindHooks(shown=themselves.shown_community, whole=True, seeds=demo.communities),
    COMMUNITY_TENANT.name: KindHooks(seeds=demo.tenants),
    COMMUNITY_INVITATION.name: KindHooks(shown=invitations.shown_invitation, seeds=demo.invitations),
    RECEIVED_INVITATION.name: KindHooks(seeds=demo.received),
    "collection ACL": KindHooks(seeds=demo.first_acls),
}
_FAMILY = family_of(COMMUNITIES)
_GROUPS = f"{PREVIEW}/Communities/{{id}}/Tenants/{{tenant}}/IdentityProviders/{{provider}}"


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes of communities that their declarations do not make."""
    guard = COMMUNITY_TENANT.guard
    assert guard is not None
    for operation, handler in (
        (COMMUNITY.gets, themselves.get),
        (COMMUNITY.creates, themselves.create),
        (COMMUNITY.updates, themselves.update),
        (COMMUNITY.deletes, themselves.delete),
        (COMMUNITY_TENANT.updates, tenants.set_status),
        (COMMUNITY_TENANT.deletes, tenants.take_out),
        (guard.get_rights, tenants.rights),
        (COMMUNITY_INVITATION.creates, invitations.invite),
        (COMMUNITY_INVITATION.deletes, invitations.withdraw),
        (beside.INVITATION_DETAILS, invitations.details),
        (beside.ANSWER_INVITATION, invitations.answer_one),
        (RECEIVED_INVITATION.lists, invitations.list_accepted),
        (COMMUNITY_ROLE.lists, searching.list_roles),
        (SHARED_STREAM.lists, searching.search),
        (beside.COMMUNITY_SUMMARY, searching.summary),
        (beside.SHARED_OF_NAMESPACE, searching.of_namespace),
    ):
        assert operation is not None, "the catalog declares it"
        yield special(operation, handler, COMMUNITIES, era)
    yield _route("POST", beside.SHARED_OF_NAMESPACE.path, searching.of_namespace_in_some)
    assert COMMUNITY_TENANT.updates is not None
    tenant = COMMUNITY_TENANT.updates.path_in(era)
    if era is Era.CONNECT:
        yield _route("PATCH", tenant, tenants.set_status)
        yield _route("GET", f"{tenant}/extendedaccessrights", tenants.extended_rights)
    else:
        yield _route("PUT", tenant.replace("/communitytenants/", "/membertenants/"), tenants.set_status)
    for stored, kind in ((Kind.USER, COMMUNITY_USER), (Kind.CLIENT, COMMUNITY_CLIENT)):
        path = kind.lists.path_in(era)
        yield _route("GET", path, people.list_of(stored))
        yield _route("HEAD", path, people.count_of(stored))
        yield _route("PUT", f"{path}/{{below}}", people.put_in(stored))
        yield _route("DELETE", f"{path}/{{below}}", people.take_out(stored))
    if era is Era.CONNECT:
        yield from _groups()


def _groups() -> Iterator[Special]:
    """Yield the routes of groups, which have an older word too."""
    for word in ("Groups", "Claims"):
        yield _route("GET", f"{_GROUPS}/{word}", people.list_groups)
        yield _route("HEAD", f"{_GROUPS}/{word}", people.count_groups)
        yield _route("PUT", f"{_GROUPS}/{word}/{{group}}", people.put_group_in)
        yield _route("DELETE", f"{_GROUPS}/{word}/{{group}}", people.take_group_out)


def _route(verb: str, path: str, handler: Handler) -> Special:
    return Special(verb, path, handler, _FAMILY)
