"""``python -m scripts.operations_table``: where each operation of the contract is, written into docs/operations.md.

Joins the contract as data with the catalog by verb and path. What has no place has its reason in
``operations_reasons.toml`` beside this file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import ocs_tui.catalog
from ocs_tui.catalog.kind import Guard
from ocs_tui.catalog.kinds import KINDS
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.cli.things.naming import word_of
from tests.contract.contract import OPERATIONS
from tests.contract.contract import Operation as Contracted

REPO = Path(__file__).parents[1]
PAGE = REPO / "docs" / "operations.md"
REASONS = Path(__file__).with_name("operations_reasons.toml")
PEOPLE = ("role", "user", "client")
"""Kinds with commands of their own."""
COMMANDS = {
    "ADD_SECRET": "`client secret add`",
    "GET_INVITATION_OF": "`user show`",
    "GET_METADATA": "`metadata`",
    "GET_TAGS": "`tags`",
    "GET_USER_STATUS": "`user show`",
    "INVITE": "`user invite`",
    "INVITE_AGAIN": "`user invite`",
    "LIST_REGIONS": "every command",
    "SEND_OMF": "`omf send`",
    "SET_METADATA": "`metadata`",
    "SET_TAGS": "`tags`",
    "WITHDRAW_INVITATION_OF": "`user withdraw`",
}
"""What commands do by operations that modules below them name."""
READS_DATA = re.compile(r"connection/(data|\w*tracks?)")
"""The modules that ``data`` reads with."""
_HEAD = """\
# Where each operation is

Every operation of the wire contract (`tests/contract/operations.toml`), and where it is in the app and on the command
line. Words are those of the explorer, with the tab or the key; a module stands where a part of the program uses an
operation by its name. *Emulator* says how many of the contract's cases `make test` plays against the emulator. The
table is written by `make operations`, and `make test` fails when it is no longer true. What is in neither has the
reason in italics.

"""


@dataclass(frozen=True)
class Place:
    """Where an operation of the catalog is; words are empty where it is not."""

    app: tuple[str, ...]
    cli: tuple[str, ...]
    is_modules: bool = False


def key_of(verb: str, path: str) -> tuple[str, str]:
    """What is the same for two ways of writing an operation: ids by any name, words in any letter case."""
    return verb, re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0]).casefold()


def contracted() -> list[Contracted]:
    """Return every operation of the contract."""
    return list(OPERATIONS)


@cache
def catalog() -> dict[tuple[str, str], Place]:
    """Return where each operation of the catalog is, by verb and path; of both services' routes."""
    found: dict[tuple[str, str], Place] = {}
    of_kinds = {_keys_of(operation): place for operation, place in _of_kinds()}
    for operation, place in (*_of_kinds(), *_by_name()):
        for key in _keys_of(operation):
            if key in found and place.is_modules and _keys_of(operation) in of_kinds:
                continue  # what a kind says is told in the words of the screen
            before = found.get(key, Place((), ()))
            app, cli = (*before.app, *place.app), (*before.cli, *place.cli)
            found[key] = Place(tuple(dict.fromkeys(app)), tuple(dict.fromkeys(cli)))
    return found


@cache
def _keys_of(operation: Operation) -> tuple[tuple[str, str], ...]:
    eras = tuple(Era) if operation.only is None else (operation.only,)
    return tuple(dict.fromkeys(key_of(operation.verb, operation.path_in(era)) for era in eras))


def _of_kinds() -> Iterator[tuple[Operation, Place]]:
    for kind in KINDS:
        own = f"`{kind.name}`" if kind.name in PEOPLE else ""
        word, plural = word_of(kind), kind.plural
        yield kind.lists, Place((plural,), (f"`get {word}`",))
        for operation, key, verb in (
            (kind.gets, "Overview", "get"),
            (kind.creates, "`n`", "create"),
            (kind.updates, "`e`", "edit"),
            (kind.deletes, "`d`", "delete"),
        ):
            if operation is not None:
                yield (
                    operation,
                    Place((f"{plural}: {key}",), (f"`{kind.name} {verb}`" if own else f"`{verb}`",)),
                )
        for guard, where in ((kind.guard, plural), (kind.collection_guard, f"{plural}, of new ones")):
            if guard is not None:
                yield from _of_guard(guard, where)


