"""Two people change the same: the one who comes later picks, on a real terminal."""

from __future__ import annotations

import re

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import DELETE, MANAGE, READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_editing import APPLIES, CONTRIBUTOR, change_contributor_write, open_owner

LEFT = "left to pick"
ALL_PICKED = "All is picked"


def in_conflict(screen: Terminal, tenant: Tenant) -> None:
    """Make Write a Deny while somebody else makes Delete an Allow, and open the review."""
    change_contributor_write(screen, "boiler")
    tenant.set_rights("boiler", CONTRIBUTOR, READ | WRITE | DELETE)
    screen.press("ctrl+s")
    screen.wait_for("Conflict: Set the ACL of boiler")
    screen.wait_for(f"2 of 2 {LEFT}")


def test_each_right_is_picked_by_itself_and_the_outcome_is_reviewed(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    in_conflict(screen, tenant)
    screen.wait_for(re.compile(r"\? Write +Allow +Deny +Allow"))
    screen.wait_for(re.compile(r"\? Delete +unset +unset +Allow"))
    screen.press("m")
    screen.wait_for(f"1 of 2 {LEFT}")
    screen.wait_for(re.compile(r"^ +Write +Allow +✓ Deny +Allow", re.MULTILINE))
    screen.press("t")
    screen.wait_for(ALL_PICKED)
    screen.press("enter")
    screen.wait_for("Review: Set the ACL of boiler")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    screen.wait_for(APPLIES)
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE | DELETE, 0)
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | DELETE, WRITE)


def test_nothing_is_picked_beforehand_and_keys_typed_ahead_write_nothing(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    tenant.set_rights("boiler", CONTRIBUTOR, READ | WRITE | DELETE)
    screen.press("ctrl+s", "enter", "enter")
    screen.wait_for(f"2 of 2 {LEFT}")
    screen.press("enter")
    screen.wait_for("2 of 2 are not picked yet: nothing is taken unasked.")
    screen.press("down", "t")
    screen.wait_for(f"1 of 2 {LEFT}")
    screen.press("ctrl+s")
    screen.wait_for("1 of 2 are not picked yet")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE | DELETE, 0)


def test_mine_everywhere_replaces_theirs_there_and_nowhere_else(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    tenant.set_rights("boiler", CONTRIBUTOR, READ | WRITE | DELETE)
    tenant.set_rights("boiler", "Boiler Operators", READ)
    screen.press("ctrl+s")
    screen.wait_for(f"2 of 2 {LEFT}")  # what does not meet is not asked
    screen.press("M")
    screen.wait_for(ALL_PICKED)
    screen.press("enter")
    screen.wait_for("Boiler Operators: Write Allow → unset")  # said once more, as not mine
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    assert tenant.rights("boiler", "Boiler Operators") == (READ, 0)


def test_theirs_everywhere_leaves_nothing_to_write(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    in_conflict(screen, tenant)
    screen.press("T")
    screen.wait_for(ALL_PICKED)
    screen.press("enter")
    screen.wait_for("Nothing to write")
    screen.press("r")
    screen.wait_for("There is nothing to apply")
    screen.press("enter")
    screen.press("backspace")
    screen.wait_for("1 cell changed")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE | DELETE, 0)


def test_going_back_from_a_conflict_keeps_the_edit(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer(size=(80, 24)))
    in_conflict(screen, tenant)
    screen.press("m")
    screen.wait_for(f"1 of 2 {LEFT}")
    screen.press("backspace")
    screen.wait_for("1 cell changed")
    screen.press("ctrl+s")
    screen.wait_for(f"2 of 2 {LEFT}")


def test_what_changes_while_one_picks_is_asked_anew(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    in_conflict(screen, tenant)
    screen.press("M")
    screen.wait_for(ALL_PICKED)
    tenant.set_rights("boiler", CONTRIBUTOR, READ)
    screen.press("enter")
    screen.wait_for(f"1 of 1 {LEFT}")  # Delete is as I left it now
    screen.wait_for(re.compile(r"\? Write +Allow +Deny +unset"))
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, 0)


def test_a_pick_that_takes_the_last_manager_away_is_refused(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    path = "/Namespaces/boiler/AccessControl"
    acl, contributor = tenant.get(path), tenant.role(CONTRIBUTOR)
    others = [
        entry
        for entry in acl["RoleTrusteeAccessControlEntries"]
        if entry["Trustee"]["ObjectId"] != contributor and not entry.get("AccessRights", 0) & MANAGE
    ]
    manager = {"Trustee": {"Type": 3, "ObjectId": contributor}, "AccessRights": READ | WRITE | MANAGE}
    tenant.put(path, acl | {"RoleTrusteeAccessControlEntries": [*others, manager]})
    screen.press("ctrl+s")
    screen.wait_for(re.compile(r"\? Manage access +unset +unset +Allow"))
    screen.press("M")
    screen.wait_for(ALL_PICKED)
    screen.press("enter")
    screen.wait_for("No role would keep Manage access")
    screen.press("T")
    screen.wait_gone("No role would keep")


def test_an_owner_is_mine_or_theirs(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    open_owner(screen, "compressors")
    maria = next(user for user in tenant.get("/Users") if user["Name"] == "Maria Lindqvist")
    before = tenant.get("/Namespaces/compressors/Owner")
    tenant.put("/Namespaces/compressors/Owner", before | {"Type": 1, "ObjectId": maria["Id"]})
    screen.type("ingrid")
    screen.wait_for("Ingrid Haugland")
    screen.press("enter")
    screen.wait_for(f"1 of 1 {LEFT}")
    screen.wait_for(re.compile(r"theirs: user Maria Lindqvist \(.+\)"))
    screen.press("m", "enter")
    screen.wait_for("Owner: user Maria Lindqvist → user Ingrid Haugland")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the owner of compressors: written.")
    ingrid = next(user["Id"] for user in tenant.get("/Users") if user["Name"] == "Ingrid Haugland")
    assert tenant.get("/Namespaces/compressors/Owner")["ObjectId"] == ingrid


def test_fields_are_picked_one_by_one(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    go_to(screen, "compressors")
    screen.press("1", "e")
    screen.wait_for("Edit compressors")
    screen.wait_for("where it will be written")
    long = ", which is a long story" * 12
    screen.press("end")
    screen.type(f"{long} of mine")
    before = tenant.get("/Namespaces/compressors")
    was = before.get("Description", "")
    tenant.put("/Namespaces/compressors", before | {"Description": f"{was}{long} of theirs"})
    screen.press("ctrl+s")
    screen.wait_for(f"1 of 1 {LEFT}")
    screen.wait_for(re.compile(r"mine: +…ory, which is a long story of mine"))  # where they part
    screen.wait_for(re.compile(r"theirs: …ory, which is a long story of theirs"))
    screen.press("m", "enter")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Change compressors: written.")
    assert tenant.get("/Namespaces/compressors")["Description"] == f"{was}{long} of mine"
