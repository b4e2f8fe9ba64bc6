"""Answering 304 to who has the version that there is."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.answers import empty
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.things.reading import etag_of_list


def unless_known(handler: Handler, kind: Kind | None = None) -> Handler:
    """Return a handler that answers 304 when ``If-None-Match`` names the ETag of its answer, or any.

    Args:
        handler: what it does else.
        kind: the kind that it lists; None where the answer has its ETag already.
    """

    def checking(call: Call) -> Response:
        response = handler(call)
        if kind is not None:
            response.headers["ETag"] = etag_of_list(call, kind)
        known = {each.strip() for each in call.headers.get("if-none-match", "").split(",")}
        if known & {"*", response.headers["ETag"]}:
            return empty(304, {"ETag": response.headers["ETag"]})
        return response

    return checking


def counted(handler: Handler, kind: Kind) -> Handler:
    """Return a handler whose answer tells how many there are beyond its page, in ``Total-Count``."""
    from ocs_tui.emulator.things.reading import count_of

    def counting(call: Call) -> Response:
        response = handler(call)
        response.headers["Total-Count"] = str(count_of(call, kind))
        return response

    return counting
