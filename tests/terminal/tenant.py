"""The emulator's tenant, looked at and changed behind the explorer's back with plain HTTP."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.emulator_process import EmulatorProcess

READ, WRITE, DELETE, MANAGE, SHARE = 1, 2, 4, 8, 16


class Tenant:
    """Somebody else with the same client, at the administrative base URL."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": emulator.client_id,
            "client_secret": emulator.client_secret,
        }
        token = httpx.post(f"{emulator.global_url}/identity/connect/token", data=form).json()["access_token"]
        self._client = httpx.Client(
            base_url=f"{emulator.global_url}/api/v1/Tenants/{emulator.tenant_id}",
            headers={"Authorization": f"Bearer {token}"},
        )

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def get(self, path: str) -> Any:
        """Read something, which must succeed."""
        answer = self._client.get(path)
        assert answer.status_code == 200, answer
        return answer.json()

    def put(self, path: str, body: Any) -> None:
        """Write something, which must succeed."""
        answer = self._client.put(path, json=body)
        assert answer.status_code in (200, 204), answer

    def post(self, path: str, body: Any) -> Any:
        """Create something, which must succeed."""
        answer = self._client.post(path, json=body)
        assert answer.status_code == 201, answer
        return answer.json()

    def refused(self, path: str, body: Any) -> None:
        """Try to create something, which must not succeed."""
        answer = self._client.post(path, json=body)
        assert 400 <= answer.status_code < 500, answer

    def post_preview(self, path: str, body: Any) -> None:
        """Create something that only the preview has, which must succeed."""
        base = str(self._client.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/")
        answer = self._client.post(f"{base}{path}", json=body)
        assert answer.status_code == 201, answer

    def status(self, path: str) -> int:
        """Return what reading something answers."""
        return self._client.get(path).status_code

    def wait_for_status(self, path: str, status: int, timeout: float = 8) -> None:
        """Read something until it answers ``status``; AssertionError when it does not in time (seconds)."""
        end = time.monotonic() + timeout
        while (answered := self.status(path)) != status:
            assert time.monotonic() < end, f"{path} still answers {answered}, not {status}"

    def role(self, name: str) -> str:
        """Return a role's id by its name."""
        return next(str(role["Id"]) for role in self.get("/Roles") if role["Name"] == name)

    def rights(self, namespace: str, role: str) -> tuple[int, int]:
        """Return the bits a namespace's ACL allows and denies a role."""
        role_id = self.role(role)
        masks = [0, 0]
        for entry in self.get(f"/Namespaces/{namespace}/AccessControl")["RoleTrusteeAccessControlEntries"]:
            if entry["Trustee"]["ObjectId"] == role_id:
                masks[entry.get("AccessType", 0)] |= entry.get("AccessRights", 0)
        return masks[0], masks[1]

    def set_rights(self, namespace: str, role: str, allowed: int) -> None:
        """Set what a namespace's ACL allows a role; its other entries stay."""
        role_id = self.role(role)
        path = f"/Namespaces/{namespace}/AccessControl"
        acl = self.get(path)
        entries = acl["RoleTrusteeAccessControlEntries"]
        mine = [
            entry
            for entry in entries
            if entry["Trustee"]["ObjectId"] == role_id and entry.get("AccessType", 0) == 0
        ]
        if mine:
            mine[0]["AccessRights"] = allowed
        else:
            entries.append({"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessRights": allowed})
        self.put(path, acl)
