"""Fixtures for every room: an emulator on loopback, quick enough for one a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ocs_tui.emulator.server import Emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A demo tenant of its own, in memory, with delays that a test can wait for."""
    with Emulator(replica_delay=0.05, provision_delay=0.1) as running:
        yield running
