"""The families of things that came after OCS and that CONNECT alone has: served for who writes their ACLs.

Event types and kin, authorization tags, client failover, software management, virtual tables and shares, signups.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.emulator.answers import empty
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.families import demo, failover, signups
from ocs_tui.emulator.families import kinds as of
from ocs_tui.emulator.families.many import create_many, delete_many
from ocs_tui.emulator.families.versions import counted, unless_known
from ocs_tui.emulator.things.declared import declared
from ocs_tui.emulator.things.guarding import acl_handlers
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.place import require, rights_on
from ocs_tui.emulator.things.reading import item_of, list_of
from ocs_tui.emulator.things.special import Special, family_of
from ocs_tui.model.enums import AccessRight


def _as_the_systems(call: Call, held: Held | None) -> int | None:
    return rights_on(call, of.SOFTWARE_SYSTEM, None)


HOOKS: dict[str, KindHooks] = {
    **{kind.name: KindHooks(seeds=demo.seeds_of(kind)) for kind in of.KINDS},
    **{kind.name: KindHooks(seeds=demo.seeds_of(kind), rights=_as_the_systems) for kind in of.SOFTWARE_KINDS},
    of.SIGNUP.name: KindHooks(rights=signups.rights, shown=signups.shown_signup),
}


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes of these families; none when it is OCS that is spoken."""
    if era is not Era.CONNECT:
        return
    for kind in of.EVENT_KINDS:
        assert kind.gets is not None
        yield _of(kind, kind.lists, unless_known(list_of(kind), kind))
        yield _of(kind, kind.gets, unless_known(item_of(kind)))
        bulk = kind.lists.path.replace("{namespace}/", "{namespace}/Bulk/")
        yield _at(kind, "POST", bulk, create_many(kind))
        yield _at(kind, "DELETE", bulk, delete_many(kind))
    for kind in of.TABLE_KINDS:
        assert kind.collection_guard is not None
        yield _of(
            kind, kind.collection_guard.set_acl, _without_body(acl_handlers(kind, of_collection=True)["PUT"])
        )
    yield from _failover()
    yield from _software()
    yield from _signups()
    for kind in of.KINDS:
        for operation, handler in declared(kind):
            if operation not in _NOT_OFFERED:
                yield _of(kind, operation, handler)


def _not_offered() -> Iterator[Operation | None]:
    tag, group, signup = of.AUTHORIZATION_TAG, of.FAILOVER_GROUP, of.SIGNUP
    assert tag.guard is not None
    assert group.guard is not None
    assert signup.guard is not None
    yield tag.guard.get_rights
    if tag.collection_guard is not None:
        yield from (
            tag.collection_guard.get_acl,
            tag.collection_guard.set_acl,
            tag.collection_guard.get_rights,
        )
    yield from (group.guard.get_owner, group.guard.set_owner, group.guard.get_rights)
    yield from (signup.guard.get_acl, signup.guard.set_acl, signup.guard.set_owner, signup.guard.get_rights)


_NOT_OFFERED = tuple(_not_offered())
"""What a declaration makes and the service has not."""


def _failover() -> Iterator[Special]:
    kind = of.FAILOVER_GROUP
    assert kind.gets is not None
    item = kind.gets.path
    yield _of(kind, kind.lists, counted(list_of(kind), kind))
    yield _at(kind, "GET", f"{item}/status", failover.status)
    yield _at(kind, "GET", f"{item}/clientsessions", failover.list_sessions)
    yield _at(kind, "POST", f"{item}/clientsessions/{{below}}/heartbeat", failover.heartbeat)


def _software() -> Iterator[Special]:
    for kind in (of.SOFTWARE_SYSTEM, *of.SOFTWARE_KINDS):
        yield _of(kind, kind.lists, _for_readers(kind, list_of(kind)))
    systems = of.SOFTWARE_SYSTEM
    count = _for_readers(systems, counted(lambda call: empty(200), systems))
    yield _at(systems, "HEAD", systems.lists.path, count)


def _signups() -> Iterator[Special]:
    kind = of.SIGNUP
    assert kind.gets is not None
    item = kind.gets.path
    yield _of(kind, kind.lists, counted(list_of(kind), kind))
    yield _at(kind, "POST", kind.lists.path, signups.sign_up)
    yield _at(kind, "GET", f"{item}/owner", signups.read_owner)
    yield _at(kind, "GET", f"{item}/resources", signups.resources)
    yield _at(kind, "GET", f"{item}/updates", signups.updates)


def _for_readers(kind: Kind, handler: Handler) -> Handler:
    def checking(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.READ)
        return handler(call)

    return checking


def _without_body(handler: Handler) -> Handler:
    def setting(call: Call) -> Response:
        handler(call)
        return empty(204)

    return setting


def _of(kind: Kind, operation: Operation, handler: Handler) -> Special:
    return _at(kind, operation.verb, operation.path, handler)


def _at(kind: Kind, verb: str, path: str, handler: Handler) -> Special:
    return Special(verb, path, handler, family_of(kind.service), Era.CONNECT)
