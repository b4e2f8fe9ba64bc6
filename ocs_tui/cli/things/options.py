"""The options of ``get`` and ``data``."""

from __future__ import annotations

import argparse

from ocs_tui.cli.options import Parser, add_global

_GET = """\
KIND is one of what ocs-tui get kinds lists, in any letter case: stream, streams, data-views, "data view".
ADDRESS is what holds them, such as boiler or /communities/ID, or one thing, such as boiler/streams/pump-1;
an address alone says the kind too: ocs-tui get boiler/streams/pump-1.
"""


def get_parser() -> Parser:
    """Return the parser of ``ocs-tui get``."""
    from ocs_tui.cli.things.naming import kind_lines

    parser = Parser(
        prog="ocs-tui get",
        usage="ocs-tui get KIND [ADDRESS] [options]\n       ocs-tui get kinds",
        description="List the things of a kind, show one, or show a board.",
        epilog="\n".join((_GET, "kinds:", *(f"  {line}" for line in kind_lines()))),
    )
    parser.add_argument("kind", metavar="KIND", help="streams, data-views, roles, health, logs, ...")
    parser.add_argument("address", metavar="ADDRESS", nargs="?", help="what holds them, or one thing")
    parser.add_argument("--query", metavar="Q", default="", help="the service's own search: 'pump*'")
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="narrow by a value, where the service can; may be repeated",
    )
    parser.add_argument(
        "--order", metavar="FIELD", default="", help="order by a field; 'FIELD desc' turns it"
    )
    parser.add_argument("--count", metavar="N", type=_count, help="so many at most")
    board = parser.add_argument_group("of boards (logs, usage, metrics)")
    board.add_argument(
        "--since", "--last", metavar="LENGTH", dest="last", help="from so long before now: 1h, 7d"
    )
    board.add_argument("--from", metavar="T", dest="begin", help="from this moment")
    board.add_argument("--to", metavar="T", dest="until", help="to this moment; now when left out")
    board.add_argument(
        "--severity",
        metavar="NAME",
        action="append",
        default=[],
        help="lines of this severity; may be repeated",
    )
    board.add_argument(
        "--source", metavar="NAME", action="append", default=[], help="lines of this source; may be repeated"
    )
    _add_output(parser)
    return parser


def data_parser() -> Parser:
    """Return the parser of ``ocs-tui data``."""
    parser = Parser(
        prog="ocs-tui data",
        description="The data of a stream, an asset or a data view. Times are UTC; the last 24 hours unless "
        "another window is named.",
    )
    parser.add_argument("address", metavar="ADDRESS", help="such as boiler/streams/pump-1")
    window = parser.add_argument_group("which")
    window.add_argument("--last", metavar="LENGTH", help="from so long before now: 15m, 24h, 7d, 1y")
    window.add_argument("--from", metavar="T", dest="begin", help="from this moment or index")
    window.add_argument("--to", metavar="T", dest="until", help="to this moment or index; now when left out")
    one = window.add_mutually_exclusive_group()
    one.add_argument("--first", action="store_true", help="the first event of all")
    one.add_argument("--last-value", action="store_true", help="the last event of all")
    one.add_argument("--follow", action="store_true", help="the last events, and what comes, until Ctrl-C")
    window.add_argument("--properties", metavar="A,B", default="", help="only these, by id")
    window.add_argument("--stream", metavar="NAME", help="of an asset: the stream it refers to by this name")
    how = parser.add_argument_group("how").add_mutually_exclusive_group()
    how.add_argument("--interpolated", metavar="N", type=_count, help="N calculated events")
    how.add_argument("--sampled", metavar="N", type=_count, help="samples of N intervals")
    how.add_argument("--summaries", metavar="N", type=_count, help="summaries of N intervals")
    how.add_argument("--stored", action="store_true", help="of a data view: what is stored, not interpolated")
    parser.add_argument("--view", metavar="ID", default="", help="read the stream through this stream view")
    parser.add_argument("--plot", action="store_true", help="draw it")
    parser.add_argument("--output", metavar="FILE", help="write it to a file that ends in .csv or .json")
    parser.add_argument("--overwrite", action="store_true", help="write over the file if there is one")
    _add_output(parser)
    return parser


def _add_output(parser: Parser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV, with every field")
    parser.add_argument("--demo", action="store_true", help="of the demo tenant: no account, no network")
    add_global(parser)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) <= 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1,000,000,000")
    return int(text[:10])
