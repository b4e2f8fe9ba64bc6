"""Other Textual programs beside ocs-tui, for scale: in a throw-away environment made for it (``--others``)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import NotSeen, measure

OTHERS = {
    "posting": ("--collection", "."),
    "harlequin": ("--no-download-tzdata",),
    "frogmouth": (),
}
"""Programs on PyPI to the arguments with which they open without asking."""


@dataclass(frozen=True)
class Other:
    """What another program takes.

    Attributes:
        name: which one.
        settled_ms: until its first screen, which has more than a few words on it.
        exit_ms: to quit.
        rss_mb: its memory at rest.
        start_bytes: what it writes until settled.
    """

    name: str
    settled_ms: float
    exit_ms: float
    rss_mb: float
    start_bytes: int


def measured() -> list[Other]:
    """Install the programs, measure each that can be installed, and throw them away."""
    found: list[Other] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in OTHERS.items():
            home = Path(folder) / name
            venv.create(home, with_pip=True)
            scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
            done = subprocess.run(
                [scripts / "python", "-m", "pip", "install", "--quiet", name], capture_output=True, text=True
            )
            if done.returncode:
                print(f"{name} cannot be installed: left out.", file=sys.stderr)
                continue
            try:
                run = measure((str(scripts / name), *arguments), ((),), presses=1)
            except NotSeen as error:
                print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
                continue
            found.append(Other(name, run.settled_ms, run.exit_ms, run.rss_mb, run.start_bytes))
    return found


def text_of(others: list[Other]) -> str:
    """Return them as a table."""
    out = [f"{'for scale':20}{'first screen ms':>16}{'quitting ms':>13}{'memory MB':>11}{'bytes':>10}"]
    out += [
        f"{one.name:20}{one.settled_ms:16,.0f}{one.exit_ms:13,.0f}{one.rss_mb:11,.0f}{one.start_bytes:10,}"
        for one in others
    ]
    return "\n".join(out)
