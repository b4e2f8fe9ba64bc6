"""The program's entry: finds the command, runs it, and turns what goes wrong into one sentence."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import threading
import traceback
from collections.abc import Sequence

from ocs_tui.cli.first_word import FirstWord, find_first_word
from ocs_tui.cli.talk import DONE, FAILED, INTERRUPTED, READER_GONE, WRONG_USAGE, say

_OF_OUTPUT = (errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What the disk, or the terminal, says to output it cannot take. Files of ours have their own sentences."""

_OF_EVERY_COMMAND = ("--version", "--help", "-h")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the arguments without the program's name, by default those of the process.

    Returns:
        The exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 changed meanwhile by somebody else,
        130 interrupted, 141 when nobody reads the output any more.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    _print_somewhere()
    _print_anything()
    threading.excepthook = _explain_of_a_thread
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse, after --help, --version or a wrong argument
        status = leaving.code if isinstance(leaving.code, int) else FAILED
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = READER_GONE
    except Exception as error:
        status = _explain(error)
    return _flushed(status)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["__complete"]:  # what the scripts of ocs-tui completion ask at each TAB
        from ocs_tui.cli.completion.words import run_complete

        return run_complete(arguments[1:])
    first = find_first_word(arguments)
    if first.meant is not None:
        return _say_what_is_close(first)
    if first.command == "emulator":
        unknown = [word for word in first.before if word not in _OF_EVERY_COMMAND]
        if unknown:
            say(f"{unknown[0]} means nothing to the emulator; ocs-tui emulator --help lists its options.")
            return WRONG_USAGE
        from ocs_tui.emulator.command import main as run_emulator

        return run_emulator([*first.before, *first.after])
    if first.command == "profile":
        from ocs_tui.cli.profile import run_profile

        return run_profile([*first.before, *first.after])
    if first.command == "whoami":
        from ocs_tui.cli.whoami import run_whoami

        return run_whoami([*first.before, *first.after])
    if first.command == "acl":
        from ocs_tui.cli.acl import run_acl

        return run_acl([*first.before, *first.after])
    if first.command == "owner":
        from ocs_tui.cli.owner import run_owner

        return run_owner([*first.before, *first.after])
    if first.command in ("role", "user", "client"):
        from ocs_tui.cli.people import run_people

        return run_people(first.command, [*first.before, *first.after])
    if first.command == "get":
        from ocs_tui.cli.things.get import run_get

        return run_get([*first.before, *first.after])
    if first.command == "data":
        from ocs_tui.cli.things.data import run_data

        return run_data([*first.before, *first.after])
    if first.command in ("create", "edit", "delete"):
        from ocs_tui.cli.things.writing import run_writing

        return run_writing(first.command, [*first.before, *first.after])
    if first.command in ("metadata", "tags"):
        from ocs_tui.cli.things.stream_parts import run_parts

        return run_parts(first.command, [*first.before, *first.after])
    if first.command == "omf":
        from ocs_tui.cli.things.omf import run_omf

        return run_omf([*first.before, *first.after])
    if first.command == "journal":
        from ocs_tui.cli.journal import run_journal

        return run_journal([*first.before, *first.after])
    if first.command == "completion":
        from ocs_tui.cli.completion.scripts import run_completion

        return run_completion([*first.before, *first.after])
    if first.command == "doctor":
        from ocs_tui.cli.doctor.command import run_doctor

        return run_doctor([*first.before, *first.after])
    from ocs_tui.cli.launch import run_launch

    return run_launch([*first.before, *first.after], namespace_needed=first.command == "open")


def _say_what_is_close(first: FirstWord) -> int:
    say(
        f"{first.word!r} is no command; did you mean {first.meant!r}? "
        f"To open a namespace of that name: ocs-tui open {first.word}"
    )
    return WRONG_USAGE


def _explain(error: Exception) -> int:
    """Say what went wrong in one sentence; never a traceback, nor the text of an error nobody foresaw."""
    from ocs_tui.settings.errors import CallError, SettingsError

    if isinstance(error, SettingsError):
        say(error.sentence)
        return WRONG_USAGE if isinstance(error, CallError) else FAILED
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_OUTPUT:
        say(f"The output cannot be written: {(error.strerror or 'it is full').lower()}.")
        return FAILED
    from ocs_tui.settings.crash import write_report

    report = write_report(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""  # noqa: PTH119
    where = f" A report without values is in {report}." if report else ""
    say(f"Something went wrong inside the program ({type(error).__name__}{place}): please report it.{where}")
    return FAILED


def _explain_of_a_thread(args: threading.ExceptHookArgs) -> None:
    """Say what went wrong in a thread, as of anything else; whoever waits for it says what is missing."""
    if isinstance(args.exc_value, Exception):
        _explain(args.exc_value)


def _print_somewhere() -> None:
    """Where a stream was closed by who started the program, what is said goes nowhere, and all else goes on."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass  # a file or a connection that got such a number would be written into
    os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _print_anything() -> None:
    """A character that the locale cannot print is shown by its number and does not stop the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flushed(status: int) -> int:
    """Send what is left to say, and return the status. Where it cannot be sent, the interpreter's own last try
    must not end in another one.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if status == DONE and stream is sys.stdout:  # --help alone has not been sent before
                status = READER_GONE if isinstance(error, BrokenPipeError) else _explain(error)
    return status
