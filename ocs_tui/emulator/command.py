"""The command ``ocs-tui emulator``."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import NoReturn

from ocs_tui import __version__

_LAST_PORT = 65534  # the second region takes the port after it
_MOST_USERS = 50_000  # a tenant may have no more
_MOST_STREAMS = 10_000_000


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; --help lists the options.\n")


def emulator_parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = _Parser(
        prog="ocs-tui emulator",
        description="Run an emulated OCS tenant of two regions on 127.0.0.1. When it accepts requests it "
        "prints one line of JSON: tenant_id, global, regions, client_id and client_secret; and for people who "
        "sign in, code_client_id with its redirect_uri, and device_client_id. Ctrl-C ends it.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--port", type=_port, metavar="N", help="WestUS at port N, WestEurope at N+1 (default: free ports)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="keep the state, secrets included, in this file (default: memory)",
    )
    parser.add_argument(
        "--replica-delay",
        type=_seconds,
        default=1.0,
        metavar="SECONDS",
        help="how far WestEurope is behind WestUS (default: 1)",
    )
    parser.add_argument(
        "--users",
        type=_users,
        default=0,
        metavar="N",
        help=f"add made-up users until there are N, {_MOST_USERS} at most; a --data file that is there already "
        "keeps the users it has",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="only a Tenant Administrator may look at users, roles and clients",
    )
    parser.add_argument(
        "--streams",
        type=_streams,
        default=0,
        metavar="N",
        help=f"give the namespace boiler N more streams, {_MOST_STREAMS} at most, made when they are asked for",
    )
    parser.add_argument(
        "--connect",
        action="store_true",
        help="be CONNECT data services, with its routes and without those of OCS that it has not",
    )
    parser.add_argument("--version", action="version", version=f"ocs-tui {__version__}")
    return parser


def main(argv: list[str]) -> int:
    """Run the command.

    Args:
        argv: the arguments after ``emulator``.

    Returns:
        The exit code: 0 when a signal ended it, 1 when it could not start.

    Raises:
        SystemExit: 2 for arguments that make no sense, 0 after ``--help``.
    """
    parser = emulator_parser()
    options = parser.parse_args(argv)

    from ocs_tui.emulator.server import serve  # --help needs no server

    return serve(
        port=options.port,
        data=options.data,
        replica_delay=options.replica_delay,
        users=options.users,
        strict=options.strict,
        streams=options.streams,
        connect=options.connect,
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 1 to {_LAST_PORT}")
    return int(text)


def _users(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= _MOST_USERS):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of users: write one from 1 to {_MOST_USERS}")
    return int(text)


def _streams(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= _MOST_STREAMS):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of streams: write one from 1 to {_MOST_STREAMS}"
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no delay: write seconds, 0 or more")
    return seconds
