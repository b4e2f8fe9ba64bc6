"""Who may do what: the documented rules and examples, and what must hold for any list."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.evaluate import Who, evaluate, explain
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import ALL_RIGHTS, RIGHTS, TrusteeType
from tests.access.worlds import (
    DELETE,
    MANAGE,
    READ,
    ROLE_IDS,
    SHARE,
    WRITE,
    acl,
    allow,
    any_acl,
    deny,
    entries,
    entry,
    name,
    user,
    whos,
)

ADA = Who(TrusteeType.USER, "ada", ("a", "b"))

DOCUMENTED = {
    "RoleTrusteeAccessControlEntries": [
        {"Trustee": {"Type": 3, "ObjectId": "11111111-1111-1111-1111-111111111111"}, "AccessRights": 1},
        {"Trustee": {"Type": 3, "ObjectId": "22222222-2222-2222-2222-222222222222"}, "AccessRights": 3},
        {"Trustee": {"Type": 3, "ObjectId": "33333333-3333-3333-3333-333333333333"}, "AccessRights": 31},
    ]
}
"""The shape of the example of the API reference: member, contributor and administrator."""


@pytest.mark.parametrize(("digit", "mask"), [("1", 1), ("2", 3), ("3", 31), ("4", 0)])
def test_the_documented_list(digit: str, mask: int) -> None:
    role_id = "-".join(digit * length for length in (8, 4, 4, 4, 12))
    assert evaluate(AccessControlList.model_validate(DOCUMENTED), None, Who.role(role_id)).mask == mask


def test_denied_beats_allowed_across_roles_right_by_right() -> None:
    value = evaluate(acl(allow("a", 3), deny("b", 2)), None, ADA)
    assert value.mask == READ
    assert explain(value, name)[:3] == [
        "Read: allowed by Operators",
        "Write: denied by Contractors, although Operators allows it",
        "Delete: nothing allows it",
    ]


def test_rights_may_come_from_different_roles() -> None:
    assert evaluate(acl(allow("a", 1), allow("b", 2)), None, ADA).mask == READ | WRITE


def test_the_owner_may_do_everything_even_what_is_denied() -> None:
    value = evaluate(acl(deny("a", 31)), user("ADA"), ADA)
    assert value.mask == ALL_RIGHTS
    assert explain(value, name) == ["everything: owner"]


def test_a_client_of_the_owners_id_is_not_the_owner() -> None:
    assert evaluate(acl(), user("ada"), Who(TrusteeType.CLIENT, "ada")).mask == 0


def test_a_second_entry_and_one_of_the_user_alone_count() -> None:
    own = entry({"Trustee": {"Type": 1, "ObjectId": "ada"}, "AccessRights": int(MANAGE)})
    value = acl(allow("a", 1), allow("a", 2), deny("a", 1), own)
    assert evaluate(value, None, ADA).mask == WRITE | MANAGE
    assert evaluate(value, None, Who(TrusteeType.CLIENT, "ada", ("a",))).mask == WRITE


def test_an_entry_without_access_type_and_rights_allows_nothing() -> None:
    assert evaluate(acl(entry({"Trustee": {"Type": 3, "ObjectId": "a"}})), None, ADA).mask == 0


def test_an_unknown_type_of_access_is_named_and_grants_nothing() -> None:
    odd = entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": "Lent\x1b", "AccessRights": 31})
    value = evaluate(acl(odd), None, ADA)
    assert value.mask == 0
    assert explain(value, name)[-1] == "not known: an entry of Operators has the unknown type of access Lent␛"


def test_an_entry_of_nobody_concerns_nobody() -> None:
    nobody = entry({"Trustee": {"Type": 1}, "AccessRights": 31})
    no_role = entry({"Trustee": {"Type": 3, "ObjectId": ""}, "AccessRights": 31})
    who = Who(TrusteeType.USER, "", ("",))
    assert evaluate(acl(nobody, no_role), Trustee(type=TrusteeType.USER), who).mask == 0


def test_several_are_listed_with_and() -> None:
    who = Who(TrusteeType.USER, "x", ("a", "b", "c"))
    value = evaluate(acl(allow("a", 1), allow("b", 1), allow("c", 1), deny("c", 1)), None, who)
    assert explain(value, name)[0] == "Read: denied by c, although Operators, Contractors and c allow it"


@given(any_acl, entries(), whos, st.integers(0, 8))
def test_one_more_denied_entry_never_gives(
    value: AccessControlList, extra: AccessControlEntry, who: Who, at: int
) -> None:
    before = evaluate(value, None, who).mask
    denied = entry(extra.to_wire() | {"AccessType": 1})
    after = evaluate(value.with_entries((*value.entries[:at], denied, *value.entries[at:])), None, who).mask
    assert after & ~before == 0


@given(any_acl, entries(), whos, st.integers(0, 8))
def test_one_more_allowed_entry_never_takes(
    value: AccessControlList, extra: AccessControlEntry, who: Who, at: int
) -> None:
    before = evaluate(value, None, who).mask
    allowed = entry(extra.to_wire() | {"AccessType": 0})
    after = evaluate(value.with_entries((*value.entries[:at], allowed, *value.entries[at:])), None, who).mask
    assert before & ~after == 0


@given(any_acl, whos)
def test_the_owner_has_all(value: AccessControlList, who: Who) -> None:
    assert evaluate(value, Trustee(type=who.type, object_id=who.id), who).mask == ALL_RIGHTS


@given(any_acl, whos, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(value: AccessControlList, who: Who, random: Random) -> None:
    shuffled = list(value.entries)
    random.shuffle(shuffled)
    assert evaluate(value, None, who).mask == evaluate(value.with_entries(tuple(shuffled)), None, who).mask


@given(any_acl, whos)
def test_the_answer_and_its_reason_agree(value: AccessControlList, who: Who) -> None:
    answer = evaluate(value, None, who)
    for right, line in zip(RIGHTS, explain(answer, name), strict=False):
        assert answer.verdict(right).allowed == bool(answer.mask & right) == (": allowed by" in line)


@given(any_acl)
def test_who_is_in_all_roles_is_allowed_only_what_some_role_is(value: AccessControlList) -> None:
    together = evaluate(value, None, Who(TrusteeType.USER, "nobody", ROLE_IDS)).mask
    alone = [evaluate(value, None, Who.role(role)).mask for role in ROLE_IDS]
    assert all(
        any(mask & right for mask in alone)
        for right in (READ, WRITE, DELETE, MANAGE, SHARE)
        if together & right
    )
