"""Edits that were not finished: a killed program loses none of them, and the next start offers each."""

from __future__ import annotations

import signal
import time

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import DELETE, READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_editing import APPLIES, CONTRIBUTOR, apply, change_contributor_write

OFFER = "Go on with it?"


def kill(screen: Terminal) -> None:
    """End the program as a crash would."""
    screen.signal(signal.SIGKILL)
    screen.wait_exit()


def answer(screen: Terminal, key: str) -> None:
    """Answer the offer, once it has stood."""
    screen.wait_for(OFFER)
    screen.wait_for("(y)")
    screen.press(key)
    if key != "y":
        screen.wait_gone(OFFER)


def wait_for_drafts(screen: Terminal, count: int, timeout: float = 8) -> None:
    """Wait until so many drafts are kept; AssertionError when they are not in time (seconds)."""
    end = time.monotonic() + timeout
    folder = screen.home / ".local/state/ocs-tui/drafts"
    while (kept := len(list(folder.glob("draft-*")))) != count:
        assert time.monotonic() < end, f"{kept} drafts are kept, not {count}"


def edit_fields(screen: Terminal, namespace: str) -> None:
    """Open the fields of a namespace."""
    go_to(screen, namespace)
    screen.press("1", "e")
    screen.wait_for(f"Edit {namespace}")
    screen.wait_for("where it will be written")


def killed_in_mid_edit(explorer: StartTerminal, tenant: Tenant) -> tuple[str, Terminal]:
    """Type at the end of a description and end as a crash would; return it as it was, and the next start."""
    screen = ready(explorer())
    edit_fields(screen, "sandbox")
    before = tenant.get("/Namespaces/sandbox").get("Description") or ""
    screen.type(" and more")
    screen.wait_for("and more")
    kill(screen)
    later = explorer()
    later.wait_for("Change sandbox")
    return before, later


def pick_ingrid(screen: Terminal, namespace: str) -> None:
    """Pick an owner, which opens the review."""
    go_to(screen, namespace)
    screen.press("3")
    screen.wait_for("ObjectId")
    screen.press("e")
    screen.wait_for("as it stands at")
    screen.type("ingrid")
    screen.wait_for("Ingrid Haugland")
    screen.press("enter")
    screen.wait_for(f"Review: Set the owner of {namespace}")


