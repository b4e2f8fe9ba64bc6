"""Tokens: how many are fetched, from where, and who gets to see them."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import parse_qs

import pytest

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.errors import BadAnswer, OcsError, SignInFailed, Unavailable, Unreachable, Untrusted
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.signin.client_credentials import ClientCredentials
from ocs_tui.api.signin.server import IdentityServer
from ocs_tui.api.transport import Transport
from ocs_tui.model.tenant import Region
from tests.api.conftest import QUICK, Connect
from tests.api.loopback import CLIENT_ID, CUT, HANG, SECRET, Seen, Service, http, regions

DISCOVERY = "GET /identity/.well-known/openid-configuration"
TOKEN = "POST /identity/connect/token"
ROLES = {"GET /Roles": http(200, [])}


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def _secret() -> str:
    return SECRET


def _source(service: Service, clock: Clock) -> tuple[ClientCredentials, Transport]:
    origins = Origins([service.url])
    transport = Transport(origins, QUICK)
    router = Router(service.url, origins)
    server = IdentityServer(transport, router, origins, QUICK)
    return ClientCredentials(CLIENT_ID, _secret, server, clock), transport


def _fetching() -> bool:
    return any(task.get_name() == "token" for task in asyncio.all_tasks())


async def test_one_token_however_many_wait(connect: Connect) -> None:
    async with Service({"GET /": http(200, {"Id": "t"})}) as service:
        client = connect(service)
        await asyncio.gather(*(client.get_tenant() for _ in range(30)))
        assert service.tokens == 1
        assert {seen.token for seen in service.of("")} == {None, "token-1"}


async def test_one_who_no_longer_waits_does_not_take_the_token_from_the_others(connect: Connect) -> None:
    go = asyncio.Event()
    asked = asyncio.Event()
    async with Service() as service:

        async def slowly(seen: Seen) -> bytes:
            asked.set()
            await go.wait()
            return http(200, {"access_token": "token-1", "expires_in": 3600})

        service.scripts[TOKEN] = slowly
        client = connect(service)
        first = asyncio.create_task(client.sign_in())
        second = asyncio.create_task(client.sign_in())
        await asked.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go.set()
        await second
        assert len(service.of("/connect/token")) == 1


@pytest.mark.parametrize(
    ("lifetime", "still_holds", "renews"), [(3600, 3299, 3301), (60, 47, 49), ("600", 479, 481)]
)
async def test_a_token_is_renewed_shortly_before_it_expires(
    lifetime: int | str, still_holds: float, renews: float
) -> None:
    clock = Clock()
    async with Service(lifetime=lifetime) as service:
        tokens, transport = _source(service, clock)
        first = await tokens.get()
        clock.now += still_holds
        assert await tokens.get() is first
        assert not _fetching(), "it holds long enough"
        clock.now += renews - still_holds
        assert await tokens.get() is first, "nobody waits for a renewal ahead of time"
        async with asyncio.timeout(10):
            while await tokens.get() is first:  # noqa: ASYNC110  there is nothing but the token to look at
                await asyncio.sleep(0)
        assert service.tokens == 2
        await tokens.aclose()
        await transport.aclose()


async def test_a_renewal_that_fails_leaves_the_token_in_use_and_is_not_tried_at_every_call() -> None:
    clock = Clock()
    async with Service() as service:
        tokens, transport = _source(service, clock)
        first = await tokens.get()
        service.scripts[TOKEN] = http(500)
        clock.now += 3400
        for _ in range(20):
            assert await tokens.get() is first
            await asyncio.sleep(0.002)
        assert len(service.of("/connect/token")) == 2
        clock.now += 3600
        with pytest.raises(Unavailable):
            await tokens.get()
        await tokens.aclose()
        await transport.aclose()


async def test_a_401_renews_the_token_once_for_all(connect: Connect) -> None:
    def only_the_second(seen: Seen) -> bytes:
        return http(200, {"Id": "t"}) if seen.token == "token-2" else http(401)

    async with Service({"GET /": only_the_second}) as service:
        client = connect(service)
        answers = await asyncio.gather(*(client.get_tenant() for _ in range(10)))
        assert len(answers) == 10
        assert service.tokens == 2


async def test_a_fresh_token_that_is_refused_too_is_a_failure_and_no_loop(connect: Connect) -> None:
    async with Service({"GET /": http(401), "GET /Regions": http(401)}) as service:
        with pytest.raises(SignInFailed, match=r"does not accept even a fresh token \(401\)") as failure:
            await connect(service).get_tenant()
        assert failure.value.status == 401
        assert (service.tokens, len(service.calls())) == (2, 2)


async def test_a_401_to_a_write_was_not_carried_out_and_is_repeated_once(connect: Connect) -> None:
    answers = [http(401), http(204)]
    async with Service({"DELETE /Namespaces/a": list(answers)}) as service:
        service.scripts["GET /Regions"] = http(200, regions(WestUS=service.url))
        await connect(service).delete_namespace("a")
        assert [seen.token for seen in service.of("/Namespaces/a")] == ["token-1", "token-2"]


async def test_the_discovery_document_names_the_token_endpoint(connect: Connect) -> None:
    async with Service(ROLES) as service:
        service.scripts[DISCOVERY] = http(200, {"token_endpoint": service.url + "/identity/elsewhere"})
        service.scripts["POST /identity/elsewhere"] = http(200, {"access_token": "abc", "expires_in": 60})
        client = connect(service)
        await client.sign_in()
        form = parse_qs(service.of("/identity/elsewhere")[0].body.decode())
        assert form == {
            "grant_type": ["client_credentials"],
            "client_id": [CLIENT_ID],
            "client_secret": [SECRET],
        }
        assert (
            service.of("/identity/elsewhere")[0].headers["content-type"]
            == "application/x-www-form-urlencoded"
        )


@pytest.mark.parametrize("document", [http(404), http(401), http(200, {"issuer": "x"})])
async def test_without_a_discovery_document_the_fixed_path_serves(connect: Connect, document: bytes) -> None:
    async with Service({DISCOVERY: document}) as service:
        await connect(service).sign_in()
        assert service.tokens == 1


async def test_a_token_endpoint_elsewhere_is_refused_and_sees_nothing(connect: Connect) -> None:
    async with Service() as service, Service() as elsewhere:
        service.scripts[DISCOVERY] = http(200, {"token_endpoint": elsewhere.url + "/identity/connect/token"})
        with pytest.raises(Untrusted) as refused:
            await connect(service).sign_in()
        assert refused.value.sentence.startswith(
            f"The token endpoint {elsewhere.url} is neither the profile's"
        )
        assert elsewhere.connections == 0
        await connect(service, trusted_origins=[elsewhere.url]).sign_in()
        assert elsewhere.tokens == 1


async def test_a_discovery_document_that_moved_elsewhere_is_not_followed(connect: Connect) -> None:
    async with Service() as service, Service() as elsewhere:
        service.scripts[DISCOVERY] = http(302, Location=elsewhere.url + "/x")
        with pytest.raises(Untrusted, match="discovery document's new address"):
            await connect(service).sign_in()
        service.scripts[DISCOVERY] = http(301, Location="/identity/other")
        with pytest.raises(BadAnswer, match="redirect"):
            await connect(service).sign_in()
        assert elsewhere.connections == 0
        assert not service.of("/connect/token")


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (
            http(400, {"error": "invalid_client"}),
            SignInFailed,
            r"\(400: invalid_client\): check the client id",
        ),
        (http(401), SignInFailed, "check the client id"),
        (http(200, {"error": "x"}), SignInFailed, "without a token"),
        (http(200, {"access_token": "a\r\nX: y", "expires_in": 60}), SignInFailed, "without a token"),
        (http(200, {"access_token": "a"}), SignInFailed, "no lifetime"),
        (http(200, {"access_token": "a", "expires_in": 0}), SignInFailed, "no lifetime"),
        (http(200, [1]), SignInFailed, "without a token"),
        (http(200, b"<html>"), BadAnswer, "it is no JSON"),
        (http(500), Unavailable, "fault of its own"),
        (HANG, OcsError, "no answer in time"),
        (CUT, Unreachable, "cannot be reached"),
    ],
)
async def test_no_token_is_one_clear_sentence(
    connect: Connect, answer: bytes, error: type[OcsError], words: str
) -> None:
    async with Service({TOKEN: answer}) as service:
        with pytest.raises(error, match=words) as failure:
            await connect(service).sign_in()
        assert failure.value.sentence.startswith("Signing in ")
        assert "\n" not in failure.value.sentence


async def test_a_busy_token_endpoint_is_asked_again(connect: Connect) -> None:
    async with Service({TOKEN: [http(503), http(429, Retry_After="0"), CUT]}) as service:
        with pytest.raises(Unreachable):
            await connect(service).sign_in()
        assert len(service.of("/connect/token")) == 3


async def test_a_token_comes_from_another_region_when_the_base_url_is_down(
    connect: Connect, unused_tcp_port: int
) -> None:
    async with Service({"GET /": http(200, {"Id": "t"})}) as europe:
        dead = f"http://127.0.0.1:{unused_tcp_port}"
        kept = [Region.model_validate(item) for item in regions(WestUS=dead, WestEurope=europe.url)]
        assert (await connect(dead, regions=kept).get_tenant()).region == "WestEurope"
        assert europe.tokens == 1


async def test_token_and_secret_show_nowhere(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    trace: list[TraceRecord] = []

    def echo(seen: Seen) -> bytes:
        return http(403, {"Error": f"no {seen.headers}", "Reason": seen.body.decode()})

    async with Service({"GET /": echo, "GET /Users": CUT}) as service:
        client = connect(service, on_trace=trace.append)
        failures: list[OcsError] = []
        for read in (client.get_tenant, client.list_regions):
            with pytest.raises(OcsError) as failed:
                await read()
            failures.append(failed.value)
        service.scripts[TOKEN] = echo
        with pytest.raises(SignInFailed) as refused:
            await connect(service).sign_in()
        failures.append(refused.value)
    shown = caplog.text + repr(trace) + repr(vars(client))
    for failure in failures:
        shown += repr(failure) + failure.sentence + repr(failure.detail)
        assert failure.__cause__ is None
    assert "token-1" not in shown
    assert SECRET not in shown
    assert "•••" in shown
