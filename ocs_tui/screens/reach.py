"""What does it reach? Every namespace on which a user, a client or a role may do something, and how."""

from __future__ import annotations

from collections.abc import Sequence

from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.screens.question import Question, access_row
from ocs_tui.widgets.access_table import AccessRow


class ReachScreen(Question):
    """Answers for one user, client or role."""

    HELP = "Every namespace that it reaches, and through which roles."

    def __init__(self, kind: TrusteeType, object_id: str, name: str) -> None:
        super().__init__(f"What does {kind.name.lower()} {name} reach?", "Namespace")
        self._kind = kind
        self._object_id = object_id

    async def answer(self, again: bool) -> tuple[Sequence[AccessRow], tuple[str, ...]]:
        """Read every namespace's ACL and owner, a few at a time, and evaluate."""
        from ocs_tui.access.who import reach, who_is

        connection = self.ocs.connection
        if connection is None:
            return (), ()
        lists = [("namespaces",), ("roles",), ("users",), ("clients",)]
        await connection.load_missing(lists, again=again)
        ids = [namespace.id for namespace in connection.namespaces]
        keys = [(what, namespace_id) for namespace_id in ids for what in ("acl", "owner")]
        await connection.load_missing(
            keys, lambda done, of: self.progress(f"Reading… {done:,} of {of:,} · escape leaves"), again=again
        )
        directory = connection.directory()
        who = who_is(directory, self._kind, self._object_id)
        if who is None:
            self.fail("Its roles are not known: the list it stands in could not be read.")
            return (), ()
        things = [connection.thing(Address.namespace(namespace_id)) for namespace_id in ids]
        found = reach(who, things, directory)
        rows = [
            access_row(
                str(one.address),
                str(one.address),
                "owner" if one.evaluation.owner else "",
                one.evaluation,
                directory.names,
            )
            for one in found.things
        ]
        return rows, found.not_known
