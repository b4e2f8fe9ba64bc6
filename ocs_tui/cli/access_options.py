"""The options of ``acl``, ``owner`` and ``journal``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ocs_tui.cli.options import Parser, add_global

if TYPE_CHECKING:
    Actions = argparse._SubParsersAction[Parser]

_ADDRESS = "such as boiler/streams/pump-1; boiler/streams is the default of new ones, '/' the root ACL"
_RIGHTS = "read,write,delete,manage,share or all"


def acl_parser() -> Parser:
    """Return the parser of ``ocs-tui acl``; what to do is ``action``."""
    parser = Parser(prog="ocs-tui acl", description="Access control: who can do what, why, and changing it.")
    add_global(parser)
    actions = parser.add_subparsers(
        dest="action",
        required=True,
        metavar="show|who|why|grid|grant|deny|revoke|copy|export|plan|apply",
    )
    show = reading(actions, "show", "show an ACL and the owner")
    show.add_argument("address", metavar="ADDRESS", help=_ADDRESS)
    who = reading(actions, "who", "everyone who can do something on it, and why")
    who.add_argument("address", metavar="ADDRESS", help=_ADDRESS)
    who.add_argument("--right", metavar="RIGHT", help="only those who have this right, such as write")
    why = reading(actions, "why", "what one user, client or role may do on it, and why")
    why.add_argument("address", metavar="ADDRESS", help=_ADDRESS)
    _add_subject(why, "user", "client", "role")
    grid = reading(actions, "grid", "every namespace by every role; * differs from the root ACL")
    grid.add_argument("--csv", action="store_true", help="print CSV, for a spreadsheet")

    for action, words in (
        ("grant", "allow rights to a role; a denial of them goes"),
        ("deny", "deny rights to a role; where they were allowed, that goes"),
        ("revoke", "neither allow nor deny rights to a role"),
    ):
        change = writing(actions, action, words)
        change.add_argument("addresses", metavar="ADDRESS", nargs="+", help=_ADDRESS)
        change.add_argument("--role", metavar="NAME", required=True, help="the role, by name or id")
        change.add_argument("--rights", metavar="RIGHTS", required=True, help=_RIGHTS)
    copy = writing(actions, "copy", "give others the ACL of one")
    copy.add_argument("source", metavar="FROM", help=_ADDRESS)
    copy.add_argument("addresses", metavar="TO", nargs="+", help=_ADDRESS)

    export = actions.add_parser("export", help="write ACLs and owners as YAML")
    export.add_argument("addresses", metavar="ADDRESS", nargs="*", help="by default everything there is")
    _add_demo(export)
    plan = reading(actions, "plan", "show what applying a file would change")
    plan.add_argument("file", metavar="FILE", help="what acl export wrote; - for stdin")
    plan.add_argument("--check", action="store_true", help="exit with 1 if anything would change")
    _add_by_name(plan)
    apply = writing(actions, "apply", "make ACLs and owners as a file has them")
    apply.add_argument("file", metavar="FILE", help="what acl export wrote; - for stdin, with --yes")
    _add_by_name(apply)
    return parser


def owner_parser() -> Parser:
    """Return the parser of ``ocs-tui owner``; what to do is ``action``."""
    parser = Parser(prog="ocs-tui owner", description="The owner of a thing, who may do everything.")
    add_global(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="show|set")
    show = reading(actions, "show", "show the owner")
    show.add_argument("addresses", metavar="ADDRESS", nargs="+", help="boiler, boiler/streams/pump-1")
    change = writing(actions, "set", "set the owner")
    change.add_argument("addresses", metavar="ADDRESS", nargs="+", help="boiler, boiler/streams/pump-1")
    _add_subject(change, "user", "client")
    return parser


def journal_parser() -> Parser:
    """Return the parser of ``ocs-tui journal``; ``action`` is None when none is named."""
    parser = Parser(
        prog="ocs-tui journal", description="What was written through this profile from this machine."
    )
    add_global(parser)
    parser.set_defaults(json=False)
    actions = parser.add_subparsers(dest="action", metavar="list|show|undo")
    listing = actions.add_parser("list", help="list what was written, the newest first")
    listing.add_argument("--json", action="store_true", help="print JSON")
    add_global(listing)
    show = actions.add_parser("show", help="show one entry, and look what became of it where that is unknown")
    show.add_argument("entry", metavar="ID", help="the entry's id, or its beginning")
    show.add_argument("--json", action="store_true", help="print JSON")
    add_global(show)
    undo = writing(actions, "undo", "take back what one entry changed")
    undo.add_argument("entry", metavar="ID", help="the entry's id, or its beginning")
    return parser


def reading(actions: Actions, name: str, words: str) -> Parser:
    """Add an action that only reads, with the options of all of them."""
    parser = actions.add_parser(name, help=words)
    parser.add_argument("--json", action="store_true", help="print JSON")
    _add_demo(parser)
    return parser


def _add_demo(parser: Parser) -> None:
    parser.add_argument("--demo", action="store_true", help="of the demo tenant: no account, no network")
    add_global(parser)


def writing(actions: Actions, name: str, words: str) -> Parser:
    """Add an action that writes, with the options of all of them."""
    parser = actions.add_parser(name, help=words)
    add_writing(parser)
    return parser


def add_writing(parser: Parser) -> None:
    """Add the options of everything that writes."""
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--accept-danger", action="store_true", help="write also what is said to be a danger")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written, and write nothing"
    )
    parser.add_argument("--wait", action="store_true", help="wait until the region that is read shows it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_global(parser)


def _add_subject(parser: Parser, *kinds: str) -> None:
    group = parser.add_mutually_exclusive_group(required=True)
    for kind in kinds:
        group.add_argument(f"--{kind}", metavar="NAME", help=f"a {kind}, by name or id")


def _add_by_name(parser: Parser) -> None:
    parser.add_argument(
        "--by-name", action="store_true", help="let the names decide: the file of another tenant"
    )
