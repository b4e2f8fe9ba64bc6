"""Signing in by browser as a person does it: a real browser, the emulator's pages, our listener, our client."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from ocs_tui.api.errors import SignInFailed, SignInNeeded
from ocs_tui.api.signin import by_browser
from ocs_tui.api.signin.interaction import BrowserSignIn
from ocs_tui.emulator import demo
from tests.browser.chromium import Chromium, Page
from tests.browser.conftest import Clock, Person, SignsIn

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Terminal explorer for people"
REFUSED = "net::ERR_CONNECTION_REFUSED"


async def sign_in(page: Page, asked: BrowserSignIn, who: str = "Maria Lindqvist") -> None:
    """Go to the page, say who one is, and send it off."""
    assert not await page.open(asked.start_url)
    await page.shows(f"{NAME} asks to")
    await page.click(who)
    await page.click("Sign in")


def nothing_listens_at(redirect_uri: str) -> None:
    """Pass when nobody answers at a redirect URI, at neither of the two addresses of this machine."""
    port = urlsplit(redirect_uri).port
    for address in ("127.0.0.1", "::1"):
        with pytest.raises(OSError), socket.create_connection((address, port or 0), timeout=5):
            pass
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("sign-in")]


async def fails(waiting: asyncio.Task[Any], kind: type[SignInFailed] = SignInFailed) -> str:
    """Return the one sentence that a sign-in ends with."""
    with pytest.raises(kind) as failed:
        await asyncio.wait_for(waiting, 20)
    assert "\n" not in failed.value.sentence
    return failed.value.sentence


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_the_tenant_is_read_as_who_signs_in(
    chromium: Chromium, signs_in: SignsIn, redirect_uri: str, scripts: bool
) -> None:
    person = Person()
    client = signs_in(person)
    async with chromium.page(scripts=scripts) as page:
        await page.open("data:text/html,<p>none run</p><script>document.body.innerHTML='<p>all run'</script>")
        await page.shows("all run" if scripts else "none run")
        reading = asyncio.create_task(client.get_tenant())
        await sign_in(page, await person.asked(), "Jonas Weidner")
        tenant = await asyncio.wait_for(reading, 20)
        await page.shows("You can close this page")
        assert tenant.value.company_name == "Northwind Process Industries"
        who = await client.person()
        assert who is not None
        assert who.id == demo.user_id("Jonas", "Weidner")
        seen = {each.id for each in (await client.list_namespaces()).value}
        assert "boiler" in seen
        assert "flare.monitoring" not in seen  # closed to contractors
        nothing_listens_at(redirect_uri)


async def test_after_the_first_answer_nothing_more_is_taken(
    page: Page, signs_in: SignsIn, redirect_uri: str
) -> None:
    person = Person()
    client = signs_in(person)
    signing_in = asyncio.create_task(client.sign_in())
    asked = await person.asked()
    await sign_in(page, asked)
    await asyncio.wait_for(signing_in, 20)
    await page.shows("You can close this page")
    ended_at = await page.address()
    assert ended_at.startswith(f"{redirect_uri}?code=")
    for address in (ended_at, asked.start_url, redirect_uri):
        assert await page.open(address) == REFUSED


async def test_who_refuses_is_told_so_here_and_there(
    page: Page, signs_in: SignsIn, redirect_uri: str
) -> None:
    person = Person()
    client = signs_in(person)
    signing_in = asyncio.create_task(client.sign_in())
    await page.open((await person.asked()).start_url)
    await page.click("Refuse")
    assert await fails(signing_in) == ("Signing in was refused: The user refused. Sign in again to go on.")
    await page.shows("Not signed in")
    await page.shows("The user refused")
    nothing_listens_at(redirect_uri)


async def test_who_refused_may_sign_in_after_all(page: Page, signs_in: SignsIn) -> None:
    person = Person()
    reading = asyncio.create_task(signs_in(person, tries_again=True).get_tenant())
    await page.open((await person.asked()).start_url)
    await page.click("Refuse")
    await sign_in(page, await person.asked())
    assert (await asyncio.wait_for(reading, 20)).value.company_name
    assert len(person.failures) == 1


@pytest.mark.parametrize("end", ["gives up", "is cancelled", "takes too long"])
async def test_a_page_that_is_closed_leaves_nothing_behind(
    page: Page, signs_in: SignsIn, redirect_uri: str, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    if end == "takes too long":
        monkeypatch.setattr(by_browser, "SECONDS", 1.0)
    person = Person()
    client = signs_in(person)
    signing_in = asyncio.create_task(client.sign_in())
    asked = await person.asked()
    if end != "takes too long":  # a second is soon over
        await page.open(asked.start_url)
        await page.shows(NAME)
        assert not signing_in.done()
    await page.close()
    if end == "gives up":
        person.leave()
        assert "sign in to go on" in await fails(signing_in, SignInNeeded)
    elif end == "is cancelled":
        await client.aclose()
        assert await fails(signing_in) == "Signing in was broken off."
    else:
        assert await fails(signing_in) == ("Signing in failed: nobody did within 1 seconds. Sign in again.")
    nothing_listens_at(redirect_uri)


@asynccontextmanager
async def foreign_page(html: str) -> AsyncIterator[str]:
    """A page of somebody else, at an address of its own, until the block is left."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = html.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # a browser connects ahead of asking, and may ask nothing
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1")
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_what_a_foreign_page_sends_changes_nothing(
    chromium: Chromium, page: Page, signs_in: SignsIn, redirect_uri: str
) -> None:
    person = Person()
    reading = asyncio.create_task(signs_in(person).get_tenant())
    asked = await person.asked()
    forged = f"{redirect_uri}?code=of-somebody-else&amp;state=guessed"
    form = f'<form method="post" action="{forged}"><button>Win a prize</button></form>'
    sends = f'<img src="{forged}"><a href="{forged}">More</a>{form}'
    async with chromium.page() as other, foreign_page(sends) as address:
        await other.open(address)
        await other.click("Win a prize")
        await other.shows("There is nothing here")  # a redirect is no POST
        await other.open(address)
        await other.click("More")
        await other.shows("Not signed in")
        await other.shows("belongs to another sign-in")
        assert not reading.done()
        await sign_in(page, asked)
    assert (await asyncio.wait_for(reading, 20)).value.company_name
    assert len(person.told) >= 2  # the picture, and the link
    assert all("another sign-in" in sentence for sentence in person.told)