def test_an_acl_edit_survives_a_kill(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    kill(screen)
    tenant.set_rights("boiler", "Boiler Operators", READ | DELETE)
    later = explorer()
    later.wait_for("Set the ACL of boiler")
    later.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    answer(later, "y")
    later.wait_for("1 cell changed")
    later.wait_for("Changed since this edit began")
    apply(later)
    later.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    assert tenant.rights("boiler", "Boiler Operators") == (READ | DELETE, 0)
    wait_for_drafts(later, 0)


def test_the_edit_of_an_owner_survives_a_kill(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    pick_ingrid(screen, "compressors")
    kill(screen)
    later = explorer()
    later.wait_for("Set the owner of compressors")
    answer(later, "y")
    later.wait_for("Picked: Ingrid Haugland")
    assert "Changed since" not in later.text
    apply(later)
    later.wait_for("Set the owner of compressors: written.")
    ingrid = next(user["Id"] for user in tenant.get("/Users") if user["Name"] == "Ingrid Haugland")
    assert tenant.get("/Namespaces/compressors/Owner")["ObjectId"] == ingrid
    wait_for_drafts(later, 0)


def test_the_edit_of_fields_survives_a_kill_at_its_last_key(explorer: StartTerminal, tenant: Tenant) -> None:
    before, later = killed_in_mid_edit(explorer, tenant)
    answer(later, "y")
    later.wait_for("where it will be written")
    later.wait_for("and more")
    apply(later)
    later.wait_for("Change sandbox: written.")
    assert tenant.get("/Namespaces/sandbox")["Description"] == f"{before} and more"
    wait_for_drafts(later, 0)


def test_a_new_namespace_survives_a_kill_while_its_id_is_none_yet(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    screen.press("n")
    screen.wait_for("can never be changed afterwards")
    screen.type("fresh.")
    screen.wait_for("does not start or end with a dot")
    screen.press("tab", "enter")
    screen.wait_for("WestEurope")
    screen.press("down", "enter", "tab")
    screen.type("for tests")
    screen.wait_for("for tests")
    kill(screen)
    later = explorer()
    later.wait_for("Create a namespace fresh.")
    answer(later, "y")
    later.wait_for("can never be changed afterwards")
    later.wait_for("does not start or end with a dot")
    later.press("backspace")  # what was typed is not selected: one key takes one letter
    later.wait_gone("does not start or end with a dot")
    apply(later)
    later.wait_for("● fresh")
    made = tenant.get("/Namespaces/fresh")
    assert (made["Region"], made["Description"]) == ("WestEurope", "for tests")
    wait_for_drafts(later, 0)


def test_each_is_offered_the_newest_first(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    kill(screen)
    screen = ready(explorer())
    answer(screen, "escape")
    edit_fields(screen, "sandbox")
    screen.type(" and more")
    screen.wait_for("and more")
    kill(screen)

    later = explorer()
    later.wait_for("(1 of 2)")
    later.wait_for("Change sandbox")
    answer(later, "t")
    later.wait_for("(2 of 2)")
    later.wait_for("Set the ACL of boiler")
    answer(later, "y")
    later.wait_for("1 cell changed")
    later.press("escape")
    later.wait_for("Leave, and lose it?")
    later.wait_for("(y)")
    later.press("y")
    later.wait_gone("Edit the ACL of boiler")
    wait_for_drafts(later, 0)
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)


def test_what_is_put_off_is_offered_at_the_next_start(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    kill(screen)
    screen = explorer()
    answer(screen, "escape")
    ready(screen)
    kill(screen)
    explorer().wait_for(OFFER)


def test_two_windows_keep_their_hands_off_each_others_edits(explorer: StartTerminal, tenant: Tenant) -> None:
    first = ready(explorer())
    change_contributor_write(first, "boiler")
    second = ready(explorer())
    go_to(second, "boiler")
    assert OFFER not in second.text
    second.press("2")
    second.wait_for("Boiler Operators")
    second.press("enter")
    second.wait_for("space Set")
    second.press("down", "right", "right", "space")  # another cell of the same list
    second.wait_for(f"{CONTRIBUTOR} · Delete: Allow · 1 cell changed")
    wait_for_drafts(second, 2)
    second.press("ctrl+s")
    second.wait_for(APPLIES)
    second.press("enter")
    second.wait_for("Set the ACL of boiler: written.")
    kill(first)

    later = explorer()
    later.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    answer(later, "y")
    later.wait_for("Changed since this edit began")
    apply(later)
    later.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | DELETE, WRITE)


def test_what_is_so_by_now_leaves_nothing_to_write(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    kill(screen)
    path = "/Namespaces/boiler/AccessControl"
    acl = tenant.get(path)
    role_id = tenant.role(CONTRIBUTOR)
    for entry in acl["RoleTrusteeAccessControlEntries"]:
        if entry["Trustee"]["ObjectId"] == role_id:
            entry["AccessRights"] = READ
    denial = {"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessType": 1, "AccessRights": WRITE}
    acl["RoleTrusteeAccessControlEntries"].append(denial)
    tenant.put(path, acl)
    later = explorer()
    answer(later, "y")
    later.wait_for("there is nothing left to write")
    later.press("escape")
    later.wait_gone("Edit the ACL of boiler")
    wait_for_drafts(later, 0)


def test_an_edit_that_was_put_off_is_told_of_and_offered_again(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    before, later = killed_in_mid_edit(explorer, tenant)
    answer(later, "n")
    edit_fields(later, "sandbox")
    later.wait_for("is kept, unfinished")
    assert "and more" not in later.text
    later.press("escape")
    later.wait_gone("Edit sandbox")
    later.press(":")
    later.type("unfinished")
    later.wait_for("Edits that were put off")
    later.press("enter")
    later.wait_for("Change sandbox")
    answer(later, "y")
    later.wait_for("and more")
    apply(later)
    later.wait_for("Change sandbox: written.")
    assert tenant.get("/Namespaces/sandbox")["Description"] == f"{before} and more"
    wait_for_drafts(later, 0)
    later.press(":")
    later.type("unfinished")
    later.wait_for("Edits that were put off")
    later.press("enter")
    later.wait_for("No edit was left unfinished.")
