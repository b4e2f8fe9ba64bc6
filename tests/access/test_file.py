"""ACLs and owners as a file: what is exported is planned as nothing, and what is wrong is told by its line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocs_tui.access.diff import diff, same_owner
from ocs_tui.access.directory import Directory
from ocs_tui.access.file import FileProblem, unchecked, wanted
from ocs_tui.access.file_export import export
from ocs_tui.access.file_parse import parse
from ocs_tui.access.things import Thing
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.text import safe
from tests.access.directories import DIRECTORY, TENANT_ID, role
from tests.access.worlds import acl, allow, any_acl, deny, entry, user

BOILER = Address.namespace("boiler")
HEAD = f"ocs-tui-access: 1\ntenant: {{id: {TENANT_ID}}}\naccess:\n"

texts = st.text(st.characters(codec="utf-8"), max_size=12)
awkward = st.sampled_from(
    ["no", "~", "null", "1", "0x1", "2019-01-01", "1e3", "- x", "a: b", "<<", "=", "{}"]
)
ids = st.sampled_from(["boiler", "no", "2019-01-01", "1_000", "~", "Utilities and Energy", "-x", "=1"])


def _file(text: str) -> AccessControlList:
    """What a file wants of boiler, on top of an empty list."""
    return wanted(parse(HEAD + text), DIRECTORY)[0].acl(acl())


def _problems(text: str, directory: Directory = DIRECTORY, *, by_name: bool = False) -> tuple[str, ...]:
    with pytest.raises(FileProblem) as caught:
        wanted(parse(text), directory, by_name=by_name)
    return caught.value.sentences


@settings(max_examples=150)
@given(st.dictionaries(ids, any_acl, max_size=3), st.lists(texts | awkward, min_size=4, max_size=4), texts)
def test_what_is_exported_is_planned_as_nothing(
    acls: dict[str, AccessControlList], names: list[str], tenant_name: str
) -> None:
    directory = replace(
        DIRECTORY, roles=tuple(role(role_id, name) for role_id, name in zip("abcd", names, strict=True))
    )
    owner = Trustee(type=TrusteeType.USER, object_id="u-1", tenant_id=TENANT_ID)
    things = [Thing(Address.namespace(name), value, owner) for name, value in acls.items()]
    text = export([*things, Thing(Address(), acl(allow("a", 31)))], directory, tenant_name)
    assert all(safe(line) == line for line in text.split("\n"))
    found = {one.address: one for one in wanted(parse(text), directory)}
    assert len(found) == len(acls) + 1
    for thing in things:
        assert thing.acl is not None
        assert found[thing.address].acl(thing.acl) is thing.acl
        assert found[thing.address].owner_after(owner) is owner


@given(any_acl, any_acl)
def test_a_file_makes_of_any_list_what_was_exported(mine: AccessControlList, now: AccessControlList) -> None:
    text = export([Thing(BOILER, mine)], DIRECTORY, "")
    made = wanted(parse(text), DIRECTORY)[0].acl(now)
    changes = diff(mine, made)
    assert not changes.rows
    assert not changes.rest
    again = export([Thing(BOILER, made)], DIRECTORY, "")
    assert _in_words(again) == _in_words(text), "the order of what is there does not show"


def _in_words(text: str) -> list[str]:
    """The lines but for entries that stand as the service has them: one may say the same in another form.

    So may an id: its letter case makes no other role of it.
    """
    lines = (line for line in text.splitlines() if "wire:" not in line)
    return [re.sub(r"\bid: \w+", lambda found: found[0].casefold(), line) for line in lines]


def test_it_is_as_people_read_it() -> None:
    value = acl(deny("b", 6), allow("a", 31), allow("a", 64 + 1), allow("gone", 0))
    owner = Trustee(type=TrusteeType.CLIENT, object_id="c-1", tenant_id=TENANT_ID.upper())
    text = export([Thing(BOILER, value, owner), Thing(Address(), acl(allow("c", 1)))], DIRECTORY, "Works")
    assert text.split("\n", 2)[2] == (
        "ocs-tui-access: 1\n"
        "tenant: {id: t-1, name: Works}\n"
        "access:\n"
        "  /:\n"
        "    acl:\n"
        "    - {role: 'Grid ␛[31mPartners', id: c, allow: [read]}\n"
        "  boiler:\n"
        "    owner: {client: Pump gateway, id: c-1}\n"
        "    acl:\n"
        "    - {role: Contractors, id: b, deny: [write, delete]}\n"
        "    - {role: null, id: gone, allow: []}\n"
        "    - {role: Operators, id: a, allow: [read, write, delete, manage, share]}\n"
        "    - {role: Operators, id: a, allow: [read, 64]}\n"
    )


def test_an_entry_without_words_stands_as_the_service_has_it() -> None:
    odd = entry({"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessType": 7, "AccessRights": 1, "Until": 1.5})
    text = export([Thing(BOILER, acl(odd))], DIRECTORY, "")
    line = "- {wire: {Trustee: {Type: 3, ObjectId: a}, AccessType: 7, AccessRights: 1, Until: 1.5}}"
    assert line in text
    assert wanted(parse(text), DIRECTORY)[0].acl(acl()).entries[0].to_wire() == odd.to_wire()


def test_what_was_not_read_is_said_and_left_alone() -> None:
    things = [Thing(BOILER, None, user("u-1"), acl_problem="It is forbidden.\x1b")]
    text = export(things, DIRECTORY, "")
    assert "# Not in this file: the acl of boiler. It is forbidden.␛\n" in text
    now = acl(allow("a", 1))
    assert wanted(parse(text), DIRECTORY)[0].acl(now) is now


def test_people_may_write_less() -> None:
    made = _file(
        "  boiler:\n    acl:\n    - {role: operators, allow: all}\n    - {role: b, deny: 'write, read'}"
    )
    assert [one.to_wire() for one in made.entries] == [allow("a", 31).to_wire(), deny("b", 3).to_wire()]


def test_a_list_may_be_written_once_and_referred_to() -> None:
    text = HEAD + "  x: {acl: &usual [{role: a, allow: [read]}]}\n  y: {acl: *usual}\n"
    one, other = wanted(parse(text), DIRECTORY)
    assert one.acl(acl()).to_wire() == other.acl(acl()).to_wire() == acl(allow("a", 1)).to_wire()


def test_entries_that_stay_keep_their_place_and_new_ones_follow() -> None:
    now = acl(deny("b", 1), allow("a", 31), allow("c", 1))
    text = HEAD + "  boiler:\n    acl:\n    - {role: null, id: d, allow: [read]}\n"
    text += "    - {role: Operators, allow: [read]}\n    - {role: Contractors, deny: [read]}\n"
    made = wanted(parse(text), DIRECTORY)[0].acl(now)
    assert made.entries[0] is now.entries[0]
    assert made.to_wire() == acl(deny("b", 1), allow("a", 1), allow("d", 1)).to_wire()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- {role: Contractors, id: a, allow: [read]}", "role a is 'Operators' here, and the file calls it"),
        ("- {role: Fitters, id: z, allow: [read]}", "role z is no role that this tenant lists"),
        ("- {role: Operator, allow: [read]}", "There is no role 'Operator'. Close to it: Operators"),
        ("- {user: Ben, allow: [read]}", "'Ben' fits more than one user: u-2 (Ben), u-3 (Ben)"),
        ("- {role: a}", "either allow or deny"),
        ("- {role: a, allow: [read], deny: [write]}", "either allow or deny"),
        ("- {role: a, allow: [raed]}", "'raed' is no right: there are read, write"),
        ("- {role: a, user: b, allow: []}", "one of role, user, client is needed"),
        ("- {role: null, allow: []}", "needs a name or an id"),
        ("- {role: a, allow: [], note: x}", "'note' is nothing that an entry has"),
        ("- {wire: {trustee: {}}}", "spells 'trustee' in another way"),
        ("- {wire: {AccessRights: lots}}", "AccessRights"),
        ("- {wire: {X: yes}}", "write 'yes' in quotes"),
        ("- text", "an entry must be a mapping"),
        ("- {role: a, role: b, allow: []}", "'role' stands here twice"),
        ("- {role: !!python/name:os.system a, allow: []}", "has no meaning here"),
        ("- &x [*x]", "leads back"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(line: str, told: str) -> None:
    (sentence,) = _problems(f"{HEAD}  boiler:\n    acl:\n    {line}\n")
    assert sentence.startswith("line 6")
    assert told in sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "This is no file of acl export"),
        ("[1]", "This is no file of acl export"),
        ("a: b", "This is no file of acl export"),
        ("ocs-tui-access: 2\n", "version 2 of the file is not known"),
        ("ocs-tui-access: 1\n", "the file has no access"),
        ("a: 1\nb: ]", "line 2"),
        ("a: 1\n---\nb: 1\n", "line 2"),
        ("\x00", "line 1: the character U+0000 may not stand in YAML"),
        ("a: 1\nb: \ud83d\n", "line 2: the character U+D83D may not stand in YAML: take it out."),
        (HEAD + "  a/b: {}\n", "'a/b' has no ACL"),
        (HEAD + "  '..': {}\n", "is no address"),
        (HEAD + "  /: {owner: {user: Ada}}\n", "the tenant has no owner"),
        (HEAD + "  boiler: {owner: {role: a}}\n", "'role' is nothing that an owner has"),
        (HEAD + "  boiler: {}\n  boiler/: {}\n", "twice"),
        (HEAD + "  boiler: {acl: {}}\n", "must be a list"),
        (HEAD.replace("t-1", "t-2"), "--by-name"),
    ],
)
def test_what_is_no_such_file_is_told(text: str, told: str) -> None:
    assert told in " ".join(_problems(text))


def test_all_that_is_wrong_is_told_at_once() -> None:
    lines = "".join(f"    - {{role: {name}, allow: []}}\n" for name in ("x1", "Operators", "x2"))
    assert [one[:6] for one in _problems(f"{HEAD}  boiler:\n    acl:\n{lines}")] == ["line 6", "line 8"]


def test_references_that_multiply_end() -> None:
    lines = ["wire: {X: &a0 [1, 1]}"] + [f"wire: {{X: &a{n} [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 40)]
    text = HEAD + "  boiler:\n    acl:\n" + "".join(f"    - {{{line}}}\n" for line in lines)
    assert "more than one entry can hold" in _problems(text)[0]


def test_names_decide_for_the_file_of_another_tenant() -> None:
    text = export([Thing(BOILER, acl(allow("a", 1), deny("b", 2)), user("u-1"))], DIRECTORY, "")
    other = Directory("t-2", (role("A2", "Operators"), role("B2", "Contractors")), DIRECTORY.users, ())
    assert "of another tenant" in _problems(text, other)[0]
    made = wanted(parse(text), other, by_name=True)[0]
    assert made.acl(acl()).to_wire() == acl(deny("B2", 2), allow("A2", 1)).to_wire()
    assert made.owner is not None
    assert (made.owner.object_id, made.owner.tenant_id) == ("u-1", "t-2")
    lost = replace(other, roles=(role("A2", "Operators"), role("A3", "Operators")))
    told = _problems(text, lost, by_name=True)
    assert "no role 'Contractors'" in told[0]
    assert "fits more than one role: A2 (Operators), A3 (Operators)" in told[1]


def test_by_name_takes_nothing_that_has_no_name() -> None:
    odd = entry({"Trustee": {"Type": 9, "ObjectId": "a"}})
    text = export([Thing(BOILER, acl(allow("gone", 1), odd))], DIRECTORY, "")
    told = _problems(text, DIRECTORY, by_name=True)
    assert "has no name" in told[0]
    assert "take it out" in told[1]


def test_names_that_cannot_be_checked_are_said() -> None:
    text = export([Thing(BOILER, acl(allow("a", 1)))], DIRECTORY, "")
    strict = Directory(TENANT_ID)
    assert wanted(parse(text), strict)[0].acl(acl()).to_wire() == acl(allow("a", 1)).to_wire()
    assert unchecked(parse(text), strict) == [
        "The roles cannot be read: their ids are taken as they are, the names are not checked."
    ]
    assert unchecked(parse(text), DIRECTORY) == []


def test_the_owner_is_set_only_when_it_is_another() -> None:
    text = HEAD + "  boiler: {owner: {user: Ada}}\n"
    one = wanted(parse(text), DIRECTORY)[0]
    now = user("U-1")
    assert one.owner_after(now) is now
    assert same_owner(one.owner_after(user("u-2")), user("u-1"))
