"""A connected tenant: what was written is shown until a region shows it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ocs_tui.changes.apply import Applied
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.connection import Connection
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.model.tenant import Region
from ocs_tui.settings.profile import Profile
from tests.api.loopback import CLIENT_ID, SECRET, TENANT, Service, http, regions

ACL = "/Namespaces/n/AccessControl"


def _acl(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"RoleTrusteeAccessControlEntries": list(entries)}


MANAGER = {"Trustee": {"Type": 3, "ObjectId": "a"}, "AccessRights": 31}
BEFORE = _acl(MANAGER)
AFTER = _acl(MANAGER, {"Trustee": {"Type": 3, "ObjectId": "b"}, "AccessRights": 1})
AFTER_BY_NAME = _acl(
    {"Trustee": {"Type": "Role", "ObjectId": "A"}, "AccessType": "Allowed", "AccessRights": "All"},
    {"Trustee": {"Type": "Role", "ObjectId": "b", "TenantId": None}, "AccessType": 0, "AccessRights": "Read"},
)


@pytest.mark.parametrize(("answered", "behind"), [(BEFORE, True), (AFTER, False), (AFTER_BY_NAME, False)])
async def test_a_region_shows_what_was_written_in_whatever_form(
    answered: dict[str, Any], behind: bool
) -> None:
    async def reveal() -> str:
        return SECRET

    async with Service() as west, Service() as europe:
        listed = regions(WestUS=west.url, WestEurope=europe.url)
        namespace = {"Id": "n", "Self": f"{europe.url}/api/v1/tenants/{TENANT}/namespaces/n", "State": 1}
        west.scripts = {
            "GET /Namespaces": http(200, [namespace]),
            f"GET {ACL}": http(200, BEFORE),
            f"PUT {ACL}": lambda seen: http(200, seen.body),
        }
        europe.scripts = {f"GET {ACL}": http(200, answered)}
        profile = Profile("work", west.url, TENANT, CLIENT_ID)
        connection = Connection(profile, reveal, regions=[Region.model_validate(one) for one in listed])
        try:
            await connection.load(("namespaces",))
            before, after = map(AccessControlList.model_validate, (BEFORE, AFTER))
            change = SetChange(Address.parse("n"), Aspect.ACL, before, after)
            assert isinstance(await connection.apply(change), Applied)
            slot = await connection.load(("acl", "n"))
        finally:
            await connection.aclose()
        assert connection.is_behind(("acl", "n")) is behind
        assert slot.fetched is not None
        assert len(slot.fetched.value.entries) == 2, "what was written is shown, never what was before"
        assert (slot.fetched.note == "Written; WestEurope has not shown it yet.") is behind


async def test_a_read_that_was_given_up_is_begun_anew_for_who_comes_next() -> None:
    """Who left a screen and opens the next one at once waits for no read that is on its way out."""

    async def reveal() -> str:
        return SECRET

    async with Service({"GET /Roles": http(200, [])}) as service:
        profile = Profile("work", service.url, TENANT, CLIENT_ID)
        connection = Connection(profile, reveal)
        try:
            for steps in range(60):
                left = asyncio.create_task(connection.load(("roles",)))
                for _ in range(steps):
                    await asyncio.sleep(0)
                left.cancel()
                await asyncio.sleep(0)
                slot = await connection.load(("roles",))
                assert slot.error is None
                assert len(slot.got().value) == 0
                assert slot.busy_since is None
            assert not connection._reads
            assert not connection._waiting
        finally:
            await connection.aclose()
