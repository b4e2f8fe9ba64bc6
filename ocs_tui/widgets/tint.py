"""The colour of a component class, to be laid over whatever background a line has."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


def tint(widget: Widget, component: str) -> Style:
    """Return colour and emphasis of a component class, without its background.

    A muted colour is blended with the background first: left as it is declared it would be plain white.
    """
    style = widget.get_component_rich_style(component)
    return Style(color=style.color, bold=style.bold, underline=style.underline, dim=style.dim)
