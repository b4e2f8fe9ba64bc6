"""Content of bad will, browsed and saved on a real terminal: nothing of it does anything there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.cli.meagre import meagre_service
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


def in_sandbox(
    explorer: StartTerminal, number: int, title: str, size: tuple[int, int] = (100, 30)
) -> Terminal:
    """Open what stands at a number in the tree below the namespace sandbox, counted from 1."""
    screen = ready(explorer(size=size))
    go_to(screen, "sandbox")
    screen.press("backspace")
    screen.press("right", *["down"] * number, "enter")
    screen.wait_for(title)
    return screen


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
    screen.wait_for(f"{len(_TEXTS)} of {len(bad.get('/Roles?count=1000'))} found")
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


def _namespace(name: str, more: str) -> str:
    return f'{{"Id": "{name}", "Region": "WestUS", "State": 1, {more}}}'


_ENTRY = '{"Trustee": {"Type": 3, "ObjectId": "role-%d"}, "AccessRights": 3, "Note": "kept"}'
BAD_BODIES = {
    "a-twice": ('"Description": "one", "Description": "two"', "stands in it twice"),
    "b-nan": ('"Description": "x", "More": [NaN, Infinity, 1e999]', "which is no JSON number"),
    "c-deep": ('"Description": "x", "More": ' + "[" * 450 + "]" * 450, "nested too deeply"),
    "d-half": ('"Description": "half \\ud83d"', "lone surrogate"),
    "e-digits": ('"Description": "x", "More": 0.12345678901234567890123', "more digits than can be kept"),
    "f-other-case": ('"Description": "x", "region": "elsewhere"', "spelled otherwise"),
}
"""Namespaces whose bodies would not survive being written back, and the words that say why."""


@pytest.fixture
def hostile_service() -> Iterator[dict[str, str]]:
    """A service that answers what the emulator would not take."""
    at = "/api/v1/tenants/t"
    found = {name: _namespace(name, more) for name, (more, _) in BAD_BODIES.items()}
    found["h-many"] = _namespace("h-many", '"Description": "ten thousand entries"')
    entries = ",".join(_ENTRY % number for number in range(10_000))
    bodies: dict[str, Any] = {
        at: {"Id": "t", "CompanyName": "Evil\x1b]0;owned\x07", "State": 1},
        f"{at}/regions": b"[]",
        f"{at}/namespaces": f"[{','.join(found.values())}]".encode(),
        f"{at}/namespaces/h-many/accesscontrol": f'{{"RoleTrusteeAccessControlEntries": [{entries}]}}'.encode(),
        f"{at}/roles": [{"Id": f"role-{number}", "Name": f"Role {number}"} for number in range(50)],
        f"{at}/users": [],
        f"{at}/clientcredentialclients": [],
    }
    bodies |= {f"{at}/namespaces/{name}": body.encode() for name, body in found.items()}
    with meagre_service(bodies) as environment:
        yield environment


_UNFILTERED = "▶ Roles"
"""What no filter of these tests leaves in the tree. The filter's own words move, and are gone in between."""


def _on(screen: Terminal, name: str) -> None:
    screen.press("/")
    screen.wait_for("find by name or id")
    screen.type(name)
    screen.wait_for(re.compile(r"1 match"))
    screen.press("enter")
    screen.wait_for(f"Namespace {name}")
    screen.press("backspace")
    try:
        screen.wait_for(_UNFILTERED)
    except AssertionError:  # an error that came up meanwhile takes the first one
        screen.press("backspace")
        screen.wait_for(_UNFILTERED)


