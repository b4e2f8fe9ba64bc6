"""A secret from a program of the user's choice, such as ``["pass", "show", "ocs"]``."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from ocs_tui.model.text import safe
from ocs_tui.settings.deadline import within
from ocs_tui.settings.environment import SECRET_VARIABLES
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.secret import Secret, secret_problem

DEADLINE = 30.0
"""Seconds; a program may have to wait for a finger on a hardware key."""

_LINE_LIMIT = 64 * 1024

# With it gpg's agent would draw its question for a passphrase over the screen.
_NOT_FOR_THE_CHILD = (*SECRET_VARIABLES, "GPG_TTY")


async def secret_from_command(command: tuple[str, ...], deadline: float = DEADLINE) -> Secret:
    """Run ``command`` and return the first line it prints.

    It runs without a shell, in the home folder, without a terminal: it can ask nothing. What it says on
    stderr is not shown, since it may repeat what it was given.

    Raises:
        SettingsError: when it cannot be run, fails, takes longer than ``deadline`` or prints no secret.
    """
    name = safe(command[0], 60)
    try:
        # Popen returns once the program has started, or failed to.
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - no shell, and the file is the user's alone
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path.home(),
            env={key: value for key, value in os.environ.items() if key not in _NOT_FOR_THE_CHILD},
            start_new_session=True,
        )
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SettingsError(f"secret_command {name!r} cannot be run: {reason.lower()}.") from None
    assert process.stdout is not None
    output = process.stdout
    try:
        line, status = await within(deadline, lambda: _first_line(process, output))
    except TimeoutError:
        raise SettingsError(
            f"secret_command {name!r} gave no answer within {deadline:g} seconds; "
            "it has no terminal to ask on."
        ) from None
    finally:
        _end(process)
    if status:
        raise SettingsError(
            f"secret_command {name!r} failed with status {status}; run it by hand to see why."
        )
    try:
        value = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SettingsError(f"secret_command {name!r} printed what is no text.") from None
    if (problem := secret_problem(value)) is not None:
        raise SettingsError(f"secret_command {name!r} gave no usable secret. {problem}")
    return Secret(value, f"secret_command ({name})")


def _first_line(process: subprocess.Popen[bytes], output: IO[bytes]) -> tuple[bytes, int]:
    line = output.readline(_LINE_LIMIT)
    # Read on, or a program with more to say would wait, or fail, writing it. Not waited for: a daemon it
    # left behind may hold the pipe open.
    threading.Thread(target=_drain, args=(output,), daemon=True).start()
    return line, process.wait()


def _drain(output: IO[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError), output:
        while output.read(_LINE_LIMIT):
            pass


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program, and what it started, when it still runs."""
    if process.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # it leads a session, so a group, of its own
