"""What the lists of things share: creating one more, editing and deleting what the cursor is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.screens.filtered import Filtered

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.model.address import Address


class ThingList(Filtered):
    """A list of things of one kind. A subclass has the keys, and says what it lists and what the cursor is on."""

    _kind: Kind

    def holders(self) -> tuple[str, ...]:
        """Return the ids of what the things lie in, outermost first."""
        raise NotImplementedError

    @property
    def current(self) -> Address | None:
        """The address of what the cursor is on; None where there is none."""
        raise NotImplementedError

    def changed(self, done: str) -> None:
        """Say what was written, in words."""
        self.tell(done)

    def _back(self, done: str | None) -> None:
        if done is not None:
            self.changed(done)

    def action_create(self) -> None:
        """Create one more."""
        from ocs_tui.screens import thing_actions

        thing_actions.create(self, self._kind, self.holders(), self._back)

    def action_edit(self) -> None:
        """Edit what the cursor is on."""
        from ocs_tui.screens import thing_actions

        if (address := self.current) is not None:
            thing_actions.edit(self, address, self._back)

    def action_delete(self) -> None:
        """Delete what the cursor is on."""
        from ocs_tui.screens import thing_actions

        if (address := self.current) is not None:
            thing_actions.delete(self, address, self._back)
