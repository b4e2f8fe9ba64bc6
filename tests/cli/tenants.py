"""The emulator's tenant for the tests of the command line: variables to open it with, and a look inside."""

from __future__ import annotations

import ssl
from typing import Any

import httpx

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator

Json = dict[str, Any]

_TLS = ssl.create_default_context()
"""Made once, since making it is most of the work of a request on loopback, which needs none."""


def variables(emulator: Emulator, client_id: str = demo.DEMO_CLIENT) -> dict[str, str]:
    """The environment that opens the tenant as one of its clients."""
    info = emulator.info
    return {
        "OCS_TUI_BASE_URL": info["global"],
        "OCS_TUI_TENANT_ID": info["tenant_id"],
        "OCS_TUI_CLIENT_ID": client_id,
        "OCS_TUI_CLIENT_SECRET": emulator.secret_of(client_id),
    }


class Inside:
    """What the service holds, over plain HTTP, as the demo client."""

    def __init__(self, emulator: Emulator) -> None:
        info = emulator.info
        form = {
            "grant_type": "client_credentials",
            "client_id": info["client_id"],
            "client_secret": info["client_secret"],
        }
        token = httpx.post(f"{info['global']}/identity/connect/token", data=form, verify=_TLS).json()[
            "access_token"
        ]
        self._headers = {"Authorization": f"Bearer {token}"}
        self._tenant = f"{info['global']}/api/v1/Tenants/{info['tenant_id']}"

    def acl(self, namespace_id: str) -> list[Json]:
        """The entries of a namespace's ACL; of the root ACL for ``/``."""
        answer = httpx.get(self._acl_url(namespace_id), headers=self._headers, verify=_TLS)
        return list(answer.raise_for_status().json()["RoleTrusteeAccessControlEntries"])

    def rights(self, namespace_id: str, role_id: str) -> tuple[int, int]:
        """The bits that a role is allowed and denied there."""
        masks = [0, 0]
        for entry in self.acl(namespace_id):
            if entry["Trustee"]["ObjectId"] == role_id:
                masks[entry.get("AccessType", 0)] |= entry.get("AccessRights", 0)
        return masks[0], masks[1]

    def put_acl(self, namespace_id: str, entries: list[Json]) -> None:
        """Write as somebody else does."""
        body = {"RoleTrusteeAccessControlEntries": entries}
        httpx.put(
            self._acl_url(namespace_id), headers=self._headers, verify=_TLS, json=body
        ).raise_for_status()

    def create(self, namespace_id: str) -> None:
        """Create a namespace with the root ACL."""
        url, body = f"{self._tenant}/Namespaces", {"Id": namespace_id, "Region": "WestUS"}
        httpx.post(url, headers=self._headers, verify=_TLS, json=body).raise_for_status()

    def owner(self, namespace_id: str) -> str:
        """The id of a namespace's owner."""
        url = f"{self._tenant}/Namespaces/{namespace_id}/owner"
        return str(httpx.get(url, headers=self._headers, verify=_TLS).raise_for_status().json()["ObjectId"])

    def all(self, collection: str) -> list[Json]:
        """All things of a collection of the tenant, such as ``Roles``."""
        url = f"{self._tenant}/{collection}?count=1000"
        found: list[Json] = httpx.get(url, headers=self._headers, verify=_TLS).raise_for_status().json()
        return found

    def one(self, collection: str, name: str) -> Json:
        """The thing of a collection that has a name."""
        return next(one for one in self.all(collection) if one["Name"] == name)

    def _acl_url(self, namespace_id: str) -> str:
        if namespace_id == "/":
            return f"{self._tenant}/AccessControl/Namespaces"
        return f"{self._tenant}/Namespaces/{namespace_id}/accesscontrol"


def entry(role_id: str, rights: int, access: int = 0) -> Json:
    """An entry of an ACL."""
    return {"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessType": access, "AccessRights": rights}
