"""Topics, subscriptions and connections: what their bodies have to be, and the states of a connection."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.catalog.omf import CONNECTION, SUBSCRIPTION, TOPIC
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.omf.sending import check_is_json
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import text_or_none
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, namespace_of, place_of, readable, shelf_of
from ocs_tui.emulator.things.reading import list_of
from ocs_tui.emulator.things.shape import moment, shown
from ocs_tui.emulator.things.writing import put
from ocs_tui.model.enums import AccessRight

_NAME_LIMIT, _DESCRIPTION_LIMIT = 200, 1000
_GOES = "GoesAt"
"""When a connection that is being deleted is gone; it stands beside the document."""


def checked_topic(call: Call, document: Json, before: Held | None) -> Json:
    """Return a topic, or a connection, as it is stored; what the service says of it does not count.

    Raises:
        Refused: 400 for a missing or a long text, or clients that are no list of ids.
    """
    kept = _checked(document)
    clients = kept.get("ClientIds") or []
    if not isinstance(clients, list) or not all(isinstance(each, str) for each in clients):
        raise Refused(400, "ClientIds is no list of ids.")
    return kept | {"ClientIds": clients}


def checked_subscription(call: Call, document: Json, before: Held | None) -> Json:
    """Return a subscription as it is stored: it lies in the namespace of the path.

    Raises:
        Refused: 400 for a missing or a long text, or a topic that is not there.
    """
    kept = _checked(document)
    namespace = namespace_of(call)["Id"]
    tenant = call.box.tenant_id
    own = {"TenantId": tenant, "NamespaceId": namespace}
    of_tenant = text_or_none(kept, "TopicTenantId") or tenant
    of_namespace = text_or_none(kept, "TopicNamespaceId") or namespace
    topic = text_or_none(kept, "TopicId") or ""
    there = call.box.contents.shelf(of_namespace.casefold(), TOPIC.name).get(topic)
    if of_tenant.casefold() != tenant.casefold() or there is None:
        raise Refused(400, "TopicId names no topic.").about(TopicId=topic)
    enabled = kept.get("Enabled")
    if enabled is not None and not isinstance(enabled, bool):
        raise Refused(400, "Enabled is neither true nor false.")
    return kept | own | {"TopicTenantId": tenant, "TopicNamespaceId": of_namespace}


def dated(call: Call, held: Held) -> Json:
    """Return a topic or a subscription as it is answered: with when it was made."""
    return held.document | {"CreatedDate": moment(held.created)}


def with_state(call: Call, held: Held) -> Json:
    """Return a connection as it is answered: it is made, and goes, in a while."""
    state = "Active" if call.box.store.clock() >= held.created + call.box.provision_delay else "Creating"
    return dated(call, held) | {"State": "Deleting" if _GOES in held.also else state}


def connection_rights(call: Call, held: Held | None) -> int | None:
    """Leave the rights as they are; a connection that has gone meanwhile is not there.

    Raises:
        Refused: 404.
    """
    if held is not None and held.also.get(_GOES, call.box.store.clock() + 1) <= call.box.store.clock():
        raise Refused(404, "There is no such OMF connection.").about(Id=held.id)
    return None


def list_connections(call: Call) -> Response:
    """Answer the connections that are still there."""
    now = call.box.store.clock()
    gone = [held for held in shelf_of(call, CONNECTION) if held.also.get(_GOES, now + 1) <= now]
    call.box.contents.write(*((place_of(call, CONNECTION), CONNECTION.name, held.key, None) for held in gone))
    return list_of(CONNECTION)(call)


def delete_connection(call: Call) -> Response:
    """Let a connection go in a while."""
    held = found(call, CONNECTION, AccessRight.DELETE)
    goes = held.also.get(_GOES) or call.box.store.clock() + call.box.provision_delay
    put(call, CONNECTION, held.beside(**{_GOES: goes}))
    return empty(202)


def subscriptions_of_topic(call: Call) -> Response:
    """Answer the subscriptions of a topic that lie in its own namespace."""
    topic = found(call, TOPIC, AccessRight.READ)
    return answer(
        [
            shown(call, SUBSCRIPTION, held)
            for held in readable(call, SUBSCRIPTION)
            if str(held.document["TopicId"]).casefold() == topic.key
        ]
    )


def only_json(handler: Handler) -> Handler:
    """Return a handler that takes a body in JSON alone: 415 for another."""

    def checking(call: Call) -> Response:
        check_is_json(call)
        return handler(call)

    return checking


def _checked(document: Json) -> Json:
    name, description = text_or_none(document, "Name"), text_or_none(document, "Description")
    if not name or not name.strip():
        raise Refused(400, "A Name is needed.")
    for label, text, limit in (("Name", name, _NAME_LIMIT), ("Description", description, _DESCRIPTION_LIMIT)):
        if len(text or "") > limit:
            raise Refused(400, f"{label} has at most {limit} characters.").about(**{label: text or ""})
    return {label: value for label, value in document.items() if label not in ("CreatedDate", "State")}
