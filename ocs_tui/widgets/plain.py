"""Text from outside for the few places of Textual that take markup and nothing else."""

from __future__ import annotations

from textual.markup import escape

from ocs_tui.model.text import safe


def plain(text: object, limit: int = 0) -> str:
    """Return ``text`` so that it is shown as it is where markup is parsed: options, titles of borders."""
    return escape(safe(text, limit))
