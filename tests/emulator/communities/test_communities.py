"""The communities of the demo tenant: who is in them, and what they share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, eventually

GRID = demo.community_id("grid-partners")


@pytest.fixture
def preview(us: httpx.Client) -> str:
    """The address of the tenant's communities."""
    return str(us.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/") + "/Communities"


def _root(us: httpx.Client) -> str:
    return str(us.base_url).split("/api/", 1)[0] + "/api/v1-preview"


def _community(us: httpx.Client, preview: str, community_id: str = GRID) -> dict[str, Any]:
    answer = us.get(f"{preview}/{community_id}", headers={"Accept-Verbosity": "verbose"})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def _shared(us: httpx.Client) -> list[dict[str, Any]]:
    answer = us.get(f"{_root(us)}/search/communities/{GRID}/streams")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def _let_in(us: httpx.Client, preview: str, client_id: str) -> int:
    role = _community(us, preview)["MemberRoleId"]
    return us.put(f"{preview}/{GRID}/ClientCredentialClients/{client_id}", json=[role]).status_code


def test_the_grid_partners_see_the_wind_park(us: httpx.Client, preview: str) -> None:
    """Its partners are listed with their standing, and the streams of the park are what it shares."""
    community = _community(us, preview)
    assert community["MemberRoleId"] == demo.GRID_PARTNERS
    assert {each["Status"] for each in community["Tenants"]} == {"Active", "Paused"}
    shared = _shared(us)
    assert {each["NamespaceId"] for each in shared} == {"wind-borkum"}
    names = [each["Name"].casefold() for each in shared]
    assert names == sorted(names)
    summary = us.get(f"{_root(us)}/communities/{GRID}/summary").json()
    assert summary["TotalStreams"] == len(shared)


def test_who_is_let_in_reads_what_is_shared_and_nothing_else(
    us: httpx.Client, preview: str, sign_in: SignIn
) -> None:
    """By the stream's own address, with the header; leaving ends it. Other streams stay closed to the header."""
    reader = sign_in(demo.CONTRACTOR_TABLETS)
    by = {"Community-Id": GRID}
    stream = _shared(us)[0]["Self"]
    assert reader.get(f"{stream}/Data/Last", headers=by).status_code == 403
    assert _let_in(us, preview, demo.CONTRACTOR_TABLETS) == 201
    # The wind park lies in the other region, which hears of it a little later.
    eventually(lambda: reader.get(f"{stream}/Data/Last", headers=by).status_code == 200)
    assert reader.get(f"{stream}/Data/Last", headers=by).json()["Time"]
    assert reader.get(f"{stream}/Resolved", headers=by).json()["Type"]["Id"] == "MotorSummary"
    assert reader.put(f"{stream}/Tags", json=[], headers=by).status_code == 403
    unshared = reader.get("/Namespaces/boiler/Streams/B1-TI-101", headers=by)
    assert unshared.status_code == 403
    assert reader.get("/Namespaces/boiler/Streams", headers=by).json() == []
    clients = f"{preview}/{GRID}/ClientCredentialClients"
    assert us.delete(f"{clients}/{demo.CONTRACTOR_TABLETS}").status_code == 204
    eventually(lambda: reader.get(f"{stream}/Data/Last", headers=by).status_code == 403)


def test_a_tenant_that_pauses_shares_nothing_meanwhile(us: httpx.Client, preview: str) -> None:
    """Until it is active again."""
    at = f"{preview}/{GRID}/communitytenants/{demo.TENANT_ID}"
    for status, there in (("Paused", False), ("Active", True)):
        assert us.put(at, json={"Status": status}).status_code == 200
        assert bool(_shared(us)) is there


def test_a_partner_that_has_accepted_is_confirmed(us: httpx.Client, preview: str) -> None:
    """Then it is one of the community's tenants; one whose time is over cannot be."""
    invitations = us.get(f"{preview}/{GRID}/invitations").json()
    states = {each["State"]: each for each in invitations}
    assert set(states) == {"InvitationAccepted", "InvitationCreated", "InvitationExpired"}
    answers = f"{_root(us)}/communityinvitations"
    accepted = states["InvitationAccepted"]
    assert us.put(f"{answers}/{accepted['Id']}", json={"Action": "Confirm"}).status_code == 200
    names = {each["Name"] for each in _community(us, preview)["Tenants"]}
    assert accepted["AcceptedTenantName"] in names
    assert us.put(f"{answers}/{accepted['Id']}", json={"Action": "Confirm"}).status_code == 400
    expired = f"{answers}/{states['InvitationExpired']['Id']}"
    assert us.put(expired, json={"Action": "Decline"}).status_code == 400
    assert us.put(expired, json={"Action": "Resend"}).status_code == 202
    assert us.get(f"{expired}/details").json()["InvitationState"] == "InvitationCreated"


def test_roles_of_a_community_come_and_go_with_it(us: httpx.Client, preview: str) -> None:
    """They are roles of the tenant, held by its clients, and named after the community."""
    made = us.post(preview, json={"Name": "Steam"}, headers={"Accept-Verbosity": "verbose"}).json()
    own = {each["Id"] for each in made["CommunityRoles"]}
    assert own <= {each["Id"] for each in us.get("/Roles").json()}
    at = f"{preview}/{made['Id']}"
    assert (
        us.put(f"{at}/ClientCredentialClients/{demo.REPORTS}", json=[made["MemberRoleId"]]).status_code == 201
    )
    assert made["MemberRoleId"] in us.get(f"/ClientCredentialClients/{demo.REPORTS}").json()["RoleIds"]
    assert us.put(at, json={"Name": "Condensate"}).status_code == 200
    assert us.get(f"/Roles/{made['MemberRoleId']}").json()["Name"] == "Condensate Community Member"
    assert us.delete(at).status_code == 204
    assert not own & {each["Id"] for each in us.get("/Roles").json()}
    assert not own & set(us.get(f"/ClientCredentialClients/{demo.REPORTS}").json()["RoleIds"])


def test_an_invitation_that_was_received_is_listed_once_it_is_accepted(us: httpx.Client) -> None:
    """The demo tenant has one that is long completed."""
    listed = us.get(
        str(us.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/") + "/communityinvitations"
    )
    assert [each["State"] for each in listed.json()] == ["InvitationCompleted"]


def test_communities_and_their_people_survive_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    """With what was made of the demo tenant's own."""
    data = tmp_path / "data"
    with Emulator(data=data) as emulator:
        us = sign_in(of=emulator)
        preview = str(us.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/") + "/Communities"
        assert _let_in(us, preview, demo.REPORTS) == 201
        made = us.post(preview, json={"Name": "Steam"}).json()["Id"]
    with Emulator(data=data) as emulator:
        us = sign_in(of=emulator)
        preview = str(us.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/") + "/Communities"
        assert {each["Id"] for each in us.get(preview).json()} == {GRID, made}
        clients = us.get(f"{preview}/{GRID}/ClientCredentialClients").json()
        assert [each["Id"] for each in clients] == [demo.REPORTS]
