"""Bulk ACL jobs: the ACLs of many streams, with progress that is worked out when somebody looks.

What a job does is done when it is posted, stream by stream, as far as its requester may set each ACL. How far
it has come is told by the time since: a job takes as long as a namespace takes to be made.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.sds import ACL_JOB, ACL_JOB_STEP, STREAM
from ocs_tui.emulator.answers import answer, error_body
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.sds_routes.many import made_acl_record
from ocs_tui.emulator.sds_routes.resolving import stream_held
from ocs_tui.emulator.shapes import known_names, read_acl, read_entries
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import caller_as_owner, found, place_of, readable, rights_on, shelf_of
from ocs_tui.emulator.things.reading import bounds
from ocs_tui.emulator.things.shape import bare, moment
from ocs_tui.model.area_enums import JobOperation, JobScope, JobStatus
from ocs_tui.model.enums import AccessRight
from ocs_tui.model.sds_enums import sds_member

_MANAGE = AccessRight.MANAGE_ACCESS_CONTROL
_INPUT = (
    "AccessControlList",
    "Operation",
    "Scope",
    "ResourceIds",
    "RoleIds",
    "ResourceType",
    "Description",
    "Name",
)
_MOST_NAMED = 10_000
"""Of so many streams a job remembers its steps one by one; of more it tells those that failed."""


def list_jobs(call: Call) -> Response:
    """Answer the jobs of a namespace, the latest last."""
    jobs = sorted(readable(call, ACL_JOB), key=lambda held: held.created)
    return answer([_summary(call, held) for held in jobs])


def get_job(call: Call) -> Response:
    """Answer a job as far as it has come."""
    return answer(_summary(call, found(call, ACL_JOB)))


def create_job(call: Call) -> Response:
    """Begin a job, and answer it."""
    given = known_names(read_object(call.body), _INPUT)
    operation = _member(JobOperation, given, "Operation")
    scope = _member(JobScope, given, "Scope")
    roles = _texts(given, "RoleIds")
    if operation is JobOperation.UPDATE_ROLE_ACCESS and not roles:
        raise Refused(400, "A change of the rights of roles needs RoleIds.")
    ids = _texts(given, "ResourceIds")
    if scope is JobScope.RESOURCE and not ids:
        raise Refused(400, "A job for some streams needs ResourceIds.")
    wanted = given.get("AccessControlList") or {"RoleTrusteeAccessControlEntries": []}
    setting = _whole(read_acl(wanted)) if operation is JobOperation.UPDATE_ALL else _roles(wanted, roles)
    place, now = place_of(call, STREAM), call.box.store.clock()
    if scope is JobScope.RESOURCE:
        total, failed = _set_named(call, place, ids, setting)
    else:
        total, failed = _set_all(call, place, setting)
        ids = (
            [held.id for held in islice(shelf_of(call, STREAM), _MOST_NAMED)] if total <= _MOST_NAMED else []
        )
    job_id = str(uuid.uuid4())
    document = {
        "Id": job_id,
        "Name": given.get("Name") or f"Access of {total} streams",
        "Description": given.get("Description"),
        "OperationId": str(call.scope["state"]["operation_id"]),
        "Requester": caller_as_owner(call),
        "TotalSteps": total,
    }
    held = Held(document, created=now, modified=now, also={"Ids": ids, "Failed": failed})
    call.box.contents.write((place, ACL_JOB.name, held.key, held))
    return answer(_summary(call, held))


def list_steps(call: Call) -> Response:
    """Answer the steps of a job that are done, those that failed alone, or those that succeeded."""
    held = found(call, ACL_JOB)
    wanted = call.asked("filterBy").strip().casefold() or "all"
    wanted = {"0": "success", "1": "failure", "2": "all"}.get(wanted, wanted)
    if wanted not in ("success", "failure", "all"):
        raise Refused(400, "filterBy is Success, Failure or All.")
    skip, count = bounds(call, ACL_JOB_STEP)
    end = None if count is None else skip + count
    return answer([_shown(call, step) for step in islice(_steps(call, held, wanted), skip, end)])


def _summary(call: Call, held: Held) -> Json:
    total, failed = int(held.document["TotalSteps"]), held.also["Failed"]
    share = _share(call, held)
    done = total if share >= 1 else int(total * share)
    failures = sum(1 for each in failed.values() if each["Step"] < done)
    status = JobStatus.IN_PROGRESS
    if share >= 1:
        status = JobStatus.PARTIALLY_SUCCEEDED if failures else JobStatus.SUCCEEDED
        if failures and failures == total:
            status = JobStatus.FAILED
    body = {
        **held.document,
        "StartTime": moment(held.created),
        "EndTime": moment(held.created + call.box.provision_delay) if share >= 1 else None,
        "Status": int(status),
        "StepsSucceeded": done - failures,
        "StepsFailed": failures,
        "StepsProcessed": done,
    }
    return _shown(call, body)


def _share(call: Call, held: Held) -> float:
    """Return how much of a job is done, from 0 to 1."""
    passed = call.box.store.clock() - held.created
    return 1.0 if passed >= call.box.provision_delay else max(0.0, passed / call.box.provision_delay)


def _steps(call: Call, held: Held, wanted: str) -> Iterator[Json]:
    total, failed = int(held.document["TotalSteps"]), held.also["Failed"]
    done = int(total * _share(call, held))
    ids: Iterator[str] = iter(held.also["Ids"])
    if not held.also["Ids"]:
        ids = (each["Id"] for each in failed.values()) if wanted == "failure" else _streams(call)
    for number, stream_id in enumerate(islice(ids, total)):
        failure = failed.get(stream_id.casefold())
        number = failure["Step"] if failure else number
        if number >= done or (wanted != "all" and (failure is None) != (wanted == "success")):
            continue
        ended = moment(held.created + call.box.provision_delay * (number + 1) / total)
        yield {
            "Id": str(uuid.uuid5(uuid.UUID(held.id), str(number))),
            "Name": f"Access of {stream_id}",
            "ResourceId": stream_id,
            "StartTime": moment(held.created + call.box.provision_delay * number / total),
            "EndTime": ended,
            "Status": int(JobStatus.FAILED if failure else JobStatus.SUCCEEDED),
            "Errors": [failure["Error"]] if failure else [],
        }


def _streams(call: Call) -> Iterator[str]:
    return (held.id for held in shelf_of(call, STREAM))


def _set_named(call: Call, place: str, ids: list[str], setting: Any) -> tuple[int, Json]:
    """Set the ACLs of the streams that are named; return how many those are, and why some could not be set."""
    failed: Json = {}
    writes = []
    for number, stream_id in enumerate(ids):
        held = stream_held(call, stream_id)
        try:
            if held is None:
                raise Refused(404, "There is no such stream.")
            writes.append((place, STREAM.name, held.key, _settled(call, held, setting)))
        except Refused as refused:
            failed[stream_id.casefold()] = _failure(call, number, stream_id, refused)
    call.box.contents.write(*writes)
    return len(ids), failed


def _set_all(call: Call, place: str, setting: Any) -> tuple[int, Json]:
    """Set the ACLs of all streams; those made on demand at one blow, for they have one ACL."""
    shelf = shelf_of(call, STREAM)
    failed: Json = {}
    writes = []
    source = shelf.source
    for number, held in enumerate(shelf.own()):
        try:
            writes.append((place, STREAM.name, held.key, _settled(call, held, setting)))
        except Refused as refused:
            failed[held.key] = _failure(call, number, held.id, refused)
    total = len(shelf)
    if source is not None and granted(call.caller, source.acl, source.owner) & _MANAGE:
        source.acl = setting(source.acl)
        call.box.contents.keep(*made_acl_record(place), [("", source.acl)])
    elif source is not None:
        no_right = Refused(403, "The access control list does not allow it.")
        first = len(shelf.own())
        made = (held for held in shelf if held.acl is source.acl)
        for number, held in enumerate(islice(made, _MOST_NAMED)):
            failed[held.key] = _failure(call, first + number, held.id, no_right)
    call.box.contents.write(*writes)
    return total, failed


def _settled(call: Call, held: Held, setting: Any) -> Held:
    if not rights_on(call, STREAM, held) & _MANAGE:
        raise Refused(403, "The access control list does not allow it.")
    return held.guarded(setting(held.acl))


def _failure(call: Call, number: int, stream_id: str, refused: Refused) -> Json:
    return {"Step": number, "Id": stream_id, "Error": error_body(refused, call.scope)}


def _whole(acl: Json) -> Any:
    return lambda before: acl


def _roles(wanted: Any, roles: list[str]) -> Any:
    """Return what sets the entries of some roles: they keep their place, and all others stay as they are.

    Raises:
        Refused: 400 for an ACL that is none.
    """
    named = {role.casefold() for role in roles}
    fresh = [each for each in read_entries(wanted) if _role(each) in named]

    def setting(before: Json) -> Json:
        left = list(fresh)
        entries: list[Json] = []
        for entry in before["RoleTrusteeAccessControlEntries"]:
            if _role(entry) not in named:
                entries.append(entry)
                continue
            entries += [each for each in left if _role(each) == _role(entry)]
            left = [each for each in left if _role(each) != _role(entry)]
        return before | {"RoleTrusteeAccessControlEntries": entries + left}

    return setting


def _role(entry: Json) -> str:
    return str(entry["Trustee"]["ObjectId"]).casefold()


def _member(kind: Any, given: Json, name: str) -> Any:
    member = sds_member(kind, given.get(name) or 0)
    if member is None:
        raise Refused(400, f"{name} is not known: {given[name]!r}.").about(**{name: str(given[name])})
    return member


def _texts(given: Json, name: str) -> list[str]:
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused(400, f"{name} is a list of texts.")
    return value


def _shown(call: Call, body: Json) -> Json:
    return body if call.verbose else bare(body)
