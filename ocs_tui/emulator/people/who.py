"""Who may call a route of the identity area."""

from __future__ import annotations

from enum import Flag, auto

from ocs_tui.emulator.call import Call, is_administrator
from ocs_tui.emulator.refusal import Refused


class Who(Flag):
    """The roles that the reference's tables name."""

    MEMBER = auto()
    """Tenant Member: everybody whose token is let in."""
    ADMINISTRATOR = auto()
    SELF = auto()
    """The user or client itself."""


def require(call: Call, who: Who, self_id: str = "") -> None:
    """Let nobody else pass.

    Args:
        call: the call.
        who: any of these may.
        self_id: the id of the user or client that the route is about.

    Raises:
        Refused: 403.
    """
    if Who.MEMBER in who:
        return
    if Who.ADMINISTRATOR in who and is_administrator(call.caller, call.documents):
        return
    if Who.SELF in who and call.caller.object_id.casefold() == self_id.casefold():
        return
    raise Refused(403, "The caller is no Tenant Administrator.")
