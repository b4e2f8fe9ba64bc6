"""Who can do what, and why; the whole tenant at once; on a real terminal."""

from __future__ import annotations

import re

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import DELETE, READ, WRITE, Tenant
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_editing import APPLIES

SLOWEST = 60
"""Seconds to wait where what counts is what comes first, on a machine however loaded."""


def test_who_can_names_everyone_with_the_reason(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.press("w")
    screen.wait_for("21 of 21")
    screen.wait_for(re.compile(r"Ewa Krol +yes +Deny +Deny"))
    screen.wait_for(re.compile(r"Maria Lindqvist +yes +yes +yes +yes +yes +user · owner"))
    screen.wait_for("who is in a role through a group or a claim")
    screen.press("4")
    screen.wait_for("3 of 21 who may Manage access")
    screen.press("0")
    screen.press("/")
    screen.type("ewa")
    screen.wait_for("1 of 21")
    screen.press("enter")
    screen.wait_for("Ewa Krol: Write: denied by Contractors, although Boiler Operators allows it")


def test_from_a_person_to_what_it_reaches(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.press("w")
    screen.wait_for("21 of 21")
    screen.type("/ingrid\r")
    screen.wait_for("1 of 21")
    screen.press("enter")
    screen.wait_for("What does user Ingrid Haugland reach?")
    screen.wait_for("boiler: Write: allowed by Boiler Operators")


def test_the_grid_shows_denials_differences_and_owners_that_are_gone(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.wait_for("1 owned by someone who is gone")
    screen.wait_for(re.compile(r"custody-transfer +Henk van der Molen +R····≠"))
    screen.press("/")
    screen.type("tank")
    screen.wait_for("1 of 17 lines")
    screen.wait_for(re.compile(r"tank-farm +gone: "))


def test_a_cell_of_the_grid_opens_and_its_change_shows(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.press("down", "down", "right", "enter")
    screen.wait_for("Tenant Contributor · Read: Allow")
    screen.press("right", "space")
    screen.wait_for("Tenant Contributor · Write: Deny")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    screen.wait_for(re.compile(r"boiler +Maria Lindqvist +RWDMS +R✗···≠"))
    assert tenant.rights("boiler", "Tenant Contributor") == (READ, WRITE)


def test_two_lists_side_by_side(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.type("ccompress\r")
    screen.wait_for("boiler  and  compressors")
    screen.wait_for("2 of 5 differ.")
    screen.wait_for(re.compile(r"≠ Contractors\s+boiler: Deny Write, Delete\s+compressors: no entry"))
    screen.press("d")
    screen.wait_gone("both: Allow Read, Write")


def test_a_namespace_beside_the_root_acl(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "sandbox")
    screen.type("cthe root\r")
    screen.wait_for("sandbox  and  the root ACL")
    screen.wait_for("The same.")


def test_a_cell_of_a_role_without_an_entry_opens_on_that_role(explorer: StartTerminal) -> None:
    screen = ready(explorer(size=(160, 40)))
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.press("down", *["right"] * 4)
    screen.wait_for("antwerp-terminal · Boiler Operators: unset")
    screen.press("enter")
    screen.wait_for("Boiler Operators · Read: unset")
    screen.press("space")
    screen.wait_for("Boiler Operators · Read: Allow")


def test_marks_of_the_grid_are_those_of_the_tree(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.press("space", "space", "space")  # the root ACL is no namespace
    screen.wait_for("2 marked")
    screen.press("b")
    screen.wait_for("antwerp-terminal, boiler")
    screen.press("backspace")
    screen.press("escape")
    screen.wait_for("Access of the whole tenant")
    screen.press("backspace")
    screen.wait_for("2 marked: b changes them")
    screen.wait_for("◆ ● boiler")


def test_marks_that_the_grid_hides_are_said_on_a_small_screen_and_go_when_done(
    explorer: StartTerminal,
) -> None:
    screen = ready(explorer(size=(80, 24)))
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.press("down", "space", "space", "space", "/")
    screen.type("sandbox")
    screen.wait_for("2 of 17 lines")
    screen.press("enter", "*")
    screen.wait_for("5 marked, 3 of them hidden")
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("tab", "enter", "down", "down", "enter", "tab", "space", "ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Done: ")
    screen.press("escape")
    screen.wait_for("Access of the whole tenant")
    screen.wait_gone("5 marked")


def test_a_double_click_on_a_cell_opens_one_editor(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("g")
    screen.wait_for("17 of 17 lines")
    screen.click("antwerp-terminal")
    screen.click("antwerp-terminal")
    screen.wait_for("Edit the ACL of antwerp-terminal")
    screen.wait_for("where it will be written")
    screen.press("escape")
    screen.wait_for("Access of the whole tenant")


def test_from_the_shell_to_a_changed_right_in_eight_keys(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = explorer("boiler", "--tab", "access")
    screen.wait_for("space Set")  # the keyboard is in the matrix
    keys = ["down", "down", "down", "right", "right", "space", "ctrl+s"]
    screen.press(*keys)
    screen.wait_for("Boiler Operators: Delete unset → Allow")
    screen.wait_for(APPLIES)
    assert tenant.rights("boiler", "Boiler Operators") == (READ | WRITE, 0)
    keys.append("enter")
    screen.press(keys[-1])
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", "Boiler Operators") == (READ | WRITE | DELETE, 0)
    assert len(keys) <= 8


def test_the_grid_of_a_thousand_namespaces_answers_keys_while_it_reads(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    for number in range(1000):
        tenant.post(f"/Namespaces/made-{number:04}", {"Region": "WestUS"})
    screen = explorer()
    screen.wait_for("made-0001", SLOWEST)
    screen.press("g")
    screen.wait_for(re.compile(r"Reading… \d"), SLOWEST)
    screen.press("down", "down", "right")
    screen.wait_for("boiler · Tenant Contributor", SLOWEST)
    screen.type("/0500")
    screen.wait_for(lambda text: "made-0500" in text and "antwerp-terminal" not in text, SLOWEST)
    screen.press("enter")
    screen.wait_for("made-0500 · Tenant Contributor", SLOWEST)
    screen.press("backspace")
    screen.wait_for("antwerp-terminal", SLOWEST)
    screen.wait_for(re.compile(r"Reading… [\d,]+ of 2,0"), SLOWEST)  # it is not done yet
    screen.press("backspace")
    screen.wait_gone("Access of the whole tenant", SLOWEST)
