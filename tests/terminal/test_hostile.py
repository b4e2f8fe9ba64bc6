"""Content of bad will, browsed and saved on a real terminal: nothing of it does anything there."""

from __future__ import annotations

import re

import pytest

from tests.fuzz.hostile import TEXTS
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_editing import APPLIES

_TEXTS = [text for text in TEXTS if "\ud83d" not in text]
ALL = " ".join(_TEXTS)
_STRINGS = re.compile(rb"\x1b[\]PX^_].*?(?:\x07|\x1b\\)", re.DOTALL)
_OUR_OWN = (b"\x1b]11;?", b"\x1b]22;default")
"""What the program itself says in such a sequence: it asks for the background's colour, and sets the pointer."""
_NEVER = [
    char.encode()
    for char in "\x80\x85\x90\x9b\x9c\x9d\x9f\u061c\u200b\u200e\u200f\u202a\u202c\u202d\u202e\u2028\u2029\u2060\u2066"
    "\u2069\ufeff\xad\U000e0041"
] + [b"\x00", b"\x7f", b"\x0b", b"\x0c", b"\x1b[31m", b"owned\x07"]


def nothing_got_through(screen: Terminal) -> None:
    """Pass when the terminal was sent nothing that content asked for."""
    written = bytes(screen.output)
    strings = {found for found in _STRINGS.findall(written) if not found.startswith(_OUR_OWN)}
    assert not strings, strings
    assert not [found for found in _NEVER if found in written]


def holds(screen: Terminal, columns: int, rows: int) -> None:
    """Pass when what is shown still stands in its columns."""
    lines = screen.lines
    assert len(lines) == rows
    assert all(len(line) <= columns for line in lines)
    edges = {line.index("│") for line in lines if line.count("│") == 1}
    assert len(edges) <= 1, f"the border stands in columns {sorted(edges)}:\n{screen.text}"


@pytest.fixture
def bad(tenant: Tenant) -> Tenant:
    """A tenant in which much is named with bad will."""
    boiler = tenant.get("/Namespaces/boiler")
    tenant.put(
        "/Namespaces/boiler",
        {**boiler, "Name": _TEXTS[0], "Description": ALL, "More": {ALL: [ALL, {"a": _TEXTS}]}},
    )
    for text in _TEXTS:
        tenant.post("/Roles", {"Name": f"r {text}", "Description": ALL})
    return tenant


def test_nothing_of_it_reaches_the_terminal_as_more_than_text(explorer: StartTerminal, bad: Tenant) -> None:
    screen = ready(explorer(size=(80, 24)))
    go_to(screen, "boiler")
    screen.wait_for("a␛]0;owned␇b")
    holds(screen, 80, 24)
    for tab, shows in (("2", "Read"), ("3", "ObjectId"), ("4", '"Id"'), ("1", "State")):
        screen.press(tab)
        screen.wait_for(shows)
        holds(screen, 80, 24)
    screen.press("end", "up", "up", "up", "enter")
    screen.wait_for(re.compile(r"\d+ roles"))
    for _ in range(4):
        screen.wait_for(re.compile(r"\d+ roles"))
        holds(screen, 80, 24)
        screen.press("pagedown")
    screen.press("/")
    screen.type("[/]")
    screen.wait_for("found")
    screen.press("enter", *["down"] * 7, "e")
    screen.wait_for("Edit the role r [/][b]bold")
    holds(screen, 80, 24)
    screen.press("escape")
    screen.wait_for("17 of 29 found")
    screen.press("escape")
    screen.wait_for(re.compile(r"\d+ roles"))
    screen.press("backspace")
    screen.wait_gone(re.compile(r"\d+ roles"))
    screen.press(":")
    screen.wait_for("Search")
    screen.type("bold")
    screen.wait_for("[b]bold[/b]")
    screen.press("escape")
    nothing_got_through(screen)


def test_saving_one_field_changes_nothing_else(explorer: StartTerminal, bad: Tenant) -> None:
    before = bad.get("/Namespaces/boiler")
    screen = ready(explorer(size=(80, 24)))
    go_to(screen, "boiler")
    screen.wait_for("a␛]0;owned␇b")
    screen.press("e")
    screen.wait_for("Edit boiler")
    holds(screen, 80, 24)
    screen.press("space", "ctrl+s")
    screen.wait_for("AllowCrossRegionProcessing")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for(re.compile(r"boiler: written"))
    after = bad.get("/Namespaces/boiler")
    assert [name for name in {**before, **after} if before.get(name) != after.get(name)] == [
        "AllowCrossRegionProcessing"
    ]
    assert list(after["More"]) == list(before["More"])
    nothing_got_through(screen)
