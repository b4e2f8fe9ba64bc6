"""Who can? Everybody's rights on a namespace, through their roles, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.text import safe
from ocs_tui.screens.question import Question, access_row
from ocs_tui.widgets.access_table import AccessRow


class WhoCan(Question):
    """Answers for a namespace, or for the root ACL where the id is empty."""

    HELP = "Who can do what here, and why. The line under the table says why for the one under the cursor."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w,enter", "reach", "What it reaches", key_display="enter", id="who.reach"),
    ]

    def __init__(self, place: str) -> None:
        what = safe(place) if place else "the root ACL"
        super().__init__(f"Who can do what on {what}?", "Who")
        self._place = place
        self._kinds: dict[str, TrusteeType] = {}

    async def answer(self, again: bool) -> tuple[Sequence[AccessRow], tuple[str, ...]]:
        """Read the ACL, the owner and the lists of people, and evaluate: no request a user."""
        from ocs_tui.access.who import who_can
        from ocs_tui.model.access import AccessControlList

        connection = self.ocs.connection
        if connection is None:
            return (), ()
        keys = [("acl", self._place), ("roles",), ("users",), ("clients",)]
        if self._place:
            keys.insert(1, ("owner", self._place))
        await connection.load_missing(
            keys, lambda done, of: self.progress(f"Reading… {done} of {of} lists"), again=again
        )
        address = Address.at_place(self._place)
        thing = connection.thing(address)
        if thing.acl is None:
            self.fail(thing.acl_problem or "The ACL could not be read.")
            return (), ()
        directory = connection.directory()
        found = who_can(thing.acl or AccessControlList(), thing.owner, directory, thing.owner_problem)
        rows = []
        for access in found.everyone:
            who = access.subject.who
            kind = "user" if who.type is TrusteeType.USER else "client"
            more = f"{kind} · owner" if access.evaluation.owner else kind
            if not access.subject.enabled:
                more += " · switched off"
            self._kinds[who.id] = who.type
            rows.append(access_row(who.id, access.subject.name, more, access.evaluation, directory.names))
        return rows, found.not_known

    def on_line_view_chosen(self) -> None:
        """``enter`` on a person."""
        self.action_reach()

    def action_reach(self) -> None:
        """Ask what the one under the cursor reaches."""
        from ocs_tui.screens.reach import ReachScreen

        row = self._table.current
        if row is not None:
            self.app.push_screen(ReachScreen(self._kinds[row.id], row.id, row.name))
