"""Access as plain JSON types, and putting JSON on stdout. Texts stand in JSON as they came."""

from __future__ import annotations

import json
from typing import Any

from ocs_tui.access.directory import KIND_WORDS, Directory
from ocs_tui.access.evaluate import Evaluation
from ocs_tui.access.rights_text import right_names
from ocs_tui.access.who import reasons
from ocs_tui.cli.talk import put
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.enums import AccessType, TrusteeType

ACCESS_WORDS = {AccessType.ALLOWED: "allow", AccessType.DENIED: "deny"}


def put_json(value: Any) -> None:
    """Write JSON on stdout, in ASCII: what would be a command to a terminal stands there escaped."""
    put(json.dumps(value, indent=2))


def kind_word(kind: object) -> str:
    """``role``, ``user``, ``client``, or an unknown type as it came."""
    return KIND_WORDS[kind] if isinstance(kind, TrusteeType) else str(kind)


def trustee_body(trustee: Trustee, directory: Directory) -> dict[str, Any]:
    """A trustee with its name, which is null where it is not known."""
    name = directory.name(trustee.type, trustee.object_id)
    return {"kind": kind_word(trustee.type), "id": trustee.object_id, "name": name}


def owner_body(owner: Trustee | None, directory: Directory) -> dict[str, Any] | None:
    """An owner, and whether it is gone: null where that cannot be told."""
    if owner is None or not owner.object_id:
        return None
    return trustee_body(owner, directory) | {"gone": directory.is_gone(owner)}


def entry_body(entry: AccessControlEntry, directory: Directory) -> dict[str, Any]:
    """An entry; a type of access that is not known as it came."""
    access = (
        ACCESS_WORDS[entry.access_type] if isinstance(entry.access_type, AccessType) else entry.access_type
    )
    rights = right_names(entry.access_rights)
    return trustee_body(entry.trustee, directory) | {"access": access, "rights": rights}


def evaluation_body(evaluation: Evaluation, directory: Directory) -> dict[str, Any]:
    """What somebody may do, and why."""
    denied = sum(verdict.right for verdict in evaluation.verdicts if verdict.denied_by)
    return {
        "owner": evaluation.owner,
        "rights": right_names(evaluation.mask),
        "denied": [] if evaluation.owner else right_names(denied),
        "reasons": reasons(evaluation, directory.names),
    }
