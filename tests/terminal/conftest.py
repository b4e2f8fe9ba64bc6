"""Programs on terminals, an emulator, and the explorer looking at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.emulator_process import EmulatorProcess
from tests.emulator_process import emulator_process as start_emulator
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal


class StartTerminal(Protocol):
    """Starts a command on a terminal that is closed when the test ends."""

    def __call__(
        self, *command: str, size: tuple[int, int] = (120, 36), env: dict[str, str | None] | None = None
    ) -> Terminal: ...


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[StartTerminal]:
    """Start commands on terminals; all of one test share one empty home."""
    home = tmp_path / "home"
    home.mkdir()
    opened: list[Terminal] = []

    def start(
        *command: str, size: tuple[int, int] = (120, 36), env: dict[str, str | None] | None = None
    ) -> Terminal:
        opened.append(Terminal(command, home=home, size=size, env=env))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture
def emulator_process() -> Iterator[EmulatorProcess]:
    """An emulator in a process of its own, whose regions agree after a fifth of a second."""
    with start_emulator("--replica-delay", "0.2") as emulator:
        yield emulator


@pytest.fixture
def explorer(terminal: StartTerminal, emulator_process: EmulatorProcess) -> StartTerminal:
    """Start ocs-tui with arguments on a terminal, looking at ``emulator_process``."""

    def start(
        *arguments: str, size: tuple[int, int] = (120, 36), env: dict[str, str | None] | None = None
    ) -> Terminal:
        merged: dict[str, str | None] = {**emulator_process.environment, **(env or {})}
        return terminal(sys.executable, "-m", "ocs_tui", *arguments, size=size, env=merged)

    return start


@pytest.fixture
def tenant(emulator_process: EmulatorProcess) -> Iterator[Tenant]:
    """The same tenant, looked at and changed behind the explorer's back."""
    tenant = Tenant(emulator_process)
    yield tenant
    tenant.close()
