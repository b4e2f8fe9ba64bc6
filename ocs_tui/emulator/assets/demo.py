"""The assets of the demo plant."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.things.held import Held


def assets(box: Box, place: str) -> Iterator[Held]:
    yield from ()


def asset_types(box: Box, place: str) -> Iterator[Held]:
    yield from ()
