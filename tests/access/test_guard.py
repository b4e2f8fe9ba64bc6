"""What is never written."""

from __future__ import annotations

import pytest

from ocs_tui.access.guard import managing_roles, owner_refusal, refusal
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.enums import TrusteeType
from tests.access.worlds import acl, allow, deny, entry

USERS_OWN = entry({"Trustee": {"Type": 1, "ObjectId": "u"}, "AccessRights": 31})


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (allow("a", 7), allow("b", 16)),
        (allow("a", 8), deny("A", 8)),
        (deny("a", 8),),
        (USERS_OWN,),
        (entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 8}),),
        (entry({"Trustee": {"Type": 3}, "AccessRights": 8}),),
    ],
)
def test_a_list_without_a_managing_role_is_refused_in_a_sentence(
    entries: tuple[AccessControlEntry, ...],
) -> None:
    assert refusal(acl(*entries)) == "No role would keep Manage access: allow it to at least one role."


@pytest.mark.parametrize(
    "entries",
    [
        (allow("a", 8),),
        (allow("a", 31), deny("b", 31)),
        (allow("a", 1), allow("a", 8)),
        (allow("a", 8), deny("a", 7)),
        (allow("a", 8), deny("a", 8), allow("role-of-a-community", 8)),
    ],
)
def test_one_managing_role_is_enough_known_or_not(entries: tuple[AccessControlEntry, ...]) -> None:
    assert refusal(acl(*entries)) is None


def test_managing_roles_are_named_once() -> None:
    assert managing_roles(acl(allow("a", 8), allow("A", 24), allow("b", 8), deny("b", 8))) == ("a",)


def test_an_owner_is_a_user_or_a_client_with_an_id() -> None:
    assert owner_refusal(Trustee(type=TrusteeType.USER, object_id="u")) is None
    assert owner_refusal(Trustee(type=TrusteeType.CLIENT, object_id="c")) is None
    assert "user or a client" in str(owner_refusal(Trustee(type=TrusteeType.ROLE, object_id="r")))
    assert "id" in str(owner_refusal(Trustee(type=TrusteeType.USER)))
