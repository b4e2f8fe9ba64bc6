"""What is used of the tenant's entitlements, and its billing cycles."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.model.enums import NamespaceState

_CYCLES = 12


def resource_usage(call: Call) -> Response:
    """Answer how many streams and namespaces there are, and how many there may be."""
    entitled = {
        each["EntitlementDefinitionId"]: each["Value"]
        for each in call.documents.one(Kind.TENANT)["Entitlements"]
    }
    namespaces = call.documents.all(Kind.NAMESPACE)
    active = [each for each in namespaces if each["State"] == NamespaceState.ACTIVE]
    contents = call.box.contents
    return answer(
        {
            "StreamCount": sum(
                len(contents.shelf(str(each["Id"]).casefold(), STREAM.name)) for each in active
            ),
            "EntitledStreamCount": entitled.get("StreamCount", 0),
            "NamespaceCount": len(namespaces),
            "EntitledNamespaceCount": entitled.get("NamespaceCount", 0),
            "EntitledStreamAccessCount": entitled.get("StreamAccessCount", 0),
        }
    )


def billing_cycles(call: Call) -> Response:
    """Answer the billing cycles of the last year, the present one included: a month each."""
    now = datetime.fromtimestamp(call.box.store.clock(), UTC)
    months = range(now.year * 12 + now.month - _CYCLES, now.year * 12 + now.month)
    cycles: list[Json] = [
        {"StartDate": _first_of(month), "EndDate": _first_of(month + 1)} for month in months
    ]
    return answer(cycles)


def _first_of(month: int) -> str:
    """Return the first moment of a month, counted from January of year 0."""
    return f"{month // 12:04}-{month % 12 + 1:02}-01T00:00:00Z"
