"""Writes: where they go, what is repeated, and what is said when nobody knows."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ocs_tui.api.answers import Created, Differs, SameExists, TraceRecord
from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotWritableHere,
    OcsError,
    OutcomeUnknown,
    Unavailable,
    Unreachable,
)
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.document import Document
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from tests.api.conftest import Connect
from tests.api.loopback import ACL, CUT, HANG, TENANT, Seen, Service, http, regions

NEW = Namespace(id="n", region="WestUS")
WRITES: dict[str, Callable[[OcsClient], Awaitable[Any]]] = {
    "PUT /Namespaces/n/AccessControl": lambda client: client.set_acl("n", AccessControlList()),
    "PUT /Namespaces/n/Owner": lambda client: client.set_owner("n", Trustee()),
    "PUT /AccessControl/Namespaces": lambda client: client.set_root_acl(AccessControlList()),
    "PUT /Namespaces/n": lambda client: client.update_namespace(NEW),
    "POST /Namespaces/n": lambda client: client.create_namespace(NEW),
    "DELETE /Namespaces/n": lambda client: client.delete_namespace("n"),
}


def _known(**services: Service | str) -> list[Region]:
    bases = {name: one if isinstance(one, str) else one.url for name, one in services.items()}
    return [Region.model_validate(item) for item in regions(**bases)]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("trouble", [CUT, HANG, b"garbage\r\n\r\n", http(408), http(502), http(504)])
async def test_a_write_without_an_answer_is_not_repeated_and_its_outcome_is_unknown(
    connect: Connect, write: str, trouble: bytes
) -> None:
    async with Service({write: trouble}) as service:
        client = connect(service, regions=_known(WestUS=service))
        with pytest.raises(
            OutcomeUnknown, match=r"whether it was carried out is unknown \(.*\). Read it again"
        ):
            await WRITES[write](client)
        assert service.calls() == [write]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(400), BadInput),
        (http(403), Forbidden),
        (http(412), Conflict),
        (http(429, Retry_After="0"), Unavailable),
        (http(500), Unavailable),
        (http(503), Unavailable),
    ],
)
async def test_a_refused_write_is_not_repeated(
    connect: Connect, write: str, answer: bytes, error: type[OcsError]
) -> None:
    async with Service({write: answer}) as service:
        with pytest.raises(error):
            await WRITES[write](connect(service, regions=_known(WestUS=service)))
        assert service.calls() == [write]


@pytest.mark.parametrize("write", WRITES)
async def test_only_a_put_that_was_never_sent_is_repeated(
    connect: Connect, write: str, unused_tcp_port: int
) -> None:
    trace: list[TraceRecord] = []
    dead = f"http://127.0.0.1:{unused_tcp_port}"
    async with Service() as europe:
        client = connect(europe, regions=_known(WestUS=dead, WestEurope=europe), on_trace=trace.append)
        with pytest.raises(
            Unreachable, match=r"WestUS .* cannot be reached .*Nothing was sent; try again later"
        ):
            await WRITES[write](client)
        tried = [record for record in trace if record.url.startswith(dead) and record.error]
        assert len(tried) == (3 if write.startswith("PUT") else 1)
        assert not europe.calls(), "a write never fails over"


@pytest.mark.parametrize("write", WRITES)
async def test_405_finds_the_administrative_base_again_and_retries_there_once(
    connect: Connect, write: str
) -> None:
    async with Service({write: http(405)}) as old, Service({write: http(200, {"Id": "n"})}) as new:
        learned: list[tuple[Region, ...]] = []
        old.scripts["GET /Regions"] = http(200, regions(New=new.url, Old=old.url))
        client = connect(old, regions=_known(Old=old), on_regions=learned.append)
        await WRITES[write](client)
        assert old.calls() == [write, "GET /Regions"]
        assert new.calls() == [write]
        path = write.partition(" ")[2]
        assert new.of(path)[0].body == old.of(path)[0].body
        assert [region.id for region in learned[-1]] == ["New", "Old"]


@pytest.mark.parametrize("write", WRITES)
async def test_405_twice_is_not_writable_here(connect: Connect, write: str) -> None:
    async with Service({write: http(405, Operation_Id="op")}) as service:
        service.scripts["GET /Regions"] = http(200, regions(WestUS=service.url))
        with pytest.raises(NotWritableHere, match=r"takes no administrative writes \(405\)") as failure:
            await WRITES[write](connect(service))
        assert failure.value.operation_id == "op"
        asked = [call for call in service.calls() if "Communities" not in call]
        assert asked == ["GET /Regions", write, "GET /Regions", write]


async def test_405_while_the_regions_cannot_be_read(connect: Connect) -> None:
    async with Service({"DELETE /Namespaces/n": http(405), "GET /Regions": http(503)}) as service:
        client = connect(service, regions=_known(WestUS=service))
        with pytest.raises(NotWritableHere, match="cannot be looked up") as failure:
            await client.delete_namespace("n")
        assert failure.value.detail[0].startswith("Listing the regions failed")
        assert service.calls("DELETE") == ["DELETE /Namespaces/n"]


async def test_the_regions_are_listed_before_the_first_write(connect: Connect) -> None:
    async with Service() as europe, Service({"DELETE /Namespaces/n": http(204, Operation_Id="op")}) as west:
        europe.scripts["GET /Regions"] = http(200, regions(WestUS=west.url, WestEurope=europe.url))
        client = connect(europe)
        assert await client.delete_namespace("n") == "op"
        assert await client.delete_namespace("n") == "op"
        assert europe.calls() == ["GET /Regions"]


async def test_nothing_is_written_while_the_regions_cannot_be_read(connect: Connect) -> None:
    async with Service({"GET /Regions": http(503)}) as service:
        with pytest.raises(Unavailable, match="Listing the regions"):
            await connect(service).delete_namespace("n")
        assert not service.calls("DELETE")


async def test_without_a_regions_route_the_profiles_base_url_is_written_to(connect: Connect) -> None:
    async with Service({"DELETE /Namespaces/n": http(204), "GET /Regions": http(404)}) as service:
        client = connect(service)
        await client.delete_namespace("n")
        await client.delete_namespace("n")
        assert service.calls() == ["GET /Regions", "DELETE /Namespaces/n", "DELETE /Namespaces/n"]


async def test_an_acl_goes_out_as_it_came_but_for_what_was_changed(connect: Connect) -> None:
    async with Service({"GET /Namespaces/n/AccessControl": http(200, ACL)}) as service:
        service.scripts["PUT /Namespaces/n/AccessControl"] = lambda seen: http(200, seen.body)
        client = connect(service, regions=_known(WestUS=service))
        namespace = Namespace(id="n", self_url=f"{service.url}/api/v1/tenants/{TENANT}/namespaces/n")
        acl = await client.get_acl(namespace, administrative=True)
        assert acl.problem is None
        echoed = await client.set_acl("n", acl.value)
        sent = service.of("/AccessControl")[-1]
        assert sent.headers["content-type"] == "application/json"
        assert json.loads(sent.body) == ACL
        assert echoed.value == acl.value
        first = acl.value.entries[0].changed(access_rights=1)
        await client.set_acl("n", acl.value.with_entries((first, *acl.value.entries[1:])))
        expected = json.loads(json.dumps(ACL))
        expected["RoleTrusteeAccessControlEntries"][0]["AccessRights"] = 1
        assert json.loads(service.of("/AccessControl")[-1].body) == expected


async def test_a_write_goes_over_a_connection_of_its_own(connect: Connect) -> None:
    async with Service({"GET /": http(200, {"Id": "t"}), "DELETE /Namespaces/n": http(204)}) as service:
        client = connect(service, regions=_known(WestUS=service))
        for _ in range(2):
            await client.get_tenant()
            await client.delete_namespace("n")
        reads = {seen.connection for seen in service.seen if seen.method == "GET"}
        deletes = [seen.connection for seen in service.seen if seen.method == "DELETE"]
        assert len(reads) == 1
        assert len({*deletes, *reads}) == 3


@pytest.mark.parametrize("answer", [http(204), http(200)])
async def test_a_write_that_echoes_nothing_gives_back_what_was_sent(connect: Connect, answer: bytes) -> None:
    async with Service({"PUT /Namespaces/n/Owner": answer}) as service:
        client = connect(service, regions=_known(WestUS=service))
        owner = Trustee(object_id="someone")
        assert (await client.set_owner("n", owner)).value is owner


async def test_a_page_of_somebody_else_under_a_200_tells_nothing_about_a_write(connect: Connect) -> None:
    async with Service({"PUT /Namespaces/n/Owner": http(200, b"<html>")}) as service:
        with pytest.raises(OutcomeUnknown, match="unknown"):
            await connect(service, regions=_known(WestUS=service)).set_owner("n", Trustee())


async def test_a_body_that_json_cannot_say_is_not_sent(connect: Connect) -> None:
    document = Document.read('{"Odd": NaN}')
    assert document.problem
    async with Service() as service:
        client = connect(service, regions=_known(WestUS=service))
        with pytest.raises(BadInput, match="NaN"):
            await client.set_acl("n", AccessControlList.model_validate(document.value))
        assert service.connections == 0


async def test_any_text_can_be_sent(connect: Connect) -> None:
    text = "é ✓ \U0001f525 \x00 ]"
    async with Service() as service:
        service.scripts["PUT /Namespaces/n"] = lambda seen: http(200, seen.body)
        client = connect(service, regions=_known(WestUS=service))
        assert (await client.update_namespace(NEW.changed(description=text))).value.description == text


async def test_create_201_302_and_409_are_three_answers(connect: Connect) -> None:
    existing = {"Id": "n", "Description": "there already"}
    async with Service({"GET /Namespaces/n": http(200, existing)}) as service:
        client = connect(service, regions=_known(WestUS=service))
        create = "POST /Namespaces/n"
        service.scripts[create] = lambda seen: http(201, seen.body)
        assert isinstance(await client.create_namespace(NEW), Created)
        assert json.loads(service.of("/Namespaces/n")[-1].body) == {"Id": "n", "Region": "WestUS"}
        for location in (
            f"{service.url}/api/v1/tenants/{TENANT}/Namespaces/n",
            f"/api/v1/tenants/{TENANT}/Namespaces/n?x=1",
            None,
        ):
            headers = {"Location": location} if location else {}
            service.scripts[create] = http(302, **headers)
            same = await client.create_namespace(NEW)
            assert isinstance(same, SameExists)
            assert same.existing is not None
            assert same.existing.value.description == "there already"
            assert service.seen[-1].token == "token-1"
        service.scripts[create] = http(409)
        differs = await client.create_namespace(NEW)
        assert isinstance(differs, Differs)
        assert differs.existing is not None
        assert differs.existing.value.description == "there already"
        service.scripts["GET /Namespaces/n"] = http(403)
        differs = await client.create_namespace(NEW)
        assert isinstance(differs, Differs)
        assert differs.existing is None
        assert "was not allowed (403)" in (differs.why or "")


async def test_a_location_elsewhere_gets_nothing(connect: Connect) -> None:
    async with Service() as service, Service() as elsewhere:
        for location in (elsewhere.url + "/x", f"//127.0.0.1:{elsewhere.port}/x", "http://[", "javascript:x"):
            service.scripts["POST /Namespaces/n"] = http(302, Location=location)
            same = await connect(service, regions=_known(WestUS=service)).create_namespace(NEW)
            assert isinstance(same, SameExists)
            assert same.existing is None
            assert (same.why or "").startswith("The address of the one that exists,")
        assert elsewhere.connections == 0


async def test_a_query_in_a_location_is_not_traced(connect: Connect) -> None:
    trace: list[TraceRecord] = []
    async with Service() as service:
        service.scripts["POST /Namespaces/n"] = http(302, Location="/x?signature=abc")
        await connect(service, regions=_known(WestUS=service), on_trace=trace.append).create_namespace(NEW)
        assert trace[-1].url == f"{service.url}/x?..."
        assert service.seen[-1].target == "/x?signature=abc"


async def test_a_redirected_write_is_not_followed(connect: Connect) -> None:
    async with Service() as service, Service() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            service.scripts["PUT /Namespaces/n/Owner"] = http(status, Location=elsewhere.url + "/x")
            with pytest.raises(OcsError, match=rf"redirect \({status}\), which is not followed"):
                await connect(service, regions=_known(WestUS=service)).set_owner("n", Trustee())
        assert elsewhere.connections == 0


async def test_the_sentence_names_what_was_to_be_done_and_to_what(connect: Connect) -> None:
    body = {"Error": "You lack ManageAccessControl.", "Reason": "Ask for it"}

    def refuse(seen: Seen) -> bytes:
        return http(403, body)

    async with Service(dict.fromkeys(WRITES, refuse)) as service:
        client = connect(service, regions=_known(WestUS=service))
        expected = [
            "Setting the ACL of n was",
            "Setting the owner of n was",
            "Setting the root ACL was",
            "Updating the namespace n was",
            "Creating the namespace n was",
            "Deleting the namespace n was",
        ]
        for write, start in zip(WRITES.values(), expected, strict=True):
            with pytest.raises(Forbidden) as failure:
                await write(client)
            assert failure.value.sentence.startswith(
                start + " not allowed (403): You lack ManageAccessControl. Ask someone who manages access"
            )
            assert failure.value.detail == ("Error: You lack ManageAccessControl.", "Reason: Ask for it")


def test_an_entry_made_here_is_written_whole() -> None:
    made = AccessControlEntry(trustee=Trustee(type=3, object_id="r"), access_rights=3)
    assert made.to_wire() == {"Trustee": {"Type": 3, "ObjectId": "r"}, "AccessRights": 3}
