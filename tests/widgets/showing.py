"""One widget in an app of its own, and what is to be seen of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget


class Showing(App[None]):
    """Shows a widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Nothing but the widget."""
        yield self.widget

    def on_mount(self) -> None:
        """Keys go to it."""
        self.set_focus(self.widget)


def lines(pilot: Pilot[None]) -> list[str]:
    """Return what the screen shows."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return [strip.text.rstrip() for strip in strips]


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds; a test that waits in vain ends by its time limit, with what is seen."""
    for _ in range(500):
        await pilot.pause()
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not come. The screen:\n" + "\n".join(lines(pilot)))
