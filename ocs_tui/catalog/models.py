"""Which model a kind's bodies are read into. Apart from ``kinds``, which needs no pydantic.

The models of what the first screen does not show are imported when one of them is first needed.
"""

from __future__ import annotations

from functools import cache

from ocs_tui.catalog import identity_kinds as people
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.thing import thing_model
from ocs_tui.model.wire import Wire

_FIRST: dict[str, type[Wire]] = {
    NAMESPACE.name: Namespace,
    people.ROLE.name: Role,
    people.USER.name: User,
    people.CLIENT.name: Client,
}


def model_of(kind: Kind) -> type[Wire]:
    """Return the model of a kind's bodies."""
    found = _FIRST.get(kind.name) or _others().get(kind.name)
    return found or thing_model(kind.id_field, kind.title_field)


@cache
def _others() -> dict[str, type[Wire]]:
    from ocs_tui.model.clients import Automation, CodeClient, DeviceClient, SecretDetails
    from ocs_tui.model.providers import Claim, Group, Invitation, Provider, UserStatus

    return {
        people.USER_STATUS.name: UserStatus,
        people.CODE_CLIENT.name: CodeClient,
        people.HYBRID_CLIENT.name: CodeClient,
        people.IMPLICIT_CLIENT.name: CodeClient,
        people.DEVICE_CLIENT.name: DeviceClient,
        people.AUTOMATION.name: Automation,
        people.SECRET.name: SecretDetails,
        people.HYBRID_SECRET.name: SecretDetails,
        people.INVITATION.name: Invitation,
        people.PROVIDER.name: Provider,
        people.CLAIM.name: Claim,
        people.GROUP.name: Group,
    }
