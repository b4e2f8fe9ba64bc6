"""Signups of the change broker: one is told what was written to streams since. They are their owner's alone.

Told is what came by the streams' own data routes while the emulator has run; the reference does not say how a
change is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call, Deed
from ocs_tui.emulator.families.kinds import SIGNUP
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names, text_or_none
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, named, namespace_of
from ocs_tui.emulator.things.shape import bare, moment, shown
from ocs_tui.emulator.things.writing import make, put
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight

_NOBODY: Json = {"RoleTrusteeAccessControlEntries": []}
_OPERATIONS = {"POST": "Insert", "PUT": "Update", "PATCH": "Patch", "DELETE": "Remove"}


def rights(call: Call, held: Held | None) -> int | None:
    """Let everybody sign up; what one may do with a signup is its owner's to say."""
    return int(ALL_RIGHTS) if held is None else None


def shown_signup(call: Call, held: Held) -> Json:
    """Return a signup as it is answered: it is active in a while."""
    active = call.box.store.clock() >= held.created + call.box.provision_delay
    return held.document | {
        "SignupState": "Active" if active else "Activating",
        "CreatedDate": moment(held.created),
    }


def sign_up(call: Call) -> Response:
    """Sign up for the changes of streams."""
    namespace_of(call)
    body = known_names(read_object(call.body), (each.label for each in SIGNUP.fields))
    wanted = body.get("ResourceIds")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(each, str) for each in wanted):
        raise Refused(400, "ResourceIds is a list of ids that is not empty.")
    if (text_or_none(body, "ResourceType") or STREAM.name).casefold() != STREAM.name:
        raise Refused(400, "ResourceType is Stream.")
    import uuid

    document = {"Id": str(uuid.uuid4())} | {name: value for name, value in body.items() if name != "Id"}
    held = put(call, SIGNUP, make(call, SIGNUP, document).guarded(_NOBODY))
    return answer(shown(call, SIGNUP, held), 202)


def resources(call: Call) -> Response:
    """Answer what a signup is for, and whether its owner may read it."""
    signup = found(call, SIGNUP, AccessRight.READ)
    return answer(
        {
            "Resources": [
                {"ResourceId": each, "IsAccessible": named(call, STREAM, each) is not None}
                for each in signup.document["ResourceIds"]
            ]
        }
    )


def updates(call: Call) -> Response:
    """Answer what was written since the bookmark, else since one signed up, and the next bookmark."""
    signup = found(call, SIGNUP, AccessRight.READ)
    text = call.asked("bookmark").strip()
    try:
        since = float.fromhex(text) if text else signup.created
    except (ValueError, OverflowError):
        raise Refused(400, "The bookmark is none that was given.") from None
    deeds = list(_since(call, signup, since))
    last = max([since, *(deed.at for deed, _ in deeds)])
    return answer(
        {
            "Data": [
                {"ResourceId": stream, "Operation": _OPERATIONS[deed.verb], "Timestamp": moment(deed.at)}
                for deed, stream in deeds
            ],
            "Bookmark": last.hex(),
        }
    )


def read_owner(call: Call) -> Response:
    """Answer whose a signup is."""
    return answer(bare(found(call, SIGNUP, AccessRight.READ).owner or {}))


def _since(call: Call, signup: Held, since: float) -> Iterator[tuple[Deed, str]]:
    """Yield what was written to the streams of a signup, each with its stream."""
    wanted = {each.casefold(): each for each in signup.document["ResourceIds"]}
    namespace = call.ids["namespace"].casefold()
    for deed in call.box.deeds:
        words = [unquote(word).casefold() for word in deed.path.split("/") if word]
        if (
            deed.at > since
            and deed.status < 300
            and deed.verb in _OPERATIONS
            and words[4:5] == ["namespaces"]
        ):
            _, _, _, _, _, where, *rest = words
            if where == namespace and rest[:1] == ["streams"] and rest[2:] == ["data"] and rest[1] in wanted:
                yield deed, wanted[rest[1]]