def _of_guard(guard: Guard, where: str) -> Iterator[tuple[Operation, Place]]:
    words = {
        "get_acl": ("Access", "`acl show`"),
        "set_acl": ("Access: `e`", "`acl grant`, `acl apply`"),
        "patch_acl": ("Access: `e`", "`acl grant`, `acl apply`"),
        "get_owner": ("Owner", "`owner show`"),
        "set_owner": ("Owner: `e`", "`owner set`"),
        "get_rights": ("Access", ""),
    }
    for field in fields(guard):
        operation = getattr(guard, field.name)
        if operation is not None:
            app, cli = words[field.name]
            yield operation, Place((f"{where}: {app}",), (cli,) if cli else ())


def _by_name() -> Iterator[tuple[Operation, Place]]:
    """Yield the operations that modules of the catalog name, with the modules that use them."""
    for module in iter_modules(ocs_tui.catalog.__path__):
        named = vars(import_module(f"ocs_tui.catalog.{module.name}"))
        for name, value in named.items():
            if isinstance(value, Operation) and not name.startswith("_"):
                yield value, _uses_of(name)


@cache
def _sources() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the modules that may use an operation, and the names in capitals that each holds."""
    files = sorted((REPO / "ocs_tui").rglob("*.py"))
    named = ((file.relative_to(REPO / "ocs_tui").with_suffix("").as_posix(), file) for file in files)
    return tuple(
        (name, frozenset(re.findall(r"\b[A-Z][A-Z_]{3,}\b", file.read_text("utf-8"))))
        for name, file in named
        if not name.startswith(("catalog/", "emulator/", "model/"))
    )


def _uses_of(name: str) -> Place:
    users = [module for module, names in _sources() if name in names]
    app = [f"`{one}`" for one in users if not one.startswith("cli/")]
    cli = ["`get` of a board"] if "cli/things/boards" in users else []
    cli += ["`data`"] if any(READS_DATA.fullmatch(one) for one in users) else []
    cli += [COMMANDS[name]] if name in COMMANDS else []
    return Place(tuple(app), tuple(cli), True)


@cache
def _told() -> tuple[dict[str, str], ...]:
    told: list[dict[str, str]] = tomllib.loads(REASONS.read_text("utf-8"))["reason"]
    return tuple(told)


def told_of(operation: Contracted) -> dict[str, str]:
    """Return what the reasons tell of an operation that no module names; empty where they tell nothing."""
    said = f"{operation.verb} {operation.path}".casefold()
    fits = (one for one in _told() if fnmatch(said, f"{one.get('verb', '*')} {one['path']}".casefold()))
    return next(fits, {})


def row(operation: Contracted) -> tuple[str, str, str, str]:
    """Return the operation, where it is in the app and on the command line, and how it is played."""
    place = catalog().get(key_of(operation.verb, operation.path), Place((), ()))
    app, cli = (", ".join(words) for words in (place.app, place.cli))
    if not app and not cli:
        told = told_of(operation)
        app, cli = told.get("app", ""), told.get("cli", "")
        if "why" in told:
            app = f"*{told['why']}*"
    only = f" ({operation.only})" if operation.only else ""
    count = len(operation.cases)
    cases = f"{count} {'case' if count == 1 else 'cases'}"
    return f"{operation.name}{only}<br>`{operation.verb} {operation.path}`", app, cli, cases


def page() -> str:
    """Return the page."""
    lines = ["| Operation | App | Command line | Emulator |", "|---|---|---|---|"]
    lines += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row(one))} |" for one in contracted()
    ]
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
