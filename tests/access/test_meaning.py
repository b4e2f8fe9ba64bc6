"""A change in words, as a diff, and what it would do."""

from __future__ import annotations

from hypothesis import given

from ocs_tui.access.diff import diff, diff_owner, same_acl
from ocs_tui.access.evaluate import Who
from ocs_tui.access.meaning import diff_lines, field_words, owner_lines, owner_words, words
from ocs_tui.access.notes import Note, notes, owner_notes
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import TENANT_MEMBER, TrusteeType
from ocs_tui.model.identity import Role
from ocs_tui.model.namespace import Namespace
from tests.access.worlds import acl, allow, any_acl, deny, entry, name, user

ROLES = {
    role_id: Role(id=role_id, name=name(role_id), role_type_id=TENANT_MEMBER if role_id == "m" else None)
    for role_id in ("a", "b", "m", "adm")
}
ADMIN = allow("adm", 31)


def said(before: tuple[AccessControlEntry, ...], after: tuple[AccessControlEntry, ...]) -> list[str]:
    """What a change is called."""
    return words(diff(acl(*before), acl(*after)), name)


def noted(
    before: tuple[AccessControlEntry, ...],
    after: tuple[AccessControlEntry, ...],
    me: Who | None = Who(TrusteeType.USER, "ada", ("adm",)),  # noqa: B008  (immutable)
    owner: Trustee | None = None,
) -> list[Note]:
    """What a change would do."""
    return notes(acl(*before), acl(*after), names=name, roles=ROLES, me=me, owner=owner)


def test_a_right_that_turns() -> None:
    assert said((allow("b", 3),), (allow("b", 1), deny("b", 2))) == ["Contractors: Write Allow → Deny"]


def test_rights_that_turn_alike_are_said_together() -> None:
    assert said((allow("b", 4),), (allow("b", 3),)) == [
        "Contractors: Read, Write unset → Allow; Delete Allow → unset"
    ]


def test_a_role_comes_and_goes() -> None:
    assert said((), (allow("a", 3), deny("a", 4))) == [
        "Operators: added with Read, Write (Allow), Delete (Deny)"
    ]
    assert said((allow("a", 3),), ()) == ["Operators: removed, had Read, Write (Allow)"]


def test_a_right_in_both_entries_is_said_to_be() -> None:
    assert said((allow("a", 2), deny("a", 2)), (deny("a", 2),)) == [
        "Operators: Write Allow and Deny → Deny",
    ]


def test_unknown_rights_and_empty_entries_are_not_passed_over() -> None:
    assert said((allow("a", 1),), (allow("a", 33),)) == ["Operators: Allow none → unknown right 32"]
    assert said((allow("a", 1), deny("a", 0)), (allow("a", 1),)) == [
        "Operators: an entry without rights comes or goes"
    ]


def test_what_fits_no_row_is_said_by_its_place() -> None:
    odd = entry({"Trustee": {"Type": 1, "ObjectId": "u[7]\x1b"}, "AccessRights": 1})
    assert said((ADMIN, odd), (ADMIN,)) == ["entry 2 (user u[7]␛) removed: Read (Allow)"]
    assert said((ADMIN,), (ADMIN, allow("adm", 2))) == ["entry 2 (Administrators) added: Write (Allow)"]
    more = entry(odd.to_wire() | {"AccessRights": 3})
    assert said((odd,), (more,)) == ["entry 1 (user u[7]␛): Read (Allow) → Read, Write (Allow)"]


def test_order_and_unknown_fields_are_said() -> None:
    assert said((ADMIN, allow("a", 1)), (allow("a", 1), ADMIN)) == [
        "The order of the entries changes, which has no effect."
    ]
    lent = entry(allow("a", 1).to_wire() | {"Until": 5})
    assert said((allow("a", 1),), (lent,)) == ["Operators: fields other than the rights change"]
    before = AccessControlList.model_validate({"Version": 1})
    after = AccessControlList.model_validate({"Version": True})
    assert words(diff(before, after), name) == ["Fields of the list other than its entries change."]


def test_the_form_of_the_wire_is_no_change() -> None:
    bare = acl(entry({"Trustee": {"Type": 3, "ObjectId": "A"}, "AccessRights": 3}))
    verbose = acl(
        entry(
            {
                "Trustee": {"Type": "Role", "ObjectId": "a", "TenantId": None},
                "AccessType": "Allowed",
                "AccessRights": "Read, Write",
            }
        )
    )
    assert same_acl(bare, verbose)
    assert not same_acl(bare, acl(deny("a", 3)))
    # With Accept-Verbosity: verbose the service writes out what is null.
    assert same_acl(acl(allow("a", 1)), acl(entry(allow("a", 1).to_wire() | {"Until": None})))


def test_the_diff_shows_the_whole_list_in_columns() -> None:
    before, after = acl(ADMIN, allow("b", 3)), acl(ADMIN, allow("b", 1), deny("b", 2))
    assert diff_lines(before, after, name) == [
        (" ", "Administrators  Allow  Read, Write, Delete, Manage access, Share"),
        ("-", "Contractors     Allow  Read, Write"),
        ("+", "Contractors     Allow  Read"),
        ("+", "Contractors     Deny   Write"),
    ]
    assert diff_lines(acl(), acl(), name) == []


