"""Changes as the journal and the drafts keep them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.changes.change import ActChange, AnyChange, Aspect, Create, Delete, SetChange
from ocs_tui.changes.encoding import from_json, to_json
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from tests.access.worlds import any_acl

BOILER = Address.namespace("boiler")
ODD = {"Trustee": {"Type": "Role", "ObjectId": "a", "Later": [1]}, "AccessType": "Denied", "AccessRights": 66}
ACL = AccessControlList.model_validate({"RoleTrusteeAccessControlEntries": [ODD], "Later": {"a": None}})
OLD = Namespace.model_validate({"Id": "boiler", "Region": "WestUS", "State": "Active", "Tier": 1})


@pytest.mark.parametrize(
    "change",
    [
        SetChange(BOILER, Aspect.ACL, ACL, AccessControlList()),
        SetChange(Address(), Aspect.ACL, AccessControlList(), ACL),
        SetChange(BOILER, Aspect.OWNER, Trustee(type=1, object_id="u"), Trustee(type=2, object_id="c")),
        SetChange(BOILER, Aspect.FIELDS, OLD, OLD.changed(description="second ␛\x1b")),
        Create(BOILER, Namespace(id="boiler", region="WestUS")),
        Delete(BOILER, OLD),
        ActChange(BOILER, "Add a secret to the client Pump Gateway"),
    ],
)
def test_a_change_comes_back_as_it_was_down_to_its_spelling(change: AnyChange) -> None:
    text = json.dumps(to_json(change))
    back = from_json(json.loads(text))
    assert type(back) is type(change)
    assert back.title == change.title
    assert to_json(back) == json.loads(text)
    if isinstance(change, SetChange):
        assert isinstance(back, SetChange)
        assert (back.before.to_wire(), back.after.to_wire()) == (
            change.before.to_wire(),
            change.after.to_wire(),
        )


@given(any_acl, any_acl)
def test_any_acl_comes_back(before: AccessControlList, after: AccessControlList) -> None:
    change = SetChange(BOILER, Aspect.ACL, before, after)
    assert from_json(json.loads(json.dumps(to_json(change)))) == change


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "address", "aspect", "before", "after", "what"]), inner
            )
        ),
        max_leaves=8,
    )
)
def test_anything_else_is_refused_with_a_value_error(body: Any) -> None:
    try:
        change = from_json(body)
    except ValueError:
        return
    assert to_json(change)  # by luck it is one


def test_a_kind_of_a_later_version_is_refused() -> None:
    with pytest.raises(ValueError, match="no change that is known"):
        from_json({"kind": "move", "address": "boiler"})
