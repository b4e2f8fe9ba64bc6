"""The notes and dangers that need to know the tenant's people."""

from __future__ import annotations

import pytest

from ocs_tui.access.evaluate import Who
from ocs_tui.access.notes import Note, is_gone, notes, owner_notes
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.enums import TENANT_MEMBER, RoleScope, TrusteeType
from ocs_tui.model.identity import Client, Role, User
from tests.access.worlds import acl, allow, deny, name, user

ROLES = {
    "a": Role(id="a", name="Operators"),
    "b": Role(id="b", name="Contractors"),
    "m": Role(id="m", name="Tenant Member", role_type_id=TENANT_MEMBER),
    "adm": Role(id="adm", name="Administrators"),
    "c": Role(id="c", name="Community", role_scope=RoleScope.COMMUNITY),
}
ADMIN = allow("adm", 31)
ME = Who(TrusteeType.USER, "ada", ("adm",))
USERS = (User(id="ada", name="Ada", role_ids=("ADM", "m")),)
CLIENTS = (Client(id="pump", role_ids=("a",)),)


def noted(
    before: tuple[AccessControlEntry, ...],
    after: tuple[AccessControlEntry, ...],
    *,
    roles: dict[str, Role] | None = ROLES,
    users: tuple[User, ...] | None = USERS,
    clients: tuple[Client, ...] | None = CLIENTS,
    owner: Trustee | None = None,
) -> list[str]:
    """The notes about people."""
    found = notes(
        acl(*before),
        acl(*after),
        names=name,
        roles=roles,
        me=ME,
        owner=owner,
        users=users,
        clients=clients,
    )
    managing = "Administrators is the only role with Manage access, as before."
    return [f"{note.level}: {note.text}" for note in found if note.text != managing]


def test_a_role_that_nobody_is_in() -> None:
    said = "note: Nobody that the tenant lists is in Contractors."
    assert noted((ADMIN,), (ADMIN, allow("b", 1))) == [said]
    assert noted((ADMIN,), (ADMIN, deny("b", 1))) == [said]
    assert noted((ADMIN, allow("b", 1)), (ADMIN,)) == []
    assert noted((ADMIN,), (ADMIN, allow("A", 1))) == []


def test_who_is_in_a_role_is_not_guessed() -> None:
    after = (ADMIN, allow("b", 1))
    assert noted((ADMIN,), after, users=None) == []
    assert noted((ADMIN,), after, clients=None) == []
    assert noted((ADMIN,), after, roles=None) == ["note: Nobody that the tenant lists is in Contractors."]
    assert noted((ADMIN,), (ADMIN, allow("c", 1))) == [], "a community's members are elsewhere"
    assert noted((ADMIN,), (ADMIN, allow("x", 1))) == ["note: x is no role that this tenant lists."]


def test_an_owner_that_is_gone() -> None:
    after = (ADMIN, allow("a", 1))
    gone = "note: The owner is gone: bob is no user that is listed."
    assert noted((ADMIN,), after, owner=user("bob")) == [gone]
    assert noted((ADMIN,), after, owner=user("ADA")) == []
    assert noted((ADMIN,), after, owner=user("bob"), users=None) == []
    found = owner_notes(user("ada"), user("bob"), acl=acl(ADMIN), me=ME, names=name, users=USERS, clients=())
    assert [note.text for note in found] == [gone.removeprefix("note: ")]


@pytest.mark.parametrize(
    ("trustee", "gone"),
    [
        (Trustee(type=TrusteeType.CLIENT, object_id="PUMP"), False),
        (Trustee(type=TrusteeType.CLIENT, object_id="ada"), True),
        (Trustee(type=TrusteeType.ROLE, object_id="nobody"), False),
        (Trustee(type=TrusteeType.USER), False),
    ],
)
def test_only_a_user_or_client_that_is_not_listed_is_gone(trustee: Trustee, gone: bool) -> None:
    assert is_gone(trustee, USERS, CLIENTS) is gone


def test_whether_a_denial_hits_everybody_cannot_be_told_without_the_roles() -> None:
    denied = (ADMIN, deny("m", 1))
    text = "Cannot tell whether a denial hits Tenant Member, which is everybody: no roles were read."
    assert f"note: {text}" in noted((ADMIN,), denied, roles=None)
    assert f"note: {text}" not in noted(denied, (*denied, allow("a", 1)), roles=None)
    assert f"note: {text}" not in noted((ADMIN, deny("m", 3)), denied, roles=None)
    assert noted((ADMIN,), denied)[0] == (
        "danger: Everybody is in Tenant Member: Read would be denied to all."
    )


def test_without_the_people_the_notes_are_as_ever() -> None:
    found = notes(acl(ADMIN), acl(ADMIN, allow("b", 2)), names=name, roles=ROLES, me=ME, owner=user("bob"))
    assert [note for note in found if "Manage access" not in note.text] == [
        Note("note", "Contractors may Write and not Read.")
    ]
