"""Other Textual programs beside ocs-tui, for scale: each in a throw-away environment made for it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
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
        name: which one, and which release of it.
        settled_ms: until nothing more came: its first screen, and what is read for it.
        exit_ms: to quit.
        rss_mb: its memory at rest.
        start_bytes: what it writes until settled.
    """

    name: str
    settled_ms: float
    exit_ms: float
    rss_mb: float
    start_bytes: int


def measured(own: Mapping[str, Sequence[str]]) -> list[Other]:
    """Install the programs, measure each that can be installed beside our own, and throw them away.

    Args:
        own: what is measured beside them: what it is called, to its command.

    Returns:
        All that was measured; nothing when none of the others can be installed.
    """
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
            release = subprocess.run(
                [scripts / "python", "-c", f"import importlib.metadata as m; print(m.version({name!r}))"],
                capture_output=True,
                text=True,
                check=True,
            )
            found += _one(f"{name} {release.stdout.strip()}", (str(scripts / name), *arguments))
    if found:
        found = [one for name, command in own.items() for one in _one(name, command)] + found
    return found


def _one(name: str, command: Sequence[str]) -> list[Other]:
    """Measure a program, the second time it is started: the first one fills caches."""
    try:
        measure(command, ((),), presses=1)
        run = measure(command, ((),), presses=1)
    except NotSeen as error:
        print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return []
    if not run.rss_mb:
        print(f"{name} ends by itself here: left out.", file=sys.stderr)
        return []
    return [Other(name, run.settled_ms, run.exit_ms, run.rss_mb, run.start_bytes)]


def text_of(others: Sequence[Other]) -> str:
    """Return them as a table."""
    out = [f"{'for scale':26}{'settled ms':>16}{'quitting ms':>13}{'memory MB':>11}{'bytes':>10}"]
    out += [
        f"{one.name:26}{one.settled_ms:16,.0f}{one.exit_ms:13,.0f}{one.rss_mb:11,.0f}{one.start_bytes:10,}"
        for one in others
    ]
    return "\n".join(out)
