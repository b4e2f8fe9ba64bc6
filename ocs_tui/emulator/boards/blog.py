"""The service blog: what the operators of the service have to tell, to whoever asks."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.reading import PAGE, whole
from ocs_tui.emulator.things.shape import bare

_AUTHOR = "Service operations"


def _entry(number: int, posted: str, title: str, content: str, *, deleted: bool = False) -> Json:
    return {
        "IsDeleted": deleted,
        "Id": number,
        "TimePosted": posted,
        "Title": title,
        "Content": content,
        "Author": _AUTHOR,
    }


_ENTRIES = (
    _entry(
        118,
        "2022-05-17T14:30:00Z",
        "Resolved: delayed search results in West Europe",
        "Streams created between 11:05 and 13:50 UTC were found late. No data was lost.",
    ),
    _entry(
        117,
        "2022-05-17T11:40:00Z",
        "Delayed search results in West Europe",
        "New streams may take some minutes until a search finds them. We are looking into it.",
    ),
    _entry(116, "2022-05-17T11:38:00Z", "Test", "Please ignore.", deleted=True),
    _entry(
        112,
        "2022-04-04T09:00:00Z",
        "Maintenance of West US on 9 April",
        "Between 02:00 and 04:00 UTC requests may be answered with 503. Clients that try again lose nothing.",
    ),
    _entry(
        105,
        "2022-02-21T16:15:00Z",
        "Asset rules",
        "Asset rules make assets from the names of streams. Ask for a preview before you run one.",
    ),
)
"""The latest first. The reference says that they are ordered by the time they were posted, not which way."""


def entries(call: Call) -> Response:
    """Answer the entries; the deleted ones only when they are asked for."""
    deleted = call.asked("includeDeleted").strip().casefold() == "true"
    skip, count = whole(call, "skip", 0), whole(call, "count", PAGE)
    told = [each for each in _ENTRIES if deleted or not each["IsDeleted"]]
    return answer([_shown(call, each) for each in told[skip : skip + count]])


def entry(call: Call) -> Response:
    """Answer an entry by its number."""
    found = next((each for each in _ENTRIES if str(each["Id"]) == call.ids["id"]), None)
    if found is None:
        raise Refused(404, "There is no such entry.")
    return answer(_shown(call, found))


def _shown(call: Call, document: Json) -> Json:
    return document if call.verbose else bare(document)
