"""A person's tokens: renewed by the refresh token, else by asking; and signing out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from ocs_tui.api.errors import SignInFailed, SignInNeeded, Unavailable
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
from ocs_tui.api.signin.people import ByPerson, PersonTokens, Way
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.public_client import PublicClient
from ocs_tui.api.signin.server import IdentityServer
from ocs_tui.api.transport import Patience, Transport
from tests.api.authority import DISCOVERY, REVOKE, TOKEN, USER_ID, USERINFO, Authority, Browser, Kept
from tests.api.conftest import SignsIn
from tests.api.loopback import CLIENT_ID, TENANT, Seen, http

Source = Callable[..., PersonTokens]


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def source(authority: Authority, clock: Clock, redirect_uri: str) -> AsyncIterator[Source]:
    """Makes token sources whose time the test lets pass."""
    async with AsyncExitStack() as stack:
        patience = Patience(first_wait=0.001)
        origins = Origins([authority.url])
        transport = Transport(origins, patience)
        stack.push_async_callback(transport.aclose)

        def make(interact: Any, kept: Kept | None = None) -> PersonTokens:
            server = IdentityServer(transport, Router(authority.url, origins), origins, patience)
            how = ByPerson(Way.BROWSER, redirect_uri, interact=interact, kept=kept)
            tokens = PersonTokens(PublicClient(CLIENT_ID, TENANT, redirect_uri), how, server, clock)
            stack.push_async_callback(tokens.aclose)
            return tokens

        yield make


async def test_a_token_is_renewed_ahead_and_the_refresh_token_replaced_at_once(
    authority: Authority, source: Source, clock: Clock
) -> None:
    kept, browser = Kept(), Browser()
    tokens = source(browser, kept)
    assert (await tokens.get()).value == "access-1"
    assert kept.history == ["refresh-1"]
    clock.now += 3400
    assert (await tokens.get()).value == "access-1", "nobody waits for a renewal ahead of time"
    async with asyncio.timeout(20):
        while (await tokens.get()).value == "access-1":  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert (await tokens.get()).value == "access-2"
    assert kept.token == "refresh-2"
    clock.now += 3700
    assert (await tokens.get()).value == "access-3"
    assert kept.history == ["refresh-1", "refresh-2", "refresh-3"]
    assert len(browser.asked) == 1
    assert authority.forms[-1] == {
        "grant_type": "refresh_token",
        "client_id": CLIENT_ID,
        "refresh_token": "refresh-2",
    }


async def test_the_next_run_asks_nobody_and_knows_who_it_is(authority: Authority, source: Source) -> None:
    authority.good_refresh = "refresh-0"
    kept = Kept("refresh-0")
    tokens = source(None, kept)
    both = await asyncio.gather(tokens.person(), *(tokens.get() for _ in range(5)))
    assert both[0] == Person(USER_ID, "Ada", "ada@example.com")
    assert kept.token == "refresh-1"
    assert len(authority.of("/connect/token")) == 1
    assert [seen.token for seen in authority.of("/connect/userinfo")] == ["access-1"]


async def test_a_refresh_token_that_is_not_replaced_goes_on_serving(
    authority: Authority, source: Source, clock: Clock
) -> None:
    authority.scripts[TOKEN] = http(200, {"access_token": "access-1", "expires_in": 60})
    kept = Kept("refresh-0")
    tokens = source(None, kept)
    await tokens.get()
    clock.now += 61
    await tokens.get()
    sent = [seen.body.decode() for seen in authority.of("/connect/token")]
    assert len(sent) == 2
    assert all("refresh_token=refresh-0" in body for body in sent)
    assert kept.history == []


async def test_a_refused_refresh_token_is_forgotten_and_the_person_asked(
    authority: Authority, source: Source
) -> None:
    kept, browser = Kept("too-old"), Browser()
    tokens = source(browser, kept)
    assert (await tokens.get()).value == "access-1"
    assert kept.history == [None, "refresh-1"]
    assert len(browser.asked) == 1


async def test_where_nobody_can_be_asked_a_refused_one_needs_signing_in(
    authority: Authority, source: Source
) -> None:
    kept = Kept("too-old")
    tokens = source(None, kept)
    with pytest.raises(SignInNeeded) as needed:
        await tokens.get()
    assert needed.value.sentence == "Nobody is signed in: sign in to go on."
    assert kept.token is None
    with pytest.raises(SignInNeeded):
        await tokens.get()
    assert len(authority.of("/connect/token")) == 1, "one that was refused is not tried again"


async def test_one_that_another_run_replaced_meanwhile_is_taken_from_there(
    authority: Authority, source: Source, clock: Clock
) -> None:
    authority.good_refresh = "refresh-0"
    kept = Kept("refresh-0")
    here, there = source(None, kept), source(None, kept)
    await here.get()
    await there.get()
    clock.now += 3700
    await here.get()
    assert kept.token == authority.good_refresh == "refresh-3"
    sent = [form["refresh_token"] for form in authority.forms]
    assert sent == ["refresh-0", "refresh-1", "refresh-2"], "a server takes one used twice for stolen"


async def test_the_one_of_this_run_serves_where_it_could_not_be_kept(
    authority: Authority, source: Source, clock: Clock
) -> None:
    class Stuck(Kept):
        async def keep(self, token: str) -> None:
            pass

    authority.good_refresh = "refresh-0"
    tokens = source(None, Stuck("refresh-0"))
    await tokens.get()
    clock.now += 3700
    await tokens.get()
    clock.now += 3700
    await tokens.get()
    assert [form["refresh_token"] for form in authority.forms] == ["refresh-0", "refresh-1", "refresh-2"]


@pytest.mark.parametrize("answer", [http(503), http(500), http(403, b"<html>a proxy's page</html>")])
async def test_a_server_in_trouble_costs_no_sign_in(
    authority: Authority, source: Source, answer: bytes
) -> None:
    usual = authority.scripts[TOKEN]
    authority.scripts[TOKEN] = answer
    authority.good_refresh = "refresh-0"
    browser, kept = Browser(), Kept("refresh-0")
    tokens = source(browser, kept)
    with pytest.raises(Exception, match="Signing in"):
        await tokens.get()
    assert (browser.asked, kept.token) == ([], "refresh-0")
    authority.scripts[TOKEN] = usual
    assert (await tokens.get()).value == "access-1"


async def test_while_a_token_holds_nobody_is_asked(
    authority: Authority, source: Source, clock: Clock
) -> None:
    authority.document["scopes_supported"] = []
    browser = Browser()
    tokens = source(browser)
    first = await tokens.get()
    clock.now += 3400
    assert await tokens.get() is first
    await asyncio.gather(
        *(task for task in asyncio.all_tasks() if task.get_name() == "token"), return_exceptions=True
    )
    assert len(browser.asked) == 1
    clock.now += 300
    both = await asyncio.gather(tokens.get(), tokens.get())
    assert both[0] is both[1] is not first
    assert len(browser.asked) == 2


async def test_a_token_refused_later_is_renewed_and_one_refused_at_once_asks_nobody(
    authority: Authority, source: Source, clock: Clock
) -> None:
    authority.document["scopes_supported"] = []
    browser = Browser()
    tokens = source(browser)
    first = await tokens.get()
    clock.now += 600
    second = await tokens.renew(first)
    assert (second.value, len(browser.asked)) == ("access-2", 2)
    with pytest.raises(SignInNeeded, match="as a user of this tenant"):
        await tokens.renew(second)
    assert len(browser.asked) == 2
    await tokens.sign_in()
    assert len(browser.asked) == 3


async def test_a_401_to_a_request_is_mended_by_the_refresh_token(
    authority: Authority, signs_in: SignsIn
) -> None:
    browser = Browser()
    client = signs_in(browser, kept=Kept())
    await client.sign_in()
    authority.tokens += 1  # the service takes only the newest: what it gave out is refused now
    assert (await client.get_tenant()).value.id == TENANT
    assert len(browser.asked) == 1


async def test_a_fresh_token_that_is_refused_asks_nobody_again(
    authority: Authority, signs_in: SignsIn
) -> None:
    authority.document["scopes_supported"] = []
    authority.scripts["GET /"] = http(401)
    browser = Browser()
    client = signs_in(browser)
    for _ in range(3):
        with pytest.raises(SignInFailed):
            await client.get_tenant()
    assert len(browser.asked) == 1


async def test_closing_while_it_is_being_kept_loses_nothing(authority: Authority, source: Source) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    class Slow(Kept):
        async def keep(self, token: str) -> None:
            begun.set()
            await go.wait()
            await super().keep(token)

    authority.good_refresh = "refresh-0"
    kept = Slow("refresh-0")
    tokens = source(None, kept)
    waiting = asyncio.create_task(tokens.get())
    await begun.wait()
    closing = asyncio.create_task(tokens.aclose())
    with pytest.raises(SignInFailed, match="broken off"):
        await waiting
    assert not closing.done()
    assert kept.lock.locked()  # another run would send the one that is used up
    go.set()
    await closing
    assert not kept.lock.locked()
    assert kept.token == authority.good_refresh == "refresh-1"


async def test_other_runs_wait_while_one_is_used_and_not_while_a_person_is_asked(
    authority: Authority, source: Source
) -> None:
    kept = Kept("refresh-0")
    held: list[bool] = []

    class Looks(Browser):
        async def __call__(self, asked: BrowserSignIn | DeviceSignIn) -> None:
            held.append(kept.lock.locked())
            await super().__call__(asked)

    answer = authority.scripts[TOKEN]

    def looked_at(seen: Seen) -> bytes:
        held.append(kept.lock.locked())
        assert callable(answer)
        return bytes(answer(seen))

    authority.scripts[TOKEN] = looked_at
    await source(Looks(), kept).get()  # refused, so that the person is asked, and the code is traded
    assert held == [True, False, False]
    assert kept.token == "refresh-1"
    assert not kept.lock.locked()


async def test_signing_out_forgets_everywhere_and_tells_the_server(
    authority: Authority, source: Source
) -> None:
    kept, browser = Kept(), Browser()
    tokens = source(browser, kept)
    await tokens.get()
    assert await tokens.sign_out() is None
    assert authority.forms[-1] == {
        "client_id": CLIENT_ID,
        "token": "refresh-1",
        "token_type_hint": "refresh_token",
    }
    assert authority.good_refresh is None
    assert kept.token is None
    with pytest.raises(SignInNeeded):
        await tokens.get()
    assert len(browser.asked) == 1, "who signed out is not asked by itself"
    await tokens.sign_in()
    assert len(browser.asked) == 2


async def test_signing_out_of_an_earlier_run_tells_the_server_too(
    authority: Authority, source: Source
) -> None:
    authority.good_refresh = "refresh-0"
    kept = Kept("refresh-0")
    assert await source(None, kept).sign_out() is None
    assert kept.token is None
    assert authority.good_refresh is None
    assert not authority.of("/connect/token")


async def test_what_the_server_makes_of_signing_out_is_said(authority: Authority, source: Source) -> None:
    async def signed_out() -> tuple[str | None, str | None]:
        kept = Kept("refresh-0")
        return await source(None, kept).sign_out(), kept.token

    authority.scripts[REVOKE] = http(503)
    assert await signed_out() == (
        "Signed out here. The server would not take the sign-in back (503).",
        None,
    )
    authority.scripts[DISCOVERY] = http(500)
    sentence, token = await signed_out()
    assert sentence is not None
    assert sentence.startswith("Signed out here. The server was not told: ")
    assert token is None
    del authority.document["revocation_endpoint"]
    authority.scripts[DISCOVERY] = lambda _: http(200, authority.document)
    assert await signed_out() == (None, None)


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": 7}, ["x"]])
async def test_who_it_is_must_be_said(authority: Authority, source: Source, claims: Any) -> None:
    authority.good_refresh = "refresh-0"
    authority.scripts[USERINFO] = http(200, claims)
    with pytest.raises(SignInFailed, match="does not say who is signed in"):
        await source(None, Kept("refresh-0")).person()


async def test_a_server_without_answers_about_the_person_is_told(
    authority: Authority, source: Source
) -> None:
    authority.good_refresh = "refresh-0"
    authority.scripts[USERINFO] = http(500)
    with pytest.raises(Unavailable):
        await source(None, Kept("refresh-0")).person()


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "Ada L."}, "Ada L."),
        ({"given_name": "Ada", "family_name": "L."}, "Ada L."),
        ({"preferred_username": "ada"}, "ada"),
        ({"name": ["Ada"]}, ""),
    ],
)
def test_a_person_has_the_name_that_the_claims_give(claims: dict[str, Any], name: str) -> None:
    assert Person.of({"sub": "1"} | claims) == Person("1", name)


async def test_asking_again_after_giving_up_uses_what_another_run_kept(
    authority: Authority, source: Source
) -> None:
    def never(seen: Seen) -> bytes:
        raise AssertionError("asked")

    authority.scripts["GET /identity/connect/authorize"] = never
    kept = Kept("too-old")
    tokens = source(None, kept)
    with pytest.raises(SignInNeeded):
        await tokens.get()
    kept.token = authority.good_refresh = "refresh-of-another-run"
    await tokens.sign_in()
    assert (await tokens.get()).value == "access-1"
