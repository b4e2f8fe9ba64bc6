"""``python -m benchmarks.growth``: how the cost of what may be large grows with it; worse than linear is a bug.

Each piece of work is done for 10, 100, 1,000 ... things. The exponent between the last two sizes is 1 where twice
the things cost twice the work.
"""

from __future__ import annotations

import asyncio
import gc
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.app import App, ComposeResult

from ocs_tui.access import meaning
from ocs_tui.access.compare import compare
from ocs_tui.access.diff import diff
from ocs_tui.access.directory import Directory
from ocs_tui.access.gains import Standing, gains
from ocs_tui.access.grid import grid
from ocs_tui.access.merge import merge
from ocs_tui.access.notes import notes
from ocs_tui.access.rows import Setting, edit, rows_of
from ocs_tui.access.things import Thing
from ocs_tui.access.who import who_can
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, AccessType, TrusteeType
from ocs_tui.model.identity import Role, User
from ocs_tui.widgets.field_list import FieldList, Line
from ocs_tui.widgets.item_tree import Item
from ocs_tui.widgets.resource_tree import ResourceTree

SIZES = (10, 100, 1_000, 10_000, 100_000)
LONG = 1.0
"""Seconds after which the next size is not tried: it would take ten times as long."""
BAR = 1.35
"""The exponent that is promised; above 1 since what is large also leaves the processor's caches."""
SMALL = 0.02
"""Seconds below which an exponent says nothing."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Growth:
    """A piece of work at its sizes, in seconds.

    Attributes:
        name: what is done, and with what.
        seconds: for each of the sizes that were tried.
    """

    name: str
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float | None:
        """How cost grew between the last two sizes; None where it is too small to tell."""
        if len(self.seconds) < 2 or self.seconds[-1] < SMALL or not self.seconds[-2]:
            return None
        return math.log10(self.seconds[-1] / self.seconds[-2])

    @property
    def held(self) -> bool:
        """Whether it grows as promised."""
        return self.exponent is None or self.exponent <= BAR


def acl_of(entries: int, rights: int = 1) -> AccessControlList:
    """Return an ACL of so many roles, each with one entry."""
    return AccessControlList.model_validate(
        {
            "RoleTrusteeAccessControlEntries": [
                {
                    "Trustee": {"Type": int(TrusteeType.ROLE), "ObjectId": f"role-{number}"},
                    "AccessType": int(AccessType.ALLOWED),
                    "AccessRights": rights + number % 3,
                }
                for number in range(entries)
            ]
        }
    )


def _directory(roles: int, users: int) -> Directory:
    return Directory(
        "tenant",
        tuple(Role(id=f"role-{number}", name=f"Role {number}") for number in range(roles)),
        tuple(
            User(id=f"user-{number}", name=f"User {number}", role_ids=(f"role-{number % max(1, roles)}",))
            for number in range(users)
        ),
        (),
        (),
    )


def _with_acl(work: Callable[[AccessControlList, AccessControlList], object], size: int) -> Work:
    before = acl_of(size)
    after = edit(before, {("role-3", AccessRight.DELETE): Setting.ALLOW})
    after.to_wire()  # what is read once is made once
    return lambda: work(before, after)


def _grid(size: int) -> Work:
    acl = acl_of(10)
    things = [Thing(Address.namespace(f"namespace-{number}"), acl, None) for number in range(size)]
    directory = _directory(10, 10)
    return lambda: grid(things, Thing(Address(), acl, None), directory)


def _who_can(size: int) -> Work:
    directory, acl = _directory(20, size), acl_of(20)
    return lambda: who_can(acl, None, directory)


def _gains(size: int) -> Work:
    directory = _directory(20, size)
    before = acl_of(20)
    after = edit(before, {("role-3", AccessRight.DELETE): Setting.ALLOW})
    ends = Standing(before, None), Standing(after, None)
    return lambda: gains(*ends, users=directory.users, clients=(), names=str)


def _notes(size: int) -> Work:
    roles = {role.id.casefold(): role for role in _directory(size, 10).roles or ()}
    return _with_acl(
        lambda before, after: notes(before, after, names=str, roles=roles, me=None, owner=None), size
    )


def _all_changed(size: int) -> Work:
    before, after = acl_of(size), acl_of(size, 8)
    return lambda: diff(before, after)


WORK: dict[str, Callable[[int], Work]] = {
    "the matrix of an ACL of N entries": partial(_with_acl, lambda before, _: rows_of(before)),
    "diff of ACLs of N entries": partial(_with_acl, diff),
    "the diff in words, N entries": partial(_with_acl, lambda a, b: meaning.diff_lines(a, b, str)),
    "merge of ACLs of N entries": partial(_with_acl, lambda a, b: merge(a, b, a)),
    "comparing ACLs of N entries": partial(_with_acl, compare),
    "editing all rows of an ACL of N entries": partial(
        _with_acl,
        lambda before, _: edit(
            before,
            {(f"role-{n}", AccessRight.SHARE): Setting.ALLOW for n in range(len(before.entries))},
        ),
    ),
    "what follows from editing, N entries": _notes,
    "diff of ACLs, all of N entries changed": _all_changed,
    "the grid of N namespaces": _grid,
    "who can, of N users": _who_can,
    "who gains, of N users": _gains,
}


def measured(name: str, prepare: Callable[[int], Work]) -> Growth:
    """Measure one piece of work at each size, the shortest of three times."""
    seconds: list[float] = []
    for size in SIZES:
        work = prepare(size)
        took = _timed(work)
        if took < SMALL:
            took = min(took, _timed(work), _timed(work))
        seconds.append(took)
        if took > LONG:
            break
    return Growth(name, tuple(seconds))


def _timed(work: Work) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


class _Stage(App[None]):
    def compose(self) -> ComposeResult:
        yield ResourceTree(_tree(0))
        yield FieldList()


def _tree(size: int, state: str = "") -> Item:
    leaves = tuple(
        Item("namespace", f"n/{n}", f"namespace-{n:06}", f"namespace-{n:06}", words=state)
        for n in range(size)
    )
    region = Item("region", "region", label="WestUS", children=leaves, open=True)
    return Item("tenant", "tenant", label="tenant", children=(region,), open=True)


async def on_the_screen() -> list[Growth]:
    """Measure the widgets, on a stage without a terminal."""
    taken: dict[str, list[float]] = {}
    app = _Stage()
    async with app.run_test(size=(120, 36)) as pilot:
        tree, fields = app.query_one(ResourceTree), app.query_one(FieldList)
        for size in SIZES:
            lines = [Line(f"label {n}", f"value {n}") for n in range(size)]
            first, second = _tree(size), _tree(size, "Creating")
            for name, work in (
                ("a tree of N namespaces", partial(tree.show, first)),
                ("the same tree, each state changed", partial(tree.show, second)),
                ("a filter key in a tree of N namespaces", partial(tree.filter, "9")),
                ("a filter that lets all of N through", partial(tree.filter, "name")),
                ("fields, N of them", partial(fields.show, lines)),
            ):
                taken.setdefault(name, []).append(_timed(work))
                await pilot.pause()
            tree.filter("")
            tree.show(_tree(0))
            await pilot.pause()
    return [Growth(name, tuple(seconds)) for name, seconds in taken.items()]


def text_of(growths: list[Growth]) -> str:
    """Return the table with its plot: a bar of hashes for the largest size, one a doubling from 0.1 ms."""
    head = "".join(f"{size:>11,}" for size in SIZES)
    out = [f"{'ms for N':42}{head}  exponent"]
    for growth in growths:
        cells = "".join(f"{one * 1000:11,.2f}" for one in growth.seconds)
        exponent = "-" if growth.exponent is None else f"{growth.exponent:.2f}"
        verdict = "" if growth.held else "  WORSE THAN LINEAR"
        out.append(f"{growth.name:42}{cells:55}  {exponent}{verdict}")
    out += ["", "each size as a bar"]
    for growth in growths:
        out.append(growth.name)
        for size, one in zip(SIZES, growth.seconds, strict=False):
            hashes = "#" * max(1, round(math.log2(max(one, 1e-4) / 1e-4)))
            out.append(f"{size:>9,} {hashes}")
    return "\n".join(out)


def all_growths() -> list[Growth]:
    """Measure everything."""
    return [
        *(measured(name, prepare) for name, prepare in WORK.items()),
        *asyncio.run(on_the_screen()),
    ]


def main() -> int:
    """Measure, print, and return the exit status."""
    growths = all_growths()
    print(text_of(growths))
    return 0 if all(growth.held for growth in growths) else 1


if __name__ == "__main__":
    sys.exit(main())
