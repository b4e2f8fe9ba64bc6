"""The matrix and its edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.rows import Setting, edit, next_setting, rows_of, set_right
from ocs_tui.model.access import AccessControlEntry, AccessControlList
from ocs_tui.model.enums import ALL_RIGHTS, RIGHTS, AccessRight
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
    entry,
    plain_acls,
    rights,
    roles,
)

settings = st.sampled_from(list(Setting))
cells = st.dictionaries(st.tuples(roles, rights), settings, max_size=6)


def wire(value: AccessControlList) -> list[object]:
    """The entries as they would be sent."""
    body: list[object] = value.to_wire()["RoleTrusteeAccessControlEntries"]
    return body


def outside(value: AccessControlList, role_id: str) -> list[AccessControlEntry]:
    """The entries that are not of a role's row."""
    row = rows_of(value).of(role_id)
    return [one for one in value.entries if row is None or (one is not row.allowed and one is not row.denied)]


def test_a_role_is_one_row_of_its_two_entries() -> None:
    shown = rows_of(acl(deny("A", 2), allow("b", 1), allow("a", 3)))
    assert [row.role_id for row in shown.rows] == ["A", "b"]
    row = shown.of("a")
    assert row is not None
    assert (row.allowed_at, row.denied_at) == (2, 0)
    assert [row.setting(right) for right in RIGHTS] == [
        Setting.ALLOW,
        Setting.DENY,
        Setting.UNSET,
        Setting.UNSET,
        Setting.UNSET,
    ]
    assert row.both(WRITE)
    assert not row.both(READ)


def test_what_fits_no_row_is_the_rest_in_order() -> None:
    strange = (
        allow("a", 4),
        entry({"Trustee": {"Type": 1, "ObjectId": "u"}, "AccessRights": 1}),
        entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 1}),
        entry({"Trustee": {"Type": 3}, "AccessRights": 1}),
        allow("gone", 1),
    )
    shown = rows_of(acl(allow("a", 1), *strange), known_role_ids={"A"})
    assert [row.role_id for row in shown.rows] == ["a"]
    assert shown.rest == acl(*strange).entries


def test_every_role_counts_as_known_where_the_roles_could_not_be_read() -> None:
    value = acl(allow("gone", 1))
    assert rows_of(value, None).of("gone") is not None
    assert rows_of(value, ()).of("gone") is None


def test_space_goes_round() -> None:
    assert [next_setting(one) for one in (Setting.UNSET, Setting.ALLOW, Setting.DENY)] == [
        Setting.ALLOW,
        Setting.DENY,
        Setting.UNSET,
    ]


