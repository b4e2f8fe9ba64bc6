"""Changing things, on a real terminal, down to what the emulator then holds."""

from __future__ import annotations

import re

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import DELETE, READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready

APPLIES = "Enter applies it"
CONTRIBUTOR = "Tenant Contributor"


def open_access(screen: Terminal, namespace: str) -> None:
    """Show a namespace's matrix, with the keyboard in it, on its first cell."""
    go_to(screen, namespace)
    screen.press("2")
    screen.wait_for(re.compile(r"Tenant Administrator +Allow"))
    screen.press("enter")
    screen.wait_for("space Set")


def open_owner(screen: Terminal, namespace: str) -> None:
    """Open the editor of a namespace's owner."""
    go_to(screen, namespace)
    screen.press("3")
    screen.wait_for("ObjectId")
    screen.press("e")
    screen.wait_for("as it stands at WestUS")


def change_contributor_write(screen: Terminal, namespace: str) -> None:
    """Make Tenant Contributor's Write a Deny in the editor."""
    open_access(screen, namespace)
    screen.press("down", "right", "space")
    screen.wait_for(f"{CONTRIBUTOR} · Write: Deny · 1 cell changed")


def apply(screen: Terminal) -> None:
    """Review, and apply when it can be."""
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("enter")


def test_an_acl_edit_from_the_matrix_to_the_emulator(explorer: StartTerminal, tenant: Tenant) -> None:
    before = tenant.get("/Namespaces/boiler/AccessControl")["RoleTrusteeAccessControlEntries"]
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    screen.wait_for(re.compile(rf"{CONTRIBUTOR} +Allow +Deny"))
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    after = tenant.get("/Namespaces/boiler/AccessControl")["RoleTrusteeAccessControlEntries"]
    contributor = tenant.role(CONTRIBUTOR)
    others = [entry for entry in after if entry["Trustee"]["ObjectId"] != contributor]
    assert others == [entry for entry in before if entry["Trustee"]["ObjectId"] != contributor]


def test_a_namespace_of_the_other_region_shows_what_was_written(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "wind-borkum")
    apply(screen)
    screen.wait_for("Set the ACL of wind-borkum: written.")
    screen.wait_for(re.compile(rf"{CONTRIBUTOR} +Allow +Deny"))
    screen.wait_for("Replicated: WestEurope shows it.")
    screen.wait_gone("has not shown it yet")
    screen.wait_for(re.compile(rf"{CONTRIBUTOR} +Allow +Deny"))
    assert tenant.rights("wind-borkum", CONTRIBUTOR) == (READ, WRITE)


def test_keys_typed_ahead_confirm_nothing(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s", "enter", "enter", "enter")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    screen.wait_for(APPLIES)
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)


def test_an_edit_typed_ahead_reaches_its_review_and_no_further(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    open_access(screen, "boiler")
    screen.press("down", "right", "space", "ctrl+s", "enter", "enter")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    screen.wait_for(APPLIES)
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)


