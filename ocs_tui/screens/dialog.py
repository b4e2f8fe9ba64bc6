"""What asks for something in a frame, and lets the screen below show through."""

from __future__ import annotations

from typing import Any

from textual.screen import ModalScreen

from ocs_tui.screens.base import Base


class Dialog(Base, ModalScreen[Any]):
    """A screen of ours that stands above another one. Textual takes styles from the first base alone."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        &:ansi { background: transparent; }
        & > Vertical {
            width: 90%; height: auto; padding: 0 1;
            background: $surface; border: round $primary;
        }
        & .hint { color: $text-muted; }
    }
    """
