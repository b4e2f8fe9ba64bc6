"""What CONNECT alone has: there it is, with demo content, and OCS has none of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn
from tests.emulator.person import Clock

BOILER = "/Namespaces/boiler"
ROUTES = (
    "EventTypes", "ReferenceDataTypes", "Enumerations", "AuthorizationTags", "clientfailover/groups",
    "SoftwareManagement/Systems", "SoftwareManagement/Templates", "SoftwareManagement/Types",
    "SoftwareManagement/Tags", "virtualTables", "shares",
)  # fmt: skip


@pytest.fixture
def connect(clock: Clock, sign_in: SignIn) -> Iterator[httpx.Client]:
    """The demo client at an emulator of CONNECT, with a clock that a test turns."""
    with Emulator(connect=True, clock=clock) as emulator:
        yield sign_in(of=emulator)


@pytest.mark.parametrize("route", ROUTES)
def test_each_family_has_demo_content_in_connect_and_none_in_ocs(
    connect: httpx.Client, us: httpx.Client, route: str
) -> None:
    """The routes are not there when OCS is spoken."""
    assert connect.get(f"{BOILER}/{route}").json()[0]["Name"]
    assert us.get(f"{BOILER}/{route}").status_code == 404


def test_the_client_that_lives_longest_is_the_one_that_works(connect: httpx.Client, clock: Clock) -> None:
    """When its heart stops, the next one is."""
    group = f"{BOILER}/clientfailover/groups/edge-northgate"
    assert connect.post(f"{group}/clientsessions/a/heartbeat", json={}).status_code == 200
    clock.now += 5
    assert connect.post(f"{group}/clientsessions/b/heartbeat", json={}).status_code == 200
    assert connect.get(f"{group}/status").json()["PrimaryClientSessionId"] == "a"
    clock.now += 57
    assert connect.get(f"{group}/status").json()["PrimaryClientSessionId"] == "b"


def test_a_signup_tells_what_was_written_since_its_bookmark(connect: httpx.Client, clock: Clock) -> None:
    """Each write once."""
    stream = f"{BOILER}/Streams/B1-QI-107"
    signup = {"Name": "lab", "ResourceType": "Stream", "ResourceIds": ["B1-QI-107"]}
    made = connect.post(f"{BOILER}/signups", json=signup).json()["Id"]
    updates = f"{BOILER}/signups/{made}/updates"
    clock.now += 1
    assert connect.delete(f"{stream}/Data?startIndex=2023-01-01&endIndex=2023-01-02").status_code == 204
    told = connect.get(updates).json()
    assert [each["Operation"] for each in told["Data"]] == ["Remove"]
    assert connect.get(updates, params={"bookmark": told["Bookmark"]}).json()["Data"] == []
