"""The parameters of a read, taken from a query or from the options of a join."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TypeVar

from ocs_tui.emulator.refusal import Refused
from ocs_tui.model.sds_enums import SdsBoundaryType as Boundary
from ocs_tui.model.sds_enums import sds_member, sds_name

Member = TypeVar("Member", bound=IntEnum)


class Query:
    """Parameters by name in any case. Empty ones count as absent, and unknown ones are never looked at."""

    def __init__(self, pairs: Iterable[tuple[str, object]]) -> None:
        self._given: dict[str, list[str]] = {}
        for name, value in pairs:
            if value is not None:
                self._given.setdefault(name.casefold(), []).append(str(value))

    def names(self, name: str) -> bool:
        """True when the parameter is there, be it empty."""
        return name.casefold() in self._given

    def texts(self, name: str) -> list[str]:
        """Return all values of a parameter that are not empty."""
        return [value for value in self._given.get(name.casefold(), []) if value.strip()]

    def text(self, name: str) -> str | None:
        """Return the first value that is not empty, or None."""
        return next(iter(self.texts(name)), None)

    def required(self, name: str, what: str) -> str:
        """Return a value. Raises Refused with 400 when it is missing; ``what`` says what needs it."""
        value = self.text(name)
        if value is None:
            raise Refused(400, f"{what} needs {name}.")
        return value

    def number(self, name: str, otherwise: int | None = None, *, least: int = 0) -> int | None:
        """Return a whole number. Raises Refused with 400 when it is none, or less than ``least``."""
        value = self.text(name)
        if value is None:
            return otherwise
        stripped = value.strip()
        if not (stripped.isascii() and stripped.removeprefix("-").isdigit() and len(stripped) < 20):
            raise Refused(400, f"{name} is {value!r}, which is no whole number.")
        if int(stripped) < least:
            raise Refused(400, f"{name} is {stripped}; {least} is the least.")
        return int(stripped)

    def yes(self, name: str) -> bool:
        """Return a Boolean, false when absent. Raises Refused with 400 when it is neither true nor false."""
        value = (self.text(name) or "false").strip().casefold()
        if value not in ("true", "false", "1", "0"):
            raise Refused(400, f"{name} is {value!r}, which is neither true nor false.")
        return value in ("true", "1")

    def member(self, name: str, kind: type[Member], otherwise: Member) -> Member:
        """Return a member of an enum, given as a number or by name. Raises Refused with 400 for another."""
        value = self.text(name)
        if value is None:
            return otherwise
        member = sds_member(kind, value)
        if member is None:
            known = ", ".join(f"{sds_name(each)} ({int(each)})" for each in kind)
            raise Refused(400, f"{name} is {value!r}, which is none of {known}.")
        return member

    def boundaries(self) -> tuple[Boundary, Boundary]:
        """Return the start and end boundary types; Exact, which takes both ends in, when none is given.

        Raises Refused with 400 when only one of the two is given, for they go together.
        """
        both = self.member("boundaryType", Boundary, Boundary.EXACT)
        first, second = self.text("startBoundaryType"), self.text("endBoundaryType")
        if (first is None) != (second is None):
            raise Refused(400, "startBoundaryType and endBoundaryType go together; one is missing.")
        return self.member("startBoundaryType", Boundary, both), self.member(
            "endBoundaryType", Boundary, both
        )
