"""Which process wrote something, and whether it still runs.

Where that cannot be asked (another computer with the same home folder, Windows), nobody says so: then
age decides, which is the journal's part.
"""

from __future__ import annotations

import os
import platform
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_TOKEN = secrets.token_hex(6)
"""Tells this process from an earlier one of the same number: in a container every run may be number 7."""


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A process, as the journal knows it again.

    Attributes:
        host: the computer's name.
        pid: the process's number there.
        token: chosen by the process itself.
        birth: when it was born, as the system counts; empty where the system does not say.
    """

    host: str
    pid: int
    token: str
    birth: str = ""

    @classmethod
    def mine(cls) -> ProcessMark:
        """Return the mark of this process."""
        return cls(platform.node(), os.getpid(), _TOKEN, _birth(os.getpid()))

    @classmethod
    def from_json(cls, body: Any) -> ProcessMark:
        """Return the mark that :meth:`to_json` wrote.

        Raises:
            KeyError, TypeError: when it is none.
        """
        mark = cls(body["host"], body["pid"], body["token"], body.get("birth", ""))
        if type(mark.pid) is not int or not all(
            isinstance(text, str) for text in (mark.host, mark.token, mark.birth)
        ):
            raise TypeError("no mark of a process")
        return mark

    def to_json(self) -> dict[str, Any]:
        """Return the mark as plain JSON types."""
        return asdict(self)

    def has_ended(self) -> bool | None:
        """Return whether the process has ended; None when that cannot be told."""
        me = ProcessMark.mine()
        if self.host != me.host:
            return None
        if self.pid == me.pid:
            return self.token != me.token
        if os.name != "posix":  # elsewhere os.kill would end it
            return None
        try:
            os.kill(self.pid, 0)
        except PermissionError:
            return True  # the number is another user's now
        except (OSError, OverflowError):
            return True
        birth = _birth(self.pid)
        if birth and self.birth:
            return birth != self.birth
        return None


def _birth(pid: int) -> str:
    """Return field 22 of Linux's ``stat``; the second field, a name, may hold blanks and parentheses."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    return ""
