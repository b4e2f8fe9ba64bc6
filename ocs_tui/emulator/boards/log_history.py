"""What the logs tell of the time before the emulator was started: made up, and always the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ocs_tui.emulator.boards.times import BEGAN, DAY, drawn
from ocs_tui.model.area_enums import Severity

_VERBOSE, _INFORMATION, _WARNING, _ERROR = (
    Severity.VERBOSE,
    Severity.INFORMATION,
    Severity.WARNING,
    Severity.ERROR,
)
_OF_TENANT = (
    (_INFORMATION, "Identity Management", "Samuel Okonjo signed in."),
    (_INFORMATION, "Identity Management", "Ingrid Haugland signed in."),
    (_INFORMATION, "Identity Management", "Historian writer was given a token."),
    (_VERBOSE, "Identity Management", "Groups of Azure Active Directory were read again."),
    (_INFORMATION, "Account Management", "The usage of the last day was added up."),
    (_INFORMATION, "Account Management", "Namespaces were copied to West Europe."),
    (_WARNING, "Identity Management", "Mill connector (retired) was refused: it is disabled."),
    (_WARNING, "Identity Management", "A secret of Historian writer expires within 30 days."),
    (_ERROR, "Identity Management", "Ravi Menon could not sign in: the invitation has expired."),
)
_OF_NAMESPACE = (
    (_INFORMATION, "PI to OCS", "The transfer caught up with its data archive."),
    (_VERBOSE, "Data storage", "Events of the day before were moved to long-term storage."),
    (_INFORMATION, "Data ingress", "Messages of Historian writer were received for an hour without a gap."),
    (_INFORMATION, "Metadata", "The search index of the streams was brought up to date."),
    (_INFORMATION, "Data views", "A data view was resolved anew."),
    (_WARNING, "Data ingress", "Events of the future were received: check the clock of the sender."),
    (_WARNING, "Data storage", "An insert was refused: events exist at its indexes."),
    (_WARNING, "PI to OCS", "The connection to the data archive was lost for two minutes."),
    (_ERROR, "Data ingress", "A message was refused: its container has not been created."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log.

    Attributes:
        at: when, in seconds since the epoch.
        source: the part of the service that tells it.
        severity: how grave it is.
        message: what it tells.
    """

    at: float
    source: str
    severity: Severity
    message: str


def history_of_tenant(start: float, end: float) -> Iterator[Line]:
    """Yield the lines of a time, the latest first."""
    return _history("the tenant", _OF_TENANT, start, end)


def history_of_namespace(namespace: str, start: float, end: float) -> Iterator[Line]:
    """Yield the lines of a namespace of a time, the latest first."""
    return _history(namespace.casefold(), _OF_NAMESPACE, start, end)


def _history(
    whose: str, known: tuple[tuple[Severity, str, str], ...], start: float, end: float
) -> Iterator[Line]:
    for day in range(math.floor(end / DAY), math.floor(max(start, BEGAN) / DAY) - 1, -1):
        some = drawn(whose, day)
        times = sorted((drawn(whose, day, number) % DAY for number in range(2 + some % 5)), reverse=True)
        for second in times:
            # The graver ones stand at the end, and so are drawn less often.
            lot = drawn(whose, day, second) % 100
            severity, source, message = known[lot * lot * len(known) // 10_000]
            if start <= day * DAY + second <= end:
                yield Line(float(day * DAY + second), source, severity, message)
