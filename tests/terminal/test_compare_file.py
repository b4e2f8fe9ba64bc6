"""A namespace beside what a file says of it, on a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready


@pytest.fixture
def home(terminal: StartTerminal, tmp_path: Path) -> Path:
    """The home of what runs on the terminals."""
    return tmp_path / "home"


def exported(home: Path, emulator: EmulatorProcess, *addresses: str) -> str:
    """Return what acl export says."""
    done = run("acl", "export", *addresses, home=home, env=emulator.environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask_for_a_file(screen: Terminal, namespace: str) -> None:
    """Begin to compare a namespace with a file."""
    go_to(screen, namespace)
    screen.type("ca file\r")
    screen.wait_for(f"Compare {namespace} with a file")


def test_what_a_file_says_stands_beside_what_is_there(
    home: Path, explorer: StartTerminal, emulator_process: EmulatorProcess, tenant: Tenant
) -> None:
    screen = ready(explorer())
    text = exported(home, emulator_process, "boiler", "compressors")
    (home / "access").mkdir()
    file = home / "access" / "plant access.yaml"
    file.write_text(text)
    ask_for_a_file(screen, "boiler")
    screen.type("~/acc\t")
    screen.wait_for("~/access/")
    screen.wait_for("plant access.yaml")  # what there is in it is listed
    screen.press("tab")
    screen.wait_for("~/access/plant access.yaml")
    screen.press("enter")
    screen.wait_for("boiler  and  plant access.yaml")
    screen.wait_for("The same.")
    screen.wait_for(re.compile(r"Owner\s+both: Maria Lindqvist"))
    changed = text.replace("deny: [write, delete]", "deny: [write]").replace(
        "{user: Maria Lindqvist, id:", "{client: null, id:"
    )
    assert changed.count("client: null") == 1
    file.write_text(changed)
    screen.press("r")
    screen.wait_for(re.compile(r"1 of \d differ. The owner differs."))
    screen.wait_for(re.compile(r"≠ Contractors\s+boiler: Deny Write, Delete\s+plant access.yaml: Deny Write"))
    screen.wait_for(re.compile(r"≠ Owner\s+boiler: Maria Lindqvist"))
    file.write_text(text.replace("role: Contractors", "role: Tenant Viewer"))
    screen.press("r")
    screen.wait_for(re.compile(r"the file\s+calls\s+it\s+'Tenant\s+Viewer'"))
    screen.wait_for("The owner differs.")  # what was compared before still stands


def test_what_is_wrong_with_a_file_is_said_and_the_path_is_kept(
    home: Path, explorer: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    text = exported(home, emulator_process, "compressors")
    (home / "access.yaml").write_text(text)
    (home / "other.yaml").write_text(text.replace(emulator_process.tenant_id, "another"))
    (home / "broken.yaml").write_text("ocs-tui-access: 1\naccess: [\n")
    (home / "bytes.yaml").write_bytes(b"\xff\xfe\xff")
    screen = ready(explorer(size=(80, 24)))
    ask_for_a_file(screen, "boiler")
    screen.press("enter")
    screen.wait_for("Type the path of a file.")
    typed = ""
    for name, said in (
        ("nowhere.yaml", "no such file or directory."),
        ("", "is a directory."),
        ("bytes.yaml", "is no text in UTF-8."),
        ("broken.yaml", "broken.yaml: line 3"),
        ("other.yaml", "other.yaml is of another tenant"),
        ("access.yaml", "access.yaml does not hold boiler: 1 other stands in it."),
    ):
        screen.press(*["backspace"] * len(typed))
        typed = f"~/{name}"
        screen.type(f"{typed}\r")
        screen.wait_for(lambda text, said=said: said in " ".join(text.replace("│", " ").split()))  # type: ignore[misc]
        assert typed in screen.text
    screen.press("escape")
    screen.wait_gone("with a file")


def test_the_root_acl_beside_a_file_that_says_nothing_of_owners(
    home: Path, explorer: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    (home / "root.yaml").write_text(exported(home, emulator_process, "/"))
    screen = ready(explorer())
    screen.type("ca file\r")
    screen.wait_for("Compare the root ACL with a file")
    screen.type("~/root.yaml\r")
    screen.wait_for("the root ACL  and  root.yaml")
    screen.wait_for("The same.")
