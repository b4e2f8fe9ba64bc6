"""How things are found in the explorer's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.screens.explorer_reading import Reading
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from textual.widgets import Input


class Finding(Reading):
    """``/`` filters the tree; the palette goes to a thing."""

    async def action_filter(self) -> None:
        """Filter the tree as one types."""
        from textual.widgets import Input

        if not self._filtering:
            box = Input(placeholder="find by name or id", id="filter")
            box.border_title = "Find in the tree"
            await self.mount(box, before=self.query_one(ErrorLine))
            self._count()
        self.set_focus(self.query_one("#filter"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.resources.filter(event.value)
        self._count()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to what was found, and reads it."""
        self.set_focus(self.resources)
        if self.resources.matches:
            self.read_here(focus=False)

    def _end_filter(self) -> bool:
        if not self._filtering:
            return False
        self.set_focus(self.resources)
        self.query("#filter").remove()
        here = self.resources.current
        self.resources.filter("")
        if here.children is None or here.kind == "namespace":
            self.resources.reveal(here.key)  # what was found stays under the cursor, also in a closed group
        return True

    def go_to(self, key: str) -> bool:
        """Go to a thing of the tree by its key, and read it; return whether it is there."""
        self._end_filter()
        if not self.resources.reveal(key):
            return False
        self.read_here(focus=False)
        return True
