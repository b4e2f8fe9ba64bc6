"""Roles, users and clients: seen, created, changed and deleted on a real terminal."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from typing import Any

import httpx

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import APPLIES

SECRET = re.compile(r"[\w-]{43}")
"""As the emulator makes them: longer than any id."""
MARKUP = "[b]Night[/b] [@click=app.bell]x[/"


def find(screen: Terminal, name: str, title: str) -> None:
    """Go to a thing of the tree by filtering, and stay in the tree."""
    screen.press("/")
    screen.wait_for("find by name or id")
    screen.type(name)
    screen.wait_for(re.compile(r"\d+ match"))
    screen.press("enter")
    screen.wait_for(title)
    screen.press("backspace")
    screen.wait_gone("enter goes there")


def open_users(screen: Terminal) -> None:
    """Let the tree show the users."""
    screen.press("end", "up", "up", "right")
    screen.wait_for("Aiko Tanabe")


def apply(screen: Terminal, said: str) -> None:
    """Review, apply, and wait for what is said of it."""
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for(said)


def wait_until(holds: Callable[[], Any], timeout: float = 8) -> None:
    """Ask the server until something holds."""
    end = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < end, "the server never got there"


def user(tenant: Tenant, name: str) -> dict[str, Any]:
    """Return a user of the server by name."""
    return next(dict(one) for one in tenant.get("/Users?count=1000") if one["Name"] == name)


# Looking.


def test_further_kinds_are_read_when_they_are_opened(
    explorer: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    screen = ready(explorer(size=(120, 50)))
    screen.wait_for("enter opens the client's secrets")
    for path in ("/Invitations", "/IdentityProviders", "/AuthorizationCodeClients", "/AutomationIdentities"):
        assert emulator_process.asked(path) == []
    screen.press("end", "right")
    screen.wait_for("Identity providers")
    screen.press("end", "right")
    screen.wait_for("Azure Active Directory")
    screen.press("down", "enter")
    screen.wait_for(re.compile(r"Scheme +AAD"))
    screen.press("3")
    screen.wait_for(re.compile(r"Quality Laboratory.+"))  # a group of the directory, with its roles
    screen.press("4")
    screen.wait_for('"Scheme": "AAD"')


def test_an_identity_provider_is_picked_among_the_known_ones_and_added(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer(size=(120, 50)))
    screen.press("end", "right")
    screen.wait_for("Identity providers")
    screen.press("end", "right")
    screen.wait_for("Google")
    screen.press("n")
    screen.wait_for("Identity provider (needed)")
    before = {one["Id"] for one in tenant.get("/IdentityProviders")}
    screen.press("enter")
    screen.wait_for("Microsoft")
    assert "Google" not in screen.text, "what is there already is not offered"
    screen.press("down", "enter")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    screen.press("enter")
    screen.wait_for("written.")
    assert {one["DisplayName"] for one in tenant.get("/IdentityProviders") if one["Id"] not in before} == {
        "Personal Microsoft Account"
    }


def test_a_user_names_its_roles_and_each_leads_to_the_role_and_its_members(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    open_users(screen)
    find(screen, "okonjo", "User Samuel Okonjo")
    screen.wait_for(re.compile(r"Roles +Tenant Member.*Boiler Operators.*Shift Leads", re.DOTALL))
    screen.wait_for(re.compile(r"IdentityProviderId +Azure Active Directory"))
    screen.press("enter")
    screen.press("end", "enter")
    screen.wait_for("Role Shift Leads")
    screen.press("2")
    screen.wait_for("Users: 2")
    screen.wait_for("Aiko Tanabe")
    screen.wait_for("Clients: 0")
    screen.press("home", "enter")
    screen.wait_for("User Aiko Tanabe")


def test_what_one_may_not_see_is_one_quiet_sentence(
    terminal: StartTerminal, explorer: StartTerminal, emulator_process: EmulatorProcess, tenant: Tenant
) -> None:
    body = {"Name": "Looker", "Enabled": True, "RoleIds": [tenant.role("Tenant Member")]}
    made = tenant.post("/ClientCredentialClients", body)
    env = {"OCS_TUI_CLIENT_ID": made["Client"]["Id"], "OCS_TUI_CLIENT_SECRET": made["Secret"]}
    screen = ready(explorer(env=dict(env), size=(120, 50)))
    screen.press("end", "right")
    screen.wait_for("Invitations")
    screen.press("end", "up", "right")
    screen.wait_for("Your roles do not let you see the invitations.")
    assert "✖" not in screen.line_with("Your roles do not let you")
    screen.press("enter")
    screen.wait_for(re.compile(r"Name +User +State"))
    screen.wait_for("Your roles do not let you see the invitations.")
    assert "✖" not in screen.text.replace("✖ mill", "")


def test_names_are_text_wherever_they_stand(explorer: StartTerminal, tenant: Tenant) -> None:
    role_id = tenant.post("/Roles", {"Name": MARKUP, "Description": "x\x1b]0;owned\x07y"})["Id"]
    screen = ready(explorer())
    find(screen, "night", f"Role {MARKUP}")
    screen.press("e")
    screen.wait_for(f"Edit the role {MARKUP}")
    screen.wait_for("x␛]0;owned␇y")
    screen.wait_for("cannot be edited here")
    screen.press("escape")
    screen.wait_for(f"Role {MARKUP}")
    screen.press("d")
    screen.wait_for(f"type the name to delete it: {MARKUP}")
    screen.wait_for("ACLs that name it: 0 of 17")
    screen.press("escape")
    screen.wait_for(f"Role {MARKUP}")
    open_users(screen)
    find(screen, "krol", "User Ewa Krol")
    screen.press("e")
    screen.wait_for("Contact surname")
    screen.wait_for(f"[ ] {MARKUP}")
    assert role_id
    assert b"owned\x07" not in screen.output


# Roles.


def test_a_role_is_created_changed_and_deleted_with_its_entries(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    screen.press("end", "up", "up", "up", "n")
    screen.wait_for("Create a role")
    screen.press("ctrl+s")
    screen.wait_for("Name (needed): It is needed.")
    screen.type("Pump Crew")
    apply(screen, "Create the role Pump Crew: written.")
    wait_until(lambda: any(role["Name"] == "Pump Crew" for role in tenant.get("/Roles")))
    find(screen, "pump crew", "Role Pump Crew")
    screen.press("e")
    screen.wait_for("Edit the role Pump Crew")
    screen.press("tab")
    screen.type("Runs the pumps")
    screen.wait_for("Runs the pumps")
    assert list(screen.home.rglob("draft-*.json")), "an edit outlives a crash"
    apply(screen, "Change the role Pump Crew: written.")
    screen.wait_for(re.compile(r"Description +Runs the pumps"))
    role_id = tenant.role("Pump Crew")
    for namespace in ("boiler", "sandbox"):
        tenant.set_rights(namespace, "Pump Crew", 3)
    wait_until(lambda: tenant.get(f"/Roles/{role_id}")["Description"] == "Runs the pumps")
    screen.press("d")
    screen.wait_for("ACLs that name it: 2 of 17")
    screen.wait_for("Remove these entries too")
    screen.type("Pump Cre")
    screen.press("enter")
    screen.wait_for("Type the name exactly as it is, 'Pump Crew', to delete it.")
    screen.type("w")
    screen.press("enter")
    screen.wait_for("Review: 3 of 3 changes")
    screen.wait_for("Pump Crew: removed, had Read, Write (Allow)")
    screen.wait_for("It can be taken back only in part: created again")
    screen.wait_for(APPLIES)
    assert tenant.rights("boiler", "Pump Crew") == (3, 0)
    screen.press("enter")
    screen.wait_for("Done: 3 done")
    tenant.wait_for_status(f"/Roles/{role_id}", 404)
    for namespace in ("boiler", "sandbox"):
        acl = tenant.get(f"/Namespaces/{namespace}/AccessControl")
        assert role_id not in str(acl), "no entry is left that names nobody"
    screen.press("backspace")
    screen.wait_gone("Role Pump Crew")


def test_a_form_that_a_crash_cut_off_is_gone_on_with(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer(size=(120, 50)))
    screen.press("end", "up", "n")
    screen.wait_for("Create a client")
    screen.type("Half a client")
    screen.press("tab", "space")
    screen.wait_for("▐ ▌ Enabled")
    wait_until(lambda: any("false" in one.read_text() for one in screen.home.rglob("draft-*.json")))
    screen.signal(signal.SIGKILL)
    screen.wait_exit()
    again = explorer(size=(120, 50))
    again.wait_for("An edit was not finished")
    again.wait_for("Go on (y)")
    again.press("y")
    again.wait_for("Half a client")
    again.wait_for("▐ ▌ Enabled")
    again.press("ctrl+s")
    again.wait_for("+ Enabled: False")


def test_what_is_protected_says_so_at_the_key(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    find(screen, "tenant viewer", "Role Tenant Viewer")
    for key, words in (("e", "cannot be changed"), ("d", "cannot be deleted")):
        screen.press(key)
        screen.wait_for(f"Tenant Viewer is built in: every tenant has it, and it {words}.")
        screen.press("escape")
        screen.wait_gone("is built in")
    screen.press("end", "up", "right")
    screen.wait_for("Contractor tablets")
    find(screen, "terminal explorer", "Client Terminal explorer")
    screen.press("d")
    screen.wait_for("You are signed in as this client: it cannot be deleted from here.")


def test_a_read_only_profile_refuses_at_the_key(explorer: StartTerminal) -> None:
    screen = ready(explorer("--read-only"))
    find(screen, "shift leads", "Role Shift Leads")
    for key in ("e", "n", "d"):
        screen.press(key)
        screen.wait_for("read-only here: nothing is written through it")
        screen.press("escape")
        screen.wait_gone("nothing is written through it")


# Users and clients.


def test_a_users_roles_are_ticked_by_name_and_what_is_emptied_is_said(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    open_users(screen)
    find(screen, "krol", "User Ewa Krol")
    screen.press("e")
    screen.wait_for("[X] Tenant Member  built-in · always")
    screen.press(*["backspace"] * 60)
    screen.wait_for("Emptied it would stay as it is: the service takes an empty field for unchanged.")
    screen.press("ctrl+s")
    screen.wait_for("Contact e-mail address: Emptied it would stay as it is")
    screen.type("ewa.at.home")
    screen.wait_for("An e-mail address looks like")
    screen.press(*["backspace"] * 12)
    screen.type("ewa@krol.example")
    screen.press("tab", "tab", "tab")
    screen.press("space")
    screen.wait_for("[ ] Boiler Operators")
    screen.press("ctrl+s")
    screen.wait_for("+ ContactEmail: ewa@krol.example")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Change the user Ewa Krol: written.")
    wait_until(lambda: user(tenant, "Ewa Krol")["ContactEmail"] == "ewa@krol.example")
    held = user(tenant, "Ewa Krol")["RoleIds"]
    assert sorted(held) == sorted([tenant.role("Tenant Member"), tenant.role("Contractors")])


def test_a_user_is_created_at_a_provider_and_removed(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    screen.press("end", "up", "up", "n")
    screen.wait_for("Create a user")
    screen.wait_for("Creating a user invites nobody")
    screen.type("new@northwind.example")
    screen.press("tab", "enter")
    screen.wait_for("Azure Active Directory")
    screen.press("down", "enter")
    screen.wait_gone("choose one")
    screen.press("tab")
    screen.type("Nora")
    apply(screen, "written.")
    wait_until(lambda: any(one.get("ContactGivenName") == "Nora" for one in tenant.get("/Users?count=1000")))
    made = next(one for one in tenant.get("/Users?count=1000") if one.get("ContactGivenName") == "Nora")
    assert made["RoleIds"] == [tenant.role("Tenant Member")]
    open_users_after_create(screen)
    find(screen, "nora", "User Nora")
    screen.press("d")
    screen.wait_for("cannot sign in any more")
    screen.wait_for("type the name to delete it")
    screen.type(made["Id"])
    screen.press("enter")
    screen.wait_for("The user Nora is deleted.")
    tenant.wait_for_status(f"/Users/{made['Id']}", 404)
    time.sleep(0.5)
    assert "knows no such thing" not in screen.text  # nothing reads what is gone
    screen.press("J")
    screen.wait_for("Journal: what was written")
    screen.press("u")
    screen.wait_for("IdentityProviderId")
    screen.wait_for(APPLIES)
    screen.press("enter")
    wait_until(lambda: any(one.get("ContactGivenName") == "Nora" for one in tenant.get("/Users?count=1000")))


def open_users_after_create(screen: Terminal) -> None:
    """The cursor is on the users still: let them be shown."""
    screen.press("right")
    screen.wait_for("Aiko Tanabe")


def test_a_client_is_created_and_its_secret_is_shown_once(
    explorer: StartTerminal, tenant: Tenant, emulator_process: EmulatorProcess
) -> None:
    screen = ready(explorer(size=(140, 44)))
    screen.press("end", "up", "n")
    screen.wait_for("Create a client")
    screen.type("Edge Box")
    screen.press("tab", "tab")
    screen.type("30")
    screen.wait_for("A whole number from 60 to 3,600 is needed.")
    screen.press("ctrl+s")
    screen.wait_for("Access token lifetime, in seconds: A whole number from 60 to 3,600 is needed.")
    screen.type("0")
    screen.press("ctrl+s")
    screen.wait_for("+ AccessTokenLifetime: 300")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("New secret of Edge Box")
    wait_until(lambda: any(one["Name"] == "Edge Box" for one in tenant.get("/ClientCredentialClients")))
    made = next(one for one in tenant.get("/ClientCredentialClients") if one["Name"] == "Edge Box")
    assert made["Enabled"] is True
    assert made["RoleIds"] == [tenant.role("Tenant Member")]
    token_url = f"{emulator_process.global_url}/identity/connect/token"
    shown = SECRET.search(screen.wait_for(SECRET))
    assert shown is not None
    form = {"grant_type": "client_credentials", "client_id": made["Id"], "client_secret": shown[0]}
    assert httpx.post(token_url, data=form).status_code == 200, "what is shown signs the new client in"


def test_a_code_client_needs_absolute_redirect_uris(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer(size=(120, 50)))
    screen.press("end", "right", "down")
    screen.press("n")
    screen.wait_for("Create an authorization code client")
    screen.type("Viewer app")
    screen.press("tab")
    screen.type("callback")
    screen.wait_for("callback is no absolute URI: write it whole")
    screen.press("ctrl+s")
    screen.wait_for("Redirect URIs, one a line (needed): callback is no absolute URI")
    screen.press(*["backspace"] * 8)
    for number in range(11):
        screen.type(f"a://{number:02}\r")
    screen.wait_for("There are 11: 10 are the most.")
    screen.press(*["backspace"] * 7)
    screen.wait_gone("10 are the most")
    apply(screen, "Create the authorization code client Viewer app: written.")
    wait_until(lambda: any(one["Name"] == "Viewer app" for one in tenant.get("/AuthorizationCodeClients")))
    made = next(one for one in tenant.get("/AuthorizationCodeClients") if one["Name"] == "Viewer app")
    assert len(made["RedirectUris"]) == 10
