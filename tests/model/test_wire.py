"""What came is kept, and what was not changed is written back as it came."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import AccessType, NamespaceState, RoleScope, TenantState, TrusteeType
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region, Tenant
from ocs_tui.model.wire import Wire

MODELS: tuple[type[Wire], ...] = (Namespace, AccessControlList, Trustee, Role, User, Client, Tenant, Region)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Type": st.sampled_from([1, 3, 9, "Role", "role", "?"]),
    "State": st.sampled_from([0, 1, 12, "Active", "?"]),
    "RoleScope": st.sampled_from([0, 3, 8, "Tenant"]),
    "AccessType": st.sampled_from([0, 1, 5, "Denied", "?"]),
    "AccessRights": st.sampled_from([0, 31, 64, "Read", "Read, Write", "all", -1, 2**62]),
    "AccessTokenLifetime": st.integers(),
    "AllowCrossRegionProcessing": st.booleans(),
    "Enabled": st.booleans(),
    "AdministrativeEndpointsWritable": st.booleans(),
    "RoleIds": st.lists(st.text(), max_size=2),
    "Tags": st.lists(st.text(), max_size=2),
    "Features": st.lists(st.dictionaries(st.text(), anything, max_size=2), max_size=2),
    "Entitlements": st.lists(st.dictionaries(st.text(), anything, max_size=2), max_size=2),
}


def bodies_of(model: type[Wire]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of a model: any of its fields or null, in any order, and fields that nobody knows."""
    known: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in model.model_fields.items():
        alias = field.alias or name
        nested: dict[str, type[Wire]] = {
            "Owner": Trustee,
            "Trustee": Trustee,
            "AccessControl": AccessControlList,
        }
        if alias in nested:
            known[alias] = bodies_of(nested[alias])
        elif alias == "RoleTrusteeAccessControlEntries":
            known[alias] = st.lists(bodies_of(AccessControlEntry), max_size=3)
        else:
            known[alias] = _VALUES.get(alias, st.text())
    some = st.fixed_dictionaries({}, optional={key: st.none() | value for key, value in known.items()})
    unknown = st.dictionaries(st.text().filter(lambda key: key not in known), anything, max_size=3)
    return st.builds(lambda one, other: other | one, some, unknown)


