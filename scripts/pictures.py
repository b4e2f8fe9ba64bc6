"""``make pictures``: a picture of each main screen, and the keys of the README, made by driving the program.

The pictures are SVG files under docs/pictures; the keys stand between two marks in README.md.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (100, 30)
PORT = 47110

Flow = Callable[[Pilot[int]], Awaitable[None]]


async def seen(pilot: Pilot[int], text: str) -> None:
    """Wait until the screen shows a text."""
    for _ in range(400):
        if text in shown(pilot):
            await pilot.pause()
            return
        await asyncio.sleep(0.02)
    raise SystemExit(f"{text!r} did not appear: the pictures cannot be made.\n{shown(pilot)}")


def shown(pilot: Pilot[int]) -> str:
    """Return the text that the screen shows."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return "\n".join(strip.text for strip in strips)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await pilot.press(key)
        await asyncio.sleep(0.03)


async def explorer(pilot: Pilot[int]) -> None:
    """Tree and overview of a namespace."""
    await press(pilot, "down", "down", "enter")
    await seen(pilot, "Served by")


async def access(pilot: Pilot[int]) -> None:
    """The ACL of a namespace."""
    await press(pilot, "down", "down", "2")
    await seen(pilot, "Contractors")


async def editor(pilot: Pilot[int]) -> None:
    """The ACL editor with a change in it."""
    await access(pilot)
    await press(pilot, "enter", "down", "right", "space")
    await seen(pilot, "1 cell changed")


async def review(pilot: Pilot[int]) -> None:
    """What the change would do."""
    await editor(pilot)
    await press(pilot, "ctrl+s")
    await seen(pilot, "Enter applies it")


async def owner(pilot: Pilot[int]) -> None:
    """Picking an owner."""
    await press(pilot, "down", "down", "3")
    await seen(pilot, "ObjectId")
    await press(pilot, "e")
    await seen(pilot, "as it stands at")


async def create(pilot: Pilot[int]) -> None:
    """The form of a new namespace, with an id that breaks a rule."""
    await press(pilot, "n")
    await seen(pilot, "can never be changed")
    await press(pilot, *"boiler", "full_stop", "full_stop", "2")
    await seen(pilot, "two dots")


async def trace(pilot: Pilot[int]) -> None:
    """Every request on the wire."""
    await access(pilot)
    await press(pilot, "t")
    await seen(pilot, "Namespaces/boiler")


async def palette(pilot: Pilot[int]) -> None:
    """Finding anything by name."""
    await press(pilot, "colon")
    await press(pilot, *"contr")
    await seen(pilot, "Contractors")


async def who(pilot: Pilot[int]) -> None:
    """Who can do what on a namespace, and why."""
    await press(pilot, "down", "down", "w")
    await seen(pilot, "21 of 21")


async def grid(pilot: Pilot[int]) -> None:
    """The whole tenant at once."""
    await press(pilot, "g")
    await seen(pilot, "owned by someone who is gone")


async def journal(pilot: Pilot[int]) -> None:
    """What was written, and taking it back."""
    await review(pilot)
    await press(pilot, "enter")
    await seen(pilot, "written.")
    await press(pilot, "J")
    await seen(pilot, "Write Allow → Deny")


async def conflict(pilot: Pilot[int]) -> None:
    """What two people changed differently."""
    from ocs_tui.access.rows import Setting, set_right
    from ocs_tui.app import OcsTui
    from ocs_tui.model.enums import AccessRight

    assert isinstance(pilot.app, OcsTui)
    connection = pilot.app.connection
    assert connection is not None
    await editor(pilot)
    acl = connection.value(("acl", "boiler"))
    role = next(one.id for one in connection.value(("roles",)) if one.name == "Tenant Contributor")
    await connection.client.set_acl("boiler", set_right(acl, role, AccessRight.WRITE, Setting.UNSET))
    await press(pilot, "ctrl+s")
    await seen(pilot, "theirs")


async def people(pilot: Pilot[int]) -> None:
    """Everyone of the tenant, by name, e-mail address or role."""
    await find(pilot, "Users")
    await press(pilot, "enter")
    await seen(pilot, "Tomás Ferreira")


async def secrets(pilot: Pilot[int]) -> None:
    """A client's secrets, and how long they last."""
    await find(pilot, "Historian writer")
    await press(pilot, "2")
    await seen(pilot, "Key vault")


async def inside(pilot: Pilot[int]) -> None:
    """Open a namespace in the tree."""
    await press(pilot, "down", "down", "right")
    await seen(pilot, "Stream views")


