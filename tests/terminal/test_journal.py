"""The journal, and taking back what was written, on a real terminal."""

from __future__ import annotations

import signal

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import DELETE, READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import APPLIES, CONTRIBUTOR, apply, change_contributor_write


def written(screen: Terminal) -> None:
    """Make Tenant Contributor's Write on boiler a Deny, and open the journal."""
    change_contributor_write(screen, "boiler")
    apply(screen)
    screen.wait_for("Set the ACL of boiler: written.")
    screen.press("J")
    screen.wait_for("Journal: what was written from here")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")


def test_what_was_written_is_taken_back_and_done_again(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    written(screen)
    screen.press("u")
    screen.wait_for(f"{CONTRIBUTOR}: Write Deny → Allow")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Journal: what was written from here")
    screen.wait_for("taken back")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)
    screen.press("o")  # the cursor stays on the change that was taken back
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Journal: what was written from here")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)


def test_taking_back_keeps_what_others_changed_since(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    written(screen)
    tenant.set_rights("boiler", "Boiler Operators", READ | DELETE)
    screen.press("u")
    screen.wait_for("Changed meanwhile, not by this edit")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Journal: what was written from here")
    screen.wait_for("taken back")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)
    assert tenant.rights("boiler", "Boiler Operators") == (READ | DELETE, 0)


def test_the_journal_outlives_the_program_and_the_demo_leaves_none(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    written(screen)
    screen.press("q")
    assert screen.wait_exit() == 0
    later = ready(explorer())
    later.press("J")
    later.wait_for("Set the ACL of boiler")
    journals = list((later.home / ".local/state/ocs-tui").glob("journal-*.jsonl"))
    assert len(journals) == 1
    assert journals[0].stat().st_mode & 0o077 == 0


def test_an_edit_outlives_a_terminal_that_is_closed(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.signal(signal.SIGHUP)
    assert screen.wait_exit() == 128 + signal.SIGHUP
    tenant.set_rights("boiler", "Boiler Operators", READ | DELETE)
    later = explorer()
    later.wait_for("Go on with it?")
    later.wait_for("(y)")
    later.press("y")
    later.wait_for(f"{CONTRIBUTOR}")
    later.wait_for("1 cell changed")
    later.wait_for("Changed since this edit began")
    apply(later)
    later.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    assert tenant.rights("boiler", "Boiler Operators") == (READ | DELETE, 0)


def test_an_edit_that_was_given_up_is_not_offered(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("q")
    screen.wait_for("Quit, and lose it?")
    screen.wait_for("(y)")
    screen.press("y")
    assert screen.wait_exit() == 0
    later = ready(explorer())
    later.wait_for("Tenant Administrator")
    assert "Go on with it" not in later.text
    assert list((later.home / ".local/state/ocs-tui/drafts").glob("draft-*")) == []
