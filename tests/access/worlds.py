"""Made-up ACLs for the tests of this room: short spellings, and strategies for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from ocs_tui.access.evaluate import Who
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import RIGHTS, AccessRight, AccessType, TrusteeType

READ, WRITE, DELETE, MANAGE, SHARE = RIGHTS
ALLOWED, DENIED = AccessType.ALLOWED, AccessType.DENIED


def allow(role_id: str, mask: int) -> AccessControlEntry:
    """An Allowed entry as the service sends it: without ``AccessType``."""
    return entry({"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessRights": mask})


def deny(role_id: str, mask: int) -> AccessControlEntry:
    """A Denied entry."""
    return entry({"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessType": 1, "AccessRights": mask})


def entry(body: dict[str, object]) -> AccessControlEntry:
    """An entry as it comes from the wire."""
    return AccessControlEntry.model_validate(body)


def acl(*entries: AccessControlEntry) -> AccessControlList:
    """A list as it comes from the wire."""
    body = {"RoleTrusteeAccessControlEntries": [one.to_wire() for one in entries]}
    return AccessControlList.model_validate(body)


def user(object_id: str) -> Trustee:
    """A user."""
    return Trustee(type=TrusteeType.USER, object_id=object_id)


def name(object_id: str) -> str:
    """What the tests call an id."""
    return {"a": "Operators", "b": "Contractors", "m": "Tenant Member", "adm": "Administrators"}.get(
        object_id.casefold(), object_id
    )


ROLE_IDS = ("a", "b", "c", "d")
roles = st.sampled_from(ROLE_IDS)
rights = st.sampled_from(RIGHTS)
masks = st.integers(0, 31) | st.integers(0, 255)
trustee_types = st.sampled_from([3, 3, 3, 3, 1, 2, 9, "Role"])
access_types = st.sampled_from([None, 0, 1, 1, "Denied", "Allowed", 7])
junk = st.dictionaries(st.sampled_from(["X", "Note"]), st.none() | st.booleans() | st.integers(), max_size=1)


@st.composite
def entries(draw: st.DrawFn) -> AccessControlEntry:
    """Any entry a service might send, strange ones included."""
    trustee: dict[str, object] = {
        "Type": draw(trustee_types),
        "ObjectId": draw(roles | st.just("") | st.just("A")),
    }
    body: dict[str, object] = {"Trustee": trustee, "AccessRights": draw(masks)} | draw(junk)
    access_type = draw(access_types)
    return entry(body if access_type is None else body | {"AccessType": access_type})


any_acl = st.lists(entries(), max_size=7).map(lambda some: acl(*some))


@st.composite
def plain_acls(draw: st.DrawFn) -> AccessControlList:
    """A list in which a role has at most one entry of a type, all with rights: what the portal writes."""
    slots = draw(st.lists(st.tuples(roles, st.booleans()), unique=True, max_size=6))
    some = [(deny if denies else allow)(role, draw(st.integers(1, 31))) for role, denies in slots]
    return acl(*some)


whos = st.builds(
    Who,
    st.sampled_from([TrusteeType.USER, TrusteeType.CLIENT]),
    st.sampled_from(["u", "a"]),
    st.lists(roles, unique=True, max_size=3).map(tuple),
)


def mask_of(*some: AccessRight) -> int:
    """The mask of some rights."""
    return sum(int(right) for right in some)
