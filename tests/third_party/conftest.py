"""An emulator for clients that nobody here wrote, and AVEVA's sample library connected to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from adh_sample_library_preview import ADHClient

from tests.emulator_process import EmulatorProcess, emulator_process


@pytest.fixture(scope="module")
def emulator() -> Iterator[EmulatorProcess]:
    with emulator_process("--replica-delay", "0") as running:
        yield running


class Connect:
    """Connects the library to an emulator; every connection is closed at the end."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self._emulator = emulator
        self._clients: list[ADHClient] = []

    def __call__(
        self, base_url: str | None = None, secret: str | None = None, *, verbose: bool = False
    ) -> ADHClient:
        client = ADHClient(
            "v1",
            self._emulator.tenant_id,
            base_url or self._emulator.global_url,
            self._emulator.client_id,
            secret or self._emulator.client_secret,
            verbose,
        )
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            # The library means to close its session when it is thrown away, and does not.
            client.baseClient._BaseClient__session.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def connect(emulator: EmulatorProcess) -> Iterator[Connect]:
    connect = Connect(emulator)
    yield connect
    connect.close()


@pytest.fixture
def client(connect: Connect) -> ADHClient:
    return connect()
