"""One's own editor on a real terminal: lent, given back, and nothing lost on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_drafts import answer, kill
from tests.terminal.test_editing import apply

STREAM = "/Namespaces/boiler/Streams/B1-BU-106"


def editor(folder: Path, *lines: str) -> str:
    """Make an editor of a few lines of shell; its file is $1."""
    script = folder / "editor.sh"
    script.write_text("\n".join(("#!/bin/sh", *lines, "")))
    script.chmod(0o755)
    return str(script)


def open_stream(screen: Terminal) -> None:
    """Open the editor of the first stream of boiler."""
    go_to(screen, "boiler")
    screen.press("escape", "escape")
    screen.press("right")
    screen.wait_for(re.compile(r"▶ Streams"))
    screen.press("down", "down", "enter")
    screen.wait_for("B1-BU-106")
    screen.press("e")
    screen.wait_for('"TypeId": "Burner"')


def test_a_text_goes_to_ones_own_editor_and_comes_back(
    explorer: StartTerminal, tenant: Tenant, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    command = editor(
        tmp_path,
        f'ls -ld "$1" > {seen}; ls -ld "$(dirname "$1")" >> {seen}',
        f'echo "NO_COLOR=$NO_COLOR" >> {seen}',
        f'echo "$1" >> {seen}',
        "echo THE EDITOR HAS THE TERMINAL",
        "read answer",
        'sed -i "s/Natural gas, low NOx./$answer/" "$1"',
    )
    screen = ready(explorer(env={"EDITOR": command, "VISUAL": None, "NO_COLOR": "yes"}))
    open_stream(screen)
    screen.press("ctrl+o")
    screen.wait_for("THE EDITOR HAS THE TERMINAL")
    screen.type("Hydrogen.")
    screen.press("enter")
    screen.wait_for("Taken over from the editor.")
    screen.wait_for('"Description": "Hydrogen."')
    file, folder, no_color, name = seen.read_text().splitlines()
    assert file.startswith("-rw-------")
    assert folder.startswith("drwx------")
    assert no_color == "NO_COLOR=yes"
    assert not Path(name).parent.exists(), "nothing of it is left behind"
    apply(screen)
    screen.wait_for("Change the stream Boiler 1 burner: written.")
    assert tenant.get(STREAM)["Description"] == "Hydrogen."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("exit 3",), "The editor editor.sh ended with code 3: nothing was taken over."),
        (('printf "\\377\\376" > "$1"',), "The file is not UTF-8 by now: nothing was taken over."),
        (('rm "$1"',), "The file cannot be read by now (No such file or directory): nothing"),
        (("kill -INT $$",), "The editor editor.sh ended with code -2: nothing was taken over."),
    ],
)
def test_an_editor_that_fails_costs_nothing(
    explorer: StartTerminal, tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    screen = ready(explorer(env={"EDITOR": editor(tmp_path, *lines), "VISUAL": None}))
    open_stream(screen)
    screen.press("ctrl+o")
    screen.wait_for(said)
    screen.wait_for('"TypeId": "Burner"')


@pytest.mark.parametrize(
    ("said_of", "said"),
    [
        ({"EDITOR": None}, "No editor is set: set EDITOR in the environment"),
        ({"EDITOR": "no-such-editor-anywhere -w"}, "The editor 'no-such-editor-anywhere' was not found"),
        ({"EDITOR": "vi 'half"}, "a quote is open in it"),
    ],
)
def test_no_editor_is_one_sentence(explorer: StartTerminal, said_of: dict[str, Any], said: str) -> None:
    screen = ready(explorer(env={"VISUAL": None, **said_of}))
    open_stream(screen)
    screen.press("ctrl+o")
    screen.wait_for(said)


def test_ctrl_c_is_the_editors_own(explorer: StartTerminal, tmp_path: Path) -> None:
    command = editor(tmp_path, "trap 'echo; exit 0' INT", "echo ASKING", "read answer")
    screen = ready(explorer(env={"EDITOR": command, "VISUAL": None}))
    open_stream(screen)
    screen.press("ctrl+o")
    screen.wait_for("ASKING")
    screen.press("ctrl+c")
    screen.wait_for("Nothing was changed in the editor.")
    screen.wait_for('"TypeId": "Burner"')


def test_a_killed_program_brings_the_text_back_that_is_no_json_yet(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    open_stream(screen)
    screen.press("down", "end")
    screen.type(' "half a')
    screen.wait_for('"half a')
    screen.wait_for("✖ Line 2")
    kill(screen)
    screen = explorer()
    screen.wait_for("Its text is no JSON yet: it comes back as it was typed.")
    answer(screen, "y")
    screen.wait_for('"B1-BU-106", "half a')
    assert "half a" not in str(tenant.get(STREAM))
