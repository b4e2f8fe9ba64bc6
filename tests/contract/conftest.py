"""One emulator for all cases: each case uses ids of its own."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.contract import CLIENT, CLIENT_BY_BASIC, STRANGER
from tests.emulator_process import EmulatorProcess, emulator_process

ROLE_TYPES = {
    "Tenant Administrator": "2dc742ab-39ea-4fc0-a39e-2bcb71c26a5f",
    "Tenant Contributor": "f1439595-e5a2-487f-8a4f-0627fefe75df",
    "Tenant Data Steward": "45b66433-5f57-420b-bbdf-8bbd60c1cd9d",
    "Tenant Member": "7ad2b9ef-5386-4ead-ac9f-ad99c5c5b977",
    "Tenant Viewer": "e6cbf91e-0be8-4858-92b5-f88ecafd5574",
}


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatorProcess]:
    """An emulator in a process of its own."""
    with emulator_process("--replica-delay", "0") as running:
        yield running


@pytest.fixture(scope="session")
def wire() -> Iterator[httpx.Client]:
    """A plain HTTP client that follows nothing and adds nothing."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture(scope="session")
def token(emulator: EmulatorProcess, wire: httpx.Client) -> str:
    """A token of the demo client."""
    answer = wire.post(
        f"{emulator.global_url}/identity/connect/token",
        data={
            "grant_type": "client_credentials",
            "client_id": emulator.client_id,
            "client_secret": emulator.client_secret,
        },
    )
    return str(answer.json()["access_token"])


@pytest.fixture(scope="session")
def authorizations(emulator: EmulatorProcess, token: str) -> dict[str, dict[str, str]]:
    """The header of each caller that says who calls; nobody has none."""
    basic = base64.b64encode(f"{emulator.client_id}:{emulator.client_secret}".encode()).decode()
    return {
        CLIENT: {"Authorization": f"Bearer {token}"},
        CLIENT_BY_BASIC: {"Authorization": f"Basic {basic}"},
        STRANGER: {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVkIGJ5IG5vYm9keQ"},
    }


@pytest.fixture(scope="session")
def names(emulator: EmulatorProcess, wire: httpx.Client, token: str) -> dict[str, str]:
    """What the names in ``operations.toml`` stand for, ``{fresh}`` aside."""
    tenant = f"{emulator.global_url}/api/v1/Tenants/{emulator.tenant_id}"
    headers = {"Authorization": f"Bearer {token}"}
    by_type = {
        role.get("RoleTypeId"): role["Id"] for role in wire.get(f"{tenant}/Roles", headers=headers).json()
    }
    return {
        "tenant": emulator.tenant_id,
        "client": emulator.client_id,
        "secret": emulator.client_secret,
        "user": wire.get(f"{tenant}/Users", headers=headers).json()[0]["Id"],
        **emulator.regions,
        **{f"role:{name}": by_type[type_id] for name, type_id in ROLE_TYPES.items()},
    }