def test_a_body_that_would_not_survive_is_shown_and_cannot_be_edited(
    terminal: StartTerminal, hostile_service: dict[str, str]
) -> None:
    screen = terminal(sys.executable, "-m", "ocs_tui", size=(80, 24), env=dict(hostile_service))
    screen.wait_for("a-twice")
    for name, (_, why) in BAD_BODIES.items():
        _on(screen, name)
        screen.press("4")
        screen.wait_for('"Id"')
        holds(screen, 80, 24)
        screen.press("1", "e")
        screen.wait_for(lambda text, why=why: why in " ".join(text.split()))  # type: ignore[misc]
        holds(screen, 80, 24)
        screen.press("escape")
        screen.wait_gone("cannot be edited")
        screen.wait_gone("✖")
    nothing_got_through(screen)


def test_ten_megabytes_leave_the_keyboard_alive(terminal: StartTerminal) -> None:
    long = _namespace("long", json.dumps({"Description": "\x1b[31m" + "x" * 10_000_000})[1:-1]).encode()
    at = "/api/v1/tenants/t"
    bodies = {f"{at}/namespaces": b"[" + long + b"]", f"{at}/namespaces/long": long}
    with meagre_service(bodies) as environment:
        screen = terminal(sys.executable, "-m", "ocs_tui", size=(80, 24), env=dict(environment))
        screen.wait_for("● long")
        _on(screen, "long")
        screen.wait_for("␛[31mxxx")
        holds(screen, 80, 24)
        screen.press("?")
        screen.wait_for("Delete what the cursor is on")
        screen.press("escape")
        screen.wait_gone("Delete what the cursor is on")
        screen.press("4")
        screen.wait_for(re.compile('"Id"|Not read'), timeout=20)
        screen.press("q")
        screen.wait_exit()
        nothing_got_through(screen)


def test_ten_thousand_entries_are_shown_and_scrolled(
    terminal: StartTerminal, hostile_service: dict[str, str]
) -> None:
    screen = terminal(sys.executable, "-m", "ocs_tui", size=(80, 24), env=dict(hostile_service))
    screen.wait_for("h-many")
    _on(screen, "h-many")
    screen.press("2")
    screen.wait_for(re.compile(r"Role 0 +Allow +Allow"), timeout=30)
    holds(screen, 80, 24)
    screen.press("enter", "end")
    screen.wait_for("Role 49 ", timeout=30)
    holds(screen, 80, 24)
    nothing_got_through(screen)


