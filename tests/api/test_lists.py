"""Lists: pages, caps, and items that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.api.errors import BadAnswer, Unavailable
from ocs_tui.catalog.identity_kinds import CLIENT, ROLE, USER
from ocs_tui.catalog.kinds import NAMESPACE
from tests.api.conftest import Connect
from tests.api.loopback import Script, Seen, Service, http


def _users(number: int, *, cap: int = 1000, total: bool = True, ignores_skip: bool = False) -> Script:
    everyone = [{"Id": f"u{i}"} for i in range(number)]

    def answer(seen: Seen) -> bytes:
        skip = 0 if ignores_skip else int(seen.query["skip"][0])
        part = everyone[skip : skip + min(cap, int(seen.query["count"][0]))]
        return http(200, part, **({"Total_Count": str(number)} if total else {}))

    return answer


@pytest.mark.parametrize(
    ("script", "expected", "requests"),
    [
        (_users(2500), 2500, 3),
        (_users(250, cap=100), 250, 3),
        (_users(250, cap=100, total=False), 250, 4),
        (_users(0), 0, 1),
        (_users(0, total=False), 0, 1),
        (_users(30, total=False, ignores_skip=True), 30, 2),
    ],
)
async def test_a_list_is_read_to_its_end(
    connect: Connect, script: Script, expected: int, requests: int
) -> None:
    progress: list[tuple[int, int | None]] = []
    async with Service({"GET /Users": script}) as service:
        fetched = await connect(service).list_all(USER, lambda done, total: progress.append((done, total)))
        assert [user.id for user in fetched.value] == [f"u{i}" for i in range(expected)]
        assert fetched.note is None
        assert len(fetched.document.value) >= expected
        assert len(progress) == len(service.calls()) == requests
        assert progress[-1][0] == expected


async def test_a_list_that_is_not_complete_says_so(connect: Connect) -> None:
    async with Service({"GET /Users": http(200, [{"Id": "a"}, {"Id": "b"}], Total_Count="5")}) as service:
        fetched = await connect(service).list_all(USER)
        assert fetched.note == "Only 2 of 5 users could be read."


async def test_a_link_to_the_next_page_is_not_followed(connect: Connect) -> None:
    async with Service() as service, Service() as elsewhere:
        link = f'<{elsewhere.url}/api/v1/Tenants/t/Users?skip=1>; rel="next"'
        service.scripts["GET /Users"] = [http(200, [{"Id": "a"}], Link=link), http(200, [])]
        fetched = await connect(service).list_all(USER)
        assert [user.id for user in fetched.value] == ["a"]
        assert elsewhere.connections == 0


async def test_a_page_that_fails_fails_the_list(connect: Connect) -> None:
    first = http(200, [{"Id": "a"}], Total_Count="5")
    async with Service({"GET /Users": [first, http(503)]}) as service:
        with pytest.raises(Unavailable):
            await connect(service).list_all(USER)


async def test_one_bad_item_does_not_lose_the_others(connect: Connect) -> None:
    items: list[Any] = [{"Id": "a"}, {"Id": "b\x1b", "RoleScope": {}}, 7, {"Id": "c", "Name": "C"}]
    async with Service({"GET /Roles": http(200, items), "GET /Namespaces": http(200, items)}) as service:
        client = connect(service)
        roles = await client.list_all(ROLE)
        assert [role.id for role in roles.value] == ["a", "c"]
        assert roles.note is not None
        assert roles.note.startswith("2 of 4 cannot be read and are left out: b␛ (RoleScope: ")
        assert "item 3" in roles.note
        assert roles.document.value == items
        namespaces = await client.list_all(NAMESPACE)
        assert [one.id for one in namespaces.value] == ["a", "b\x1b", "c"]


async def test_a_multi_status_list_shows_its_data(connect: Connect) -> None:
    body = {"Error": "Some are missing", "ChildErrors": [], "Data": [{"Id": "a"}]}
    async with Service({"GET /ClientCredentialClients": http(207, body)}) as service:
        assert [one.id for one in (await connect(service).list_page(CLIENT)).items] == ["a"]


@pytest.mark.parametrize("body", [{"Message": "hello"}, "text", 3, None, True])
async def test_what_is_no_list_is_a_bad_answer(connect: Connect, body: object) -> None:
    async with Service({"GET /Namespaces": http(200, body)}) as service:
        with pytest.raises(BadAnswer, match=r"Listing the namespaces failed: .* where a list belongs"):
            await connect(service).list_namespaces()


async def test_the_region_filter_and_pages_go_into_the_query(connect: Connect) -> None:
    async with Service({"GET /Namespaces": http(200, []), "GET /Roles": http(200, [])}) as service:
        client = connect(service)
        await client.list_namespaces("West Europe&x=1")
        await client.list_namespaces()
        await client.list_page(ROLE, skip=20, count=7)
        assert [seen.query for seen in service.seen if "/Tenants/" in seen.target] == [
            {"region": ["West Europe&x=1"]},
            {},
            {"skip": ["20"], "count": ["7"]},
        ]
