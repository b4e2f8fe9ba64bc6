"""Client failover: which client of a group is the one that works."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.families.kinds import FAILOVER_GROUP
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, place_of
from ocs_tui.emulator.things.shape import id_problem, moment
from ocs_tui.model.enums import AccessRight

_SESSIONS = "client session"
_DEAD_AFTER = 60.0
"""Seconds without a heartbeat after which a client is taken for dead. The reference states none."""


def status(call: Call) -> Response:
    """Answer how a group is: the client that has been alive for longest is the one that works."""
    group = found(call, FAILOVER_GROUP, AccessRight.READ)
    alive = sorted(
        (each for each in _sessions(call, group) if _lives(call, each)), key=lambda each: each.created
    )
    body: Json = {"GroupId": group.id, "ClientSessionCount": len(alive)}
    return answer(body | ({"PrimaryClientSessionId": alive[0].id} if alive else {}))


def list_sessions(call: Call) -> Response:
    """Answer the client sessions of a group."""
    group = found(call, FAILOVER_GROUP, AccessRight.READ)
    return answer(
        [
            {"Id": each.id, "LastHeartbeat": moment(each.modified), "IsAlive": _lives(call, each)}
            for each in _sessions(call, group)
        ]
    )


def heartbeat(call: Call) -> Response:
    """Note that a client lives; the first beat makes its session."""
    group = found(call, FAILOVER_GROUP, AccessRight.WRITE)
    session_id, now = call.ids["below"], call.box.store.clock()
    problem = id_problem(session_id)
    if problem:
        raise Refused(400, problem)
    place = _place(call, group)
    before = call.box.contents.shelf(place, _SESSIONS).get(session_id)
    session = Held({"Id": session_id}, created=now, modified=now)
    if before is not None:
        session = before.written(before.document, now)
    call.box.contents.write((place, _SESSIONS, session.key, session))
    return answer({"Id": session.id, "LastHeartbeat": moment(now), "IsAlive": True})


def _sessions(call: Call, group: Held) -> list[Held]:
    return list(call.box.contents.shelf(_place(call, group), _SESSIONS))


def _place(call: Call, group: Held) -> str:
    return inside(place_of(call, FAILOVER_GROUP), FAILOVER_GROUP.name, group.key)


def _lives(call: Call, session: Held) -> bool:
    return call.box.store.clock() - session.modified < _DEAD_AFTER
