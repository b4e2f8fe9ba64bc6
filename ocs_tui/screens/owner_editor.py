"""The owner editor: pick a user or a client by name, e-mail address or id, or type an id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget
from textual.widgets import Input, Static

from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.pick_list import Option, PickList

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.model.access import Trustee


class OwnerEditor(Editor):
    """Sets the owner of a place: a namespace, or a thing in one."""

    CSS_PATH = stylesheet("owner_editor")
    HELP = (
        "Give it another owner, who may do everything with it, whatever its ACL says. "
        "Type to filter; enter picks and shows the review."
    )

    def __init__(self, place: str, draft: Draft | None = None) -> None:
        super().__init__(f"Set the owner of {safe(place)}", draft)
        self._place = place
        self._fetched: Fetched[Trustee] | None = None
        self._people: list[Option] = []
        self._picked: tuple[TrusteeType, str] | None = None
        self._list = PickList(placeholder="a name, an e-mail address, or an id", id="people")
        self._hint = Static("", id="owner-hint", markup=False)

    def body(self) -> Iterable[Widget]:
        """The list, and a hint."""
        return (self._list, self._hint)

    def on_mount(self) -> None:
        """Read the owner where it will be written, and who can be one."""
        self.set_focus(self._list.query_one(Input))
        self.open_on(Address.at_place(self._place), "OWNER")

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Offer who can be the owner."""
        connection = self.ocs.connection
        if connection is None:
            return
        await connection.load_missing([("users",), ("clients",)])
        self._fetched = fetched
        now = connection.trustee_name(fetched.value)
        self.entitle(
            f"Set the owner of {self._place}",
            f"now: {now} · as it stands at {safe(fetched.region)} · {safe(fetched.base_url)}",
        )
        users, clients = connection.value(("users",)) or (), connection.value(("clients",)) or ()
        self._people = [
            *(Option(one.id, one.label, f"user {one.address}".rstrip(), TrusteeType.USER) for one in users),
            *(Option(one.id, one.label, "client", TrusteeType.CLIENT) for one in clients),
        ]
        self._people.sort(key=lambda option: option.name.casefold())
        if self._draft is not None:
            self._picked = _picked_in(self._draft)
        self._say_picked()
        self._offer(self._list.query_one(Input).value.strip())

    def _say_picked(self) -> None:
        """Say who is picked, and whose names cannot be read."""
        connection = self.ocs.connection
        assert connection is not None
        errors = [connection.slot((name,)).error for name in ("users", "clients")]
        words = [error.sentence for error in errors if error]
        if self._picked is not None and self._fetched is not None:
            kind, object_id = self._picked
            name = connection.trustee_name(self._fetched.value.changed(type=kind, object_id=object_id))
            words.insert(0, f"Picked: {name}. ctrl+s shows the review; enter picks the one under the cursor.")
        self._hint.update(" ".join(words))

    def _offer(self, typed: str) -> None:
        """Offer the people, and what is typed as an id: names cannot always be read."""
        more = []
        if typed and " " not in typed:
            more = [
                Option(typed, f"{typed} as a user's id", "typed", TrusteeType.USER),
                Option(typed, f"{typed} as a client's id", "typed", TrusteeType.CLIENT),
            ]
        self._list.show([*self._people, *more], "Nobody fits: go on typing a name or an id.")

    def on_pick_list_typed(self, event: PickList.Typed) -> None:
        """What is typed may be an id."""
        if self._fetched is not None:
            self._offer(event.text)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Picked: on to the review."""
        option = event.option
        if option is None or self._fetched is None or not isinstance(option.data, TrusteeType):
            return
        self._picked = (option.data, option.id)
        self._say_picked()
        self.keep_draft()
        self.action_review()

    def unsaved(self) -> str | None:
        """What was picked and not yet written."""
        from ocs_tui.changes.change import SetChange

        return f"The new owner of {safe(self._place)}" if isinstance(self.change(), SetChange) else None

    def change(self) -> Change | str | None:
        """The owner that was picked, as a Change."""
        from ocs_tui.access.diff import same_owner
        from ocs_tui.access.guard import owner_refusal
        from ocs_tui.changes.change import Aspect, SetChange

        connection = self.ocs.connection
        if self._fetched is None or connection is None:
            return "It has not been read yet: wait a moment."
        if self._picked is None:
            return "Pick an owner first."
        kind, object_id = self._picked
        before = self._fetched.value
        after = before.changed(type=kind, object_id=object_id, tenant_id=connection.profile.tenant_id)
        if same_owner(before, after):
            return None
        return owner_refusal(after) or SetChange(Address.at_place(self._place), Aspect.OWNER, before, after)


def _picked_in(draft: Draft) -> tuple[TrusteeType, str] | None:
    """Return who was picked in an edit of another time; None for a kind of owner that cannot be picked."""
    from ocs_tui.changes.change import SetChange
    from ocs_tui.model.access import Trustee

    assert isinstance(draft.change, SetChange)
    owner = draft.change.after
    assert isinstance(owner, Trustee)
    return (owner.type, owner.object_id) if isinstance(owner.type, TrusteeType) else None
