"""Ten million streams are made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.sds.search import STREAM_FIELDS, query_of
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl

STREAMS = "/Namespaces/boiler/Streams"
MANY = 10_000_000


@pytest.fixture
def crowded(sign_in: SignIn) -> Iterator[tuple[Emulator, httpx.Client]]:
    """A namespace of ten million streams, and an administrator."""
    with Emulator(streams=MANY, provision_delay=0.0) as running:
        yield running, sign_in(of=running)


def test_any_page_of_ten_million_streams_can_be_read(crowded: tuple[Emulator, httpx.Client]) -> None:
    """The first, the last, and one found by its number, with data that end now."""
    _, us = crowded
    assert len(us.get(f"{STREAMS}?count=1000").json()) == 1000
    last = us.get(f"{STREAMS}?skip={MANY}").json()
    assert last[-1]["Id"] == f"NG-{MANY:08d}"
    for query in ("NG-00777777", "777777 AND temperature", "id:*0777777*", '"TI-777777 Temperature"'):
        assert us.get(STREAMS, params={"query": query}).json()[0]["Id"] == "NG-00777777", query
    assert us.get(f"{STREAMS}?query=unheard").json() == []
    assert us.get(f"{STREAMS}/ng-07654321/Data/Last").json()["Time"]


def test_what_is_changed_among_them_stays(crowded: tuple[Emulator, httpx.Client]) -> None:
    """A deletion, a change and a new one each show in the list, and in what a type counts."""
    _, us = crowded
    count = us.get("/Namespaces/boiler/Types/Flowmeter/ReferenceCount").json()["SdsStream"]
    gone = us.get(f"{STREAMS}/NG-00000003").json()
    assert gone["TypeId"] == "Flowmeter"
    assert us.delete(f"{STREAMS}/NG-00000003").status_code == 204
    assert us.put(f"{STREAMS}/NG-00000004", json={"TypeId": "TankLevel", "Name": "mine"}).status_code == 204
    assert us.post(f"{STREAMS}/NG-00000005a", json={"TypeId": "TankLevel"}).status_code == 201
    own = len(us.get(f"{STREAMS}?query=boiler").json())
    listed = us.get(f"{STREAMS}?skip={own}&count=5").json()
    ids = ["NG-00000001", "NG-00000002", "NG-00000004", "NG-00000005", "NG-00000005a"]
    assert [each["Id"] for each in listed] == ids
    assert listed[2]["Name"] == "mine"
    assert us.get(f"{STREAMS}/NG-00000003").status_code == 404
    assert us.get("/Namespaces/boiler/Types/Flowmeter/ReferenceCount").json()["SdsStream"] == count - 1


def test_a_job_sets_the_acls_of_ten_million_streams(
    crowded: tuple[Emulator, httpx.Client], sign_in: SignIn
) -> None:
    """At one blow; one that was changed before counts like the others."""
    running, us = crowded
    member = sign_in(demo.REPORTS, of=running)
    assert len(member.get(f"{STREAMS}?count=1000").json()) == 1000
    jobs = f"{running.info['global']}/api/v1-preview/tenants/{running.info['tenant_id']}"
    jobs += "/namespaces/boiler/bulk/accesscontrol/jobs"
    begun = us.post(jobs, json={"Operation": 1, "AccessControlList": acl((demo.ADMINISTRATOR, 31))}).json()
    assert begun["TotalSteps"] > MANY
    assert us.get(f"{jobs}/{begun['Id']}").json()["Status"] == 3
    assert len(us.get(f"{jobs}/{begun['Id']}/jobsteps?count=7").json()) == 7
    assert member.get(f"{STREAMS}?count=1000").json() == []
    assert member.get(f"{STREAMS}/NG-00000001").status_code == 403


def test_the_acl_that_a_job_set_survives_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    """Though the streams themselves are kept nowhere."""
    for first in (True, False):
        with Emulator(streams=50, data=tmp_path / "file") as running:
            us = sign_in(of=running)
            if first:
                jobs = f"{running.info['global']}/api/v1-preview/tenants/{running.info['tenant_id']}"
                jobs += "/namespaces/boiler/bulk/accesscontrol/jobs"
                us.post(jobs, json={"Operation": 1, "AccessControlList": acl((demo.ADMINISTRATOR, 31))})
            entries = us.get(f"{STREAMS}/NG-00000007/AccessControl").json()["RoleTrusteeAccessControlEntries"]
            assert len(entries) == 1


def test_an_order_is_the_one_of_the_texts(sign_in: SignIn) -> None:
    """By id, name and type, both ways, and at once among ten million."""
    with Emulator(streams=1300) as running:
        us = sign_in(of=running)
        pages = [us.get(f"{STREAMS}?count=1000&skip={skip}").json() for skip in (0, 1000)]
        every = [each for page in pages for each in page]
        for label in ("Id", "Name", "TypeId"):
            for way, descending in (("asc", False), ("desc", True)):
                page = us.get(f"{STREAMS}?orderby={label} {way}&count=1000&skip=150").json()
                texts = sorted((each[label].casefold() for each in every), reverse=descending)
                assert [each[label].casefold() for each in page] == texts[150:1150], (label, way)


_QUERIES = """1234; NG-00001234; TI-123; 123*; flow; section; section AND 0012; Id:ng-000012*; x1234; Name:FI-1235;
"FI-1235 Flow"; level NOT 12; (flow OR level) 1111; 7; TypeId:tank*; ti* 44"""


def test_a_search_finds_the_same_as_looking_at_each(sign_in: SignIn) -> None:
    """What is left out of a search could not have been found."""
    with Emulator(streams=3000) as running:
        us = sign_in(of=running)
        pages = [us.get(f"{STREAMS}?count=1000&skip={skip}").json() for skip in range(0, 4000, 1000)]
        every = [each for page in pages for each in page if each["Id"].startswith("NG-")]
        assert len(every) == 3000
        for query in (each.strip() for each in _QUERIES.split(";")):
            test = query_of(query, STREAM_FIELDS)
            listed = us.get(STREAMS, params={"query": query, "count": 1000}).json()
            found = [each for each in listed if each["Id"].startswith("NG-")]
            there = [each for each in every if test(each)]
            assert found == (there if len(listed) < 1000 else there[: len(found)]), query