def test_going_back_from_the_review_keeps_the_edit(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("backspace")
    screen.wait_for("1 cell changed")
    screen.press("u")
    screen.wait_gone("1 cell changed")
    screen.press("ctrl+s")
    screen.wait_for("Nothing has changed")


def test_what_changed_meanwhile_elsewhere_is_merged_and_said(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    tenant.set_rights("boiler", "Boiler Operators", READ | WRITE | DELETE)
    screen.press("ctrl+s")
    screen.wait_for("Changed meanwhile, not by this edit")
    screen.wait_for("Boiler Operators: Delete unset → Allow")
    screen.wait_for(f"{CONTRIBUTOR}: Write Allow → Deny")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", "Boiler Operators") == (READ | WRITE | DELETE, 0)
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)


def test_what_changed_under_a_standing_review_is_not_overwritten(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    tenant.set_rights("boiler", CONTRIBUTOR, READ)
    screen.press("enter")
    screen.wait_for("changed the same meanwhile, and nothing was written")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, 0)


def test_a_list_without_a_manager_is_refused(explorer: StartTerminal, tenant: Tenant) -> None:
    before = tenant.rights("compressors", "Tenant Administrator")
    screen = ready(explorer())
    open_access(screen, "compressors")
    screen.press("x")
    screen.wait_for("5 cells changed")
    screen.press("ctrl+s")
    screen.wait_for("No role would keep Manage access")
    assert tenant.rights("compressors", "Tenant Administrator") == before


def test_a_role_is_added_by_name(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    open_access(screen, "compressors")
    screen.type("ashift le\r")  # in one burst: the letters are meant for the list that a opens
    screen.wait_for("Shift Leads · Read: unset")
    screen.press("space")
    screen.wait_for("Shift Leads · Read: Allow")
    apply(screen)
    screen.wait_for("Set the ACL of compressors: written.")
    assert tenant.rights("compressors", "Shift Leads") == (READ, 0)


def test_the_root_acl_is_edited_from_the_tenant(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    screen.press("2")
    screen.wait_for(re.compile(r"Tenant Administrator +Allow"))
    screen.press("enter")
    screen.wait_for("space Set")
    screen.press("down", "right", "space")
    screen.wait_for("Edit the Root ACL")
    screen.wait_for("1 cell changed")
    apply(screen)
    screen.wait_for("Set the root ACL: written.")
    entries = tenant.get("/AccessControl/Namespaces")["RoleTrusteeAccessControlEntries"]
    denied = [entry["Trustee"]["ObjectId"] for entry in entries if entry.get("AccessType")]
    assert denied == [tenant.role(CONTRIBUTOR)]


def test_an_acl_that_one_may_not_change_says_so_at_e(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "custody-transfer")
    screen.press("2")
    screen.wait_for(re.compile(r"Custody Transfer Auditors"))
    screen.press("e")
    screen.wait_for("needs Manage access, which you do not have")


def test_read_only_refuses_at_the_key(explorer: StartTerminal) -> None:
    screen = ready(explorer("--read-only"))
    open_access(screen, "boiler")
    screen.press("space")
    screen.wait_for("read-only here: nothing is written")


def test_an_owner_is_picked_by_name(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    open_owner(screen, "compressors")
    screen.type("ingrid")
    screen.wait_for("Ingrid Haugland")
    screen.press("enter")
    screen.wait_for("Owner: client Historian writer → user Ingrid Haugland")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the owner of compressors: written.")
    screen.wait_for(re.compile(r"Owner +Ingrid Haugland"))
    ingrid = next(user["Id"] for user in tenant.get("/Users") if user["Name"] == "Ingrid Haugland")
    owner = tenant.get("/Namespaces/compressors/Owner")
    assert (owner["Type"], owner["ObjectId"]) == (1, ingrid)


def test_an_owner_s_review_knows_the_acl_that_no_tab_has_shown(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    acl = tenant.get("/Namespaces/sandbox/AccessControl")
    member = tenant.role("Tenant Member")
    acl["RoleTrusteeAccessControlEntries"].append(
        {"Trustee": {"Type": 3, "ObjectId": member}, "AccessType": 1, "AccessRights": READ}
    )
    tenant.put("/Namespaces/sandbox/AccessControl", acl)
    screen = ready(explorer())
    open_owner(screen, "sandbox")
    screen.type("ingrid")
    screen.wait_for("Ingrid Haugland")
    screen.press("enter")
    screen.wait_for("Danger: You lose Read yourself.")
    screen.wait_for("Ingrid Haugland gains Read")
    screen.wait_for("type sandbox to accept the danger")


def test_an_acl_s_review_knows_the_owner_as_it_is_by_now(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = explorer("boiler", "--tab", "access")
    screen.wait_for("space Set")
    screen.press("down", "right", "space")
    screen.wait_for("1 cell changed")
    aiko = next(user["Id"] for user in tenant.get("/Users") if user["Name"] == "Aiko Tanabe")
    owner = tenant.get("/Namespaces/boiler/Owner")
    tenant.put("/Namespaces/boiler/Owner", {**owner, "Type": 1, "ObjectId": aiko})
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.wait_for("lose Write, denied by Tenant Contributor")
    assert "Aiko Tanabe" not in screen.text  # the owner loses nothing by an ACL


def test_a_namespace_is_created_edited_and_deleted(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    screen.press("n")
    screen.wait_for("can never be changed afterwards")
    screen.type("fresh..one")
    screen.wait_for("An id does not hold two dots in a row.")
    screen.press(*["backspace"] * 5)
    screen.wait_gone("two dots")
    screen.press("ctrl+s")
    screen.wait_for("Review: Create the namespace fresh")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Namespace fresh")
    screen.wait_for("● fresh")
    assert tenant.get("/Namespaces/fresh")["Region"] == "WestUS"

    screen.press("1", "e")
    screen.wait_for("Edit fresh")
    screen.wait_for("where it will be written")
    screen.type("for tests")
    apply(screen)
    screen.wait_for("Change fresh: written.")
    assert tenant.get("/Namespaces/fresh")["Description"] == "for tests"

    screen.press("d")
    screen.wait_for("type the id to delete it")
    screen.type("frash")
    screen.press("enter")
    screen.wait_for("Type the id exactly as it is")
    assert tenant.status("/Namespaces/fresh") == 200
    screen.press(*["backspace"] * 5)
    screen.type("fresh")
    screen.press("enter")
    screen.wait_for("fresh is being deleted")
    tenant.wait_for_status("/Namespaces/fresh", 404)  # before the look at the tree: the question hides it
    screen.wait_gone(re.compile(r"[●◌✖○] fresh"))


def test_creating_what_exists_shows_what_exists(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("n")
    screen.wait_for("can never be changed afterwards")
    screen.type("boiler")
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("One of that id exists with other values")
    screen.wait_for(re.compile(r"Id +boiler \(the same\)"))
    screen.wait_for(re.compile(r"≠ Description +yours: not given\s+exists: Boilers"))


def test_a_resize_in_mid_edit_loses_nothing(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.resize(82, 25)
    screen.wait_for(re.compile(r"Allow +Deny\*"))
    screen.resize(60, 20)
    screen.wait_for("ocs-tui needs 80×24")
    screen.press("q")
    screen.wait_for("Quit, and lose it?")
    screen.resize(120, 36)
    screen.wait_for("1 changed")


def test_a_danger_is_accepted_by_typing_the_id(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    open_access(screen, "compressors")
    screen.press("space")
    screen.wait_for("Tenant Administrator · Read: Deny")
    screen.press("ctrl+s")
    screen.wait_for("You lose Read yourself")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("This change is dangerous: type compressors")
    assert tenant.rights("compressors", "Tenant Administrator")[1] == 0
    screen.type("compressors")
    screen.press("enter")
    screen.wait_for("Set the ACL of compressors: wr")  # written, and no longer to be read
    assert tenant.status("/Namespaces/compressors/AccessControl") == 403
