"""Which model a kind's bodies are read into. Apart from ``kinds``, which needs no pydantic."""

from __future__ import annotations

from ocs_tui.catalog import identity_kinds as people
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.model.identity import (
    Automation,
    Claim,
    Client,
    CodeClient,
    DeviceClient,
    Group,
    Invitation,
    Provider,
    Role,
    SecretDetails,
    User,
    UserStatus,
)
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire

_MODELS: dict[str, type[Wire]] = {
    NAMESPACE.name: Namespace,
    people.ROLE.name: Role,
    people.USER.name: User,
    people.USER_STATUS.name: UserStatus,
    people.CLIENT.name: Client,
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


def model_of(kind: Kind) -> type[Wire]:
    """Return the model of a kind's bodies."""
    return _MODELS[kind.name]
