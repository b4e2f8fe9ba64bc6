"""The logs of the tenant and of a namespace: what was asked for lately, over a history that is made up."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from urllib.parse import unquote

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.boards.log_history import Line, history_of_namespace, history_of_tenant
from ocs_tui.emulator.boards.times import asked_times
from ocs_tui.emulator.call import Call, Deed
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.store import Kind
from ocs_tui.emulator.things.place import namespace_of, require
from ocs_tui.emulator.things.reading import PAGE, whole
from ocs_tui.emulator.things.shape import moment
from ocs_tui.model.area_enums import Severity
from ocs_tui.model.enums import AccessRight, TrusteeType

_PEOPLE = (
    "users", "roles", "clientcredentialclients", "clients", "authorizationcodeclients", "hybridclients",
    "devicecodeclients", "implicitclients", "automationidentities", "identityproviders", "invitations",
    "azureactivedirectorytenants",
)  # fmt: skip
_INGRESS = ("omf", "topics", "subscriptions", "omfconnections")
_MOST = 1000


_History = Callable[[float, float], Iterator[Line]]


def of_tenant(call: Call) -> Response:
    """Answer the tenant's log, the latest first. The reference names no order."""
    return _answer(call, "", history_of_tenant)


def of_namespace(call: Call) -> Response:
    """Answer the log of a namespace, for those who may read it."""
    namespace = namespace_of(call)
    require(granted(call.caller, namespace["AccessControl"], namespace["Owner"]), AccessRight.READ)
    name = str(namespace["Id"])
    return _answer(call, name, lambda start, end: history_of_namespace(name, start, end))


def _answer(call: Call, namespace: str, history: _History) -> Response:
    start, end = asked_times(call)
    end = min(end, call.box.store.clock())
    skip, count = whole(call, "skip", 0), whole(call, "count", PAGE)
    if count > _MOST:
        raise Refused(400, f"count is at most {_MOST}.")
    severities = {_severity(text) for text in _all_asked(call, "severity")}
    sources = {text.casefold() for text in _all_asked(call, "source")}
    lately = (each for each in _lately(call, namespace.casefold()) if start <= each.at <= end)
    lines = (
        line
        for line in heapq.merge(lately, history(start, end), key=lambda line: line.at, reverse=True)
        if (not severities or line.severity in severities)
        and (not sources or line.source.casefold() in sources)
    )
    return answer(
        [
            {
                "Timestamp": moment(line.at),
                "Source": line.source,
                "Severity": int(line.severity),
                "Message": line.message,
            }
            for line in islice(lines, skip, skip + count)
        ]
    )


def _all_asked(call: Call, name: str) -> list[str]:
    return [
        value.strip() for key, value in call.query.multi_items() if key.casefold() == name and value.strip()
    ]


def _severity(text: str) -> Severity:
    named = next(
        (each for each in Severity if text.casefold() in (each.name.casefold(), str(int(each)))), None
    )
    if named is None:
        raise Refused(400, "There is no such severity.")
    return named


def _lately(call: Call, namespace: str) -> Iterator[Line]:
    """Yield what was asked for of the tenant, or of one namespace, the latest first."""
    for deed in reversed(call.box.deeds):
        words = [unquote(word) for word in deed.path.split("/") if word]
        # api, the version, and the tenant with its id, where there is one, tell nothing.
        words = words[4:] if len(words) > 3 and words[2].casefold() == "tenants" else words[2:]
        inside = len(words) > 2 and words[0].casefold() == "namespaces"
        own = (inside and words[2].casefold() not in ("accesscontrol", "owner", "accessrights")) or len(
            words
        ) > 3
        if (namespace == words[1].casefold()) if inside and own else not namespace:
            source = _source_in_namespace(words[2:]) if inside and own else _source(words)
            yield _line(call, deed, source, "/".join(words))


def _source(words: list[str]) -> str:
    of_people = bool(words) and words[0].casefold() in _PEOPLE
    return "Identity Management" if of_people else "Account Management"


def _source_in_namespace(words: list[str]) -> str:
    first = words[0].casefold()
    if first in _INGRESS:
        return "Data ingress"
    if first == "dataviews":
        return "Data views"
    return "Data storage" if any(word.casefold() == "data" for word in words[1:]) else "Metadata"


def _line(call: Call, deed: Deed, source: str, what: str) -> Line:
    severity = Severity.INFORMATION if deed.status < 400 else Severity.WARNING
    phrase = HTTPStatus(deed.status).phrase
    return Line(deed.at, source, severity, f"{_name(call, deed)}: {deed.verb} {what}: {deed.status} {phrase}")


def _name(call: Call, deed: Deed) -> str:
    if deed.caller is None:
        return "Nobody known"
    kind = Kind.USER if deed.caller.type == TrusteeType.USER else Kind.CLIENT
    holder = call.documents.get(kind, deed.caller.object_id)
    return deed.caller.object_id if holder is None else str(holder["Name"])
