"""Fixtures for every room: an emulator on loopback, quick enough for one a test."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import hypothesis
import pytest

from ocs_tui.emulator.server import Emulator

# CI judges a change by the same examples each time; at a desk each run looks for new ones.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

# A shell lets what it runs in the background ignore Ctrl-C; the programs that are tested would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A demo tenant of its own, in memory, with delays that a test can wait for."""
    with Emulator(replica_delay=0.05, provision_delay=0.1) as running:
        yield running
