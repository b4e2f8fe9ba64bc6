"""Two people change one list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.diff import diff
from ocs_tui.access.merge import merge
from ocs_tui.access.rows import Setting, edit
from ocs_tui.model.access import AccessControlEntry, AccessControlList
from ocs_tui.model.enums import RIGHTS, AccessRight
from tests.access.worlds import acl, allow, any_acl, deny, entry, plain_acls

BASE = acl(allow("a", 1), allow("b", 3), allow("adm", 31))

rights = st.sampled_from(RIGHTS)
settings = st.sampled_from(list(Setting))
my_cells = st.dictionaries(st.tuples(st.sampled_from(["a", "b"]), rights), settings, min_size=1, max_size=5)
their_cells = st.dictionaries(st.tuples(st.sampled_from(["c", "d"]), rights), settings, max_size=5)


def same_entries(one: AccessControlList, other: AccessControlList) -> bool:
    """True when two lists mean the same, whatever their order."""
    changes = diff(one, other)
    return not (changes.rows or changes.rest or changes.fields)


def test_changes_of_other_roles_are_both_kept_in_their_order() -> None:
    mine = acl(allow("a", 1), deny("b", 2), allow("b", 1), allow("adm", 31))
    theirs = acl(allow("c", 1), allow("adm", 31), allow("b", 3), allow("a", 5))
    merged = merge(BASE, mine, theirs)
    assert merged.result is not None
    assert (
        merged.result.to_wire()
        == acl(allow("c", 1), allow("adm", 31), deny("b", 2), allow("b", 1), allow("a", 5)).to_wire()
    )


def test_what_is_untouched_stays_the_object_that_was_read() -> None:
    theirs = acl(allow("a", 1), allow("c", 1), allow("b", 3), allow("adm", 31))
    result = merge(BASE, acl(*BASE.entries[:2], allow("adm", 15)), theirs).result
    assert result is not None
    assert [id(one) for one in result.entries[:3]] == [id(one) for one in theirs.entries[:3]]


def test_the_same_role_changed_differently_is_a_conflict_that_shows_both() -> None:
    mine = acl(allow("a", 3), allow("b", 3), allow("adm", 31))
    theirs = acl(allow("a", 1), deny("a", 2), allow("b", 1), allow("adm", 31))
    merged = merge(BASE, mine, theirs)
    assert merged.result is None
    (conflict,) = merged.conflicts
    assert conflict.trustee is not None
    assert conflict.trustee.object_id == "a"
    assert [one.access_rights for one in conflict.mine] == [3]
    assert [one.access_rights for one in conflict.theirs] == [1, 2]
    # If mine shall win, it wins there and nowhere else.
    assert merged.mine_wins.to_wire() == acl(allow("a", 3), allow("b", 1), allow("adm", 31)).to_wire()


def test_removed_on_one_side_and_changed_on_the_other_is_a_conflict() -> None:
    changed, removed = acl(allow("a", 3), *BASE.entries[1:]), acl(*BASE.entries[1:])
    assert merge(BASE, changed, removed).result is None
    assert merge(BASE, removed, changed).result is None


def test_the_same_change_on_both_sides_is_none() -> None:
    both = acl(allow("a", 3), allow("b", 3), allow("adm", 31))
    merged = merge(BASE, both, both)
    assert merged.result is not None
    assert same_entries(merged.result, both)


def test_an_unknown_field_that_changed_is_a_change() -> None:
    body = {"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 1}
    mine = acl(entry(body | {"AccessRights": 3}), *BASE.entries[1:])
    theirs = acl(entry(body | {"Until": "2030-01-01"}), *BASE.entries[1:])
    assert merge(BASE, mine, theirs).result is None
    assert merge(BASE, BASE, theirs).result == theirs


def test_unknown_fields_of_the_list_are_merged_too() -> None:
    def with_version(version: int, *entries: AccessControlEntry) -> AccessControlList:
        return AccessControlList.model_validate(acl(*entries).to_wire() | {"Version": version})

    base = with_version(1, allow("adm", 31))
    mine = with_version(2, allow("adm", 31))
    theirs = with_version(1, allow("adm", 31), allow("a", 1))
    result = merge(base, mine, theirs).result
    assert result is not None
    assert result.to_wire() == with_version(2, allow("adm", 31), allow("a", 1)).to_wire()
    assert merge(base, mine, with_version(3, allow("adm", 31))).result is None


def test_an_order_of_mine_holds_when_nothing_else_happened() -> None:
    mine = acl(*reversed(BASE.entries))
    result = merge(BASE, mine, BASE).result
    assert result is not None
    assert result.to_wire() == mine.to_wire()


@given(plain_acls(), my_cells, their_cells)
def test_merge_of_disjoint_edits_is_doing_both_in_either_order(
    base: AccessControlList,
    mine: dict[tuple[str, AccessRight], Setting],
    theirs: dict[tuple[str, AccessRight], Setting],
) -> None:
    merged = merge(base, edit(base, mine), edit(base, theirs)).result
    assert merged is not None
    assert diff(merged, edit(edit(base, theirs), mine)) == diff(base, base)
    assert same_entries(merged, edit(edit(base, mine), theirs))


@given(any_acl, any_acl)
def test_who_changes_nothing_gets_what_is_there(base: AccessControlList, other: AccessControlList) -> None:
    assert merge(base, base, other).result == other
    undone = merge(base, other, base).result
    assert undone is not None
    assert not diff(undone, other)


@given(any_acl, any_acl, any_acl)
def test_mine_wins_says_what_i_said_where_i_changed_something(
    base: AccessControlList, mine: AccessControlList, theirs: AccessControlList
) -> None:
    result = merge(base, mine, theirs).mine_wins

    def said(value: AccessControlList, key: object) -> list[str]:
        return [meaning(one) for one in value.entries if one.trustee.key == key]

    for key in {one.trustee.key for value in (base, mine, theirs) for one in value.entries}:
        wanted = mine if said(base, key) != said(mine, key) else theirs
        assert sorted(said(result, key)) == sorted(said(wanted, key))


def meaning(one: AccessControlEntry) -> str:
    """What an entry says, whatever its form on the wire."""
    extra = {key: value for key, value in (one.model_extra or {}).items() if value is not None}
    return repr((one.trustee.key, one.access_type, one.access_rights, extra))
