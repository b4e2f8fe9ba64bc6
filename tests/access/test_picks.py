"""A conflict settled: for each thing that both changed, mine or theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.merge import merge
from ocs_tui.access.picks import Choice, Pick, cell, choices, settle
from ocs_tui.model.access import AccessControlEntry, AccessControlList
from ocs_tui.model.enums import RIGHTS
from tests.access.test_merge import meaning
from tests.access.worlds import DELETE, READ, WRITE, acl, allow, any_acl, deny, entry, plain_acls

MINE, THEIRS = Pick.MINE, Pick.THEIRS
BASE = acl(allow("a", 3), allow("b", 3), allow("adm", 31))


def asked(base: AccessControlList, mine: AccessControlList, theirs: AccessControlList) -> tuple[Choice, ...]:
    """What there is to pick."""
    return choices(merge(base, mine, theirs).conflicts)


def of(acl: AccessControlList, choice: Choice) -> tuple[AccessControlEntry, ...]:
    """A list's entries of what is picked."""
    assert choice.conflict.trustee is not None
    return tuple(one for one in acl.entries if one.trustee.key == choice.conflict.trustee.key)


def test_each_right_of_a_role_is_picked_by_itself() -> None:
    mine = acl(allow("a", READ), deny("a", WRITE), allow("b", 3), allow("adm", 31))
    theirs = acl(allow("a", READ | WRITE | DELETE), allow("b", 1), allow("adm", 31))
    assert [choice.right for choice in asked(BASE, mine, theirs)] == [WRITE, DELETE]
    picked = settle(BASE, mine, theirs, [MINE, THEIRS])
    wanted = acl(allow("a", READ | DELETE), deny("a", WRITE), allow("b", 1), allow("adm", 31))
    assert picked.to_wire() == wanted.to_wire()


def test_a_right_in_both_entries_is_one_thing_to_pick() -> None:
    mine = acl(allow("a", 3), deny("a", WRITE), *BASE.entries[1:])
    theirs = acl(allow("a", DELETE), *BASE.entries[1:])
    assert [choice.right for choice in asked(BASE, mine, theirs)] == [READ, WRITE, DELETE]
    picked = settle(BASE, mine, theirs, [THEIRS, MINE, MINE])
    assert picked.to_wire() == acl(allow("a", WRITE), deny("a", WRITE), *BASE.entries[1:]).to_wire()


def test_an_entry_of_which_no_right_is_left_goes() -> None:
    mine, theirs = acl(allow("a", READ), *BASE.entries[1:]), acl(allow("a", WRITE), *BASE.entries[1:])
    picked = settle(BASE, mine, theirs, [THEIRS, MINE])
    assert picked.to_wire() == acl(*BASE.entries[1:]).to_wire()


def test_what_differs_in_more_than_the_five_rights_is_picked_whole() -> None:
    until = {"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 7, "Until": "2030-01-01"}
    mine = acl(allow("a", 1), *BASE.entries[1:])
    for theirs in (
        acl(entry(until), *BASE.entries[1:]),  # a field that is not understood
        acl(allow("a", 64), *BASE.entries[1:]),  # a bit without a name
        acl(allow("a", 3), allow("a", 4), *BASE.entries[1:]),  # two entries of one type
    ):
        (choice,) = asked(BASE, mine, theirs)
        assert choice.right is None
        assert settle(BASE, mine, theirs, [THEIRS]).to_wire() == theirs.to_wire()
        assert settle(BASE, mine, theirs, [MINE]).to_wire() == mine.to_wire()


def test_fields_of_the_list_are_picked_as_one() -> None:
    def version(number: int, *entries: AccessControlEntry) -> AccessControlList:
        return AccessControlList.model_validate(acl(*entries).to_wire() | {"Version": number})

    base, mine = version(1, allow("adm", 31)), version(2, allow("adm", 31))
    theirs = version(3, allow("adm", 31), allow("a", 1))
    (choice,) = asked(base, mine, theirs)
    assert (choice.conflict.trustee, choice.right) == (None, None)
    assert settle(base, mine, theirs, [THEIRS]).to_wire() == theirs.to_wire()
    wanted = version(2, allow("adm", 31), allow("a", 1))
    assert settle(base, mine, theirs, [MINE]).to_wire() == wanted.to_wire()


def test_another_order_alone_is_nothing_to_pick() -> None:
    mine = acl(allow("a", 1), deny("a", 2), *BASE.entries[1:])
    theirs = acl(deny("a", 2), allow("a", 1), *BASE.entries[1:])
    assert asked(BASE, mine, theirs) == ()


def test_every_choice_needs_a_pick() -> None:
    mine, theirs = acl(allow("a", 1), *BASE.entries[1:]), acl(allow("a", 7), *BASE.entries[1:])
    with pytest.raises(ValueError, match="zip"):
        settle(BASE, mine, theirs, [MINE])


two_of_one = st.tuples(plain_acls(), plain_acls(), plain_acls()) | st.tuples(any_acl, any_acl, any_acl)


@given(two_of_one)
def test_all_mine_is_the_merge_in_which_mine_wins(
    lists: tuple[AccessControlList, AccessControlList, AccessControlList],
) -> None:
    merged = merge(*lists)
    picked = settle(*lists, [MINE] * len(choices(merged.conflicts)))
    assert picked.to_wire() == merged.mine_wins.to_wire()


@given(two_of_one)
def test_all_theirs_keeps_theirs_where_both_changed(
    lists: tuple[AccessControlList, AccessControlList, AccessControlList],
) -> None:
    found = asked(*lists)
    picked = settle(*lists, [THEIRS] * len(found))
    for choice in found:
        if choice.conflict.trustee is not None:
            kept = [one.to_wire() for one in of(picked, choice)]
            assert kept == [one.to_wire() for one in of(lists[2], choice)]


@given(two_of_one, st.data())
def test_each_pick_holds_and_touches_nothing_else(
    lists: tuple[AccessControlList, AccessControlList, AccessControlList], data: st.DataObject
) -> None:
    _, mine, theirs = lists
    found = asked(*lists)
    picks = data.draw(st.lists(st.sampled_from(Pick), min_size=len(found), max_size=len(found)))
    picked = settle(*lists, picks)
    for choice, pick in zip(found, picks, strict=True):
        side = mine if pick is MINE else theirs
        if choice.conflict.trustee is None:
            assert picked.model_extra == side.model_extra
        elif choice.right is None:
            kept, wanted = (sorted(map(meaning, of(one, choice))) for one in (picked, side))
            assert kept == wanted
        else:
            assert cell(of(picked, choice), choice.right) == cell(of(side, choice), choice.right)
            asked_for = {one.right for one in found if one.conflict == choice.conflict}
            for right in set(RIGHTS) - asked_for:
                assert cell(of(picked, choice), right) == cell(of(theirs, choice), right)
            assert all(one.access_rights for one in of(picked, choice)) or not all(
                one.access_rights for one in (*of(mine, choice), *of(theirs, choice))
            )
    met = {choice.conflict.trustee.key for choice in found if choice.conflict.trustee is not None}
    wins = merge(*lists).mine_wins
    others = [[one.to_wire() for one in acl.entries if one.trustee.key not in met] for acl in (picked, wins)]
    assert others[0] == others[1]
