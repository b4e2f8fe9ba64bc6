"""Change many namespaces in one go: what is to be done, then one review of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Label, Select

from ocs_tui.catalog.kinds import kind_at
from ocs_tui.model.address import Address
from ocs_tui.model.enums import RIGHT_LABELS, RIGHTS, AccessRight, TrusteeType
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.plain import plain
from ocs_tui.widgets.tick import Tick

if TYPE_CHECKING:
    from ocs_tui.changes.plan import Plan, Reading
    from ocs_tui.connection import Connection

NAMED_AT_MOST = 1_000
"""Characters of the names under the title."""

ACTIONS = (
    ("Grant a role rights (a Deny of them goes)", "grant"),
    ("Deny a role rights (an Allow of them goes)", "deny"),
    ("Revoke a role's rights (both go)", "revoke"),
    ("Copy the ACL of another one", "copy"),
    ("Apply the default ACL of new ones", "root"),
    ("Set the owner", "owner"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says.

    Attributes:
        action: one of ``ACTIONS``.
        role_id: the role whose rights are granted, denied or revoked.
        rights: those rights.
        source: the place whose ACL is copied.
        owner: ``user`` or ``client``, and the id.
    """

    action: str
    role_id: str
    rights: AccessRight
    source: str
    owner: str


class BulkEditor(Editor):
    """Says what is to be done with what is marked: namespaces, or things of one kind in one of them.

    Args:
        addresses: theirs.
    """

    CSS_PATH = stylesheet("bulk")
    HELP = "Choose what to do with what is marked; ctrl+s reads it all and shows one review."

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses = list(addresses)
        self._default = Address(addresses[0].parts[:-1])
        self._noun = kind_at(addresses[0]).plural.casefold()
        super().__init__(f"Change {len(addresses)} {self._noun}")
        self._reading = False

    def body(self) -> Iterable[Widget]:
        """What to do, and with what."""
        connection = self.ocs.connection
        assert connection is not None
        roles = sorted(connection.value(("roles",)) or (), key=lambda role: role.name.casefold())
        people = [
            *((f"{plain(one.label)} (user)", f"user {one.id}") for one in connection.value(("users",)) or ()),
            *(
                (f"{plain(one.label)} (client)", f"client {one.id}")
                for one in connection.value(("clients",)) or ()
            ),
        ]
        rights = [Tick(RIGHT_LABELS[right], id=f"right-{int(right)}", compact=True) for right in RIGHTS]
        return (
            VerticalScroll(
                Label("What to do"),
                Select(ACTIONS, value="grant", allow_blank=False, id="action"),
                Label("Role", classes="of-rights"),
                Select([(plain(role.name), role.id) for role in roles], id="role", classes="of-rights"),
                Label("Rights", classes="of-rights"),
                Horizontal(*rights, id="rights", classes="of-rights"),
                Label("Whose ACL is copied", classes="of-copy"),
                Select(self._sources(connection), id="source", classes="of-copy"),
                Label("Owner", classes="of-owner"),
                Select(sorted(people), id="owner", classes="of-owner"),
                id="form",
                can_focus=False,
            ),
        )

    def _sources(self, connection: Connection) -> list[tuple[str, str]]:
        """Return whose ACL can be copied: the namespaces', and those of the things that are marked."""
        places = [str(one) for one in self._addresses] if self._default.in_namespace else []
        return [(plain(one), one) for one in (*places, *(one.id for one in connection.namespaces))]

    def on_mount(self) -> None:
        """Say which they are."""
        names = (one.ids[-1] for one in self._addresses)
        self.entitle(f"Change {len(self._addresses)} {self._noun}", safe(", ".join(names), NAMED_AT_MOST))
        self.set_focus(self.query_one("#action"))
        self._offer("grant")

    def on_select_changed(self, event: Select.Changed) -> None:
        """Show the fields that belong to it."""
        if event.select.id == "action":
            self._offer(str(event.value))

    def _offer(self, action: str) -> None:
        groups = {"of-rights": ("grant", "deny", "revoke"), "of-copy": ("copy",), "of-owner": ("owner",)}
        for name, actions in groups.items():
            self.query(f".{name}").set(display=action in actions)

    def _chosen(self, name: str) -> str | None:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else None

    def _wish(self) -> Wish:
        """Return what is filled in now: what is typed while it is being read changes nothing."""
        return Wish(
            self._chosen("action") or "grant",
            self._chosen("role") or "",
            self._rights(),
            self._chosen("source") or "",
            self._chosen("owner") or "",
        )

    def _rights(self) -> AccessRight:
        chosen = AccessRight.NONE
        for right in RIGHTS:
            if self.query_one(f"#right-{int(right)}", Tick).value:
                chosen |= right
        return chosen

    def _missing(self) -> str | None:
        action = self._chosen("action")
        if action in ("grant", "deny", "revoke"):
            if self._chosen("role") is None:
                return "Choose a role."
            if not self._rights():
                return "Choose at least one right."
        if action == "copy" and self._chosen("source") is None:
            return "Choose whose ACL is copied."
        if action == "owner" and self._chosen("owner") is None:
            return "Choose an owner."
        return None

    def action_review(self) -> None:
        """Read them all where they would be written, and show what would change."""
        if self.app.screen is not self or self._reading:
            return
        if missing := self._missing():
            self.fail(missing)
            return
        self.opening = True
        self._read(self._wish())

    @work(group="bulk", exclusive=True, exit_on_error=False)
    async def _read(self, wish: Wish) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.change import Aspect
        from ocs_tui.changes.plan import read_all
        from ocs_tui.screens.bulk_review import BulkReview

        connection = self.ocs.connection
        if connection is None:
            return
        self._reading = True
        aspect = Aspect.OWNER if wish.action == "owner" else Aspect.ACL
        try:
            readings = await read_all(
                connection.client,
                self._addresses,
                aspect,
                on_progress=lambda done, of: self.tell(f"Reading… {done} of {of} · escape leaves"),
            )
            plan = await self._plan(readings, wish)
        except OcsError as error:
            self.fail_with(error)
            return
        finally:
            self._reading = self.opening = False
            self.tell("")
        self.when_on_top(lambda: self.app.push_screen(BulkReview(plan), self._reviewed))

    async def _plan(self, readings: dict[Address, Reading], wish: Wish) -> Plan:
        from ocs_tui.access.rows import Setting
        from ocs_tui.changes.change import Aspect
        from ocs_tui.changes.plan import plan_acl, plan_owner, plan_rights
        from ocs_tui.model.access import Trustee

        connection = self.ocs.connection
        assert connection is not None
        action = wish.action
        if action == "owner":
            kind, _, object_id = wish.owner.partition(" ")
            trustee_type = TrusteeType.USER if kind == "user" else TrusteeType.CLIENT
            owner = Trustee(type=trustee_type, object_id=object_id, tenant_id=connection.profile.tenant_id)
            return plan_owner(readings, owner)
        if action in ("copy", "root"):
            source = self._default if action == "root" else Address.at_place(wish.source)
            fetched = await connection.read_for_edit(source, Aspect.ACL)
            return plan_acl(readings, fetched.value)
        settings = {"grant": Setting.ALLOW, "deny": Setting.DENY, "revoke": Setting.UNSET}
        return plan_rights(readings, wish.role_id, wish.rights, settings[action])
