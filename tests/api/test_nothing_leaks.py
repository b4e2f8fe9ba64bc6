"""A canary secret and a canary token, looked for in everything the client says of itself."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import quote_plus

import pytest

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import OcsError
from ocs_tui.catalog.identity_kinds import CLIENT, ROLE, USER
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from ocs_tui.widgets.trace_pane import curl_line
from tests.api.conftest import Connect
from tests.api.loopback import CUT, HANG, Seen, Service, http, regions
from tests.api.test_writes import WRITES

SECRET = "kanari/s3cr3t+of=9 x"
TOKEN = "kanari.t0ken"
SPELLINGS = (
    SECRET,
    "kanari%2fs3cr3t%2Bof%3D9+x",
    "kanari%2Fs3cr3t%2Bof%3D9%20x",
    r"kanari\/s3cr3t\u002Bof\u003d9 x",
)
"""The secret as forms, URLs and JSON have it."""
READS: dict[str, Callable[[OcsClient], Awaitable[Any]]] = {
    "GET /": lambda client: client.get_tenant(),
    "GET /Regions": lambda client: client.list_regions(),
    "GET /Namespaces": lambda client: client.list_namespaces(),
    "GET /Namespaces/n": lambda client: client.find_namespace("n"),
    "GET /Namespaces/n/AccessControl": lambda client: client.get_acl(Namespace(id="n")),
    "GET /Namespaces/n/Owner": lambda client: client.get_owner(Namespace(id="n")),
    "GET /AccessControl/Namespaces": lambda client: client.get_root_acl(),
    "GET /Roles": lambda client: client.list_all(ROLE),
    "GET /Users/n": lambda client: client.get_item(USER, "n"),
    "GET /ClientCredentialClients/n": lambda client: client.get_item(CLIENT, "n"),
}
SIGN_IN = "POST /identity/connect/token"


def _echo(status: int, media: str = "application/json") -> Callable[[Seen], bytes]:
    """A careless server: it repeats what it was sent."""

    def answer(seen: Seen) -> bytes:
        if media == "text/plain":
            return http(status, f"{seen.headers} {seen.body.decode()}".encode(), Content_Type=media)
        told = json.dumps({"Error": str(seen.headers), "Reason": seen.body.decode()})
        if seen.call == SIGN_IN:
            told = f'{told[:-1]}, "Resolution": "{" ".join(SPELLINGS)}"}}'
        return http(status, told.encode(), Content_Type=media)

    return answer


TROUBLES: dict[str, Any] = {
    "refused": _echo(403),
    "refused as text": _echo(400, "text/plain"),
    "a fault": _echo(500),
    "not even a fresh token": _echo(401),
    "not now": _echo(503),
    "moved": http(302, Location="https://elsewhere.invalid/x"),
    "no JSON": http(200, b"<html>"),
    "no HTTP": b"garbage\r\n\r\n",
    "cut": CUT,
    "hangs": HANG,
}


async def _failures(
    client: OcsClient, calls: Iterable[Callable[[OcsClient], Awaitable[Any]]]
) -> list[OcsError]:
    """Make the calls at once, and return what failed."""
    ended = await asyncio.gather(*(call(client) for call in calls), return_exceptions=True)
    return [one for one in ended if isinstance(one, OcsError)]


def _everything(failure: OcsError) -> str:
    """An error as the most talkative reporter shows it: its chain, its frames and their variables."""
    told = traceback.TracebackException.from_exception(failure, capture_locals=True)
    # Our own frames only: the test holds the canaries in the open.
    told.stack[:] = [frame for frame in told.stack if "/ocs_tui/" in frame.filename]
    assert told.stack
    assert failure.__context__ is None or failure.__suppress_context__
    return "".join(told.format()) + repr(failure) + failure.sentence + repr(failure.detail)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("where", ["the API", "signing in"])
async def test_no_log_error_trace_or_repr_holds_the_secret_or_the_token(
    connect: Connect, caplog: pytest.LogCaptureFixture, trouble: str, where: str
) -> None:
    caplog.set_level(logging.DEBUG)
    traces: list[TraceRecord] = []
    calls = {**READS, **WRITES}
    at_api = where == "the API"
    scripts = dict.fromkeys(calls if at_api else [SIGN_IN], TROUBLES[trouble])
    if at_api:
        scripts[SIGN_IN] = http(200, {"access_token": TOKEN, "expires_in": 3600})
    async with Service(scripts) as service:
        known = [Region.model_validate(region) for region in regions(WestUS=service.url)]
        client = connect(service, secret=SECRET, regions=known, on_trace=traces.append)
        failures = await _failures(client, calls.values() if at_api else [READS["GET /"]])
        assert quote_plus(SECRET) in "".join(seen.body.decode() for seen in service.seen)
        assert not at_api or TOKEN in {seen.token for seen in service.seen}
    assert failures
    shown = [caplog.text, repr(traces), *map(curl_line, traces), *map(_everything, failures)]
    shown += [repr(vars(part)) for part in (client, client._transport, client._tokens, client._calls)]
    assert len(traces) > 2
    for canary in (*SPELLINGS, TOKEN, SECRET[:12], SECRET[-8:]):
        assert not [text for text in shown if canary.casefold() in text.casefold()], canary


@pytest.mark.parametrize(
    "answer",
    [
        {"access_token": TOKEN},
        {"access_token": TOKEN, "expires_in": -1},
        {"access_token": TOKEN + "\n", "expires_in": 3600},
        [TOKEN],
    ],
)
async def test_a_token_that_cannot_be_used_is_not_shown_either(connect: Connect, answer: Any) -> None:
    async with Service({SIGN_IN: http(200, answer)}) as service:
        failures = await _failures(connect(service, secret=SECRET), [OcsClient.sign_in])
    (shown,) = map(_everything, failures)
    assert TOKEN not in shown
    assert SECRET not in shown
