"""A Change as JSON and back, for the journal and the drafts: bodies as they stand on the wire."""

from __future__ import annotations

from typing import Any

from ocs_tui.changes.change import ActChange, AnyChange, Aspect, CreateNamespace, DeleteNamespace, SetChange
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire

_MODELS: dict[Aspect, type[Wire]] = {
    Aspect.ACL: AccessControlList,
    Aspect.OWNER: Trustee,
    Aspect.FIELDS: Namespace,
}


def to_json(change: AnyChange) -> dict[str, Any]:
    """Return a change as plain JSON types."""
    address = str(change.address)
    match change:
        case SetChange(aspect=aspect, before=before, after=after):
            ends = {"before": before.to_wire(), "after": after.to_wire()}
            return {"kind": "set", "address": address, "aspect": aspect.name.lower(), **ends}
        case CreateNamespace(after=after):
            return {"kind": "create", "address": address, "after": after.to_wire()}
        case DeleteNamespace(before=before):
            return {"kind": "delete", "address": address, "before": before.to_wire()}
        case ActChange(what=what):
            return {"kind": "act", "address": address, "what": what}


def from_json(body: Any) -> AnyChange:
    """Return the change that :func:`to_json` wrote.

    Raises:
        ValueError: when it is none, or one of a later version.
    """
    try:
        kind, address = body["kind"], Address.parse(body["address"])
        match kind:
            case "set":
                aspect = Aspect[body["aspect"].upper()]
                model = _MODELS[aspect]
                before, after = model.model_validate(body["before"]), model.model_validate(body["after"])
                return SetChange(address, aspect, before, after)
            case "create":
                return CreateNamespace(address, Namespace.model_validate(body["after"]))
            case "delete":
                return DeleteNamespace(address, Namespace.model_validate(body["before"]))
            case "act" if isinstance(body["what"], str):
                return ActChange(address, body["what"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is no change.") from error
    raise ValueError("This is no change that is known here.")
