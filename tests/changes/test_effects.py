"""What a plan does to people: said once where it is the same, and the same as place by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.gains import Gains, Standing, gain_lines, gains
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.effects import NO_ACL, NO_OWNER, NOBODY, Effects, effects_of
from ocs_tui.changes.plan import Plan, Planned
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from tests.access.directories import CLIENTS, DIRECTORY, USERS
from tests.access.worlds import acl, allow, any_acl, deny

GROUPS = "Members through an identity provider's groups or claims are not listed and not counted."
NOBODY_OWNS = Trustee(type=TrusteeType.USER, object_id="gone")
EMPTY, GRANTED = acl(), acl(allow("a", 2))

owners = st.builds(
    Trustee,
    type=st.sampled_from([TrusteeType.USER, TrusteeType.CLIENT]),
    object_id=st.sampled_from(["u-1", "U-2", "u-3", "c-1", "gone"]),
)


def planned(name: str, before: AccessControlList | Trustee, after: AccessControlList | Trustee) -> Planned:
    """A place of a plan."""
    aspect = Aspect.ACL if isinstance(before, AccessControlList) else Aspect.OWNER
    address = Address() if name == "/" else Address.namespace(name)
    return Planned(address, SetChange(address, aspect, before, after))


def effects(
    *plan: Planned,
    acls: dict[str, AccessControlList] | None = None,
    owned: dict[str, Trustee] | None = None,
) -> Effects:
    """What a plan does; nobody whom anybody knows owns the things that are not in ``owned``."""
    return effects_of(
        plan,
        DIRECTORY,
        lambda address: (acls or {}).get(str(address)),
        lambda address: {"x": NOBODY_OWNS, "y": NOBODY_OWNS, "z": NOBODY_OWNS, **(owned or {})}.get(
            str(address)
        ),
    )


def said(effects: Effects) -> dict[str, str]:
    """Each line of who gains and loses with its places."""
    return {group.text[0]: " ".join(map(str, group.addresses)) for group in effects.people}


def test_what_is_the_same_in_several_places_is_said_once() -> None:
    other = acl(allow("b", 1))
    plan: Plan = (planned("z", other, EMPTY), planned("x", EMPTY, GRANTED), planned("y", EMPTY, GRANTED))
    found = effects(*plan)
    assert said(found) == {
        "Ada, Ben and client Old gateway gain Write, through Operators.": "x y",
        "Ben and client Pump gateway lose Read, Contractors no longer allows it.": "z",
    }
    assert [(group.text[0], len(group.addresses)) for group in found.unknown] == [(GROUPS, 3)]


def test_an_owner_gains_nothing_by_an_acl() -> None:
    found = effects(planned("x", EMPTY, GRANTED), owned={"x": Trustee(type=1, object_id="U-1")})
    assert said(found) == {"Ben and client Old gateway gain Write, through Operators.": "x"}


def test_an_owner_that_could_not_be_read_is_said() -> None:
    found = effects(planned("unread", EMPTY, GRANTED), planned("/", EMPTY, GRANTED))
    assert list(said(found).values()) == ["unread /"]
    assert {group.text[0]: group.addresses for group in found.unknown}[NO_OWNER] == (
        Address.namespace("unread"),
    )


def test_an_acl_that_could_not_be_read_is_said_and_nobody_is_left_out_silently() -> None:
    found = effects(planned("x", Trustee(type=1, object_id="u-1"), Trustee(type=1, object_id="u-2")))
    assert found.people == ()
    assert [group.text[0] for group in found.unknown] == [NO_ACL]


def test_a_change_that_does_nothing_to_anybody_says_so() -> None:
    assert list(said(effects(planned("x", EMPTY, acl(allow("c", 1)))))) == [NOBODY]


@given(any_acl, any_acl, owners, owners)
def test_it_is_what_counting_everybody_everywhere_gives(
    before: AccessControlList, after: AccessControlList, owner: Trustee, next_owner: Trustee
) -> None:
    def counted(was: Standing, now: Standing) -> set[str]:
        found = gains(was, now, users=USERS, clients=CLIENTS, names=DIRECTORY.names)
        return set(gain_lines(Gains(found.effects)) or [NOBODY])

    of_acl = effects(planned("x", before, after), owned={"x": owner})
    assert set(said(of_acl)) == counted(Standing(before, owner), Standing(after, owner))
    of_owner = effects(planned("x", owner, next_owner), acls={"x": before})
    assert set(said(of_owner)) == counted(Standing(before, owner), Standing(before, next_owner))


def test_a_denial_reaches_those_who_have_it_through_another_role() -> None:
    before, after = acl(allow("a", 2)), acl(allow("a", 2), deny("b", 2))
    assert list(said(effects(planned("x", before, after)))) == ["Ben loses Write, denied by Contractors."]
