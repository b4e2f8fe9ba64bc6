"""How much goes in and out of a namespace: a series of numbers, an hour or a day each."""

from __future__ import annotations

import math

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.boards.times import BEGAN, DAY, HOUR, asked_times, drawn
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.place import namespace_of
from ocs_tui.emulator.things.shape import moment

INGRESS, EGRESS = "IngressEvents", "EgressEvents"
_RECEIVED, _REJECTED = "MessagesReceived", "MessagesRejected"
_HOURLY = {INGRESS: 42_000, EGRESS: 9_500, _RECEIVED: 900, _REJECTED: 3}
"""About how many an hour."""
_HOURS_FOR = 14 * DAY
"""How long a time is told in hours; a longer one in days. The reference does not say."""


def of_streams(call: Call) -> Response:
    """Answer a metric of the streams."""
    return _series(call, (INGRESS, EGRESS))


def of_topics(call: Call) -> Response:
    """Answer a metric of data collection."""
    return _series(call, (_RECEIVED, _REJECTED))


def _series(call: Call, known: tuple[str, ...]) -> Response:
    namespace = str(namespace_of(call)["Id"])
    metric = next((each for each in known if each.casefold() == call.ids["id"].casefold()), None)
    if metric is None:
        raise Refused(404, f"There is no such metric: the metrics are {' and '.join(known)}.")
    start, end = asked_times(call)
    end = min(end, call.box.store.clock())
    step = HOUR if end - start <= _HOURS_FOR else DAY
    value = in_an_hour if step == HOUR else in_a_day
    first = max(math.ceil(start / step), BEGAN // step)
    points: list[Json] = [
        {"Timestamp": moment(number * step), "Value": value(namespace, metric, number)}
        for number in range(first, math.floor(end / step) + 1)
    ]
    return answer(points)


def in_an_hour(namespace: str, metric: str, hour: int) -> int:
    """Return how many there were in an hour, counted from the epoch: more by day than by night."""
    share = 1 + 0.25 * math.sin((hour % 24 - 9) / 24 * math.tau)
    return int(
        _size(namespace) * _HOURLY[metric] * share * (0.85 + drawn(namespace, metric, hour) % 301 / 1000)
    )


def in_a_day(namespace: str, metric: str, day: int) -> int:
    """Return how many there were in a day, counted from the epoch: fewer at the end of the week."""
    share = 0.7 if (day + 3) % 7 >= 5 else 1.0
    drawn_share = 0.9 + drawn(namespace, metric, day, "day") % 201 / 1000
    return int(24 * _size(namespace) * _HOURLY[metric] * share * drawn_share)


def _size(namespace: str) -> float:
    """Return how large a namespace is beside others."""
    return 0.2 + drawn(namespace.casefold()) % 80 / 50
