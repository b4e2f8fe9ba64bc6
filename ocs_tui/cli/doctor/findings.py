"""What a check hands over: findings for people, facts for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Mark(Enum):
    """How a finding is meant; the value is its word where no mark can be shown."""

    FINE = "ok"
    NOTE = "note"
    """Neither good nor bad, or not looked at."""
    WARNING = "warning"
    """The program works, and something will surprise."""
    PROBLEM = "problem"
    """Something that the program needs does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: its name, a word or two.
        said: what was found. Of a warning and a problem one whole sentence. Not yet made safe to show.
        mark: how it is meant.
        advice: what to do, as a sentence, where ``said`` does not say it already.
    """

    what: str
    said: str
    mark: Mark = Mark.FINE
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs together.

    Attributes:
        key: its name in the JSON; it stays the same from version to version.
        title: its heading.
        findings: what people read.
        facts: what the JSON holds under ``key``, plain types only.
    """

    key: str
    title: str
    findings: Sequence[Finding]
    facts: Any


def problem(what: str, said: str, advice: str = "") -> Finding:
    """Return a finding that keeps the program from working."""
    return Finding(what, said, Mark.PROBLEM, advice)


def warning(what: str, said: str, advice: str = "") -> Finding:
    """Return a finding that will surprise."""
    return Finding(what, said, Mark.WARNING, advice)


def note(what: str, said: str) -> Finding:
    """Return a finding that is neither good nor bad."""
    return Finding(what, said, Mark.NOTE)
