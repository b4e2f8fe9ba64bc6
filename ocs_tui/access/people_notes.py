"""What follows from changing or deleting people, clients and roles: notes and dangers."""

from __future__ import annotations

from ocs_tui.access.evaluate import Who
from ocs_tui.access.notes import Note
from ocs_tui.model.enums import TENANT_ADMINISTRATOR
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire


def people_notes(
    before: Wire, after: Wire | None, *, me: Who | None, roles: tuple[Role, ...] | None
) -> list[Note]:
    """Return what follows from a change of a user, a client or a role; dangers first.

    Args:
        before: as it was.
        after: as it shall be; None when it is deleted.
        me: who is signed in; None when that is not known.
        roles: the tenant's roles; None when they cannot be read.
    """
    if after is None:
        return _of_delete(before, me)
    if not isinstance(before, User | Client) or not isinstance(after, User | Client):
        return []
    if me is None or me.id.casefold() != before.id.casefold():
        return []
    dangers = []
    lost = {role.casefold() for role in before.role_ids} - {role.casefold() for role in after.role_ids}
    for role in roles or ():
        if role.id.casefold() in lost and (role.role_type_id or "").casefold() == TENANT_ADMINISTRATOR:
            text = f"You take the role {safe(role.name)} from yourself: you could not give it back."
            dangers.append(Note("danger", text))
    if isinstance(before, Client) and isinstance(after, Client) and before.enabled and not after.enabled:
        dangers.append(Note("danger", "You switch off the client that you are signed in as."))
    return dangers


def _of_delete(before: Wire, me: Who | None) -> list[Note]:
    if isinstance(before, User | Client) and me is not None and me.id.casefold() == before.id.casefold():
        return [Note("danger", "You delete yourself: you could not sign in any more.")]
    return []
