"""What could stand where the cursor is, by the commands' own parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from ocs_tui.catalog.kinds import NAMESPACE, kinds_in, tenant_kinds
from ocs_tui.cli.completion.scripts import FILES
from ocs_tui.cli.first_word import COMMANDS, find_first_word
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError

_ADDRESSES = ("ADDRESS", "NAMESPACE", "FROM", "TO")
"""What parsers call the address of a thing; moments are called ``T``."""


def run_complete(words: Sequence[str]) -> int:
    """Write what the last of the words could become, a line each; returns the exit status.

    A line that ends in ``/`` is not complete yet; ``:files`` stands for names of files.
    """
    from ocs_tui.cli.talk import DONE, put

    for one in completions(list(words) or [""]):
        put(one)
    return DONE


def completions(words: Sequence[str]) -> list[str]:
    """Return what the last of the words could become. Without any, nothing; never raises for what was typed."""
    *before, current = words
    current = current.replace("\\", "").lstrip("'\"")
    found = find_first_word(before)
    if found.word is not None and found.command is None:  # a namespace to open
        return _fitting(_options_of(_launch()), current) if current.startswith("-") else []
    if found.command is None:
        return _at_the_start(before, current)
    from ocs_tui.cli.completion.parsers import parser_of

    return _in(parser_of(found.command), [*found.before, *found.after], current)


def _launch() -> argparse.ArgumentParser:
    from ocs_tui.cli.options import launch_parser

    return launch_parser()


def _at_the_start(before: Sequence[str], current: str) -> list[str]:
    if (action := _waiting(_launch(), before)) is not None:
        return _values(action, before, current)
    if current.startswith("-"):
        return _fitting(_options_of(_launch()), current)
    return _fitting([*COMMANDS, *_namespaces(before)], current)


def _in(parser: argparse.ArgumentParser, before: list[str], current: str) -> list[str]:
    """Return what could stand after the words of a command."""
    if (action := _waiting(parser, before)) is not None:
        return _values(action, before, current)
    places = [one for one in parser._actions if not one.option_strings]
    taken = 0
    skip = False
    for at, word in enumerate(before):
        if skip:
            skip = False
        elif word.startswith("-") and word != "-":
            option = _named(parser, word)
            skip = option is not None and option.nargs != 0 and "=" not in word
        else:
            place = places[min(taken, len(places) - 1)] if places else None
            if isinstance(place, argparse._SubParsersAction):
                below = place.choices.get(word)
                return _in(below, before[at + 1 :], current) if below is not None else []
            taken += 1
    if current.startswith("-"):
        return _fitting(_options_of(parser), current)
    if not places:
        return []
    last = places[-1]
    if taken >= len(places) and last.nargs not in ("*", "+"):
        return []
    return _values(places[min(taken, len(places) - 1)], before, current)


def _waiting(parser: argparse.ArgumentParser, before: Sequence[str]) -> argparse.Action | None:
    """Return the option that the last word begins and the next one ends; None where there is none."""
    option = _named(parser, before[-1]) if before and before[-1].startswith("--") else None
    return option if option is not None and option.nargs != 0 else None


def _named(parser: argparse.ArgumentParser, word: str) -> argparse.Action | None:
    return parser._option_string_actions.get(word.partition("=")[0])


def _options_of(parser: argparse.ArgumentParser) -> list[str]:
    return [name for name in parser._option_string_actions if name.startswith("--")]


def _values(action: argparse.Action, before: Sequence[str], current: str) -> list[str]:
    """Return what a value could be, by its choices and by what its parser calls it."""
    if action.choices is not None:
        return _fitting(map(str, action.choices), current)
    if action.metavar == "FILE":
        return [FILES]
    if action.metavar == "KIND":
        return _fitting(_kinds(), current) if "/" not in current else _addresses(before, current)
    if action.metavar in _ADDRESSES:
        return _addresses(before, current)
    if action.dest == "profile" or (action.dest == "name" and action.metavar == "NAME"):
        return _fitting(_profiles(), current)
    return []


def _kinds() -> list[str]:
    from ocs_tui.catalog.kinds import KINDS
    from ocs_tui.cli.things.naming import BOARDS, word_of

    return [*dict.fromkeys(word_of(kind) for kind in KINDS), *BOARDS, "kinds"]


def _addresses(before: Sequence[str], current: str) -> list[str]:
    """Return addresses, their first parts: a namespace, and the collections in it or in the tenant."""
    if current.startswith("/"):
        return _fitting((f"/{kind.collection}/" for kind in tenant_kinds()), current)
    namespace, slash, _ = current.partition("/")
    if slash:
        return _fitting((f"{namespace}/{kind.collection}/" for kind in kinds_in(NAMESPACE)), current)
    return _fitting(_namespaces(before), current)


def _fitting(words: Iterable[str], current: str) -> list[str]:
    """Return those that begin as typed; what would do something to a terminal is left out."""
    return [one for one in dict.fromkeys(words) if one.startswith(current) and safe(one) == one]


def _profiles() -> list[str]:
    from ocs_tui.settings.profiles import Profiles

    try:
        return list(Profiles.load().names)
    except SettingsError:
        return []


def _namespaces(before: Sequence[str]) -> list[str]:
    """Return the ids that the last run of the profile saw."""
    from ocs_tui.settings.environment import Environment
    from ocs_tui.settings.regions_cache import kept_namespaces
    from ocs_tui.settings.start import resolve

    name = next((before[at + 1] for at, word in enumerate(before[:-1]) if word == "--profile"), None)
    try:
        profile = resolve(Environment.take(), profile_name=name).profile
    except SettingsError:
        return []
    return [] if profile is None else list(kept_namespaces(profile))
