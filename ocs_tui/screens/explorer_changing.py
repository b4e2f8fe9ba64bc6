"""How the explorer begins a change: the editors it opens, and what it does when one is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.screens import subjects
from ocs_tui.screens.secret_keys import SecretKeys
from ocs_tui.screens.working import begin

if TYPE_CHECKING:
    from ocs_tui.changes.verify import Sighting
    from ocs_tui.screens.base import Base
    from ocs_tui.widgets.access_matrix import AccessMatrix


class Changing(SecretKeys):
    """What one may not edit says so at the key that would."""

    def action_edit(self) -> None:
        """Edit what the tab shows."""
        if self.ocs.connection is None:
            self.fail("Not connected yet: there is nothing to edit.")
            return
        if self.secret_action("edit"):
            return
        self._act_on_seen()
        from ocs_tui.screens import people_panes, thing_actions

        if self.tab == "Access":
            self._edit_acl([])
        elif self.tab == "Owner":
            self._edit_owner()
        elif part := self._part_shown():
            thing_actions.edit_part(
                self, people_panes.address_of_item(self._seen), part, self.back_from_editor
            )
        elif people_panes.kind_of(self._seen) is not None:
            thing_actions.edit(self, people_panes.address_of_item(self._seen), self.back_from_editor)
        elif self.tab == "JSON":
            self.fail("JSON is shown as it was answered: edit it on the other tabs.")
        elif self._seen.kind == "namespace":
            self._edit_fields()
        else:
            self.fail(f"A {self._seen.kind} is only shown here: there is nothing to edit on this tab.")

    def _part_shown(self) -> str:
        """What of the thing the tab shows, where that is edited by itself; empty for the thing."""
        from ocs_tui.screens import own_tabs, people_panes

        kind = people_panes.kind_of(self._seen)
        tab = own_tabs.tab(kind, self.tab) if kind is not None else None
        return tab.edits if tab is not None else ""

    def action_create_copy(self) -> None:
        """Create one more, beginning as a copy of what the cursor is on."""
        from ocs_tui.screens import people_panes, thing_actions

        self._act_on_seen()
        if self.ocs.connection is None:
            return
        if people_panes.kind_of(self._seen) is None:
            self.fail("Put the cursor on a type, a stream or the like to begin another one as its copy.")
            return
        thing_actions.create_copy(self, people_panes.address_of_item(self._seen), self.back_from_editor)

    def _act_on_seen(self) -> None:
        """In the tree a key acts on what the cursor is on, not on what the pane still shows."""
        if not self.detail.holds_focus and self.resources.current.key != self._seen.key:
            self._rested()

    def on_access_matrix_edit(self, event: AccessMatrix.Edit) -> None:
        """The editor's keys start the edit by themselves."""
        self._edit_acl([(event.action, event.role_id, event.right)])

    def _edit_acl(self, pending: list[tuple[str, str | None, AccessRight]]) -> None:
        from ocs_tui.screens import editing, panes

        connection = self.ocs.connection
        if connection is None:
            return
        place = panes.place_of(self._seen) or ""
        refusal = editing.why_not_acl(connection, place)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.acl_editor import AclEditor
        from ocs_tui.widgets.access_matrix import AccessMatrix

        matrix = self.detail.body
        role_id = matrix.current.role_id if isinstance(matrix, AccessMatrix) and matrix.current else None
        right = matrix.right if isinstance(matrix, AccessMatrix) else AccessRight.READ
        self.app.push_screen(AclEditor(place, pending, role_id, right), self.back_from_editor)

    def _edit_owner(self) -> None:
        from ocs_tui.screens import editing, panes

        connection = self.ocs.connection
        if connection is None:
            return
        place = panes.place_of(self._seen) or ""
        refusal = editing.why_not_owner(connection, place)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.owner_editor import OwnerEditor

        self.app.push_screen(OwnerEditor(place), self.back_from_editor)

    def _edit_fields(self) -> None:
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        refusal = editing.why_not_fields(connection, self._seen.id)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.namespace_form import NamespaceForm

        self.app.push_screen(NamespaceForm(self._seen.id), self.back_from_editor)

    def action_create(self) -> None:
        """Create a namespace, or one more of the kind that the cursor is on."""
        from ocs_tui.screens import editing, people_panes, thing_actions

        connection = self.ocs.connection
        if connection is None or self.secret_action("create"):
            return
        self._act_on_seen()
        if (kind := people_panes.kind_to_create(self._seen)) is not None:
            thing_actions.create(self, kind, people_panes.holders_of(self._seen), self.back_from_editor)
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        from ocs_tui.screens.namespace_form import NamespaceForm

        region = self._seen.id if self._seen.kind == "region" else ""
        if self._seen.kind == "namespace" and (namespace := connection.namespace(self._seen.id)):
            region = namespace.region_label
        form = NamespaceForm("", region)
        self.app.push_screen(form, lambda done: self.back_from_editor(done, form.made))

    def action_bulk(self) -> None:
        """Change the marked namespaces in one go."""

        connection = self.ocs.connection
        if connection is None:
            return
        marked = sorted(self.resources.marked)
        if not marked:
            self.fail("Nothing is marked: space marks the namespace under the cursor, * all that are shown.")
            return
        self.open_bulk(self, [Address.namespace(one) for one in marked], self.back_from_editor)

    def open_bulk(self, screen: Base, marked: list[Address], done: Callable[[str | None], None]) -> None:
        """Open what changes many things in one go; say why where nothing is written.

        Args:
            screen: where the key was pressed.
            marked: the things, all of one kind.
            done: told what was written.
        """
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        if refusal := editing.why_not_at_all(connection):
            screen.fail(refusal)
            return
        opening = partial(self._open_bulk, screen, marked, done)
        begin(screen, opening, group="bulk", exclusive=True)

    async def _open_bulk(
        self, screen: Base, marked: list[Address], done: Callable[[str | None], None]
    ) -> None:
        from ocs_tui.screens.bulk import BulkEditor

        connection = self.ocs.connection
        if connection is None:
            return
        await connection.load_missing([("roles",), ("users",), ("clients",)])
        screen.when_on_top(lambda: self.app.push_screen(BulkEditor(marked), done))

    def unmark(self, namespace_ids: Iterable[str]) -> None:
        """Unmark what was done; what failed stays marked."""
        self.resources.unmark(namespace_ids)

    def action_delete(self) -> None:
        """Delete what the cursor is on."""
        from ocs_tui.screens import editing, people_panes, thing_actions

        connection = self.ocs.connection
        if connection is None or self.secret_action("delete"):
            return
        self._act_on_seen()
        if people_panes.kind_of(self._seen) is not None:
            thing_actions.delete(self, people_panes.address_of_item(self._seen), self.back_from_editor)
            return
        if self._seen.kind != "namespace":
            self.fail("Put the cursor on a namespace, a role, a user or a client to delete it.")
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        from ocs_tui.screens.delete import DeleteScreen

        self.app.push_screen(DeleteScreen(Address.namespace(self._seen.id)), self.back_from_editor)

    def wrote(self, title: str, outcome: object) -> None:
        """A write came to its end after its screen was left."""
        from ocs_tui.api.answers import Created
        from ocs_tui.changes.apply import Applied, Refused

        if isinstance(outcome, Applied | Created):
            self.status.message = f"{title}: written."
            self.read_tree(again=False)
        elif isinstance(outcome, Refused):
            self.fail(f"{title}: not written. {outcome.sentence}")
        else:
            self.fail(f"{title}: not written, since it changed meanwhile. Edit it again.")

    def seen(self, title: str, sighting: Sighting) -> None:
        """Say how far a write has come, unless something else was said meanwhile."""
        from ocs_tui.changes.verify import Seen

        written = f"{title}: written."
        if sighting.seen is Seen.WRITTEN:
            return
        words = f"{title}: w{sighting.sentence[1:]}" if sighting.seen is Seen.BEHIND else ""
        self._said = (written, words or f"{written} {sighting.sentence}")
        if self.status.message == written:
            self.status.message = self._said[1]
        self._refresh_tree()

    def back_from_editor(self, done: str | None, made: str | None = None) -> None:
        """Back from an editor.

        Args:
            done: what was written, in words; None when nothing was.
            made: the id of a namespace that was created: the cursor goes there.
        """
        if done is None:
            return
        self.status.message = self._said[1] if self._said[0] == done else done
        self._said = ("", "")
        self.read_tree(again=False)
        self._refresh_tree()
        if made is not None and self.resources.reveal(subjects.namespace_key(made)):
            self._rested()
        else:
            self._present()  # what was deleted is not read again
            self._read_pane(again=True)
