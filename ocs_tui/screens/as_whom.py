"""In whose name it is written: who has signed in since an edit began is told before anything is written."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from ocs_tui.screens.base import Base

if TYPE_CHECKING:
    from ocs_tui.connection.slots import Me
    from ocs_tui.widgets.field_list import Line


class AsWhom(Base):
    """A screen that writes. A subclass shows :attr:`as_whom` on top."""

    as_whom: tuple[Line, ...] = ()
    """Said on top when somebody else has signed in since this, or the edit below, began."""

    def write_as_reviewed(self, write: Callable[[], None]) -> None:
        """Write, unless it has to be signed in for it and somebody else does: that is reviewed first."""
        if not self.ocs.signs_in_a_person:
            write()
            return

        async def look() -> None:
            if await self.look_who() and self in self.ocs.screen_stack:
                self.review_anew()
            else:
                write()

        self.ocs.run_worker(look, group="apply")

    def review_anew(self) -> None:
        """Show it again, with :attr:`as_whom` on top, and have it confirmed anew."""
        raise NotImplementedError

    async def look_who(self) -> bool:
        """Find out who is signed in by now; return whether that is news to who reads this."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        if connection is None or not self.ocs.signs_in_a_person:
            return False
        before = self.as_whom
        with contextlib.suppress(OcsError):  # where nobody is signed in, what is read or written says so
            self.as_whom = tuple(review_words.someone_else(self._began(), await connection.look_who()))
        return self.as_whom != before

    def _began(self) -> Me | None:
        """Who began the edit: the editor below knows, else this screen."""
        begun = (screen.begun_as for screen in self.ocs.screen_stack if isinstance(screen, Base))
        return next((me for me in begun if me is not None), None)