async def test_a_code_that_comes_too_late_is_told_and_another_is_had(
    page: Page, signs_in: SignsIn, redirect_uri: str, clock: Clock
) -> None:
    person = Person()
    reading = asyncio.create_task(signs_in(person, tries_again=True).get_tenant())
    await page.hold(f"{redirect_uri}*")
    await sign_in(page, await person.asked())
    await page.held()
    clock.ahead += 61  # a code lives for a minute
    await page.let_go()
    again = await person.asked()
    [failure] = person.failures
    assert "no longer takes the code, it was used or has expired. Sign in again." in failure
    await sign_in(page, again)
    await page.held()
    await page.let_go()
    assert (await asyncio.wait_for(reading, 20)).value.company_name
    assert len(person.failures) == 1


async def test_the_address_of_a_browser_elsewhere_is_pasted(
    page: Page, signs_in: SignsIn, redirect_uri: str
) -> None:
    person = Person()
    reading = asyncio.create_task(signs_in(person).get_tenant())
    asked = await person.asked()
    await page.hold(f"{redirect_uri}*")
    await page.open(asked.url)
    await page.click("Aiko Tanabe")
    await page.click("Sign in")
    ends_at = await page.held()
    await page.lose()
    await page.shows("ERR_CONNECTION_REFUSED")
    assert await page.address() == ends_at
    asked.paste(ends_at)
    assert (await asyncio.wait_for(reading, 20)).value.company_name
    nothing_listens_at(redirect_uri)
