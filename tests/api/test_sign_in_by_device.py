"""Signing in by a code typed on another device."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ocs_tui.api.errors import OcsError, SignInFailed, SignInNeeded, Unavailable, Untrusted
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.signin.by_device import by_device
from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
from ocs_tui.api.signin.people import Way
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.public_client import PublicClient
from ocs_tui.api.signin.server import IdentityServer
from ocs_tui.api.transport import Patience, Transport
from tests.api.authority import DEVICE, TOKEN, USER_ID, Authority
from tests.api.conftest import SignsIn
from tests.api.loopback import CLIENT_ID, CUT, TENANT, Service, http

PENDING = http(400, {"error": "authorization_pending"})
SLOW_DOWN = http(400, {"error": "slow_down"})
CODES = {
    "device_code": "device-code-1",
    "user_code": "BCDF",
    "verification_uri": "https://device.example/",
    "expires_in": 300,
    "interval": 0.001,
}


class Waiter:
    """A person who types the code elsewhere, or gives up at once."""

    def __init__(self, *, gives_up: bool = False) -> None:
        self.asked: list[DeviceSignIn] = []
        self.left = asyncio.Event()
        self._gives_up = gives_up

    async def __call__(self, asked: BrowserSignIn | DeviceSignIn) -> None:
        assert isinstance(asked, DeviceSignIn)
        self.asked.append(asked)
        try:
            if not self._gives_up:
                await asyncio.Event().wait()
        finally:
            self.left.set()


async def test_a_code_typed_elsewhere_signs_in(authority: Authority, signs_in: SignsIn) -> None:
    authority.device_answers = [PENDING, PENDING]
    waiter = Waiter()
    client = signs_in(waiter, Way.DEVICE)
    assert (await client.get_tenant()).value.id == TENANT
    assert await client.person() == Person(USER_ID, "Ada", "ada@example.com")
    page = authority.url + "/identity/device"
    assert waiter.asked == [DeviceSignIn(page, "BCDF-GHJK", page + "?user_code=BCDF-GHJK", 300)]
    assert waiter.left.is_set()
    asked, *polls = authority.forms
    assert asked == {
        "client_id": CLIENT_ID,
        "scope": "openid ocsapi offline_access",
        "acr_values": f"tenant:{TENANT}",
    }
    assert polls == 3 * [
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "client_id": CLIENT_ID,
            "device_code": "device-code-1",
        }
    ]


async def test_it_looks_as_seldom_as_it_is_told(authority: Authority) -> None:
    """RFC 8628, 3.5: slow_down adds five seconds for good; no answer, or a busy server, doubles the pause."""
    authority.interval = 2
    authority.device_answers = [PENDING, SLOW_DOWN, PENDING, SLOW_DOWN, CUT, http(503), PENDING]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    origins = Origins([authority.url])
    transport = Transport(origins, Patience(first_wait=0.001))
    server = IdentityServer(transport, Router(authority.url, origins), origins, Patience())
    grant, person = await by_device(server, PublicClient(CLIENT_ID, TENANT), Waiter(), sleep)
    assert slept == [2, 2, 7, 7, 12, 24, 48, 48]
    assert (grant.token.value, person.id) == ("access-1", USER_ID)
    await transport.aclose()


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ("access_denied", SignInFailed, "was refused on the other device"),
        ("expired_token", SignInFailed, "was not typed in time"),
        ("invalid_scope", SignInFailed, 'scope = "openid ocsapi"'),
        ("invalid_grant", SignInFailed, "no longer takes the code"),
        ("unauthorized_client", SignInFailed, r"\(400: unauthorized_client\): check .* device code client"),
    ],
)
async def test_a_refusal_is_one_sentence(
    authority: Authority, signs_in: SignsIn, told: str, error: type[OcsError], words: str
) -> None:
    authority.device_answers = [PENDING, http(400, {"error": told})]
    waiter = Waiter()
    client = signs_in(waiter, Way.DEVICE)
    with pytest.raises(error, match=words) as failed:
        await client.sign_in()
    assert "\n" not in failed.value.sentence
    assert waiter.left.is_set()
    with pytest.raises(SignInNeeded, match=words):
        await client.get_tenant()


async def test_who_gives_up_ends_the_polling(authority: Authority, signs_in: SignsIn) -> None:
    authority.interval = 100
    client = signs_in(Waiter(gives_up=True), Way.DEVICE)
    with pytest.raises(SignInNeeded, match="Nobody is signed in"):
        await client.sign_in()
    assert not authority.of(TOKEN.split()[1])


async def test_a_code_that_nobody_types_ends(authority: Authority, signs_in: SignsIn) -> None:
    authority.scripts[DEVICE] = http(200, CODES | {"expires_in": 0.05})
    authority.scripts[TOKEN] = PENDING
    waiter = Waiter()
    with pytest.raises(SignInFailed, match="nobody did within"):
        await signs_in(waiter, Way.DEVICE).sign_in()
    assert waiter.left.is_set()


async def test_a_fault_while_polling_is_told(authority: Authority, signs_in: SignsIn) -> None:
    authority.device_answers = [http(500)]
    with pytest.raises(Unavailable, match="fault of its own"):
        await signs_in(Waiter(), Way.DEVICE).sign_in()


async def test_without_the_endpoint_it_says_so(authority: Authority, signs_in: SignsIn) -> None:
    del authority.document["device_authorization_endpoint"]
    with pytest.raises(SignInFailed, match="names no device_authorization_endpoint"):
        await signs_in(Waiter(), Way.DEVICE).sign_in()


async def test_an_endpoint_elsewhere_is_refused(authority: Authority, signs_in: SignsIn) -> None:
    async with Service() as elsewhere:
        authority.document["device_authorization_endpoint"] = elsewhere.url + "/identity/x"
        with pytest.raises(Untrusted, match=r"^The device authorization endpoint http"):
            await signs_in(Waiter(), Way.DEVICE).sign_in()
        assert elsewhere.connections == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"device_code": None}, "without its codes"),
        ({"user_code": 7}, "without its codes"),
        ({"verification_uri": "http://device.example/"}, "without an address that is https"),
        ({"verification_uri": "javascript:alert(1)"}, "without an address that is https"),
    ],
)
async def test_what_cannot_be_shown_is_refused(
    authority: Authority, signs_in: SignsIn, changed: dict[str, Any], words: str
) -> None:
    authority.scripts[DEVICE] = http(200, CODES | changed)
    waiter = Waiter()
    with pytest.raises(SignInFailed, match=words):
        await signs_in(waiter, Way.DEVICE).sign_in()
    assert not waiter.asked


async def test_what_is_shown_is_safe(authority: Authority, signs_in: SignsIn) -> None:
    odd = {"user_code": "\x1b]0;x\x07AB", "verification_uri_complete": "http://elsewhere.example/?x"}
    authority.scripts[DEVICE] = http(200, CODES | odd)
    waiter = Waiter()
    await signs_in(waiter, Way.DEVICE).sign_in()
    [asked] = waiter.asked
    assert asked.code.isprintable()
    assert (asked.address, asked.whole_address) == ("https://device.example/", "")
