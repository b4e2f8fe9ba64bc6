"""The evaluator against the emulator over HTTP: in random worlds, what it says is what may be done.

The emulator decides by lines of its own, and imports nothing of ``ocs_tui.access``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocs_tui.access.evaluate import Who, evaluate
from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import RIGHT_WIRE_NAMES, AccessRight, TrusteeType

CLIENTS = (demo.DEMO_CLIENT, demo.HISTORIAN_WRITER, demo.REPORTS, demo.CONTRACTOR_TABLETS)
ROLES = (
    demo.ADMINISTRATOR,
    demo.CONTRIBUTOR,
    demo.MEMBER,
    demo.CONTRACTORS.upper(),
    demo.BOILER_OPERATORS,
    demo.HISTORIAN_READERS,
    demo.UNKNOWN_ROLE,
)
KEEPER = {"Trustee": {"Type": 3, "ObjectId": demo.LABORATORY}, "AccessRights": 8}
"""Some role has to keep Manage access; no client is in this one."""


@dataclass
class Service:
    """The emulator over HTTP, as any of its clients."""

    http: dict[str, httpx.Client]
    roles: dict[str, tuple[str, ...]]
    owner: str = demo.DEMO_CLIENT

    def make(self, acl: dict[str, Any], owner: str) -> None:
        """Make a world: whoever owns the namespace may do everything, and hands it on."""
        keys = self.http[self.owner]
        keys.put("/accesscontrol", json=acl).raise_for_status()
        keys.put("/owner", json={"Type": 2, "ObjectId": owner}).raise_for_status()
        self.owner = owner


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Emulator(replica_delay=0) as emulator:
        info = emulator.info
        base = info["global"]
        tenant = f"{base}/api/v1/Tenants/{info['tenant_id']}"
        http = {}
        for client_id in CLIENTS:
            form = {"grant_type": "client_credentials", "client_id": client_id}
            form["client_secret"] = emulator.secret_of(client_id)
            token = httpx.post(f"{base}/identity/connect/token", data=form).json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            http[client_id] = httpx.Client(base_url=f"{tenant}/Namespaces/sandbox", headers=headers)
        listed = httpx.get(f"{tenant}/ClientCredentialClients", headers=http[demo.DEMO_CLIENT].headers).json()
        yield Service(http, {one["Id"]: tuple(one["RoleIds"]) for one in listed})
        for client in http.values():
            client.close()


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An entry of some role, bits that nobody knows included."""
    body: dict[str, Any] = {"Trustee": {"Type": 3, "ObjectId": draw(st.sampled_from(ROLES))}}
    body["AccessRights"] = draw(st.integers(0, 31) | st.sampled_from([1, 2, 8, 9, 63]))
    return body | draw(st.sampled_from([{}, {"AccessType": 0}, {"AccessType": 1}, {"AccessType": 1}]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some=st.lists(entries(), max_size=6), owner=st.sampled_from(CLIENTS))
def test_what_the_evaluator_says_is_what_the_emulator_does(
    service: Service, some: list[dict[str, Any]], owner: str
) -> None:
    body = {"RoleTrusteeAccessControlEntries": [KEEPER, *some]}
    service.make(body, owner)
    acl = AccessControlList.model_validate(body)
    for client_id, http in service.http.items():
        who = Who(TrusteeType.CLIENT, client_id, service.roles[client_id])
        mask = evaluate(acl, Trustee(type=TrusteeType.CLIENT, object_id=owner), who).mask
        assert {name for right, name in RIGHT_WIRE_NAMES.items() if mask & right} == set(
            http.get("/AccessRights").json()
        )
        assert (http.get("").status_code == 200) == bool(mask & AccessRight.READ)
        assert (http.get("/accesscontrol").status_code == 200) == bool(mask & AccessRight.READ)
        wrote = http.put("", json={"Id": "sandbox", "Description": "tried"})
        assert (wrote.status_code == 200) == bool(mask & AccessRight.WRITE)
        managed = http.put("/accesscontrol", json=body)
        assert (managed.status_code == 200) == bool(mask & AccessRight.MANAGE_ACCESS_CONTROL)
