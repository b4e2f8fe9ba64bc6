"""A bulk ACL job: the service itself changes the ACLs of many streams, while one looks on or goes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.acl_editor import AclEditor

if TYPE_CHECKING:
    from ocs_tui.changes.change import Change, Create
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.model.access import AccessControlList

ROLES_SAID = (
    "The rights of these roles are set, and what other roles may do stays as it is. a adds a role; one without any "
    "right loses its access. w sets the whole ACL instead."
)
WHOLE_SAID = (
    "The whole ACL of each stream is replaced by this one; it begins as the default of new streams. "
    "w sets the rights of some roles instead."
)


class AclJobEditor(AclEditor):
    """Says what a job shall do: to which streams, and whether to the rights of some roles or to the whole ACL.

    Args:
        namespace_id: whose streams.
        stream_ids: those that were marked; all of the namespace when there are none.
        draft: an edit of another time to go on with.
    """

    CSS_PATH = stylesheet("acl_editor")
    HELP = (
        "The service changes the ACLs of many streams by itself, as a job. "
        + ROLES_SAID
        + " ctrl+s shows the review."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w",
            "whole",
            "Whole ACL",
            tooltip="Set the whole ACL, or the rights of some roles",
            id="job.whole",
        ),
    ]

    def __init__(self, namespace_id: str, stream_ids: Sequence[str] = (), draft: Draft | None = None) -> None:
        self._collection = Address((namespace_id, "streams"))
        super().__init__(str(self._collection), [], None, AccessRight.READ, draft)
        self._stream_ids = tuple(stream_ids)
        self._is_whole = False
        self._beside: tuple[Any, Any, Any] = ({}, [], [])
        """The cells, the roles added and the steps of the way that is not shown."""
        self._why_not_whole = ""
        """Why the default ACL, which the whole ACL begins as, is not known; empty where it is."""
        if draft is not None:
            self._stream_ids = tuple(_body(draft).get("ResourceIds") or ())
            self._is_whole = _body(draft).get("Operation") == 1

    @property
    def _which(self) -> str:
        count = len(self._stream_ids)
        if not count:
            return f"all streams of {safe(self._collection.namespace_id, 80)}"
        return f"{count:,} stream{'' if count == 1 else 's'} of {safe(self._collection.namespace_id, 80)}"

    def on_mount(self) -> None:
        """Read the default ACL of streams, which the whole ACL begins as."""
        super().on_mount()
        self._entitle()

    def _entitle(self) -> None:
        self.entitle(f"Set the access of {self._which}", WHOLE_SAID if self._is_whole else ROLES_SAID)

    @work(group="open", exclusive=True, exit_on_error=False)
    async def open_on(self, address: Address, aspect: str) -> None:
        """Begin: without the right to read the default ACL, the whole ACL begins empty.

        Where it could not be read for another reason, only the rights of some roles can be set: a whole ACL that
        was made of nothing would take access away that nobody spoke of.
        """
        from ocs_tui.api.answers import Fetched
        from ocs_tui.api.errors import Forbidden, OcsError
        from ocs_tui.changes.change import Aspect
        from ocs_tui.model.access import AccessControlList
        from ocs_tui.model.document import Document

        connection = self.ocs.connection
        if connection is None:
            return
        try:
            fetched: Fetched[Any] = await connection.read_for_edit(address, Aspect[aspect])
        except Forbidden:
            fetched = Fetched(AccessControlList(), Document.of({}), "", "")
        except OcsError as error:
            fetched = Fetched(AccessControlList(), Document.of({}), "", "")
            self._why_not_whole = error.sentence
        else:
            self._why_not_whole = fetched.problem or ""
        if self._why_not_whole and self._is_whole:
            self.opening = False
            self._say_why_not_whole()
            return
        try:
            if self._draft is not None and self.take_draft():
                self._go_on(self._draft, fetched.value)
            draft, self._draft = self._draft, None
            await self.opened(fetched)
            self._draft = draft
            self._entitle()
        finally:
            self.opening = False

    def _go_on(self, draft: Draft, default: AccessControlList) -> None:
        from ocs_tui.access.diff import diff
        from ocs_tui.model.access import AccessControlList

        body = _body(draft)
        after = AccessControlList.model_validate(body.get("AccessControlList") or {})
        begins = default if self._is_whole else AccessControlList()
        rows = diff(begins, after).rows
        self._cells = {(row.role_id, cell.right): cell.after for row in rows for cell in row.cells}
        self._added = list(body.get("RoleIds") or ())

    @property
    def _before(self) -> AccessControlList:
        from ocs_tui.model.access import AccessControlList

        return super()._before if self._is_whole else AccessControlList()

    def action_whole(self) -> None:
        """Go over to the whole ACL, or back to the rights of some roles; each keeps its own edit."""
        if self._fetched is None:
            return
        if self._why_not_whole and not self._is_whole:
            self._say_why_not_whole()
            return
        self._turn()
        self._entitle()
        self._show()
        self.keep_draft()

    def _turn(self) -> None:
        here = (self._cells, self._added, self._history)
        self._cells, self._added, self._history = self._beside
        self._beside = here
        self._is_whole = not self._is_whole

    def _say_why_not_whole(self) -> None:
        self.fail(
            f"The whole ACL begins as the default of new streams, which is not known. {self._why_not_whole}"
        )

    def _say_cell(self) -> None:
        words = "the whole ACL" if self._is_whole else f"the rights of {len(self._role_ids())} roles"
        self._cell.update(f"{self._matrix.cell_words()} · sets {words} of {self._which}".lstrip(" ·"))

    def _role_ids(self) -> list[str]:
        return list(dict.fromkeys((*self._added, *(role_id for role_id, _ in self._cells))))

    # The edit.

    def unsaved(self) -> str | None:
        """What was said of the job."""
        return None if self.edit_so_far() is None else f"The job for {self._which}"

    def change(self) -> Change | str | None:
        """The job as a Change; refused where it would do nothing, or leave streams that nobody manages."""
        from ocs_tui.access.guard import refusal

        if self._fetched is None:
            return "It has not been read yet: wait a moment."
        if not self._is_whole and not self._role_ids():
            return "No role is said yet: a adds one, and its cells say what it shall have."
        if self._is_whole and (problem := refusal(self._after())):
            return problem
        return self._job()

    def edit_so_far(self) -> Create | None:  # type: ignore[override]
        """The job as it is said so far; None while nothing is. Where one only looks at the way that was not
        edited, the edit is that of the other one: it is not lost by looking.
        """
        if self._fetched is None:
            return None
        if self._cells or self._added:
            return self._job()
        if not any(self._beside[:2]):
            return None
        self._turn()
        try:
            return self._job()
        finally:
            self._turn()

    def _job(self) -> Create:
        from ocs_tui.catalog.models import model_of
        from ocs_tui.catalog.sds import ACL_JOB
        from ocs_tui.changes.change import Create
        from ocs_tui.model.area_enums import JobOperation, JobScope

        operation = JobOperation.UPDATE_ALL if self._is_whole else JobOperation.UPDATE_ROLE_ACCESS
        body: dict[str, Any] = {
            "Scope": int(JobScope.RESOURCE if self._stream_ids else JobScope.NAMESPACE),
            "Operation": int(operation),
            "AccessControlList": self._after().to_wire(),
        }
        if self._stream_ids:
            body["ResourceIds"] = list(self._stream_ids)
        if not self._is_whole:
            body["RoleIds"] = self._role_ids()
        address = Address((self._collection.namespace_id, ACL_JOB.collection))
        return Create(address, model_of(ACL_JOB).model_validate(body), ACL_JOB, self.edit_id)


def _body(draft: Draft) -> dict[str, Any]:
    return draft.change.after.to_wire()
