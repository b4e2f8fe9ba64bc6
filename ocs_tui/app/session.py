"""A profile that is open."""

from __future__ import annotations

from ocs_tui.app.connecting import Connecting
from ocs_tui.app.writing import Writing


class Session(Connecting, Writing):
    """One profile that is open, shown or not: its connection, its screens, its sign-in and its writes.

    ``SessionParts`` says what it is made of. What screens ask for is asked here, of the profile that they
    belong to.
    """