def test_streams_their_data_and_their_metadata_do_nothing_there(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    place = "/Namespaces/sandbox"
    tenant.post(
        f"{place}/Types/Bad",
        {
            "Id": "Bad",
            "SdsTypeCode": 1,
            "Properties": [
                {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": 16}},
                {"Id": "Said", "Name": ALL, "SdsType": {"SdsTypeCode": 18}},
            ],
        },
    )
    tenant.post(f"{place}/Streams/bad", {"Id": "bad", "TypeId": "Bad", "Name": _TEXTS[0], "Description": ALL})
    for number, text in enumerate(_TEXTS):
        tenant.post(f"{place}/Streams/s{number}", {"Id": f"s{number}", "TypeId": "Bad", "Name": f"s {text}"})
    tenant.put(f"{place}/Streams/bad/Metadata", {f"key {number}": text for number, text in enumerate(_TEXTS)})
    tenant.put(f"{place}/Streams/bad/Tags", _TEXTS[:10])
    events = [{"Time": f"2026-01-01T00:00:{number:02}Z", "Said": text} for number, text in enumerate(_TEXTS)]
    tenant.put(f"{place}/Streams/bad/Data", events)
    screen = in_sandbox(explorer, 2, "Streams in sandbox")
    screen.wait_for("a␛]0;owned␇b")
    screen.press("home", "enter")
    screen.wait_gone("Streams in sandbox")
    shows = {
        "2": "v shows more",
        "3": "key 0",
        "4": "[/][b]",
        "5": "Tenant Adm",
        "6": "ObjectId",
        "7": '"Id": "bad"',
    }
    for tab, words in shows.items():
        screen.press(tab)
        screen.wait_for(words)
    screen.press("v")
    screen.wait_for("Window")
    screen.press("w")
    screen.type("2026-01-01..2026-01-02")
    screen.press("enter")
    screen.wait_for(re.compile(r"00:00:0\d.*owned"))
    screen.press("end", "home", "x", "x")
    screen.wait_for("Window")
    nothing_got_through(screen)
    assert screen.process.poll() is None


@pytest.fixture
def areas(tenant: Tenant) -> Tenant:
    """A tenant in which assets, a data view, a community and the paths in its log are of bad will."""
    place = "/Namespaces/sandbox"
    for number, text in enumerate(_TEXTS):
        asset = {
            "Id": f"a{number}",
            "Name": f"a {text}",
            "Description": ALL,
            "Metadata": [{"Id": f"m{number}", "Name": text, "SdsTypeCode": 18, "Value": ALL}],
        }
        tenant.post(f"{place}/Assets/a{number}", asset)
        assert tenant.status(f"{place}/Streams/{quote(text, safe='')}") == 404
        tenant.refused(f"{place}/Streams/{quote(text.replace('/', ''), safe='')}", {"Id": text})
    tenant.post(f"{place}/DataViews/v", {"Id": "v", "Name": _TEXTS[0], "Description": ALL})
    tenant.post_preview("/Communities", {"Name": _TEXTS[0], "Description": ALL})
    return tenant


@pytest.mark.parametrize("what", ["assets sandbox", "data-views sandbox", "communities", "logs sandbox"])
def test_a_command_lists_them_on_a_terminal_as_text(
    explorer: StartTerminal, areas: Tenant, what: str
) -> None:
    screen = explorer("get", *what.split(), size=(200, 50))
    assert screen.wait_exit() == 0
    assert "␛".encode() in screen.output
    nothing_got_through(screen)


def test_assets_do_nothing_there(explorer: StartTerminal, areas: Tenant) -> None:
    screen = in_sandbox(explorer, 7, "Assets in sandbox")
    screen.wait_for("a␛]0;owned␇b")
    for _ in range(3):
        screen.press("pagedown")
    screen.press("home", "enter")
    screen.wait_gone("Assets in sandbox")
    screen.wait_for("read from")
    for tab, words in {
        "2": "Status",
        "3": "Tenant Adm",
        "4": "ObjectId",
        "5": '"Id": "a',
        "1": "Description",
    }.items():
        screen.press(tab)
        screen.wait_for(words)
        holds(screen, 100, 30)
    nothing_got_through(screen)
    assert screen.process.poll() is None


def test_the_log_does_nothing_there(explorer: StartTerminal, areas: Tenant) -> None:
    screen = in_sandbox(explorer, 16, "Logs of sandbox", (220, 30))
    screen.press("end")
    screen.wait_for(re.compile(r"POST.*␛"))
    nothing_got_through(screen)


def test_a_file_of_omf_does_nothing_there(explorer: StartTerminal, tmp_path: Path) -> None:
    message = tmp_path / "message.json"
    message.write_text(json.dumps([{"id": ALL, "type": ALL, "classification": text} for text in _TEXTS]))
    screen = ready(explorer(size=(100, 30)))
    go_to(screen, "sandbox")
    screen.press("O")
    screen.wait_for("Send an OMF message")
    screen.type(str(message))
    screen.press("enter")
    screen.wait_for("An OMF message to sandbox")
    screen.wait_for("␛]0;owned␇b")
    screen.press("enter")
    screen.wait_for("Review:")
    nothing_got_through(screen)


def test_a_paste_that_holds_an_escape_sequence_is_text_and_presses_nothing(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("/")
    screen.wait_for("find by name or id")
    screen.type_bytes(b"\x1b[200~boil\x1b[31mer\rq\x1b[201~")
    screen.wait_for("boil\u241b[31mer")
    screen.wait_for("escape shows all")
    screen.press("escape")
    screen.wait_gone("escape shows all")
    screen.wait_for("boiler")