def test_deny_splits_an_entry_and_the_new_one_stands_beside_it() -> None:
    value = set_right(acl(allow("a", 3), allow("b", 31)), "a", WRITE, Setting.DENY)
    assert wire(value) == [
        {"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 1},
        {"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 1, "AccessRights": 2},
        {"Trustee": {"Type": 3, "ObjectId": "b"}, "AccessRights": 31},
    ]


def test_an_entry_goes_with_its_last_right_and_another_takes_its_place() -> None:
    before = acl(allow("a", 2), allow("b", 31))
    assert wire(set_right(before, "A", WRITE, Setting.UNSET)) == wire(acl(allow("b", 31)))
    assert wire(set_right(before, "A", WRITE, Setting.DENY)) == wire(acl(deny("a", 2), allow("b", 31)))


def test_a_new_role_comes_last_and_says_no_access_type_when_it_allows() -> None:
    value = set_right(acl(allow("b", 31)), "a", READ | WRITE, Setting.ALLOW)
    assert wire(value)[1:] == [{"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 3}]


def test_unknown_bits_survive_every_edit_of_their_row() -> None:
    before = acl(allow("a", 32 | 1))
    assert wire(set_right(before, "a", ALL_RIGHTS, Setting.UNSET)) == wire(acl(allow("a", 32)))
    assert wire(set_right(before, "a", READ, Setting.DENY)) == wire(acl(allow("a", 32), deny("a", 1)))


def test_an_entry_that_came_without_rights_stays() -> None:
    before = acl(allow("a", 0), deny("a", 2))
    assert wire(set_right(before, "a", WRITE, Setting.UNSET)) == wire(acl(allow("a", 0)))
    assert set_right(acl(allow("a", 0)), "a", ALL_RIGHTS, Setting.UNSET).entries == acl(allow("a", 0)).entries


def test_a_right_in_both_entries_is_settled_by_setting_it() -> None:
    both = acl(allow("a", 2), deny("a", 2))
    assert wire(set_right(both, "a", WRITE, Setting.DENY)) == wire(acl(deny("a", 2)))
    assert wire(set_right(both, "a", WRITE, Setting.ALLOW)) == wire(acl(allow("a", 2)))
    assert wire(set_right(both, "a", WRITE, Setting.UNSET)) == []


def test_an_edited_entry_keeps_its_unknown_fields_and_its_spelling() -> None:
    came = {
        "Trustee": {"Type": "Role", "ObjectId": "A", "TenantId": None, "T": 1},
        "AccessType": "Allowed",
        "AccessRights": 1,
        "E": [2],
    }
    assert wire(set_right(acl(entry(came)), "a", SHARE, Setting.ALLOW)) == [came | {"AccessRights": 17}]


def test_a_second_entry_of_a_role_is_left_alone_by_clearing_its_row() -> None:
    value = set_right(acl(allow("a", 1), allow("a", 8)), "a", ALL_RIGHTS, Setting.UNSET)
    assert wire(value) == wire(acl(allow("a", 8)))


def test_edit_goes_round_to_the_very_list_it_began_with() -> None:
    before = acl(allow("a", 2), deny("a", 2), allow("b", 31))
    once_round = {("a", WRITE): Setting.DENY, ("b", MANAGE): Setting.ALLOW, ("c", DELETE): Setting.UNSET}
    assert edit(before, once_round) is before


def test_edit_of_two_roles_keeps_both_in_place() -> None:
    before = acl(allow("a", 2), allow("b", 4), allow("c", 8))
    value = edit(
        before, {("a", WRITE): Setting.DENY, ("a", READ): Setting.ALLOW, ("b", DELETE): Setting.UNSET}
    )
    assert wire(value) == wire(acl(allow("a", 1), deny("a", 2), allow("c", 8)))


@given(any_acl, roles, rights, settings)
def test_an_edit_does_what_it_says_and_touches_its_row_only(
    before: AccessControlList, role: str, right: AccessRight, setting: Setting
) -> None:
    after = set_right(before, role, right, setting)
    row, old = rows_of(after).of(role), rows_of(before).of(role)
    for other in RIGHTS:
        shown = row.setting(other) if row else Setting.UNSET
        expected = setting if other == right else (old.setting(other) if old else Setting.UNSET)
        # A row that loses an entry shows the second one of that kind, which was in the rest, in its place.
        if len(outside(before, role)) == len(outside(after, role)):
            assert shown is expected
    kept = [one for one in after.entries if any(one is was for was in outside(before, role))]
    assert [id(one) for one in kept] == [id(one) for one in outside(before, role)]


@given(any_acl, roles, rights, settings)
def test_an_edit_changes_no_other_bit(
    before: AccessControlList, role: str, right: AccessRight, setting: Setting
) -> None:
    after = set_right(before, role, right, setting)

    def other_bits(value: AccessControlList) -> list[tuple[object, object, int]]:
        found = [(one.trustee.key, one.access_type, one.access_rights & ~int(right)) for one in value.entries]
        return sorted((one for one in found if one[2]), key=repr)

    assert other_bits(before) == other_bits(after)


@given(plain_acls(), roles, rights, settings)
def test_setting_and_setting_back_is_the_identity_in_meaning(
    before: AccessControlList, role: str, right: AccessRight, setting: Setting
) -> None:
    row = rows_of(before).of(role)
    if row is not None and row.both(right):
        return  # two entries say different things: what is shown is less than what is there
    back = set_right(
        set_right(before, role, right, setting), role, right, row.setting(right) if row else Setting.UNSET
    )

    def shown(value: AccessControlList) -> dict[str, tuple[int, int]]:
        return {one.role_id: one.masks for one in rows_of(value).rows}

    assert shown(back) == shown(before)


@given(any_acl, cells)
def test_an_editor_shows_what_its_cells_say(
    before: AccessControlList, wanted: dict[tuple[str, AccessRight], Setting]
) -> None:
    after = edit(before, wanted)
    rest = rows_of(before).rest
    if not any(one.is_role for one in rest):
        for (role, right), setting in wanted.items():
            row = rows_of(after).of(role)
            assert (row.setting(right) if row else Setting.UNSET) is setting
    kept = [id(one) for one in after.entries if any(one is was for was in rest)]
    assert kept == [id(one) for one in rest]


@given(any_acl)
def test_showing_an_acl_loses_no_entry(value: AccessControlList) -> None:
    shown = rows_of(value, known_role_ids=ROLE_IDS)
    in_rows = [one for row in shown.rows for one in (row.allowed, row.denied) if one]
    assert sorted(map(id, (*in_rows, *shown.rest))) == sorted(map(id, value.entries))
    assert all(
        set_right(value, row.role_id, ALL_RIGHTS, Setting.UNSET) is value
        for row in shown.rows
        if not any(row.masks)
    )
    assert all(row.unknown_bits & ALL_RIGHTS == 0 for row in shown.rows)
