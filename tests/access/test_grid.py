"""The whole tenant at once, and two lists side by side."""

from __future__ import annotations

from hypothesis import given

from ocs_tui.access.compare import compare
from ocs_tui.access.diff import same_acl
from ocs_tui.access.evaluate import Who, evaluate
from ocs_tui.access.grid import Cell, cells_of, grid
from ocs_tui.access.things import Thing
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.model.enums import ALL_RIGHTS
from tests.access.directories import DIRECTORY
from tests.access.worlds import ROLE_IDS, acl, allow, any_acl, deny, entry, plain_acls, user

ROOT = Thing(Address(), acl(allow("a", 31), allow("b", 1)))


def test_marks_tell_allowed_denied_and_unset_apart() -> None:
    assert Cell(31).marks == "RWDMS"
    assert Cell(3, 6).marks == "R✗✗··"
    assert Cell(64).marks == "·····"
    assert Cell(64, 128).unknown_bits == 192


def test_the_tenant_as_a_grid() -> None:
    things = [
        Thing(Address.namespace("boiler"), acl(allow("a", 31), allow("B", 1), deny("z", 2)), user("u-9")),
        Thing(Address.namespace("tanks"), acl(allow("a", 1), allow("a", 2), deny("a", 2)), user("u-1")),
        Thing(Address.namespace("hidden"), acl_problem="It is forbidden."),
    ]
    found = grid(things, ROOT, DIRECTORY)
    assert found.role_ids == ("a", "b", "z")
    boiler, tanks, hidden = found.rows
    assert [boiler.cell(role_id) for role_id in found.role_ids] == [Cell(31), Cell(1), Cell(0, 2)]
    assert tanks.cell("A") == Cell(3, 2)
    assert hidden.cell("a") is None
    assert [row.owner_gone for row in found.rows] == [True, False, None]
    assert [found.differing(row) for row in found.rows] == [("z",), ("a", "b"), ()]
    assert grid(things, None, DIRECTORY).differing(tanks) == ()


def test_what_fits_no_cell_is_counted() -> None:
    own = entry({"Trustee": {"Type": 1, "ObjectId": "a"}, "AccessRights": 31})
    odd = entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 31})
    assert cells_of(acl(own, odd, allow("a", 1))) == ({"a": Cell(1)}, 2)


@given(any_acl)
def test_a_cell_says_what_a_member_of_the_role_alone_may_do(value: AccessControlList) -> None:
    cells, _ = cells_of(value)
    for role_id in ROLE_IDS:
        cell = cells.get(role_id, Cell())
        mask = cell.allowed & ~cell.denied & int(ALL_RIGHTS)
        assert mask == evaluate(value, None, Who.role(role_id)).mask


def test_two_lists_side_by_side() -> None:
    left, right = acl(allow("a", 3), allow("b", 1)), acl(allow("c", 1), allow("A", 1), allow("a", 2))
    found = compare(left, right)
    assert [(line.trustee.object_id, line.left.allowed, line.right.allowed) for line in found.lines] == [
        ("a", 3, 3),
        ("b", 1, 0),
        ("c", 0, 1),
    ]
    assert [line.same for line in found.lines] == [False, False, False]
    assert found.differing == found.lines


@given(plain_acls(), any_acl)
def test_comparing_agrees_with_the_difference(one: AccessControlList, other: AccessControlList) -> None:
    assert compare(one, one).same
    assert compare(one, one).differing == ()
    assert compare(one, other).same == same_acl(one, other)
    assert not compare(one, other).same or not compare(one, other).differing
