"""A review as lines: headings, sentences, and a diff."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from ocs_tui.widgets.field_list import FieldList, Line

_TINTS = {"+": "good", "-": "bad", " ": "muted"}


def diff_line(sign: str, text: str) -> Line:
    """Return a line of a diff; the sign says what the colour says."""
    return Line(value=f"{sign} {text}", copy=text, tint=_TINTS.get(sign, ""))


class ReviewText(FieldList, inherit_bindings=False):
    """Scrolls by lines; it has no cursor to look for."""

    show_cursor = False
    # none of a list's own: enter belongs to the screen, which applies
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="review.up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="review.down"),
        Binding("home", "scroll_home", "To the top", show=False, id="review.top"),
        Binding("end", "scroll_end", "To the end", show=False, id="review.end"),
    ]
