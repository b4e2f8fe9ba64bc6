"""Trials of rules that are not stored: previews and suggestions. A POST gives a token, a GET by it the outcome.

The outcome is worked out when it is asked for, so that it is never old.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rules.matching import expressions_of, found_in
from ocs_tui.emulator.rules.running import candidates, field_of, put_out
from ocs_tui.emulator.rules.suggesting import suggested
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import may_read, place_of, readable, require, rights_on
from ocs_tui.model.enums import AccessRight

Outcome = Callable[[Call, Json], list[Json]]


def preview(call: Call, rule: Json) -> list[Json]:
    """Return the streams that a rule finds, with what it would put out for each."""
    return [
        {
            "StreamId": stream.id,
            "Outputs": [{"Field": name, "Value": value} for name, value in values.items()],
        }
        for stream, values in put_out(rule, candidates(call, rule, may_read(call, STREAM)))
    ]


def preview_of_expressions(call: Call, rule: Json) -> list[Json]:
    """Return the streams that a rule finds, with the parts that its expressions name."""
    expressions = expressions_of(rule)
    found: list[Json] = []
    for stream in candidates(call, rule, may_read(call, STREAM)):
        named = found_in(expressions, lambda name, held=stream: field_of(held, name))  # type: ignore[misc]
        if named is not None:
            found.append({"StreamId": stream.id, "Groups": named})
    return found


def suggestion(call: Call, rule: Json) -> list[Json]:
    """Return rules that could be: from the example stream, else from the first one there is."""
    first = next((held.id for held in readable(call, STREAM)), "")
    return suggested(rule, str(rule.get("ExampleStreamId") or first))


_OUTCOMES: dict[str, Outcome] = {
    "preview": preview,
    "expressions": preview_of_expressions,
    "suggestion": suggestion,
}


def trial_handlers(kind: Kind, what: str) -> dict[str, Handler]:
    """Return what POST, GET and DELETE of a kind of trial do: ``preview``, ``expressions`` or ``suggestion``."""
    shelf_name = f"{'suggestion' if what == 'suggestion' else 'preview'} of {kind.plural}"

    def begin(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.WRITE)
        rule = known_names(read_object(call.body), (each.label for each in kind.fields))
        if what != "suggestion":
            hooks_of(kind).checked(call, {"Id": ""} | rule, None)
        given = call.asked("token").strip()
        token = _found(call).id if given else str(uuid.uuid4())
        held = Held({"Id": token, "Rule": rule, "What": what})
        call.box.contents.write((place_of(call, kind), shelf_name, held.key, held))
        return empty(204) if given else answer({"Token": token}, 202)

    def read(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.READ)
        trial = _found(call).document
        return answer(_OUTCOMES[trial["What"]](call, trial["Rule"]))

    def end(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.READ)
        call.box.contents.write((place_of(call, kind), shelf_name, _found(call).key, None))
        return empty(204)

    def _found(call: Call) -> Held:
        token = call.asked("token").strip()
        if not token:
            raise Refused(400, "token is needed.")
        held = call.box.contents.shelf(place_of(call, kind), shelf_name).get(token)
        if held is None:
            raise Refused(404, f"There is no such {what}: it is over, or another was meant.")
        return held

    return {"POST": begin, "GET": read, "DELETE": end}
