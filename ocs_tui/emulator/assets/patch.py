"""JSON Patch of an asset: in a path the members of its lists are addressed by their ids, not by numbers."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.json_patch import patched
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json

_ID_OF = {"Metadata": "Id", "StreamReferences": "Id", "TypeReferences": "StreamReferenceId"}


def patched_thing(document: Json, operations: list[Any]) -> Json:
    """Return an asset, or a type, as a patch changes it.

    Each operation is carried out on what the one before it left, so that ids of new members are known.

    Raises:
        Refused: 400 for a patch that does not fit, 409 for a test that fails.
    """
    whole: Any = document
    for operation in operations:
        if not isinstance(operation, dict):
            raise Refused(400, "A patch is a list of operations.")
        told = {**operation}
        for name in ("path", "from"):
            if isinstance(told.get(name), str):
                told[name] = _numbered(whole, told[name])
        whole = patched(whole, [told])
        if not isinstance(whole, dict):
            raise Refused(400, "A patch leaves an object.")
    return dict(whole)


def _numbered(document: Json, path: str) -> str:
    """Return a path with the number of a member where its id stands."""
    steps = path.split("/")
    if len(steps) < 3:
        return path
    name = next((each for each in document if each.casefold() == steps[1].casefold()), steps[1])
    members = document.get(name)
    id_name = _ID_OF.get(name)
    if id_name is None or not isinstance(members, list):
        return "/".join([steps[0], name, *steps[2:]])
    wanted = steps[2].replace("~1", "/").replace("~0", "~").casefold()
    for number, member in enumerate(members):
        if isinstance(member, dict) and str(member.get(id_name, "")).casefold() == wanted:
            return "/".join([steps[0], name, str(number), *steps[3:]])
    return "/".join([steps[0], name, *steps[2:]])
