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

        box = self._filter_box
        if box is None:
            # Mounted once: a field that was removed stays in its screen's hands (Textual 8.2.8), and this
            # screen is never left.
            box = Input(placeholder="find by name or id", id="filter")
            box.border_title = "Find in the tree"
            await self.mount(box, before=self.query_one(ErrorLine))
        box.display = True
        self._count()
        self.set_focus(box)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        if self._filtering:
            self.resources.filter(event.value)
            self._count()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to what was found, and reads it."""
        self.set_focus(self.resources)
        if self.resources.matches:
            self.read_here(focus=False)

    def _end_filter(self) -> bool:
        box = self._filter_box
        if box is None or not box.display:
            return False
        self.set_focus(self.resources)
        box.display = False
        with box.prevent(box.Changed):
            box.value = ""
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
