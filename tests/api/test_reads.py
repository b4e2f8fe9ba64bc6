"""Reads that meet trouble: repeated, failed over, refused, cancelled."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.errors import (
    BadAnswer,
    BadInput,
    Forbidden,
    NotFound,
    OcsError,
    TimedOut,
    Unavailable,
    Unreachable,
)
from ocs_tui.api.origins import Origins
from ocs_tui.api.transport import Miss, NoAnswer, Transport
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from tests.api.conftest import QUICK, Connect
from tests.api.loopback import ACL, CUT, HANG, TENANT, Script, Seen, Service, http, regions

FINE = http(200, {"Id": TENANT, "CompanyName": "Fine"})


def _self(service: Service, namespace_id: str = "n") -> Namespace:
    return Namespace(
        id=namespace_id, self_url=f"{service.url}/api/v1/tenants/{TENANT}/namespaces/{namespace_id}"
    )


def _kept(**services: Service) -> list[Region]:
    bases = {name: service.url for name, service in services.items()}
    return [Region.model_validate(item) for item in regions(**bases)]


@pytest.mark.parametrize(
    "trouble", [http(503), http(502), http(504), http(429, Retry_After="0"), CUT, HANG, b"garbage\r\n\r\n"]
)
async def test_a_read_is_repeated_until_it_succeeds(connect: Connect, trouble: bytes) -> None:
    async with Service({"GET /": [trouble, FINE]}) as service:
        tenant = await connect(service).get_tenant()
        assert (tenant.value.company_name, tenant.note) == ("Fine", None)
        assert len(service.calls()) == 2


@pytest.mark.parametrize(
    ("trouble", "error", "words", "attempts"),
    [
        (http(503), Unavailable, r"is not available \(503\). Try again later", 3),
        (
            http(429, {"Error": "Slow down."}),
            Unavailable,
            r"too many requests \(429\): Slow down. Try again",
            3,
        ),
        (CUT, Unreachable, r"cannot be reached. Check the network", 3),
        (HANG, TimedOut, r"no answer in time", 3),
        (http(429, Retry_After="120"), Unavailable, "It asks to wait 120 s", 1),
        (http(500), Unavailable, r"fault of its own \(500\)", 1),
        (http(408), TimedOut, r"took the service too long \(408\)", 1),
        (http(400), BadInput, r"was not accepted \(400\)", 1),
        (http(403), Forbidden, r"was not allowed \(403\)", 1),
        (http(404), NotFound, r"knows no such thing \(404\)", 1),
        (
            http(302, Location="http://127.0.0.1:1/x"),
            BadAnswer,
            r"redirect \(302\), which is not followed",
            1,
        ),
        (http(304), BadAnswer, "redirect", 1),
        (http(418), BadInput, r"was refused by .* \(418\)", 1),
        (http(200, b"<html>hello</html>", Content_Type="text/html"), BadAnswer, "it is no JSON", 1),
        (http(200), BadAnswer, "it is empty", 1),
        (http(204), BadAnswer, "it is empty", 1),
        (http(200, b'"\xff"'), BadAnswer, "it is not UTF-8", 1),
        (http(200, b"[" * 5000), BadAnswer, "it is no JSON", 1),
        (http(200, [1, 2]), BadAnswer, "a list where an object belongs", 1),
        (http(200, b"null"), BadAnswer, "null where an object belongs", 1),
        (http(200, b"xx", Content_Encoding="gzip"), BadAnswer, "its compression is broken", 1),
    ],
)
async def test_what_stays_wrong_is_one_clear_sentence(
    connect: Connect, trouble: bytes, error: type[OcsError], words: str, attempts: int
) -> None:
    async with Service({"GET /": trouble}) as service:
        with pytest.raises(error, match=words) as failure:
            await connect(service).get_tenant()
        assert type(failure.value) is error
        assert failure.value.sentence.startswith("Reading the tenant ")
        assert "\n" not in failure.value.sentence
        assert len(service.calls()) == attempts


@pytest.mark.parametrize("trouble", [http(503), CUT])
async def test_no_further_attempt_is_made_when_it_took_long_already(connect: Connect, trouble: bytes) -> None:
    async with Service({"GET /": [trouble, FINE]}) as service:
        with pytest.raises(OcsError):
            await connect(service, patience=replace(QUICK, retry_for=0.0)).get_tenant()
        assert len(service.calls()) == 1


async def test_retry_after_may_be_a_date(connect: Connect) -> None:
    far = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    async with Service({"GET /": http(503, Retry_After=far)}) as service:
        with pytest.raises(Unavailable, match=r"It asks to wait 3\d\d\d s"):
            await connect(service).get_tenant()
        assert len(service.calls()) == 1
        service.scripts["GET /"] = [http(503, Retry_After=past), FINE]
        assert await connect(service).get_tenant()


async def test_the_error_body_is_told_with_its_operation_id(connect: Connect) -> None:
    body = {
        "OperationId": "op-in-the-body",
        "Error": "Not\x1b[31m allowed.",
        "Reason": "r" * 5000,
        "Resolution": "Ask [b]nicely[/b].",
        "EventId": "x",
    }
    async with Service({"GET /": http(403, body)}) as service:
        with pytest.raises(Forbidden) as failure:
            await connect(service).get_tenant()
        assert failure.value.operation_id == "op-in-the-body"
        assert failure.value.status == 403
        error, reason, resolution = failure.value.detail
        assert error == "Error: Not␛[31m allowed."
        assert len(reason) < 600
        assert resolution == "Resolution: Ask [b]nicely[/b]."
        assert "(403): Not␛[31m allowed. Ask someone" in failure.value.sentence
        service.scripts["GET /"] = http(403, body, Operation_Id="op-in-the-header")
        with pytest.raises(Forbidden) as failure:
            await connect(service).get_tenant()
        assert failure.value.operation_id == "op-in-the-header"
        service.scripts["GET /"] = http(403, b"plain words", Content_Type="text/plain; charset=utf-8")
        with pytest.raises(Forbidden, match=r"\(403\): plain words\."):
            await connect(service).get_tenant()


async def test_a_dead_region_is_left_at_once_and_asked_last_for_a_while(
    connect: Connect, unused_tcp_port: int
) -> None:
    trace: list[TraceRecord] = []
    async with Service({"GET /": FINE}) as europe:
        dead = f"http://127.0.0.1:{unused_tcp_port}"
        kept = [Region.model_validate(item) for item in regions(WestUS=dead, WestEurope=europe.url)]
        client = connect(dead, regions=kept, on_trace=trace.append)
        for _ in range(3):
            tenant = await client.get_tenant()
            assert tenant.note == "Read from WestEurope: WestUS cannot be reached."
            assert (tenant.region, tenant.base_url) == ("WestEurope", europe.url)
        tried = [record for record in trace if record.url.startswith(dead) and record.error]
        assert len(tried) == 1
        assert tried[0].error == "the connection was refused"


@pytest.mark.parametrize(
    ("trouble", "why", "attempts"),
    [
        (HANG, "gave no answer in time", 1),
        (http(503), "is not available (503)", 3),
        (CUT, "cannot be reached", 3),
    ],
)
async def test_a_namespace_whose_region_fails_is_read_at_another(
    connect: Connect, trouble: bytes, why: str, attempts: int
) -> None:
    scripts: dict[str, Script | list[Script]] = {
        f"GET /Namespaces/n{path}": http(200, body)
        for path, body in (("", {"Id": "n"}), ("/AccessControl", ACL), ("/Owner", {"Type": 1}))
    }
    async with Service(scripts) as west, Service(dict.fromkeys(scripts, trouble)) as europe:
        for read in ("get_namespace", "get_acl", "get_owner"):
            client = connect(west, regions=_kept(WestUS=west, WestEurope=europe))
            europe.seen.clear()
            fetched = await getattr(client, read)(_self(europe))
            assert fetched.region == "WestUS"
            assert fetched.note == f"Read from WestUS: WestEurope {why}."
            assert len(europe.calls()) == attempts


async def test_an_administrative_read_does_not_fail_over(connect: Connect) -> None:
    async with Service() as west, Service({"GET /Namespaces/n/AccessControl": http(200, ACL)}) as europe:
        client = connect(europe, regions=_kept(WestUS=west, WestEurope=europe))
        west.scripts["GET /Namespaces/n/AccessControl"] = http(503)
        with pytest.raises(Unavailable, match="WestUS"):
            await client.get_acl(_self(europe), administrative=True)
        await west.stop()
        with pytest.raises(Unreachable, match="WestUS"):
            await client.get_acl(_self(europe), administrative=True)
        assert not europe.calls()


async def test_a_region_that_answers_again_is_preferred_again(connect: Connect) -> None:
    async with Service({"GET /": http(503)}) as west, Service({"GET /": FINE}) as europe:
        client = connect(west, regions=_kept(WestUS=west, WestEurope=europe))
        assert (await client.get_tenant()).note == "Read from WestEurope: WestUS is not available (503)."
        west.scripts |= {"GET /": FINE, "GET /Namespaces/n": http(200, {"Id": "n"})}
        assert (await client.get_tenant()).region == "WestEurope", "it is left alone for a while"
        await client.get_namespace(_self(west), administrative=True)
        tenant = await client.get_tenant()
        assert (tenant.region, tenant.note) == ("WestUS", None)


async def test_all_regions_down_names_each(connect: Connect) -> None:
    async with Service({"GET /": CUT}) as west, Service({"GET /": HANG}) as europe:
        client = connect(west, regions=_kept(WestUS=west, WestEurope=europe))
        with pytest.raises(Unreachable) as failure:
            await client.get_tenant()
        assert f"WestUS ({west.url}) (it broke off" in failure.value.sentence
        assert f"WestEurope ({europe.url}) (no answer in time)" in failure.value.sentence


async def test_a_self_elsewhere_gets_nothing_and_the_pane_says_so(connect: Connect) -> None:
    async with Service({"GET /Namespaces/n/AccessControl": http(200, ACL)}) as west, Service() as elsewhere:
        west.scripts["GET /Regions"] = http(200, regions(WestUS=west.url))
        client = connect(west)
        acl = await client.get_acl(_self(elsewhere))
        assert acl.base_url == west.url
        assert acl.note == client.serving(_self(elsewhere))[2]
        assert acl.note is not None
        assert acl.note.startswith(f"Its Self lies outside this tenant's regions ({elsewhere.url}/api/")
        assert elsewhere.connections == 0


async def test_a_region_that_is_new_since_the_list_was_kept_is_found(connect: Connect) -> None:
    async with Service() as west, Service({"GET /Namespaces/n": http(200, {"Id": "n"})}) as new:
        kept = _kept(WestUS=west)
        west.scripts["GET /Regions"] = http(200, regions(WestUS=west.url, New=new.url))
        learned: list[tuple[Region, ...]] = []
        client = connect(west, regions=kept, on_regions=learned.append)
        fetched = await client.get_namespace(_self(new))
        assert (fetched.region, fetched.note) == ("New", None)
        assert [region.id for region in learned[0]] == ["WestUS", "New"]


async def test_a_region_without_https_is_shown_and_not_used(connect: Connect) -> None:
    async with Service() as west:
        west.scripts["GET /Regions"] = http(200, regions(WestUS=west.url, Plain="http://plain.example"))
        client = connect(west)
        fetched = await client.list_regions()
        assert len(fetched.value) == 2
        assert fetched.note == "Not used, since it gives no https address: Plain."
        west.scripts["GET /Regions"] = http(200, regions(WestUS=west.url)[0])
        assert [region.id for region in (await client.list_regions()).value] == ["WestUS"]


async def test_an_id_that_would_address_another_thing_never_leaves(connect: Connect) -> None:
    async with Service() as service:
        for bad in (".", "..", ""):
            with pytest.raises(BadInput, match="cannot be put into a URL"):
                await connect(service).find_namespace(bad)
        with pytest.raises(BadInput, match="cannot be put into a URL"):
            await connect(service, tenant="..").get_tenant()
        assert service.connections == 0


async def test_odd_ids_arrive_as_they_are(connect: Connect) -> None:
    async with Service() as service:
        client = connect(service)
        odd = "a b?c#d%2e%2e;é..."
        with pytest.raises(NotFound):
            await client.find_namespace(odd)
        assert service.calls() == [f"GET /Namespaces/{odd}"]


@pytest.mark.parametrize("where", ["connection", "answer"])
async def test_a_read_can_be_cancelled_and_its_connection_is_closed(connect: Connect, where: str) -> None:
    trace: list[TraceRecord] = []
    half = http(200, {"Id": "t" * 100})[:-50]

    async def partly(seen: Seen) -> bytes:
        return half

    async with Service({"GET /": HANG if where == "connection" else partly}) as service:
        client = connect(service, on_trace=trace.append)
        read = asyncio.create_task(client.get_tenant())
        async with asyncio.timeout(10):
            await service.called.wait()
            read.cancel()
            with pytest.raises(asyncio.CancelledError):
                await read
            if where == "connection":
                await service.broken_off.wait()
        assert len(service.calls()) == 1
        assert trace[-1].error == "cancelled"
        assert trace[-1].milliseconds is not None


async def test_after_closing_it_says_so(connect: Connect) -> None:
    async with Service({"GET /": HANG}) as service:
        client = connect(service)
        read = asyncio.create_task(client.get_tenant())
        await service.called.wait()
        await client.aclose()
        with pytest.raises(Unreachable):
            await read
        with pytest.raises(Unreachable, match="closed"):
            await client.get_tenant()


async def test_compressed_answers_are_read(connect: Connect) -> None:
    body = json.dumps({"Id": TENANT, "CompanyName": "Zipped"}).encode()
    async with Service() as service:
        for packed, name in ((gzip.compress(body), "gzip"), (zlib.compress(body), "deflate")):
            service.scripts["GET /"] = http(200, packed, Content_Encoding=name)
            assert (await connect(service).get_tenant()).value.company_name == "Zipped"
        assert service.seen[-1].headers["accept-encoding"] == "gzip, deflate"


async def test_an_answer_too_large_is_given_up() -> None:
    async with Service(
        {"GET /": http(200, gzip.compress(b"x" * 3_000_000), Content_Encoding="gzip")}
    ) as service:
        transport = Transport(Origins([service.url]), QUICK, largest=2 * 1024 * 1024)
        with pytest.raises(NoAnswer, match="larger than 2 MB") as failure:
            await transport.send("GET", f"{service.url}/api/v1/Tenants/{TENANT}")
        assert failure.value.miss is Miss.UNREADABLE
        await transport.aclose()


async def test_an_answer_that_trickles_for_ever_is_given_up(connect: Connect) -> None:
    async with Service({"GET /": HANG}) as service:
        patience = replace(QUICK, read=60.0, whole=0.2, attempts=1)
        with pytest.raises(TimedOut, match="no answer in time"):
            await connect(service, patience=patience).get_tenant()
