"""A Change as JSON and back, for the journal and the drafts: bodies as they stand on the wire."""

from __future__ import annotations

from typing import Any

from ocs_tui.catalog.kinds import BY_NAME, NAMESPACE, kind_at
from ocs_tui.catalog.models import model_of
from ocs_tui.changes.change import ActChange, AnyChange, Aspect, Create, Delete, SetChange
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.wire import Wire


def to_json(change: AnyChange) -> dict[str, Any]:
    """Return a change as plain JSON types."""
    address = str(change.address)
    match change:
        case SetChange(aspect=aspect, before=before, after=after):
            ends = {"before": before.to_wire(), "after": after.to_wire()}
            return {"kind": "set", "address": address, "aspect": aspect.name.lower(), **ends}
        case Create(after=after, kind=kind, edit=edit):
            beside = ({} if kind is NAMESPACE else {"thing": kind.name}) | ({"edit": edit} if edit else {})
            return {"kind": "create", "address": address, **beside, "after": after.to_wire()}
        case Delete(before=before):
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
                model = _model(address, aspect)
                before, after = model.model_validate(body["before"]), model.model_validate(body["after"])
                return SetChange(address, aspect, before, after)
            case "create":
                made = BY_NAME[body.get("thing", NAMESPACE.name)]
                edit = str(body.get("edit", ""))
                return Create(address, model_of(made).model_validate(body["after"]), made, edit)
            case "delete":
                return Delete(address, model_of(kind_at(address)).model_validate(body["before"]))
            case "act" if isinstance(body["what"], str):
                return ActChange(address, body["what"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is no change.") from error
    raise ValueError("This is no change that is known here.")


def _model(address: Address, aspect: Aspect) -> type[Wire]:
    match aspect:
        case Aspect.ACL:
            return AccessControlList
        case Aspect.OWNER:
            return Trustee
        case Aspect.METADATA:
            return Metadata
        case Aspect.TAGS:
            return Tags
        case Aspect.FIELDS:
            return model_of(kind_at(address))
