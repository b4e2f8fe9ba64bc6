"""One emulator for all cases: each case uses ids of its own."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.contract import CLIENT, CLIENT_BY_BASIC, CONNECT, MEMBER, OCS, STRANGER
from tests.emulator_process import EmulatorProcess, emulator_process

CLIENTS_OF_OTHER_KINDS = {
    "code_client": "AuthorizationCodeClients",
    "hybrid": "HybridClients",
    "device_client": "DeviceCodeClients",
    "implicit_client": "ImplicitClients",
}


@pytest.fixture(scope="session")
def emulator(request: pytest.FixtureRequest) -> Iterator[EmulatorProcess]:
    """An emulator in a process of its own: of OCS, or of CONNECT where a test says so."""
    connect = ["--connect"] if getattr(request, "param", OCS) == CONNECT else []
    with emulator_process("--replica-delay", "0", *connect) as running:
        yield running


@pytest.fixture(scope="session")
def wire() -> Iterator[httpx.Client]:
    """A plain HTTP client that follows nothing and adds nothing."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def _token(emulator: EmulatorProcess, wire: httpx.Client, client_id: str, secret: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    answer = wire.post(f"{emulator.global_url}/identity/connect/token", data=form)
    return str(answer.json()["access_token"])


@pytest.fixture(scope="session")
def token(emulator: EmulatorProcess, wire: httpx.Client) -> str:
    """A token of the demo client."""
    return _token(emulator, wire, emulator.client_id, emulator.client_secret)


@pytest.fixture(scope="session")
def authorizations(emulator: EmulatorProcess, wire: httpx.Client, token: str) -> dict[str, dict[str, str]]:
    """The header of each caller that says who calls; nobody has none."""
    bearer = {"Authorization": f"Bearer {token}"}
    tenant = f"{emulator.global_url}/api/v1/Tenants/{emulator.tenant_id}"
    made = wire.post(f"{tenant}/ClientCredentialClients", headers=bearer, json={"Name": "a member"}).json()
    member = _token(emulator, wire, made["Client"]["Id"], made["Secret"])
    basic = base64.b64encode(f"{emulator.client_id}:{emulator.client_secret}".encode()).decode()
    return {
        CLIENT: bearer,
        CLIENT_BY_BASIC: {"Authorization": f"Basic {basic}"},
        MEMBER: {"Authorization": f"Bearer {member}"},
        STRANGER: {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVkIGJ5IG5vYm9keQ"},
    }


@pytest.fixture(scope="session")
def names(emulator: EmulatorProcess, wire: httpx.Client, token: str) -> dict[str, str]:
    """What the names in ``operations.toml`` stand for, ``{fresh}`` and what is kept of answers aside."""
    tenant = f"{emulator.global_url}/api/v1/Tenants/{emulator.tenant_id}"

    def listed(path: str) -> list[dict[str, str]]:
        answer = wire.get(f"{tenant}/{path}", headers={"Authorization": f"Bearer {token}"})
        return list(answer.json())

    return {
        "tenant": emulator.tenant_id,
        "client": emulator.client_id,
        "secret": emulator.client_secret,
        "user": listed("Users")[0]["Id"],
        "boiler": "boiler",
        "sandbox": "sandbox",
        **emulator.regions,
        **{f"role:{role['Name']}": role["Id"] for role in listed("Roles")},
        **{name: listed(path)[0]["Id"] for name, path in CLIENTS_OF_OTHER_KINDS.items()},
    }
