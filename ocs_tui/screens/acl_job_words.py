"""A bulk ACL job in words: what it shall do, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.access import meaning
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.area_enums import JobOperation, JobScope
from ocs_tui.model.text import safe
from ocs_tui.screens.thing_words import brief
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.review_text import diff_line

if TYPE_CHECKING:
    from ocs_tui.changes.change import Create
    from ocs_tui.connection import Connection

NAMED = 20
"""Streams that are named one by one in a review."""


def lines_of(connection: Connection, change: Create) -> list[Line]:
    """Return what a job shall do, to which streams."""
    body = change.after.to_wire()
    acl = AccessControlList.model_validate(body.get("AccessControlList") or {})
    role_ids = body.get("RoleIds") or []
    whole = body.get("Operation") == JobOperation.UPDATE_ALL
    lines = [note(text, "") for text in (_which(change, body), _does(connection, role_ids, whole))]
    lines += [
        diff_line("+", text) for _, text in meaning.diff_lines(AccessControlList(), acl, connection.role_name)
    ]
    if not whole:
        held = {entry.trustee.object_id.casefold() for entry in acl.entries}
        gone = [role_id for role_id in role_ids if role_id.casefold() not in held]
        lines += [diff_line("-", f"{connection.role_name(role_id)}: every right") for role_id in gone]
    ids = body.get("ResourceIds") or []
    if ids:
        lines += [Line(), heading("The streams")]
        lines += [note(safe(one, 200), "") for one in ids[:NAMED]]
        if len(ids) > NAMED:
            lines.append(note(f"and {len(ids) - NAMED:,} more"))
    return [*lines, Line(), note(_FOLLOWS)]


_FOLLOWS = (
    "The service does it by itself, stream by stream: the job's pane shows how far it is and what failed. What the "
    "ACLs were is not kept: it cannot be taken back."
)


def _which(change: Create, body: dict[str, Any]) -> str:
    namespace = safe(change.address.namespace_id, 80)
    if body.get("Scope") == JobScope.NAMESPACE:
        return f"Of all streams of {namespace}, however many those are by then:"
    count = len(body.get("ResourceIds") or [])
    return f"Of {count:,} stream{'' if count == 1 else 's'} of {namespace}:"


def _does(connection: Connection, role_ids: list[str], whole: bool) -> str:
    if whole:
        return "the whole ACL is replaced by this one."
    names = ", ".join(connection.role_name(role_id) for role_id in role_ids)
    return f"the rights of {names} are set to these; what other roles may do stays as it is."


def is_of_all(change: Create) -> bool:
    """Return whether a job is for all streams of a namespace."""
    return change.after.to_wire().get("Scope") == JobScope.NAMESPACE


def progress_lines(job: Any, failures: Any) -> list[Line]:
    """Return how far a job has come and what failed, as the pane shows it first.

    Args:
        job: the job.
        failures: the first steps that failed, as a page; None while they are not read.
    """
    total, done = _count(job.TotalSteps), _count(job.StepsProcessed)
    failed = _count(job.StepsFailed)
    if not total:
        return []
    width = 24
    full = min(width, done * width // total)
    words = f"{'█' * full}{'░' * (width - full)} {done:,} of {total:,}"
    lines = [Line("Progress", words, str(done))]
    if failed:
        lines.append(Line(" ", f"{failed:,} failed", str(failed), "bad"))
        lines += [
            Line("  " + safe(step.ResourceId or step.id, 60), safe(brief(step.Errors or "no reason is said"), 300),
                 str(step.ResourceId), "bad")
            for step in (failures.items if failures is not None else ())[:NAMED]
        ]  # fmt: skip
        if failed > NAMED:
            lines.append(note("2 shows all steps."))
    return [
        *lines,
        note("It has ended." if not goes_on(job) else "It goes on: looked at again by itself."),
        Line(),
    ]


def goes_on(job: Any) -> bool:
    """Return whether a job has not come to its end."""
    from ocs_tui.model.area_enums import JobStatus
    from ocs_tui.model.wire import read_enum

    status = read_enum(JobStatus)(job.Status if isinstance(job.Status, int | str) else 0)
    return isinstance(status, JobStatus) and status.settles


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
