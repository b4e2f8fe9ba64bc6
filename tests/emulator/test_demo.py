"""The demo tenant is what the explorer and its tests are shown on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.ids import namespace_id_problem

VERBOSE = {"Accept-Verbosity": "verbose"}


def entries(namespace: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [
        (entry["Trustee"]["ObjectId"], entry["AccessType"], entry["AccessRights"])
        for entry in namespace["AccessControl"]["RoleTrusteeAccessControlEntries"]
    ]


def test_the_namespaces_are_a_believable_dozen(us: httpx.Client) -> None:
    namespaces = us.get("/Namespaces", headers=VERBOSE).json()
    assert len(namespaces) >= 12
    assert {namespace["State"] for namespace in namespaces} >= {0, 1, 2, 4}
    for region in ("WestUS", "WestEurope"):
        assert sum(namespace["Region"] == region for namespace in namespaces) >= 5
    assert all(namespace_id_problem(namespace["Id"]) is None for namespace in namespaces)
    assert any(" " in namespace["Id"] for namespace in namespaces)
    texts = [namespace["Description"] or "" for namespace in namespaces]
    assert any("[" in text and not text.isascii() for text in texts)


def test_the_lists_hold_what_an_editor_must_bear(us: httpx.Client) -> None:
    roles = {role["Id"] for role in us.get("/Roles").json()}
    lists = [entries(namespace) for namespace in us.get("/Namespaces", headers=VERBOSE).json()]
    assert any(kind == 1 for one in lists for _, kind, _ in one), "a denial"
    assert any(role not in roles for one in lists for role, _, _ in one), "an unknown role"
    assert any({(r, 0), (r, 1)} <= {(o, k) for o, k, _ in one} for one in lists for r in roles), "both"
    assert any(len({(r, k) for r, k, _ in one}) < len(one) for one in lists), "two entries of one type"


def test_the_owners_are_users_clients_and_one_who_left(us: httpx.Client) -> None:
    known = {one["Id"] for path in ("/Users", "/ClientCredentialClients") for one in us.get(path).json()}
    owners = [namespace["Owner"] for namespace in us.get("/Namespaces", headers=VERBOSE).json()]
    assert {owner["Type"] for owner in owners} == {1, 2}
    assert any(owner["ObjectId"] not in known for owner in owners)


def test_the_demo_client_administers_and_may_do_everything_in_each_region(
    us: httpx.Client, emulator: Emulator
) -> None:
    me = us.get(f"/ClientCredentialClients/{emulator.info['client_id']}").json()
    assert me["RoleIds"] == [demo.MEMBER, demo.ADMINISTRATOR]
    for region in ("WestUS", "WestEurope"):
        active = [
            ns["Id"] for ns in us.get("/Namespaces", params={"region": region}).json() if ns.get("State") == 1
        ]
        rights = [us.get(f"/Namespaces/{namespace_id}/AccessRights").json() for namespace_id in active]
        assert any(len(names) == 5 for names in rights)


def test_people_and_roles_are_whole(us: httpx.Client) -> None:
    roles = us.get("/Roles").json()
    users, clients = us.get("/Users").json(), us.get("/ClientCredentialClients").json()
    assert sum("RoleTypeId" in role for role in roles) >= 5
    assert sum("RoleTypeId" not in role for role in roles) >= 4
    assert any(role["RoleScope"] == 2 for role in roles)
    assert len(users) >= 12
    assert len(clients) >= 4
    known = {role["Id"] for role in roles}
    for one in [*users, *clients]:
        assert one["Name"]
        assert demo.MEMBER in one["RoleIds"]
        assert set(one["RoleIds"]) <= known
    for user in users:
        assert user["ContactEmail"].isascii()
        assert user["ContactEmail"].endswith(".example")
    assert all(60 <= client["AccessTokenLifetime"] <= 3600 for client in clients)


def test_something_is_about_to_expire_and_something_has(us: httpx.Client) -> None:
    now = datetime.now(UTC)
    clients = us.get("/ClientCredentialClients").json()
    dates = [
        datetime.fromisoformat(secret["Expiration"])
        for client in clients
        for secret in us.get(f"/ClientCredentialClients/{client['Id']}/Secrets").json()
        if secret["Expires"]
    ]
    assert any(timedelta() < date - now < timedelta(days=7) for date in dates)
    assert any(date < now for date in dates)
    statuses = {each.get("InvitationStatus", 0) for each in us.get("/Users/Status").json()}
    assert {0, 3, 4} <= statuses


def test_groups_of_the_directory_have_roles(us: httpx.Client) -> None:
    providers = [provider["Id"] for provider in us.get("/IdentityProviders").json()]
    assert len(providers) == 2
    mappings = us.get(f"/IdentityProviders/{providers[0]}/groupmappings").json()
    assert {"Northgate Steam Plant", "Quality Laboratory"} == {mapping["Name"] for mapping in mappings}
    assert all(mapping["RoleIds"] for mapping in mappings)
    for kind in ("AuthorizationCodeClients", "HybridClients", "DeviceCodeClients", "ImplicitClients"):
        assert us.get("/" + kind).json()