async def tree(pilot: Pilot[int]) -> None:
    """What lies in a namespace, and a stream with its last value."""
    await inside(pilot)
    await press(pilot, "down", "down", "right")
    await seen(pilot, "Boiler 1 feedwater flow")
    await press(pilot, "down", "down", "down", "enter", "2")
    await seen(pilot, "v shows more")


async def plot(pilot: Pilot[int]) -> None:
    """A day of a stream, as a table and a plot."""
    await tree(pilot)
    await press(pilot, "v")
    await seen(pilot, "┤")


async def table(pilot: Pilot[int]) -> None:
    """A namespace of a million streams, at its end."""
    await inside(pilot)
    await press(pilot, "down", "down", "enter")
    await seen(pilot, "more as you scroll")
    await press(pilot, "slash", *"4711", "enter")
    await seen(pilot, "FI-104711")


async def health(pilot: Pilot[int]) -> None:
    """How each service of each region and namespace stands."""
    await find(pilot, "Health")
    await press(pilot, "enter")
    await seen(pilot, "Data ingress")


async def find(pilot: Pilot[int], text: str) -> None:
    """Go to something of the tree."""
    await press(pilot, "slash", *("space" if char == " " else char for char in text), "enter")


FLOWS: dict[str, Flow] = {
    flow.__name__: flow
    for flow in (
        explorer,
        access,
        editor,
        review,
        conflict,
        who,
        grid,
        journal,
        people,
        secrets,
        owner,
        create,
        trace,
        palette,
        tree,
        plot,
        table,
        health,
    )
}
SIZES = {"plot": (124, 32)}
STREAMS = {"table": 1_000_000}
"""How many streams more a picture's tenant has."""


async def draw(name: str, flow: Flow) -> None:
    """Drive the program through a flow and keep what it shows."""
    from ocs_tui.app import OcsTui
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start

    with Emulator(port=PORT, streams=STREAMS.get(name, 0)) as emulator:
        info = emulator.info
        profile = Profile("demo", info["global"], info["tenant_id"], info["client_id"])
        app = OcsTui(Start(profile, secret=Secret(info["client_secret"], "the emulator")))
        async with app.run_test(size=SIZES.get(name, SIZE)) as pilot:
            await seen(pilot, "wind-borkum")
            await seen(pilot, "Tenant Administrator")
            await flow(pilot)
            picture = app.export_screenshot(title=f"ocs-tui: {name}")
    # the font is the reader's own: a picture fetches nothing from anywhere
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


def keys_table() -> str:
    """Return the keys of the main screens as Markdown, generated from the bindings."""
    from ocs_tui.app import OcsTui
    from ocs_tui.screens.acl_editor import AclEditor
    from ocs_tui.screens.collection import CollectionScreen
    from ocs_tui.screens.conflict import ConflictScreen
    from ocs_tui.screens.explorer import ExplorerScreen
    from ocs_tui.screens.keys import class_sections, own_keys
    from ocs_tui.screens.review import ReviewScreen
    from ocs_tui.widgets.access_matrix import AccessMatrix
    from ocs_tui.widgets.resource_tree import ResourceTree
    from ocs_tui.widgets.trace_pane import TracePane

    parts = [("Everywhere", own_keys(OcsTui))]
    screens: dict[str, type[Any]] = {
        "Explorer": ExplorerScreen,
        "List": CollectionScreen,
        "ACL editor": AclEditor,
        "Review": ReviewScreen,
        "Conflict": ConflictScreen,
    }
    for title, screen in screens.items():
        parts += [(title, keys) for _, keys in class_sections(screen)]
    for title, widget in (("Tree", ResourceTree), ("Access matrix", AccessMatrix), ("Trace", TracePane)):
        parts.append((title, own_keys(widget)))
    rows = ["| Where | Key | What it does |", "|---|---|---|"]
    for title, keys in parts:
        rows += [f"| {title} | `{key}` | {words} |" for key, words in keys]
    return "\n".join(rows)


def write_keys() -> None:
    """Put the keys into README.md, between their marks."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    block = f"<!-- keys -->\n{keys_table()}\n<!-- /keys -->"
    readme.write_text(
        re.sub(r"<!-- keys -->.*<!-- /keys -->", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
    )


def main() -> None:
    """Make them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, flow in FLOWS.items():
        with tempfile.TemporaryDirectory() as home:  # each begins anew: an edit left open would be offered
            os.environ |= {"XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
            asyncio.run(draw(name, flow))
        print(f"docs/pictures/{name}.svg")
    write_keys()


if __name__ == "__main__":
    main()