def test_an_owner_changes() -> None:
    before, after = user("ada"), Trustee(type=TrusteeType.CLIENT, object_id="pump")
    change = diff_owner(before, after)
    assert change is not None
    assert owner_words(change, name) == ["Owner: user ada → client pump"]
    assert owner_lines(before, after, str.title) == [("-", "user Ada  ada"), ("+", "client Pump  pump")]
    # The tenant of an owner is filled in by the service.
    assert diff_owner(before, Trustee(type=1, object_id="ADA", tenant_id="t")) is None


def test_fields_of_a_namespace_change() -> None:
    before = Namespace.model_validate({"Id": "boiler", "Description": "old\n"})
    after = before.changed(description="new", allow_cross_region_processing=True)
    assert field_words(before, after) == [
        "Description: old␊ → new",
        "AllowCrossRegionProcessing: (none) → true",
    ]
    assert field_words(after, after) == []


@given(any_acl, any_acl)
def test_a_change_has_words_and_none_has_none(before: AccessControlList, after: AccessControlList) -> None:
    changes = diff(before, after)
    assert bool(words(changes, name)) == bool(changes)
    assert not diff(before, before)
    lines = diff_lines(before, after, name)
    assert len([sign for sign, _ in lines if sign != "+"]) == len(before.entries)
    assert len([sign for sign, _ in lines if sign != "-"]) == len(after.entries)


def test_losing_ones_own_read_or_manage_access_is_a_danger() -> None:
    me = Who(TrusteeType.USER, "ada", ("a",))
    before, after = (ADMIN, allow("b", 8), allow("a", 9)), (ADMIN, allow("b", 8))
    assert Note("danger", "You lose Read, Manage access yourself.") in noted(before, after, me)
    assert noted(before, after, me, owner=user("ada")) == []
    assert noted((ADMIN, allow("b", 8), allow("a", 3)), (ADMIN, allow("b", 8), allow("a", 1)), me) == [
        Note("note", "You lose Write yourself.")
    ]


def test_who_is_not_known_is_told_so() -> None:
    found = noted((ADMIN, allow("b", 8)), (ADMIN, allow("b", 9)), me=None)
    assert [note.level for note in found] == ["note"]
    assert "Cannot tell whether you keep access" in found[0].text


def test_going_down_to_one_managing_role_is_a_danger_and_staying_there_a_note() -> None:
    assert noted((ADMIN, allow("a", 8)), (ADMIN,)) == [
        Note("danger", "Only Administrators would keep Manage access; now 2 roles have it.")
    ]
    assert noted((ADMIN,), (ADMIN, allow("a", 1))) == [
        Note("note", "Administrators is the only role with Manage access, as before.")
    ]


def test_a_new_denial_for_everybody_is_a_danger() -> None:
    before = (ADMIN, allow("b", 8), deny("m", 1))
    assert noted(before, (ADMIN, allow("b", 8), deny("m", 3)), me=Who(TrusteeType.USER, "x")) == [
        Note("danger", "Everybody is in Tenant Member: Write would be denied to all.")
    ]


def test_write_without_read_and_settings_without_effect_are_noted() -> None:
    managers = (ADMIN, allow("b", 8))
    assert noted(managers, (*managers, allow("a", 2))) == [Note("note", "Operators may Write and not Read.")]
    assert noted((*managers, allow("a", 2)), (*managers, allow("a", 6))) == [], "as before is no news"
    hidden = deny("a", 4)
    assert noted((*managers, deny("a", 1), hidden), (*managers, deny("a", 1), hidden, allow("a", 4))) == [
        Note("note", "Operators does not get Delete: another entry denies it.")
    ]
    assert noted((*managers, allow("a", 1), allow("a", 4)), (*managers, allow("a", 0), allow("a", 1))) == [
        Note("note", "Operators keeps Read: another entry allows it.")
    ]


def test_a_role_the_tenant_does_not_list_is_noted() -> None:
    managers = (ADMIN, allow("b", 8))
    assert noted(managers, (*managers, allow("zz", 1))) == [
        Note("note", "zz is no role that this tenant lists.")
    ]


def test_no_change_has_no_consequence() -> None:
    assert noted((ADMIN,), (ADMIN,), me=None) == []


def test_giving_away_what_one_owns() -> None:
    me = Who(TrusteeType.USER, "ada", ("a",))
    (found,) = owner_notes(user("ada"), user("bob"), acl=acl(ADMIN, allow("a", 1)), me=me)
    assert found == Note("danger", "You lose Write, Delete, Manage access, Share yourself.")
    assert owner_notes(user("bob"), user("ada"), acl=acl(ADMIN), me=me) == []
    (unknown,) = owner_notes(user("ada"), user("bob"), acl=None, me=me)
    assert unknown.level == "note"
