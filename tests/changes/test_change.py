"""What a change says of itself."""

from __future__ import annotations

import pytest

from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace

BOILER = Address.namespace("boiler\x1b[31m")
ACL = AccessControlList()


@pytest.mark.parametrize(
    ("change", "title", "undo"),
    [
        (SetChange(BOILER, Aspect.ACL, ACL, ACL), "Set the ACL of boiler␛[31m", "set again"),
        (SetChange(BOILER, Aspect.OWNER, Trustee(), Trustee()), "Set the owner of boiler␛[31m", "set again"),
        (
            SetChange(BOILER, Aspect.FIELDS, Namespace(), Namespace()),
            "Change boiler␛[31m",
            "set again",
        ),
        (SetChange(Address(), Aspect.ACL, ACL, ACL), "Set the root ACL", "set again"),
        (Create(BOILER, Namespace()), "Create the namespace boiler␛[31m", "deleting"),
        (Delete(BOILER, Namespace()), "Delete boiler␛[31m", "only in part"),
    ],
)
def test_a_change_names_itself_and_says_whether_it_can_be_taken_back(
    change: Change, title: str, undo: str
) -> None:
    assert change.title == title
    assert undo in change.can_be_undone
