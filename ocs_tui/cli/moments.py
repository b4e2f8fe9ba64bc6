"""Moments as people type them on the command line; what is none is wrong usage."""

from __future__ import annotations

from datetime import datetime

from ocs_tui.model import expiry
from ocs_tui.settings.errors import CallError


def expiry_of(text: str) -> datetime | None:
    """Return until when a secret holds; None for ``never``.

    Raises:
        CallError: when it names no moment, or one that is over.
    """
    try:
        return expiry.expiry_of(text)
    except ValueError as error:
        raise CallError(str(error)) from None


def invitation_until(text: str) -> datetime:
    """Return until when an invitation can be accepted.

    Raises:
        CallError: when it names no such moment.
    """
    try:
        return expiry.invitation_until(text)
    except ValueError as error:
        raise CallError(str(error)) from None
