"""The options: one parser each for opening the explorer, ``whoami`` and ``profile``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from ocs_tui import __version__
from ocs_tui.cli.talk import WRONG_USAGE, say
from ocs_tui.model.text import safe
from ocs_tui.settings.profile import REDIRECT_URI, SIGN_INS

_TABS = ("overview", "access", "owner", "json")

_COMMANDS = """\
commands:
  open NAMESPACE        open a namespace, also one named like a command
  profile               list, add, use, show and remove profiles, and sign out
  whoami                sign in, and say as whom and with which roles
  get KIND [ADDRESS]    list the things of a kind, show one, or a board: health, logs, metrics, usage
  data ADDRESS          the data of a stream, an asset or a data view: table, plot, JSON, CSV, file
  create, edit, delete  things of every kind, from JSON
  metadata, tags        show and set those of a stream
  omf                   send an OMF message
  acl                   show, explain, change, copy, export and apply access control
  owner                 show and set the owner of namespaces
  role, user, client    list, show, create, change and delete roles, users and clients, and their secrets
  journal               what was written from here, and taking it back
  doctor                look at what the program needs: keyring, folders, terminal, network, regions
  emulator              run an OCS in a box on this machine
  completion SHELL      print the script that completes commands in bash, zsh or fish

environment:
  OCS_TUI_BASE_URL, OCS_TUI_TENANT_ID, OCS_TUI_CLIENT_ID   a tenant without a profile; all three together
  OCS_TUI_CLIENT_SECRET                                    the client secret
  OCS_TUI_PROFILE                                          the profile to use

exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 changed meanwhile by somebody else
"""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def __init__(self, **keywords: object) -> None:
        super().__init__(
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **keywords,  # type: ignore[arg-type]
        )
        self._negative_number_matcher = re.compile(r"-\d")  # a value such as -2h, and no option

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse, and say of an option that there is not its name alone: its value may be a secret."""
        args = sys.argv[1:] if args is None else args
        found, more = self.parse_known_args(args, namespace)
        if more:
            near_secrets = self.prog.endswith("profile") or any("secret" in one for one in args)
            self.error(_too_much(more, with_words=not near_secrets))
        return found

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave with status 2."""
        message = re.sub(r"ignored explicit argument .*", "it takes no value", message, flags=re.DOTALL)
        say(f"{message}; {self.prog} --help lists what there is.")
        self.exit(WRONG_USAGE)


def _too_much(arguments: Sequence[str], *, with_words: bool) -> str:
    options = [argument for argument in arguments if argument.startswith("-")]
    names = [one.partition("=")[0] if one.startswith("--") else one[:2] for one in options]
    if names:
        said = f"there is no option {safe(', '.join(names), 200)}"
        if any("secret" in name for name in names):
            said += ": others see a command line; a secret is asked for, or read from stdin by --secret-stdin"
        return said
    words = f": {safe(' '.join(arguments), 200)}" if with_words else ""
    return (
        f"one argument is too many{words}"
        if len(arguments) == 1
        else f"{len(arguments)} arguments are too many{words}"
    )


def launch_parser(*, namespace_needed: bool = False) -> argparse.ArgumentParser:
    """Return the parser of ``ocs-tui [NAMESPACE]``, and with ``namespace_needed`` of ``ocs-tui open``."""
    parser = Parser(
        prog="ocs-tui open" if namespace_needed else "ocs-tui",
        usage="ocs-tui open NAMESPACE [options]"
        if namespace_needed
        else "ocs-tui [NAMESPACE] [options]\n       ocs-tui COMMAND ...",
        description="A terminal explorer for OSIsoft Cloud Services.",
        epilog=None if namespace_needed else _COMMANDS,
    )
    parser.add_argument(
        "namespace",
        metavar="NAMESPACE",
        nargs=None if namespace_needed else "?",
        help="the id of the namespace to open; '/' for the tenant",
    )
    parser.add_argument("--tab", choices=_TABS, help="the tab to show there")
    parser.add_argument("--demo", action="store_true", help="open a demo tenant: no account, no network")
    parser.add_argument(
        "--low-bandwidth",
        action=argparse.BooleanOptionalAction,
        help="write less to the terminal: fewer colours and repaints; by itself over SSH where the line is slow",
    )
    add_global(parser)
    return parser


def whoami_parser() -> argparse.ArgumentParser:
    """Return the parser of ``ocs-tui whoami``."""
    parser = Parser(prog="ocs-tui whoami", description="Sign in, and say as whom and with which roles.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--demo", action="store_true", help="sign in to the demo tenant")
    add_global(parser)
    return parser


def doctor_parser() -> argparse.ArgumentParser:
    """Return the parser of ``ocs-tui doctor``."""
    parser = Parser(
        prog="ocs-tui doctor",
        description="Look at what the program needs: versions, profile, keyring, folders, terminal, proxy, "
        "certificates, and how each region answers. It changes nothing; to try signing in it reads the client "
        "secret where the profile keeps it. Exit status 0 when nothing keeps the program from working, else 1.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_global(parser)
    return parser


def profile_parser() -> argparse.ArgumentParser:
    """Return the parser of ``ocs-tui profile``; what to do is ``action``, the profile ``name``."""
    parser = Parser(prog="ocs-tui profile", description="Profiles: which tenant, as which client.")
    add_global(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|use|show|sign-out|remove")

    add = actions.add_parser("add", help="save a new profile, its secret in the system's keyring")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--base-url", metavar="URL", required=True, help="such as https://dat-b.osisoft.com")
    add.add_argument("--tenant-id", metavar="ID", required=True)
    add.add_argument("--client-id", metavar="ID", required=True)
    add.add_argument(
        "--sign-in",
        choices=SIGN_INS,
        default=SIGN_INS[0],
        help="who signs in: a client with its secret, or a person by browser or by a code typed elsewhere",
    )
    add.add_argument(
        "--redirect-uri",
        metavar="URI",
        default="",
        help=f"where a browser comes back to, as registered with the client; {REDIRECT_URI} by default",
    )
    add.add_argument("--scope", default="", help="what a person's sign-in asks for, such as 'openid ocsapi'")
    add.add_argument("--label", default="", help="what the status line calls it")
    add.add_argument("--color", default="", help="#rrggbb or a name such as red, to tell tenants apart")
    add.add_argument(
        "--read-only", action="store_true", dest="profile_read_only", help="never write through this profile"
    )
    add.add_argument(
        "--trusted-origin",
        action="append",
        default=[],
        metavar="URL",
        help="a further origin that may see the token; may be repeated",
    )
    secret = add.add_mutually_exclusive_group()
    secret.add_argument("--secret-stdin", action="store_true", help="read the secret from stdin's first line")
    secret.add_argument(
        "--no-secret", action="store_true", help="keep no secret; it is asked for at each run"
    )
    secret.add_argument(
        "--secret-command",
        metavar="'PROGRAM ARGS'",
        help="a program that prints the secret, such as 'pass show ocs'; run without a shell",
    )
    add_global(add, read_only=False)

    listing = actions.add_parser("list", help="list the profiles")
    listing.add_argument("--json", action="store_true", help="print JSON")
    add_global(listing)

    use = actions.add_parser("use", help="make a profile the current one")
    use.add_argument("name", metavar="NAME")
    add_global(use)

    show = actions.add_parser("show", help="show a profile, by default the current one; never its secret")
    show.add_argument("name", metavar="NAME", nargs="?")
    show.add_argument("--json", action="store_true", help="print JSON")
    add_global(show)

    sign_out = actions.add_parser("sign-out", help="forget who is signed in to a profile, in the keyring too")
    sign_out.add_argument("name", metavar="NAME")
    add_global(sign_out)

    remove = actions.add_parser("remove", help="remove a profile and its secret")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    add_global(remove)
    return parser


def add_global(parser: argparse.ArgumentParser, *, read_only: bool = True) -> None:
    """Add the options that may stand before or after any command, so that an alias can hold them.

    Without a default: the parser of a subcommand would overwrite with it what stood before.
    """
    group = parser.add_argument_group("global options")
    group.add_argument("--profile", metavar="NAME", default=argparse.SUPPRESS, help="the profile to use")
    group.add_argument("--theme", metavar="NAME", default=argparse.SUPPRESS, help="the theme of the explorer")
    if read_only:
        group.add_argument(
            "--read-only", action="store_true", default=argparse.SUPPRESS, help="refuse every write"
        )
    group.add_argument("--version", action="version", version=f"ocs-tui {__version__}")
