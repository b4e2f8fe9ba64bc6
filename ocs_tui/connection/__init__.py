"""A connected tenant: what was read, names for ids, and the way changes are made.

The only door to I/O for the screens. What was read stands in slots; a slot keeps its last value when a
later read fails, and says what went wrong. Reads that two screens want at once are made once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.connection.client_secrets import ClientSecrets
from ocs_tui.connection.slots import ME as ME
from ocs_tui.connection.slots import NAMESPACES as NAMESPACES
from ocs_tui.connection.slots import REGIONS as REGIONS
from ocs_tui.connection.slots import TENANT as TENANT
from ocs_tui.connection.slots import Key as Key
from ocs_tui.connection.slots import Me as Me
from ocs_tui.connection.slots import Slot as Slot

if TYPE_CHECKING:
    from ocs_tui.api.signin.people import ByPerson
    from ocs_tui.settings.profile import Profile


class Connection(ClientSecrets):
    """A tenant, seen as one profile: ``ConnectionParts`` says what it is made of."""


async def try_profile(profile: Profile, secret: str | ByPerson) -> str | None:
    """Sign in with a profile that is not saved yet, by its secret or as a person, and read its tenant.

    Returns what went wrong as a sentence; None when it works.
    """

    async def reveal() -> str:
        return str(secret)

    connection = Connection(profile, reveal if isinstance(secret, str) else secret)
    try:
        slot = await connection.load(TENANT)
    finally:
        await connection.aclose()
    return slot.error.sentence if slot.error else None
