"""Delete a role: every ACL is read first, and the entries that name the role go with it, as one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget
from textual.widgets import Static

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocs_tui.changes.plan import Reading
    from ocs_tui.connection import Connection
    from ocs_tui.model.identity import Role
    from ocs_tui.model.wire import Wire

NAMED_AT_MOST = 12


class RoleDelete(DeleteScreen):
    """Shows who is in the role and which ACLs name it; what is deleted is reviewed as a plan."""

    HELP = (
        "Every ACL is read first, to find the entries that name the role: left behind they would name nobody. Type "
        "the role's name, then enter, to review what would be removed. Escape goes back, also while it is read."
    )

    def __init__(self, address: Address, before: Wire | None = None) -> None:
        super().__init__(address, before)
        self._readings: Mapping[Address, Reading] | None = None
        self._progress = Static("", id="progress", markup=False)
        self._entries_too = Tick("Remove these entries too", True, id="entries-too", compact=True)

    def body(self) -> Iterable[Widget]:
        """What goes, whether the entries go too, and where to type."""
        what, typed = super().body()
        return (what, self._progress, self._entries_too, typed)

    def on_mount(self) -> None:
        """Read who is in it, and every ACL."""
        self._entries_too.display = False
        self._read()

    @work(group="acls", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        from ocs_tui.api.errors import OcsError

        connection = self.ocs.connection
        if connection is None:
            return
        self._progress.update("Reading every ACL… escape leaves.")
        for key in (("users",), ("clients",)):
            self.ocs.explorer.read_list(key, again=False)
        try:
            self._readings = await connection.read_acls(
                lambda done, of: self._progress.update(
                    f"Reading every ACL… {done:,} of {of:,} · escape leaves."
                )
            )
        except OcsError as error:
            self._progress.update("Which ACLs name it is not known. Escape goes back.")
            self.fail_with(error)
            return
        self._progress.display = False
        self._entries_too.display = bool(self._naming)
        self.show_what()

    def slot_changed(self, key: object) -> None:
        """Say who is in it as soon as that is known."""
        if key in (("users",), ("clients",)) and self.is_mounted:
            self.show_what()

    # What goes.

    @property
    def _naming(self) -> Sequence[Address]:
        from ocs_tui.changes.role_plans import naming

        return naming(self._readings or {}, self._address.ids[0])

    def lines(self, connection: Connection) -> list[Line]:
        """The ACLs that name the role, who is in it, and the role."""
        role_id = self._address.ids[0]
        lines = [heading("Who is in it")]
        for kind, found in (
            ("users", connection.users_in(role_id)),
            ("clients", connection.clients_in(role_id)),
        ):
            if found is None:
                lines.append(Line(kind.capitalize(), "not known", None, "muted"))
            else:
                names = [safe(one.label, 60) for one in found[:NAMED_AT_MOST]]
                lines.append(Line(kind.capitalize(), _some(len(found), names)))
        acls = [] if self._readings is None else [*self._acls(self._readings), Line()]
        return [*acls, *lines, Line(), *super().lines(connection)]

    def _acls(self, readings: Mapping[Address, Reading]) -> list[Line]:
        from ocs_tui.api.errors import OcsError

        found, unread = self._naming, [at for at, one in readings.items() if isinstance(one, OcsError)]
        lines = [heading(f"ACLs that name it: {len(found)} of {len(readings)}")]
        lines += [note("the root ACL" if at.is_tenant else safe(at), "") for at in found] or [note("none")]
        if unread:
            names = [safe(at) for at in unread[:NAMED_AT_MOST]]
            lines.append(note(f"Could not be read: {_some(len(unread), names)}", "bad"))
            lines.append(note("Entries of it there would stay, and name nobody.", "bad"))
        return lines

    # Deleting.

    def action_review(self) -> None:
        """Review what would be removed, as one plan."""
        from ocs_tui.changes.change import Delete
        from ocs_tui.changes.role_plans import plan_role_delete
        from ocs_tui.screens.bulk_review import BulkReview

        change = self.change()
        if self._readings is None:
            self.fail("The ACLs are still being read: wait a moment, or go back.")
        elif not isinstance(change, Delete):
            self.fail(str(change))
        else:
            role: Role = change.before  # type: ignore[assignment]
            entries_too = self._entries_too.value and bool(self._naming)
            plan = plan_role_delete(self._readings, role, entries_too=entries_too)
            self.app.push_screen(BulkReview(plan), self._reviewed)


def _some(count: int, names: list[str]) -> str:
    more = count - len(names)
    return (", ".join(names) + (f" and {more:,} more" if more else "")) if count else "none"
