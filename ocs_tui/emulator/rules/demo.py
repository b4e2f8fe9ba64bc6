"""Rules that the demo tenant starts with."""

from __future__ import annotations

from collections.abc import Iterable

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.things.held import Held


def metadata_rules(box: Box, place: str) -> Iterable[Held]:
    """Return the metadata rules of a namespace."""
    return ()


def asset_rules(box: Box, place: str) -> Iterable[Held]:
    """Return the asset rules of a namespace."""
    return ()
