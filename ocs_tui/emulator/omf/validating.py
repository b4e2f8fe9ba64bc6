"""Validating an OMF message without sending it: CONNECT alone has it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.omf.messages import Headers, headers_of, items_of
from ocs_tui.emulator.omf.types import sds_type_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json


def whole(call: Call) -> Response:
    """Answer whether headers and body of a message are right."""
    return _judged(call, lambda: _checked_body(call, headers_of(call.headers)))


def body(call: Call) -> Response:
    """Answer whether the body of a message is right; its path may name the version and the type."""
    ids = call.ids
    return _judged(
        call,
        lambda: _checked_body(
            call, headers_of(call.headers, kind=ids.get("below", ""), version=ids.get("id", ""))
        ),
    )


def headers(call: Call) -> Response:
    """Answer whether the headers of a message are right; its path may name the version."""
    return _judged(call, lambda: headers_of(call.headers, version=call.ids.get("id", "")))


def _checked_body(call: Call, said: Headers) -> Headers:
    items = items_of(said, call.headers, call.body)
    if said.type == "type" and said.action != "delete":
        for item in items:
            sds_type_of(item)
    return said


def _judged(call: Call, check: Callable[[], Headers]) -> Response:
    kind = call.ids.get("below") or call.headers.get("messagetype")
    version = call.ids.get("id") or call.headers.get("omfversion")
    verdict: Json = {"IsValid": True, "ErrorMessage": None, "Version": version, "MessageType": kind}
    try:
        check()
    except Refused as refused:
        verdict |= {"IsValid": False, "ErrorMessage": refused.reason}
    return answer(
        verdict if call.verbose else {name: each for name, each in verdict.items() if each is not None}
    )
