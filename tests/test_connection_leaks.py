"""What a connection and all that it is made of tell of themselves: neither secret nor token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import MethodType
from typing import Any

import pytest

from ocs_tui.api.answers import NewSecret
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
from ocs_tui.api.signin.people import ByPerson, Way
from ocs_tui.connection import NAMESPACES, TENANT, Connection
from ocs_tui.emulator import demo, demo_signin
from ocs_tui.model.address import Address
from ocs_tui.model.clients import SecretDetails
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.signed_in import SignedIn
from tests.terminal.canaries import Canaries
from tests.terminal.signing_in import People, come_back, end_of_browser, people

HOLDERS = (Hidden, Secret)
"""Made to hold what nobody may see: only what they tell of themselves counts, not what they hold."""


@pytest.fixture
def canaries(monkeypatch: pytest.MonkeyPatch) -> Canaries:
    """Hear what is secret."""
    canaries = Canaries()
    canaries.listen(monkeypatch)
    return canaries


@pytest.fixture
def tenant(canaries: Canaries, tmp_path: Path) -> Iterator[People]:
    """A tenant that is listened to."""
    with people(tmp_path / "home") as found:
        yield found


def parts_of(whole: object) -> Iterator[object]:
    """Return an object, and all of ours that it is made of."""
    seen: dict[int, object] = {}
    left = [whole]
    while left:
        part = left.pop()
        if id(part) in seen:
            continue
        seen[id(part)] = part  # held, so that its id stays its own
        if isinstance(part, dict):
            left += [*part, *part.values()]
        elif isinstance(part, list | tuple | set | frozenset):
            left += part
        elif isinstance(part, MethodType):
            left.append(part.__self__)
        elif type(part).__module__.startswith("ocs_tui."):
            yield part
            if not isinstance(part, HOLDERS):
                left += fields_of(part).values()


def fields_of(part: object) -> dict[str, Any]:
    """Return what an object of ours holds."""
    slots = (slot for kind in type(part).__mro__ for slot in getattr(kind, "__slots__", ()))
    return {
        name: getattr(part, name) for name in {*getattr(part, "__dict__", ()), *slots} if hasattr(part, name)
    }


def tells(whole: object, canaries: Canaries) -> list[str]:
    """Return which parts tell a canary: by themselves, or by holding it where a repr of theirs would show it."""
    found = []
    for part in parts_of(whole):
        told = f"{part!r}\n{part}"
        if not isinstance(part, HOLDERS):
            told += repr(fields_of(part))
        if canaries.found_in(told.encode()):
            found.append(type(part).__name__)
    return found


async def test_a_clients_connection_tells_no_secret(tenant: People, canaries: Canaries) -> None:
    info = tenant.emulator.info
    held = Secret(info["client_secret"], "the test")

    async def reveal() -> str:
        return held.reveal()

    profile = Profile("plant", info["global"], info["tenant_id"], info["client_id"])
    connection = Connection(profile, reveal)
    try:
        await connection.load(TENANT)
        await connection.load(NAMESPACES)
        client = Address.parse(f"/clients/{demo.REPORTS}")
        made = await connection.add_secret(client, "Monthly reports", SecretDetails(expires=False))
        assert isinstance(made, NewSecret)
        assert {"access_token", "client_secret", "Secret"} <= set(canaries.seen)
        kinds = {type(part).__name__ for part in parts_of(connection)}
        assert {"OcsClient", "ClientCredentials", "Hidden", "TraceRecord", "Slot"} <= kinds
        assert tells([connection, held, made], canaries) == []
    finally:
        await connection.aclose()
    assert tells(connection, canaries) == []


async def test_a_persons_connection_tells_no_token_and_no_code(tenant: People, canaries: Canaries) -> None:
    asked: list[BrowserSignIn] = []

    async def interact(ask: BrowserSignIn | DeviceSignIn) -> None:
        assert isinstance(ask, BrowserSignIn)
        asked.append(ask)
        await asyncio.to_thread(lambda: come_back(end_of_browser(ask.url)))
        await asyncio.Event().wait()

    info = tenant.emulator.info
    kept = SignedIn(None)
    how = ByPerson(Way.BROWSER, tenant.redirect_uri, interact=interact, kept=kept)
    profile = Profile("maria", info["global"], info["tenant_id"], demo_signin.TERMINAL, sign_in="browser")
    connection = Connection(profile, how)
    try:
        await connection.load(TENANT)
        assert {"access_token", "code", "code_verifier", "id_token", "refresh_token"} == set(canaries.seen)
        kinds = {type(part).__name__ for part in parts_of([connection, asked])}
        assert {"PersonTokens", "Person", "SignedIn", "Secret", "BrowserSignIn", "RedirectUri"} <= kinds
        assert tells([connection, asked, kept], canaries) == []
    finally:
        await connection.aclose()


def test_what_tells_is_found(tenant: People, canaries: Canaries) -> None:
    """The search itself: a secret in a plain field is found, however deep."""
    canaries.seen["Secret"].add("a-secret-that-is-not-hidden")
    details = SecretDetails(id=1, description="a-secret-that-is-not-hidden")
    assert tells({"all": [NewSecret(Hidden("x"), details)]}, canaries) == ["NewSecret", "SecretDetails"]
