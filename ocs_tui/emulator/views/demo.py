"""The data views of the demo plant."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.things.held import Held


def data_views(box: Box, place: str) -> Iterator[Held]:
    yield from ()