def text(value: Any) -> str:
    """JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


@given(st.sampled_from(MODELS).flatmap(lambda model: st.tuples(st.just(model), bodies_of(model))))
def test_any_body_is_written_back_as_it_came(case: tuple[type[Wire], dict[str, Any]]) -> None:
    model, body = case
    if model.misspelled(body) is not None:
        return  # such a body is shown only
    came = copy.deepcopy(body)
    assert text(model.model_validate(body).to_wire()) == text(came)


@given(bodies_of(Namespace))
def test_a_change_changes_its_field_only(body: dict[str, Any]) -> None:
    if Namespace.misspelled(body) is not None:
        return
    after = Namespace.model_validate(body).changed(description="new").to_wire()
    assert text(after) == text(body | {"Description": "new"})


def test_a_change_deep_inside_keeps_everything_around_it() -> None:
    body = {
        "V": 1,
        "RoleTrusteeAccessControlEntries": [
            {"Trustee": {"Type": "Role", "ObjectId": "A", "T": None}, "AccessRights": "Read", "E": {"x": 1}},
            {"Trustee": {"ObjectId": "B", "Type": 3}, "AccessType": None},
        ],
    }
    value = AccessControlList.model_validate(body)
    first, second = value.entries
    after = value.with_entries((first.changed(access_rights=3), second)).to_wire()
    expected = copy.deepcopy(body)
    expected["RoleTrusteeAccessControlEntries"][0]["AccessRights"] = 3  # type: ignore[index]
    assert text(after) == text(expected)


def test_there_and_back_is_as_it_came() -> None:
    entry = AccessControlEntry.model_validate({"AccessRights": "Read", "AccessType": "Denied"})
    assert entry.changed(access_rights=9).changed(access_rights=1).to_wire() == {
        "AccessRights": "Read",
        "AccessType": "Denied",
    }


def test_there_and_back_is_as_it_came_deep_inside_too() -> None:
    body = {"Trustee": {"Type": "Role", "ObjectId": "a", "TenantId": None}, "AccessRights": 1}
    entry = AccessControlEntry.model_validate(body)
    other, same = Trustee(type=3, object_id="b"), Trustee(type=3, object_id="a")
    assert entry.changed(trustee=other).changed(trustee=same).to_wire() == body


def test_bodies_are_equal_when_they_say_the_same() -> None:
    short = AccessControlEntry.model_validate({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 31})
    trustee = {"Type": "Role", "ObjectId": "a", "TenantId": None}
    long = AccessControlEntry.model_validate(
        {"Trustee": trustee, "AccessType": "Allowed", "AccessRights": "All"}
    )
    made = AccessControlEntry(trustee=Trustee(type=TrusteeType.ROLE, object_id="a"), access_rights=31)
    assert short == long == made
    assert hash(short) == hash(long) == hash(made)
    assert short != short.changed(access_rights=1)
    assert short != short.changed(trustee=Trustee(type=3, object_id="b"))
    assert short != AccessControlEntry.model_validate({**short.to_wire(), "Note": "a field nobody knows"})
    assert Trustee(object_id="a") != Role(id="a")


def test_what_is_made_here_says_what_was_said_and_no_more() -> None:
    trustee = Trustee(type=TrusteeType.ROLE, object_id="a")
    assert trustee.to_wire() == {"Type": 3, "ObjectId": "a"}
    entry = AccessControlEntry(trustee=trustee, access_type=AccessType.DENIED, access_rights=1)
    assert entry.to_wire() == {
        "Trustee": {"Type": 3, "ObjectId": "a"},
        "AccessType": 1,
        "AccessRights": 1,
    }
    assert Namespace(id="boiler").to_wire() == {"Id": "boiler"}


def test_unknown_fields_named_like_methods_are_fields() -> None:
    body = {"Id": "x", "to_wire": 1, "changed": {"a": 2}, "_came": 3, "model_fields_set": 4}
    value = Namespace.model_validate(body)
    assert value.changed(description="d").to_wire() == body | {"Description": "d"}


@pytest.mark.parametrize(
    ("model", "body", "key"),
    [
        (Namespace, {"Id": "a", "description": "b"}, "description"),
        (Namespace, {"Id": "a", "self_url": "b"}, "self_url"),
        (Namespace, {"Id": "a", "Owner": {"objectId": "b"}}, "objectId"),
        (AccessControlList, {"RoleTrusteeAccessControlEntries": [{"accessRights": 31}]}, "accessRights"),
        (
            AccessControlList,
            {"RoleTrusteeAccessControlEntries": [{"Trustee": {"TYPE": 3}}]},
            "TYPE",
        ),
        (Namespace, {"Id": "a", "TierId": "b", "Owner": None}, None),
    ],
)
def test_a_field_that_is_nearly_known_is_found_at_any_depth(
    model: type[Wire], body: dict[str, Any], key: str | None
) -> None:
    assert model.misspelled(body) == key


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (3, TrusteeType.ROLE),
        ("Role", TrusteeType.ROLE),
        ("rOLE", TrusteeType.ROLE),
        ("Application", TrusteeType.CLIENT),
        (9, 9),
        ("Robot", "Robot"),
        (None, 0),
    ],
)
def test_an_enum_is_read_as_number_or_name_and_kept_when_unknown(value: object, read: object) -> None:
    found = Trustee.model_validate({"Type": value}).type
    assert found == read
    assert type(found) is type(read)


def test_names_of_more_than_one_word() -> None:
    assert Tenant.model_validate({"State": "IsHomeTenant"}).state is TenantState.IS_HOME_TENANT
    assert Namespace.model_validate({"State": "Deactivated"}).state is NamespaceState.SUSPENDED
    assert Role.model_validate({"RoleScope": "Community"}).role_scope is RoleScope.COMMUNITY


@pytest.mark.parametrize("value", [True, 1.0, [], {}])
def test_what_only_looks_like_a_number_is_no_enum(value: object) -> None:
    with pytest.raises(ValidationError):
        Trustee.model_validate({"Type": value})


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        (3, 3),
        ("Read, Write", 3),
        ("ManageAccessControl", 8),
        ("all", 31),
        ("None", 0),
        (None, 0),
        (64, 64),
    ],
)
def test_rights_are_read_as_mask_or_names(value: object, mask: int) -> None:
    assert AccessControlEntry.model_validate({"AccessRights": value}).access_rights == mask


@pytest.mark.parametrize("value", ["Read, Fly", True, 3.0])
def test_rights_that_are_none_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        AccessControlEntry.model_validate({"AccessRights": value})


def test_absent_means_default() -> None:
    entry = AccessControlEntry.model_validate({"Trustee": {"Type": 3, "ObjectId": "a"}})
    assert (entry.access_type, entry.access_rights, entry.is_role) == (AccessType.ALLOWED, 0, True)
    assert Namespace.model_validate({}).state is NamespaceState.CREATING
    assert AccessControlList.model_validate({"RoleTrusteeAccessControlEntries": None}).entries == ()


def test_a_user_has_the_best_label_there_is() -> None:
    assert User(id="u", given_name="Ada", contact_surname="L").label == "Ada L"
    assert User(id="u", contact_email="a@b").label == "a@b"
    assert User(id="u").label == "u"
    assert User(id="u", name="Ada L.", email="x").label == "Ada L."
    assert Client(id="c").label == "c"
