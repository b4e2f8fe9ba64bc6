"""The emulator's own reading of who may do what, without a server."""

from __future__ import annotations

from ocs_tui.emulator.rights import Caller, granted, someone_manages
from tests.emulator.conftest import acl

ME = Caller(type=2, object_id="me", roles=frozenset({"member", "operator"}))


def test_an_owner_is_the_same_kind_of_trustee_with_the_same_id() -> None:
    nothing = acl(("operator", -31))
    assert granted(ME, nothing, {"Type": 2, "ObjectId": "ME"}) == 31
    assert granted(ME, nothing, {"Type": 1, "ObjectId": "me"}) == 0
    assert granted(ME, nothing, {"Type": 2, "ObjectId": "you"}) == 0
    assert granted(ME, nothing) == 0


def test_rights_add_up_and_denials_win() -> None:
    assert granted(ME, acl(("member", 1), ("operator", 2), ("stranger", 12))) == 3
    assert granted(ME, acl(("operator", -2), ("member", 7), ("stranger", -1))) == 5


def test_a_list_needs_one_role_that_manages() -> None:
    def manages(*entries: tuple[str, int]) -> bool:
        return someone_manages(acl(*entries)["RoleTrusteeAccessControlEntries"])

    assert manages(("a", 8))
    assert manages(("a", 8), ("a", -8), ("b", 31))
    assert not manages(("a", 8), ("A", -24))
    assert not manages(("a", 23), ("b", -8))
    assert not manages()
