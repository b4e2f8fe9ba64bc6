"""The terminal in words: whether the explorer can be shown, its colours and size, and how copying works."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from contextlib import suppress
from typing import Any

from ocs_tui.cli.doctor.findings import Finding, Section, note, problem, warning
from ocs_tui.cli.terminal import terminal_problem

_TMUX_SECONDS = 2.0
_COLORS = {"truecolor": "16.7 million", "256": "256", "standard": "16", "windows": "16"}
_ROUTES = {
    "tmux": "by tmux, which hands it to the terminal around it",
    "pbcopy": "by pbcopy",
    "osc52": "by OSC 52; whether the terminal takes that cannot be asked",
}


async def terminal_section() -> Section:
    """Look at the terminal, which need not be there. Ends within two seconds."""
    streams = {name: _is_terminal(name) for name in ("stdin", "stdout", "stderr")}
    size = _size()
    colors = _colors()
    clipboard, findings_of_clipboard = await _clipboard(anywhere=any(streams.values()))
    findings = [
        _shown(streams),
        Finding("colours", _colors_in_words(colors)),
        *_size_in_words(size),
        *findings_of_clipboard,
        Finding("text", f"{_encoding()}, locale {_locale() or 'not set'}"),
    ]
    ssh = bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))
    around = [name for name, there in (("SSH", ssh), (_multiplexer() or "", True)) if name and there]
    findings.append(Finding("inside", " and ".join(around) if around else "neither SSH nor tmux nor screen"))
    if ssh:
        findings.append(
            Finding(
                "line",
                "less is written by itself where the first frame is slow; --low-bandwidth and "
                "--no-low-bandwidth choose",
            )
        )
    facts = {
        "streams": streams,
        "usable": terminal_problem() is None,
        "term": os.environ.get("TERM"),
        "colorterm": os.environ.get("COLORTERM"),
        "no_color": bool(os.environ.get("NO_COLOR")),
        "colors": colors,
        "columns": size[0] if size else None,
        "lines": size[1] if size else None,
        "clipboard": clipboard,
        "multiplexer": _multiplexer(),
        "encoding": _encoding(),
        "locale": _locale(),
        "ssh": ssh,
    }
    return Section("terminal", "Terminal", findings, facts)


def _shown(streams: dict[str, bool]) -> Finding:
    term = os.environ.get("TERM") or "not set"
    if not all(streams.values()):
        missing = " and ".join(name for name, there in streams.items() if not there)
        # no fault: the report itself is often put into a file
        return note("terminal", f"TERM is {term}; no terminal now on {missing}, where the explorer needs one")
    trouble = terminal_problem()
    return problem("terminal", trouble) if trouble is not None else Finding("terminal", f"TERM is {term}")


def _colors() -> str | None:
    """Return the colours the explorer would draw with: ``truecolor``, ``256``, ``standard``; None for none."""
    if os.environ.get("NO_COLOR"):
        return None
    from rich.console import Console
    from textual.constants import COLOR_SYSTEM

    system: Any = COLOR_SYSTEM  # a setting of the environment; made as Textual makes its own
    console = Console(color_system=system, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    return console.color_system


def _colors_in_words(colors: str | None) -> str:
    said = os.environ.get("COLORTERM")
    if os.environ.get("NO_COLOR"):
        return "none, since NO_COLOR is set"
    more = "" if colors == "truecolor" or said else "; COLORTERM=truecolor says that the terminal has more"
    return f"{_COLORS.get(colors or '', 'none')}{more}"


def _size() -> tuple[int, int] | None:
    for name in ("stderr", "stdout", "stdin"):
        stream = getattr(sys, f"__{name}__")
        with suppress(OSError, ValueError, AttributeError):
            found = os.get_terminal_size(stream.fileno())
            return found.columns, found.lines
    return None


def _size_in_words(size: tuple[int, int] | None) -> list[Finding]:
    from ocs_tui.screens.too_small import HEIGHT, WIDTH

    if size is None:
        return [note("size", f"no terminal here; the explorer needs {WIDTH}×{HEIGHT}")]
    columns, lines = size
    if columns >= WIDTH and lines >= HEIGHT:
        return [Finding("size", f"{columns}×{lines}")]
    if not columns or not lines:
        return [note("size", f"the terminal does not tell; the explorer needs {WIDTH}×{HEIGHT}")]
    said = f"The terminal is {columns}×{lines}, and the explorer needs {WIDTH}×{HEIGHT}."
    return [problem("size", said, "Make it larger, or its letters smaller.")]


async def _clipboard(*, anywhere: bool) -> tuple[dict[str, object], list[Finding]]:
    """Return how copying goes, for the JSON, and in words; ``passes`` is None where nobody can tell."""
    from ocs_tui.widgets.clipboard import route

    way = route()
    passes: bool | None = True if way == "pbcopy" else None
    finding = Finding("copying", _ROUTES[way]) if anywhere else note("copying", _ROUTES[way])
    if way == "tmux":
        passes = await _tmux_passes()
        if passes is False:
            finding = warning(
                "copying",
                "The terminal around tmux has no clipboard that tmux knows of, so what is copied stays in tmux.",
                "In tmux.conf: set -as terminal-features ',*:clipboard'",
            )
        elif passes is None:
            finding = note("copying", f"{_ROUTES[way]}; tmux does not say whether it can")
    elif way == "osc52" and _multiplexer() == "screen":
        passes = False
        finding = warning(
            "copying",
            "GNU screen does not hand on what is copied.",
            "Use tmux, or copy with the mouse.",
        )
    return {"route": way, "passes": passes}, [finding]


async def _tmux_passes() -> bool | None:
    """Ask tmux whether a terminal around it takes what is copied (the capability ``Ms``)."""
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux", "show-messages", "-T",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return None
    try:
        async with asyncio.timeout(_TMUX_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    told = [line for line in output.decode(errors="replace").splitlines() if " Ms: " in line]
    return any("[missing]" not in line for line in told) if told else None


def _multiplexer() -> str | None:
    if os.environ.get("TMUX"):
        return "tmux"
    return "screen" if os.environ.get("STY") else None


def _is_terminal(name: str) -> bool:
    stream = getattr(sys, f"__{name}__")
    return stream is not None and not stream.closed and stream.isatty()


def _encoding() -> str:
    stream = sys.__stdout__
    return stream.encoding if stream is not None else sys.getfilesystemencoding()


def _locale() -> str | None:
    """Return the setting that decides on the character set."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), None)
