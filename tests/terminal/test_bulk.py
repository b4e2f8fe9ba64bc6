"""Changing many namespaces in one go, on a real terminal."""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path

from tests.emulator_process import emulator_process
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import APPLIES


def mark_three(screen: Terminal) -> None:
    """Mark boiler, compressors and custody-transfer: the last one's ACL may not be changed."""
    screen.press("down", "down", "space", "down", "space", "space")
    screen.wait_for("3 marked")


def grant_boiler_operators_write(screen: Terminal) -> None:
    """Fill in the form, and open the review."""
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("tab", "enter")
    screen.type("boiler")
    screen.press("enter")
    screen.wait_for("Boiler Operators")
    screen.press("tab", "tab", "space")
    screen.wait_for(re.compile(r"X. Write"))
    screen.press("ctrl+s")
    screen.wait_for("Review: 2 of 3 namespaces change")


def test_one_plan_one_review_and_a_result_each(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    mark_three(screen)
    grant_boiler_operators_write(screen)
    screen.wait_for("Boiler Operators: added with Write (Allow)")
    screen.wait_for("It is so already.")
    screen.wait_for("Who gains, and who loses")
    screen.wait_for("Ewa Krol and client Contractor tablets gain Write, through Boiler")
    screen.wait_for("Members through an identity provider's groups or claims are not listed")
    screen.wait_for(APPLIES)
    assert tenant.rights("compressors", "Boiler Operators") == (0, 0)
    screen.press("enter")
    screen.wait_for("Done: 1 done, 1 unchanged, 1 failed")
    screen.wait_for("custody-transfer: failed")
    assert tenant.rights("compressors", "Boiler Operators") == (WRITE, 0)
    assert tenant.rights("boiler", "Boiler Operators") == (READ | WRITE, 0)

    screen.press("u")
    screen.wait_for("Review: 1 of 1 namespaces change")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Done: 1 done")
    assert tenant.rights("compressors", "Boiler Operators") == (0, 0)


def test_the_whole_is_taken_back_after_the_rest_was_tried_again(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    mark_three(screen)
    grant_boiler_operators_write(screen)
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Done: 1 done, 1 unchanged, 1 failed")
    screen.press("a")
    screen.wait_for("Review: 1 of 1 namespaces change")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Done: 1 failed")
    screen.press("u")
    screen.wait_for("Boiler Operators: removed, had Write (Allow)")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Done: 1 done")
    assert tenant.rights("compressors", "Boiler Operators") == (0, 0)


def test_a_danger_stands_above_what_does_not_fit_the_screen(explorer: StartTerminal) -> None:
    screen = ready(explorer(size=(80, 24)))
    screen.press("down", "down", "space", "down", "space")
    screen.wait_for("2 marked")
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("enter")
    screen.type("copy")
    screen.press("enter", "tab", "enter")
    screen.type("custody")
    screen.press("enter", "ctrl+s")
    screen.wait_for("type 2 to accept the danger")
    screen.wait_for("⚠ Danger: You lose")


def test_who_gains_by_another_owner_is_said_once_with_where(explorer: StartTerminal) -> None:
    screen = ready(explorer(size=(160, 50)))
    mark_three(screen)
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("enter", "end", "enter")
    screen.wait_for("Owner")
    screen.press("tab", "enter")
    screen.wait_for("Carla Bustamante (user)")
    screen.press("down", "down", "enter", "ctrl+s")
    screen.wait_for("Owner: client Historian writer → user Carla Bustamante")
    gains = "Carla Bustamante gains Write, Delete, Manage access, Share, as the owner. (boiler, compressors)"
    screen.wait_for(gains)
    screen.wait_for(
        "client Historian writer loses Delete, Manage access, Share, no longer the owner. (compressors)"
    )
    screen.wait_for(APPLIES)


def test_marks_outlive_the_form_and_its_review(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    mark_three(screen)
    grant_boiler_operators_write(screen)
    screen.wait_for(APPLIES)
    screen.press("backspace")
    screen.wait_for(re.compile(r"X. Write"))
    screen.press("escape")
    screen.wait_for("3 marked: b changes them")


def test_marks_that_a_filter_hides_are_counted(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    mark_three(screen)
    screen.press("/")
    screen.type("sandbox")
    screen.wait_for("2 matches")
    screen.press("enter", "*")
    screen.wait_for("5 marked, 3 of them hidden by the filter")


def test_keys_typed_ahead_write_no_plan(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    mark_three(screen)
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("tab", "enter")
    screen.type("boiler")
    screen.press("enter")
    screen.wait_for("Boiler Operators")
    screen.press("tab", "tab", "space", "ctrl+s", "enter", "enter")
    screen.wait_for("Review: 2 of 3 namespaces change")
    screen.wait_for(APPLIES)
    assert tenant.rights("compressors", "Boiler Operators") == (0, 0)


def test_a_name_with_brackets_is_a_name(terminal: StartTerminal, tmp_path: Path) -> None:
    """Textual takes an option's text for markup: a role's name must not crash the form."""
    data = tmp_path / "tenant.sqlite"
    with emulator_process("--data", str(data)):
        pass
    with sqlite3.connect(data) as database:
        for table, column in _texts(database):
            database.execute(
                f"UPDATE {table} SET {column} = replace({column}, 'Boiler Operators', 'op[/oops] [b')"
            )
    with emulator_process("--data", str(data)) as emulator:
        env: dict[str, str | None] = dict(emulator.environment)
        screen = ready(terminal(sys.executable, "-m", "ocs_tui", env=env))
        screen.press("down", "down", "space", "b")
        screen.wait_for("What to do")
        screen.press("tab", "enter")
        screen.wait_for("op[/oops] [b")


def _texts(database: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [(table, row[1]) for table in tables for row in database.execute(f"PRAGMA table_info({table})")]
