"""The first word that is no option decides what is meant: a command, or a namespace to open.

argparse cannot mix an optional positional with subcommands, nor take a global option on either side of
one; so the word is found here, and all the other arguments go to the parser of what it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COMMANDS = (
    "open",
    "profile",
    "whoami",
    "acl",
    "owner",
    "role",
    "user",
    "client",
    "get",
    "data",
    "create",
    "edit",
    "delete",
    "metadata",
    "tags",
    "omf",
    "journal",
    "doctor",
    "emulator",
    "completion",
)

_WITH_VALUE = ("--profile", "--theme", "--tab")
_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class FirstWord:
    """Arguments, taken apart.

    Attributes:
        command: the command named; None when the first word is a namespace, or there is none.
        before: the arguments before the command's name.
        after: the arguments after it; all of them when there is no command.
        meant: the command that the first word is close to without being it; None when it is close to none.
        word: the first word; None when all arguments are options.
    """

    command: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    meant: str | None = None
    word: str | None = None


def find_first_word(arguments: Sequence[str]) -> FirstWord:
    """Find the first word that is no option, nor an option's value. After ``--`` it is a namespace."""
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        if argument == "--":
            break
        if argument in _WITH_VALUE:
            position += 2
        elif argument.startswith("-") and argument != "-":
            position += 1
        elif argument in COMMANDS:
            before, after = arguments[:position], arguments[position + 1 :]
            return FirstWord(argument, tuple(before), tuple(after), word=argument)
        else:
            return FirstWord(None, (), tuple(arguments), _close_to(argument), argument)
    return FirstWord(None, (), tuple(arguments))


def _close_to(word: str) -> str | None:
    import difflib

    close = difflib.get_close_matches(word.casefold(), COMMANDS, n=1, cutoff=_CLOSE)
    return close[0] if close else None
