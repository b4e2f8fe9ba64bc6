"""Who can do what and why, what somebody reaches, and that what is not known is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.directory import Directory, NoSuchOne
from ocs_tui.access.evaluate import Who, evaluate
from ocs_tui.access.things import Thing
from ocs_tui.access.who import GROUPS_UNKNOWN, reach, reasons, who_can, who_is
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight, TrusteeType
from tests.access.directories import CLIENTS, DIRECTORY, ROLES, TENANT_ID, USERS, role
from tests.access.worlds import READ, WRITE, acl, allow, any_acl, deny, entry, user

BOILER, TANKS = Address.namespace("boiler"), Address.namespace("tanks")
USER, CLIENT, ROLE = TrusteeType.USER, TrusteeType.CLIENT, TrusteeType.ROLE
GUID = "3b1ca4a0-7d63-41a1-96ab-3d0c3b3e0bd1"


def test_everybody_by_right_with_the_reason() -> None:
    found = who_can(acl(allow("a", 3), deny("b", 2)), user("u-3"), DIRECTORY)
    said = {
        access.subject.who.id: (access.evaluation.mask, reasons(access.evaluation, DIRECTORY.names))
        for access in found.everyone
    }
    assert said == {
        "u-1": (READ | WRITE, ["Read, Write: allowed by Operators"]),
        "u-2": (
            READ,
            ["Read: allowed by Operators", "Write: denied by Contractors, although Operators allows it"],
        ),
        "u-3": (ALL_RIGHTS, ["everything: owner"]),
        "c-1": (0, ["Write: denied by Contractors"]),
        "c-2": (READ | WRITE, ["Read, Write: allowed by Operators"]),
    }
    assert [access.subject.who.id for access in found.may(WRITE)] == ["u-1", "u-3", "c-2"]
    assert [access.subject.who.id for access in found.may(name="BEN")] == ["u-2", "u-3"]
    assert [access.subject.who.id for access in found.may(AccessRight.SHARE, "c-")] == []
    assert not next(one for one in found.everyone if one.subject.who.id == "c-2").subject.enabled
    assert found.not_known == (GROUPS_UNKNOWN,)


def test_an_owner_and_an_entry_of_somebody_in_no_list_are_not_left_out() -> None:
    own = entry({"Trustee": {"Type": 2, "ObjectId": "c-9"}, "AccessRights": 1})
    found = who_can(acl(own), user("u-9"), DIRECTORY)
    said = {one.subject.who.id: one.evaluation.mask for one in found.everyone if not one.subject.listed}
    assert said == {"u-9": ALL_RIGHTS, "c-9": READ}
    assert found.not_known[:2] == (
        "Client c-9 is in no list of this tenant: gone, or of another.",
        "User u-9 is in no list of this tenant: gone, or of another.",
    )


def test_what_cannot_be_listed_is_named() -> None:
    strict = Directory(TENANT_ID, problems=((USER, "403 on Users."), (CLIENT, "403 on Clients.")))
    found = who_can(acl(allow("a", 1)), user("u-1"), strict, None)
    assert [one.subject.who.id for one in found.everyone] == ["u-1"]
    told = "\n".join(found.not_known)
    assert "the roles and the name of user u-1" in told
    assert "what users may do, because the users cannot be read. 403 on Users." in told
    assert "what clients may do, because the clients cannot be read. 403 on Clients." in told
    assert "the names of roles" in told


def test_roles_whose_members_are_elsewhere_are_named() -> None:
    found = who_can(
        acl(allow("c", 1), allow("gone", 1), deny("gone", 2)), None, DIRECTORY, "It is forbidden."
    )
    assert found.not_known == (
        "Not known: the owner, who may do everything. It is forbidden.",
        "Not known: who of other tenants is in Grid ␛[31mPartners, the role of a community.",
        "Not known: who is in role gone, which this tenant does not list.",
        GROUPS_UNKNOWN,
    )


@given(any_acl, st.sampled_from([None, user("u-1"), user("u-9")]))
def test_who_can_says_of_each_what_the_evaluator_says(
    value: AccessControlList, owner: Trustee | None
) -> None:
    found = who_can(value, owner, DIRECTORY)
    for access in found.everyone:
        assert access.evaluation == evaluate(value, owner, access.subject.who)
    there = {one.subject.who.id for one in found.everyone}
    assert there >= {one.id for one in (*USERS, *CLIENTS)}
    for right in (READ, WRITE):
        allowed = {one.subject.who.id for one in found.may(right)}
        assert allowed == {one.subject.who.id for one in found.everyone if one.evaluation.mask & right}


def test_every_namespace_that_one_reaches_and_how() -> None:
    things = [
        Thing(BOILER, acl(allow("a", 1), deny("b", 2)), user("u-3")),
        Thing(TANKS, acl(allow("x", 31)), user("u-2")),
        Thing(Address.namespace("none"), acl(allow("x", 31)), user("u-3")),
        Thing(Address.namespace("hidden"), acl_problem="It is forbidden.", owner_problem="It is forbidden."),
        Thing(Address.namespace("mine"), None, user("u-2"), acl_problem="It is forbidden."),
    ]
    ben = who_is(DIRECTORY, USER, "U-2")
    assert ben is not None
    found = reach(ben, things, DIRECTORY)
    assert [(str(one.address), int(one.evaluation.mask)) for one in found.things] == [
        ("boiler", 1),
        ("tanks", 31),
        ("mine", 31),
    ]
    assert found.not_known[:2] == (
        "Not known: whether it owns hidden. It is forbidden.",
        "Not known: hidden. It is forbidden.",
    )
    assert "group or a claim" in found.not_known[2]
    contractors = reach(Who.role("b"), things, DIRECTORY)
    assert [str(one.address) for one in contractors.things] == ["boiler"], "a denial is how it is reached too"
    assert contractors.not_known == (
        "Not known: hidden. It is forbidden.",
        "Not known: mine. It is forbidden.",
    )
    assert who_is(DIRECTORY, CLIENT, "c-9") is None


def test_an_unknown_type_of_access_is_named_on_the_way() -> None:
    odd = entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 1})
    found = reach(Who.role("a"), [Thing(BOILER, acl(odd))], DIRECTORY)
    assert (found.things, found.not_known) == (
        (),
        ("Not known: what entries with an unknown type of access do.",),
    )


@pytest.mark.parametrize(
    ("kind", "text", "object_id"),
    [
        (ROLE, "operators", "a"),
        (ROLE, "A", "a"),
        (ROLE, "Grid ␛[31mPartners", "c"),
        (USER, "ADA@works.example", "u-1"),
        (CLIENT, "Pump gateway", "c-1"),
        (ROLE, GUID, GUID),
    ],
)
def test_one_is_found_by_id_name_or_address(kind: TrusteeType, text: str, object_id: str) -> None:
    assert DIRECTORY.find(kind, text) == object_id


def test_an_id_wins_over_another_ones_name() -> None:
    directory = Directory(TENANT_ID, (role("a", "b"), role("b", "Contractors")))
    assert directory.find(ROLE, "b") == "b"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (USER, "Ben", "'Ben' fits more than one user: u-2 (Ben), u-3 (Ben). Write the id."),
        (ROLE, "Contractor", "There is no role 'Contractor'. Close to it: Contractors."),
        (CLIENT, "\x1b", "There is no client '␛'."),
    ],
)
def test_who_cannot_be_found_is_told(kind: TrusteeType, text: str, told: str) -> None:
    with pytest.raises(NoSuchOne) as caught:
        DIRECTORY.find(kind, text)
    assert str(caught.value) == told


def test_without_a_list_an_id_does() -> None:
    strict = Directory(TENANT_ID)
    assert strict.find(ROLE, GUID) == GUID
    with pytest.raises(NoSuchOne, match="write an id"):
        strict.find(ROLE, "Operators")


@pytest.mark.parametrize(
    ("owner", "gone"),
    [
        (user("u-1"), False),
        (user("u-9"), True),
        (Trustee(type=CLIENT, object_id="c-1", tenant_id="T-1"), False),
        (Trustee(type=USER, object_id="u-9", tenant_id="t-2"), None),
        (Trustee(type=9, object_id="x"), None),
    ],
)
def test_an_owner_that_is_gone(owner: Trustee, gone: bool | None) -> None:
    assert DIRECTORY.is_gone(owner) is gone
    assert Directory(TENANT_ID, ROLES).is_gone(owner) is None
