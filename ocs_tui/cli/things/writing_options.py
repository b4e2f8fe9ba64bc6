"""The options of ``create``, ``edit``, ``delete``, ``metadata``, ``tags`` and ``omf``."""

from __future__ import annotations

from ocs_tui.cli.access_options import add_writing, writing
from ocs_tui.cli.options import Parser, add_global

_WORDS = {
    "create": "Create a thing of any kind from JSON.",
    "edit": "Make a thing as JSON has it: get ADDRESS --json writes what to begin with.",
    "delete": "Delete things.",
}
_ADDRESS = {
    "create": "the new one's own, boiler/streams/pump-1, or its collection's, /communities",
    "edit": "such as boiler/streams/pump-1",
    "delete": "such as boiler/streams/pump-1",
}
OMF_TYPES = ("type", "container", "data")
OMF_ACTIONS = ("create", "update", "delete")
OMF_VERSIONS = ("1.2", "1.1", "1.0")


def writing_parser(word: str) -> Parser:
    """Return the parser of ``ocs-tui create``, ``edit`` or ``delete``."""
    parser = Parser(prog=f"ocs-tui {word}", description=_WORDS[word])
    if word == "delete":
        parser.add_argument("addresses", metavar="ADDRESS", nargs="+", help=_ADDRESS[word])
    else:
        parser.add_argument("address", metavar="ADDRESS", help=_ADDRESS[word])
        parser.add_argument("--file", metavar="FILE", required=True, help="JSON; - for stdin, with --yes")
    add_writing(parser)
    return parser


def parts_parser(word: str) -> Parser:
    """Return the parser of ``ocs-tui metadata`` or ``tags``."""
    parser = Parser(prog=f"ocs-tui {word}", description=f"Show the {word} of a stream, or change them.")
    parser.add_argument("address", metavar="ADDRESS", help="such as boiler/streams/pump-1")
    if word == "metadata":
        parser.add_argument("pairs", metavar="KEY=VALUE", nargs="*", help="set this key; the others stay")
    else:
        parser.add_argument("--add", metavar="TAG", action="append", default=[], help="may be repeated")
    what = "KEY" if word == "metadata" else "TAG"
    parser.add_argument(
        "--remove", metavar=what, action="append", default=[], help="take it away; may be repeated"
    )
    parser.add_argument("--demo", action="store_true", help="of the demo tenant: no account, no network")
    add_writing(parser)
    return parser


def omf_parser() -> Parser:
    """Return the parser of ``ocs-tui omf``; what to do is ``action``."""
    parser = Parser(prog="ocs-tui omf", description="OMF messages, as data collection sends them.")
    add_global(parser)
    actions = parser.add_subparsers(dest="deed", required=True, metavar="send")
    send = writing(actions, "send", "send a message")
    send.add_argument("namespace", metavar="NAMESPACE", help="the namespace's id")
    send.add_argument("file", metavar="FILE", help="the message, a JSON list; - for stdin, with --yes")
    send.add_argument("--type", choices=OMF_TYPES, required=True, help="what the message holds")
    send.add_argument("--action", choices=OMF_ACTIONS, default="create", help="what is done with it")
    send.add_argument("--omf-version", choices=OMF_VERSIONS, default=OMF_VERSIONS[0], help="of the message")
    return parser
