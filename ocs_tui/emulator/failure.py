"""Why the emulator cannot start."""

from __future__ import annotations


class CannotStart(Exception):
    """The emulator cannot start; its text is one sentence that says why and what to do."""
