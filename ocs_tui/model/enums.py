"""The enumerations of the wire contract, as integers on the wire. Free of pydantic.

Every one is read as an integer or as a name; an unknown value is kept and shown as it came.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag


class AccessRight(IntFlag):
    """CommonAccessRights: the bit mask of an access control entry.

    Sources disagree on *All*: 15 before Share existed, 31 since; 31 is taken.
    """

    NONE = 0
    READ = 1
    WRITE = 2
    DELETE = 4
    MANAGE_ACCESS_CONTROL = 8
    SHARE = 16


ALL_RIGHTS = AccessRight(31)

RIGHTS: tuple[AccessRight, ...] = (
    AccessRight.READ,
    AccessRight.WRITE,
    AccessRight.DELETE,
    AccessRight.MANAGE_ACCESS_CONTROL,
    AccessRight.SHARE,
)
"""The five rights in the order of the matrix."""

RIGHT_LABELS: dict[AccessRight, str] = {
    AccessRight.READ: "Read",
    AccessRight.WRITE: "Write",
    AccessRight.DELETE: "Delete",
    AccessRight.MANAGE_ACCESS_CONTROL: "Manage access",
    AccessRight.SHARE: "Share",
}

RIGHT_WIRE_NAMES: dict[AccessRight, str] = {
    AccessRight.READ: "Read",
    AccessRight.WRITE: "Write",
    AccessRight.DELETE: "Delete",
    AccessRight.MANAGE_ACCESS_CONTROL: "ManageAccessControl",
    AccessRight.SHARE: "Share",
}
"""The names the accessrights routes answer."""


def right_words(mask: int) -> str:
    """Say a bit mask in words: ``Read, Write``; unknown bits as a number; ``none`` when empty."""
    words = [RIGHT_LABELS[right] for right in RIGHTS if mask & right]
    unknown = mask & ~int(ALL_RIGHTS)
    if unknown:
        words.append(f"unknown right {unknown}")
    return ", ".join(words) or "none"


class AccessType(IntEnum):
    """Whether an entry allows or denies its rights. Absent on the wire means Allowed."""

    ALLOWED = 0
    DENIED = 1


class TrusteeType(IntEnum):
    """Who a trustee is. An early page calls 2 *Application*."""

    USER = 1
    CLIENT = 2
    APPLICATION = 2
    ROLE = 3


class NamespaceState(IntEnum):
    """NamespaceProvisioningState. Absent means Creating; 4 carries two names in later documents."""

    CREATING = 0
    ACTIVE = 1
    DELETING = 2
    DELETED = 3
    SUSPENDED = 4
    DEACTIVATED = 4
    DEACTIVATING = 5
    REACTIVATING = 6
    LOCKING = 7
    LOCKED = 8
    UNLOCKING = 9

    @property
    def settles(self) -> bool:
        """True while the service is still moving the namespace to another state."""
        return self in _PASSING


_PASSING = {
    NamespaceState.CREATING,
    NamespaceState.DELETING,
    NamespaceState.DEACTIVATING,
    NamespaceState.REACTIVATING,
    NamespaceState.LOCKING,
    NamespaceState.UNLOCKING,
}


class TenantState(IntEnum):
    """TenantProvisioningState. The numbers differ from those of a namespace."""

    CREATING = 0
    ACTIVE = 1
    DEACTIVATING = 2
    DEACTIVATED = 3
    REACTIVATING = 4
    DELETING = 5
    DELETED = 6
    PURGING = 7
    IS_HOME_TENANT = 8
    LOCKING = 9
    LOCKED = 10
    UNLOCKING = 11


class UserInvitationStatus(IntEnum):
    """How far a user's invitation has come."""

    INVITATION_ACCEPTED = 0
    NO_INVITATION = 1
    INVITATION_NOT_SENT = 2
    INVITATION_SENT = 3
    INVITATION_EXPIRED = 4


class InvitationState(IntEnum):
    """InvitationStates: what became of an invitation."""

    NONE = 0
    INVITATION_EMAIL_SENT = 1
    INVITATION_ACCEPTED = 2


class RoleScope(IntEnum):
    """How far a role reaches."""

    NONE = 0
    TENANT = 1
    COMMUNITY = 2
    CLUSTER = 3


TENANT_ADMINISTRATOR = "2dc742ab-39ea-4fc0-a39e-2bcb71c26a5f"
TENANT_CONTRIBUTOR = "f1439595-e5a2-487f-8a4f-0627fefe75df"
TENANT_DATA_STEWARD = "45b66433-5f57-420b-bbdf-8bbd60c1cd9d"
TENANT_MEMBER = "7ad2b9ef-5386-4ead-ac9f-ad99c5c5b977"
TENANT_VIEWER = "e6cbf91e-0be8-4858-92b5-f88ecafd5574"
COMMUNITY_ADMINISTRATOR = "b50b3349-fa9e-4a03-9220-cf99184b4645"
COMMUNITY_MODERATOR = "f49f69a6-61b2-423e-8ad5-d58841be441c"
COMMUNITY_MEMBER = "f79a55da-7c76-4600-a809-0f62ca9971d9"

BUILT_IN_ROLES: dict[str, str] = {
    TENANT_ADMINISTRATOR: "Tenant Administrator",
    TENANT_CONTRIBUTOR: "Tenant Contributor",
    TENANT_DATA_STEWARD: "Tenant Data Steward",
    TENANT_MEMBER: "Tenant Member",
    TENANT_VIEWER: "Tenant Viewer",
    COMMUNITY_ADMINISTRATOR: "Community Administrator",
    COMMUNITY_MODERATOR: "Community Moderator",
    COMMUNITY_MEMBER: "Community Member",
}
"""RoleTypeId to name: built-in roles are found by type id, since their ids differ per tenant."""


def enum_words(value: object) -> str:
    """Say an enum value in words: ``IsHomeTenant`` for a member, the raw value for anything unknown."""
    if isinstance(value, IntEnum):
        return "".join(part.capitalize() for part in value.name.split("_"))
    return f"unknown ({value})"
