"""ACLs, owners and rights over HTTP: what goes in comes back, and what it says holds at once."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl

ALL_NAMES = ["Read", "Write", "Delete", "ManageAccessControl", "Share"]
MANAGER: dict[str, Any] = {"Trustee": {"Type": 3, "ObjectId": demo.ADMINISTRATOR}, "AccessRights": 31}
ROLE: dict[str, Any] = {"Type": 3, "ObjectId": demo.LABORATORY}


def listed(*entries: Any) -> dict[str, Any]:
    return {"RoleTrusteeAccessControlEntries": [MANAGER, *entries]}


def test_what_goes_in_comes_back(us: httpx.Client, emulator: Emulator) -> None:
    sent = [
        {
            "Trustee": {"Type": "Role", "ObjectId": demo.CONTRACTORS},
            "AccessType": "Denied",
            "AccessRights": 6,
        },
        {"Trustee": ROLE},
        {
            "Trustee": ROLE | {"TenantId": emulator.info["tenant_id"]},
            "AccessType": "Allowed",
            "AccessRights": 0,
        },
        MANAGER,
        {"Trustee": ROLE, "AccessType": 0, "AccessRights": "Read, Write"},
        {
            "Trustee": {"ObjectId": demo.UNKNOWN_ROLE, "Type": "3", "TenantId": None},
            "AccessRights": 1 << 40 | 1,
        },
        {"Trustee": ROLE, "AccessType": None, "AccessRights": None, "Since": {"Year": 0}, "Note": ""},
    ]
    expected = [
        {"Trustee": {"Type": 3, "ObjectId": demo.CONTRACTORS}, "AccessType": 1, "AccessRights": 6},
        {"Trustee": ROLE},
        {"Trustee": ROLE | {"TenantId": emulator.info["tenant_id"]}},
        MANAGER,
        {"Trustee": ROLE, "AccessRights": 3},
        {"Trustee": {"Type": 3, "ObjectId": demo.UNKNOWN_ROLE}, "AccessRights": 1 << 40 | 1},
        {"Trustee": ROLE, "Since": {"Year": 0}, "Note": ""},
    ]
    for path in ("/Namespaces/sandbox/AccessControl", "/AccessControl/Namespaces"):
        answer = us.put(path, json={"RoleTrusteeAccessControlEntries": sent, "Version": 0})
        assert answer.status_code == 200
        assert answer.json() == {"RoleTrusteeAccessControlEntries": expected, "Version": 0}
        assert us.get(path).json() == answer.json()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"RoleTrusteeAccessControlEntries": None},
        {"RoleTrusteeAccessControlEntries": []},
        {"RoleTrusteeAccessControlEntries": {}},
        {"RoleTrusteeAccessControlEntries": "all"},
        [MANAGER],
        acl((demo.ADMINISTRATOR, 23), (demo.MEMBER, 1)),
        acl((demo.ADMINISTRATOR, 31), (demo.ADMINISTRATOR, -8)),
        acl((demo.ADMINISTRATOR, 31), (demo.ADMINISTRATOR.upper(), -8)),
        listed(None),
        listed("x"),
        listed({}),
        listed({"AccessRights": 1}),
        listed({"Trustee": {"Type": 3}, "AccessRights": 1}),
        listed({"Trustee": {"Type": 3, "ObjectId": ""}}),
        listed({"Trustee": {"Type": 3, "ObjectId": 7}}),
        listed({"Trustee": {"ObjectId": demo.LABORATORY}}),
        listed({"Trustee": {"Type": 1, "ObjectId": demo.user_id("Maria", "Lindqvist")}, "AccessRights": 1}),
        listed({"Trustee": {"Type": "Client", "ObjectId": demo.REPORTS}}),
        listed({"Trustee": {"Type": 4, "ObjectId": demo.LABORATORY}}),
        listed({"Trustee": {"Type": True, "ObjectId": demo.LABORATORY}}),
        listed({"Trustee": ROLE | {"TenantId": 1}}),
        listed({"Trustee": ROLE, "AccessType": 2}),
        listed({"Trustee": ROLE, "AccessType": "Perhaps"}),
        listed({"Trustee": ROLE, "AccessType": False}),
        listed({"Trustee": ROLE, "AccessRights": "Reed"}),
        listed({"Trustee": ROLE, "AccessRights": -1}),
        listed({"Trustee": ROLE, "AccessRights": 1.5}),
        listed({"Trustee": ROLE, "AccessRights": True}),
        listed({"Trustee": ROLE, "AccessRights": 1 << 63}),
        listed({"Trustee": ROLE, "AccessRights": [1]}),
    ],
)
def test_a_list_that_cannot_be_is_refused(us: httpx.Client, body: object) -> None:
    for path in ("/Namespaces/sandbox/AccessControl", "/AccessControl/Namespaces"):
        before = us.get(path).json()
        answer = us.put(path, json=body)
        assert (answer.status_code, answer.content) == (400, b"")
        assert "content-type" not in answer.headers
        assert us.get(path).json() == before


def test_the_manager_may_be_another_role_than_the_denied_one(us: httpx.Client) -> None:
    body = acl((demo.ADMINISTRATOR, 31), (demo.LABORATORY, 8), (demo.ADMINISTRATOR, -8))
    assert us.put("/Namespaces/sandbox/AccessControl", json=body).status_code == 200


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([(demo.MEMBER, 1)], ["Read"]),
        ([(demo.MEMBER, 1), (demo.CONTRIBUTOR, 2)], ["Read", "Write"]),
        ([(demo.MEMBER, 31), (demo.CONTRIBUTOR, -6)], ["Read", "ManageAccessControl", "Share"]),
        ([(demo.CONTRIBUTOR, -1), (demo.MEMBER, 1)], []),
        ([(demo.MEMBER, 3), (demo.MEMBER, -2)], ["Read"]),
        ([(demo.LABORATORY, 31)], []),
        ([(demo.CONTRIBUTOR.upper(), 16)], ["Share"]),
        ([], []),
    ],
)
def test_denied_beats_allowed_across_all_roles(
    us: httpx.Client, sign_in: SignIn, entries: list[tuple[str, int]], names: list[str]
) -> None:
    writer = sign_in(demo.HISTORIAN_WRITER)
    us.put("/Namespaces/sandbox/AccessControl", json=acl((demo.ADMINISTRATOR, 31), *entries))
    assert writer.get("/Namespaces/sandbox/AccessRights").json() == names
    may_read = 200 if "Read" in names else 403
    for path in ("", "/AccessControl", "/Owner"):
        assert writer.get(f"/Namespaces/sandbox{path}").status_code == may_read


def test_reading_needs_read_and_writing_needs_manage(us: httpx.Client, sign_in: SignIn) -> None:
    writer = sign_in(demo.HISTORIAN_WRITER)
    path = "/Namespaces/sandbox"
    body = acl((demo.ADMINISTRATOR, 31), (demo.CONTRIBUTOR, 23))
    us.put(path + "/AccessControl", json=body)
    owner = {"Type": 2, "ObjectId": demo.HISTORIAN_WRITER}
    for tail, sent in (("/AccessControl", body), ("/Owner", owner)):
        assert writer.get(path + tail).status_code == 200
        refused = writer.put(path + tail, json=sent)
        assert (refused.status_code, refused.content) == (403, b"")
    us.put(path + "/AccessControl", json=acl((demo.ADMINISTRATOR, 31), (demo.CONTRIBUTOR, 8)))
    assert writer.put(path + "/Owner", json=owner).status_code == 200


def test_an_owner_may_do_everything_whatever_the_acl_denies(us: httpx.Client, sign_in: SignIn) -> None:
    writer = sign_in(demo.HISTORIAN_WRITER)
    path = "/Namespaces/compressors"  # owned by that client
    us.put(path + "/AccessControl", json=acl((demo.ADMINISTRATOR, 31), (demo.MEMBER, -31)))
    assert writer.get(path + "/AccessRights").json() == ALL_NAMES
    assert us.get(path).status_code == 403
    assert writer.put(path + "/AccessControl", json=acl((demo.ADMINISTRATOR, 31))).status_code == 200
    assert us.get(path).status_code == 200


@pytest.mark.parametrize("kind", [2, "Client", "client", "2", "Application"])
def test_an_owner_is_set_and_echoed(us: httpx.Client, emulator: Emulator, kind: object) -> None:
    sent = {"Type": kind, "ObjectId": demo.REPORTS}
    answer = us.put("/Namespaces/sandbox/Owner", json=sent)
    expected = {"Type": 2, "ObjectId": demo.REPORTS, "TenantId": emulator.info["tenant_id"]}
    assert (answer.status_code, answer.json()) == (200, expected)
    assert us.get("/Namespaces/sandbox/owner").json() == expected


def test_a_user_may_be_the_owner(us: httpx.Client) -> None:
    maria = demo.user_id("Maria", "Lindqvist")
    assert (
        us.put("/Namespaces/sandbox/Owner", json={"Type": 1, "ObjectId": maria}).json()["ObjectId"] == maria
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"Type": 1},
        {"Type": 1, "ObjectId": None},
        {"Type": 1, "ObjectId": demo.DEPARTED_USER},
        {"Type": 1, "ObjectId": demo.REPORTS},
        {"Type": 2, "ObjectId": demo.user_id("Maria", "Lindqvist")},
        {"Type": 3, "ObjectId": demo.ADMINISTRATOR},
        {"Type": 0, "ObjectId": demo.REPORTS},
        {"Type": 2, "ObjectId": demo.REPORTS, "TenantId": "11111111-2222-3333-4444-555555555555"},
    ],
)
def test_an_owner_that_cannot_be_is_refused(us: httpx.Client, body: object) -> None:
    before = us.get("/Namespaces/sandbox/Owner").json()
    answer = us.put("/Namespaces/sandbox/Owner", json=body)
    assert (answer.status_code, answer.content) == (400, b"")
    assert us.get("/Namespaces/sandbox/Owner").json() == before


def test_the_root_acl_guards_itself(us: httpx.Client, sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    assert reports.get("/AccessControl/Namespaces").status_code == 200
    assert reports.put("/AccessControl/Namespaces", json=acl((demo.MEMBER, 31))).status_code == 403
    assert us.put("/AccessControl/Namespaces", json=acl((demo.ADMINISTRATOR, 31))).status_code == 200
    assert reports.get("/AccessControl/Namespaces").status_code == 403


def test_the_demo_client_may_read_one_namespace_and_not_change_its_acl(us: httpx.Client) -> None:
    path = "/Namespaces/custody-transfer"
    assert us.get(path + "/AccessRights").json() == ["Read"]
    before = us.get(path + "/AccessControl")
    assert before.status_code == 200
    assert us.put(path + "/AccessControl", json=before.json()).status_code == 403
    assert us.put(path + "/Owner", json=us.get(path + "/Owner").json()).status_code == 403
