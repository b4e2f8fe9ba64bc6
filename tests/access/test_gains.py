"""Who gains and who loses what, by name, through their roles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.evaluate import Who, evaluate
from ocs_tui.access.gains import Effect, Gains, Standing, gain_lines, gains
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight, TrusteeType
from ocs_tui.model.identity import Client, User
from tests.access.worlds import ROLE_IDS, acl, allow, any_acl, deny, entry, name, user

ADA = User(id="ada", name="Ada", role_ids=("A",))
BEN = User(id="ben", name="Ben", role_ids=("a", "b"))
CY = User(id="cy", email="cy@example.com")
PUMP = Client(id="pump", name="Pump", role_ids=("b",))
PEOPLE = (ADA, BEN, CY)

GROUPS = "Members through an identity provider's groups or claims are not listed and not counted."


def found(
    before: tuple[AccessControlEntry, ...],
    after: tuple[AccessControlEntry, ...],
    owners: tuple[Trustee | None, Trustee | None] = (None, None),
) -> Gains:
    """What a change does to the people."""
    return gains(
        Standing(acl(*before), owners[0]),
        Standing(acl(*after), owners[1]),
        users=PEOPLE,
        clients=(PUMP,),
        names=name,
    )


def lines(
    before: tuple[AccessControlEntry, ...],
    after: tuple[AccessControlEntry, ...],
    owners: tuple[Trustee | None, Trustee | None] = (None, None),
) -> list[str]:
    """The same in words, without what is not known."""
    return gain_lines(Gains(found(before, after, owners).effects))


def test_a_grant_reaches_those_in_the_role() -> None:
    assert lines((), (allow("a", 3),)) == ["Ada and Ben gain Read, Write, through Operators."]


def test_one_who_has_it_through_another_role_gains_nothing() -> None:
    assert lines((allow("b", 1),), (allow("b", 1), allow("a", 1))) == ["Ada gains Read, through Operators."]


def test_a_denial_takes_it_from_those_in_the_role_alone() -> None:
    assert lines((allow("a", 3),), (allow("a", 3), deny("b", 2))) == [
        "Ben loses Write, denied by Contractors."
    ]


def test_a_denial_that_goes_gives_it_back() -> None:
    assert lines((allow("a", 2), deny("b", 2)), (allow("a", 2),)) == [
        "Ben gains Write, through Operators, no longer denied by Contractors."
    ]


def test_what_is_no_longer_allowed_is_said_with_who_allowed_it() -> None:
    assert lines((allow("a", 1), allow("b", 1)), ()) == [
        "Ada loses Read, Operators no longer allows it.",
        "Ben loses Read, Operators and Contractors no longer allow it.",
        "client Pump loses Read, Contractors no longer allows it.",
    ]


def test_an_owner_has_all_and_one_who_was_it_keeps_what_the_roles_give() -> None:
    owned = (allow("a", 1),)
    assert lines(owned, owned, (user("ben"), user("CY"))) == [
        "Ben loses Write, Delete, Manage access, Share, no longer the owner.",
        "cy@example.com gains Read, Write, Delete, Manage access, Share, as the owner.",
    ]


def test_an_entry_of_a_user_counts_for_that_one_alone() -> None:
    mine = entry({"Trustee": {"Type": 1, "ObjectId": "cy"}, "AccessRights": 1})
    assert lines((), (mine,)) == ["cy@example.com gains Read, through cy."]


def test_many_are_counted() -> None:
    crowd = [User(id=f"u{number}", name=f"User {number}", role_ids=("a",)) for number in range(3000)]
    robots = [Client(id=f"c{number}", name=f"Robot {number}", role_ids=("a",)) for number in range(2)]
    many = gains(Standing(acl()), Standing(acl(allow("a", 1))), users=crowd, clients=robots, names=name)
    assert len(many.effects) == 3002
    assert gain_lines(many, limit=2) == [
        "User 0, User 1, 2998 more users and 2 more clients gain Read, through Operators.",
        GROUPS,
    ]


def test_what_is_not_known_is_named() -> None:
    blind = gains(Standing(acl()), Standing(acl(allow("a", 1))), users=None, clients=None, names=name)
    assert gain_lines(blind) == [
        "Which users and clients gain or lose access is not known: they could not be read.",
        GROUPS,
    ]
    odd = entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 1})
    assert "unknown type of access" in found((), (odd,)).unknown[0]


def test_names_are_safe_to_show() -> None:
    evil = User(id="e", name="Eve\x1b[2J", role_ids=("a",))
    shown = gains(Standing(acl()), Standing(acl(allow("a", 1))), users=[evil], clients=[], names=name)
    assert gain_lines(shown)[0].startswith("Eve␛[2J gains Read")


crowds = st.lists(st.lists(st.sampled_from(ROLE_IDS), unique=True, max_size=3).map(tuple), max_size=6)


@given(any_acl, any_acl, crowds, st.sampled_from([None, user("u0"), user("a")]), st.booleans())
def test_it_is_exactly_what_the_evaluator_says_of_each(
    before: AccessControlList,
    after: AccessControlList,
    crowd: list[tuple[str, ...]],
    owner: Trustee | None,
    owns_after: bool,
) -> None:
    users = [User(id=f"u{number}", role_ids=role_ids) for number, role_ids in enumerate(crowd)]
    users.append(User(id="a"))  # an id that entries of the worlds name as a user's
    old, new = Standing(before, owner), Standing(after, owner if owns_after else None)
    effects = {effect.id: effect for effect in gains(old, new, users=users, clients=[], names=name).effects}
    for one in users:
        who = Who(TrusteeType.USER, one.id, one.role_ids)
        was, now = evaluate(before, owner, who).mask, evaluate(after, new.owner, who).mask
        effect = effects.get(one.id, Effect(TrusteeType.USER, one.id, "", ()))
        assert effect.gained == now & ~was & ALL_RIGHTS
        assert effect.lost == was & ~now & ALL_RIGHTS
    assert all(effect.gained | effect.lost != AccessRight.NONE for effect in effects.values())
