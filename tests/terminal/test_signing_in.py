"""People sign in, on a real terminal: by a browser here, by one elsewhere, by a code; and are asked again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.tenants import Inside
from tests.terminal.conftest import StartTerminal
from tests.terminal.signing_in import (
    JONAS,
    People,
    come_back,
    copied,
    end_of_browser,
    people,
    type_code,
)
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ALL_THERE
from tests.terminal.test_bulk import mark_three
from tests.terminal.test_editing import CONTRIBUTOR, change_contributor_write
from tests.terminal.test_profiles_in_the_app import LIST
from tests.terminal.test_rotating import begin_rotation
from tests.terminal.test_secrets_of_clients import find

SMALL = (80, 24)
JONAS_NOW = "You are signed in as Jonas Weidner now. It was Maria Lindqvist who began."
TO_DELETE = re.compile(r"type (\d+) to delete it")
CODE = re.compile(r"^ ([B-Z]{4}-[B-Z]{4})\b", re.MULTILINE)


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[People]:
    """A tenant, and a home with the profiles ``maria`` (by browser) and ``field`` (by device)."""
    with people(tmp_path / "home") as found:
        yield found


def start(
    terminal: StartTerminal, tenant: People, *arguments: str, size: tuple[int, int] = SMALL
) -> Terminal:
    """Start the explorer, which asks to sign in."""
    screen = terminal(sys.executable, "-m", "ocs_tui", *arguments, size=size, env=tenant.environment)
    screen.wait_for("Sign in to")
    screen.wait_for(re.compile("left, until"))
    return screen


def address(screen: Terminal) -> str:
    """Copy the address that a browser is to open."""
    screen.press("y")
    screen.wait_for("Sent to the terminal's clipboard")
    return copied(screen)


def paste(screen: Terminal, text: str) -> None:
    """Paste as terminals do."""
    screen.type_bytes(b"\x1b[200~" + text.encode() + b"\x1b[201~")


def test_over_ssh_the_address_is_pasted_back(terminal: StartTerminal, tenant: People) -> None:
    screen = start(terminal, tenant)
    screen.wait_for("There is no browser here")
    screen.wait_for("paste here the address")
    end = end_of_browser(address(screen))
    paste(screen, end.replace("state=", "state=x"))
    screen.wait_for("belongs to another sign-in")
    screen.press("ctrl+u")
    screen.type(end + "\r")
    screen.wait_for(ALL_THERE)
    assert "ocs-tui:maria:refresh" in tenant.kept


def test_who_is_refused_may_try_again_and_what_waited_goes_on(
    terminal: StartTerminal, tenant: People
) -> None:
    screen = start(terminal, tenant)
    come_back(end_of_browser(address(screen), decision="refuse"))
    screen.wait_for("Not signed in")
    screen.wait_for("refused")
    screen.wait_for("enter tries again")
    screen.press("enter")
    screen.wait_for("left, until")
    screen.wait_gone("enter tries again")
    screen.output.clear()
    come_back(end_of_browser(address(screen), user=JONAS))
    screen.wait_for(ALL_THERE)


def test_giving_up_leaves_the_explorer_and_r_asks_again(terminal: StartTerminal, tenant: People) -> None:
    screen = start(terminal, tenant)
    screen.press("escape")
    screen.wait_for("Nobody is signed in")
    screen.press("p")
    screen.wait_for(LIST)
    screen.press("escape")
    screen.wait_gone(LIST)
    screen.press("r")
    screen.wait_for("left, until")
    come_back(end_of_browser(address(screen)))
    screen.wait_for(ALL_THERE)
    screen.wait_gone("Nobody is signed in")


def test_a_sign_in_that_ended_asks_on_top_of_an_edit_which_is_then_written(
    terminal: StartTerminal, tenant: People
) -> None:
    tenant.let_tokens_last(2)
    screen = start(terminal, tenant)
    come_back(end_of_browser(address(screen)))
    screen.wait_for(ALL_THERE)
    change_contributor_write(screen, "boiler")
    done = run("profile", "sign-out", "maria", home=tenant.home, env=with_text(tenant))
    assert done.returncode == 0, done.stderr
    assert "refresh" not in tenant.kept
    tenant.wait_until_tokens_end()
    screen.output.clear()
    screen.press("ctrl+s")
    screen.wait_for("Sign in to maria")
    assert "left, until" in screen.wait_for("left, until")
    tenant.let_tokens_last(3600)
    come_back(end_of_browser(address(screen)))
    screen.wait_for("Tenant Contributor: Write Allow → Deny")
    screen.wait_for("Enter applies it")
    screen.press("enter")
    screen.wait_for("written")
    inside = Inside(tenant.emulator)
    contributor = inside.one("Roles", CONTRIBUTOR)["Id"]
    assert inside.rights("boiler", contributor) == (1, 2)


@pytest.mark.parametrize("at", ["review", "enter"])
def test_who_signs_in_as_somebody_else_is_told_so_in_the_review(
    terminal: StartTerminal, tenant: People, at: str
) -> None:
    screen = signed_in_as_maria(terminal, tenant)
    change_contributor_write(screen, "boiler")
    if at == "enter":
        screen.press("ctrl+s")
        screen.wait_for("Enter applies it")
        assert "Signed in as somebody else" not in screen.text
    become_jonas(screen, tenant, "ctrl+s" if at == "review" else "enter")
    screen.wait_for("Signed in as somebody else")
    screen.wait_for(JONAS_NOW)
    screen.wait_for("Enter applies it")
    inside = Inside(tenant.emulator)
    contributor = inside.one("Roles", CONTRIBUTOR)["Id"]
    assert inside.rights("boiler", contributor) == (3, 0)  # nothing was written meanwhile
    screen.press("escape")
    screen.wait_for("1 cell changed")


def test_who_signs_in_as_somebody_else_is_told_so_in_the_review_of_many(
    terminal: StartTerminal, tenant: People
) -> None:
    """At its enter; nothing was written until it was pressed again."""
    screen = signed_in_as_maria(terminal, tenant)
    mark_three(screen)
    screen.press("b")
    screen.wait_for("What to do")
    screen.press("tab", "enter", "down", "down", "enter")
    screen.wait_gone("type to find")
    screen.press("tab", "tab", "space")
    screen.wait_for(re.compile(r"X. Write"))
    screen.press("ctrl+s")
    screen.wait_for("namespaces change")
    screen.wait_for("Enter applies it")
    become_jonas(screen, tenant, "enter")
    screen.wait_for(JONAS_NOW)
    screen.wait_for("Enter applies it")
    assert "Done:" not in screen.text


def test_who_signs_in_as_somebody_else_is_told_so_before_anything_is_deleted(
    terminal: StartTerminal, tenant: People
) -> None:
    """What confirms it was typed by another: it is typed anew."""
    screen = signed_in_as_maria(terminal, tenant)
    find(screen, "sandbox", "Namespace sandbox")
    screen.press("d")
    screen.wait_for("type the id to delete it")
    screen.type("sandbox")
    become_jonas(screen, tenant, "enter")
    screen.wait_for(JONAS_NOW)
    screen.wait_for("type the id to delete it")
    assert Inside(tenant.emulator).acl("sandbox"), "it is still there"
    screen.type("sandbox")
    screen.press("enter")
    screen.wait_for("was not allowed (403)")


def test_who_signs_in_as_somebody_else_is_told_so_in_a_rotation(
    terminal: StartTerminal, tenant: People
) -> None:
    """Who began it added the new secret; whoever is there by then would delete the old one."""
    screen = signed_in_as_maria(terminal, tenant)
    begin_rotation(screen)
    screen.press("e")
    screen.wait_for("It is stored (y)")
    screen.press("y")
    screen.wait_for(re.compile(r"Stored +yes"))
    screen.press("end", "d")
    screen.wait_for("to delete it")
    screen.type(TO_DELETE.findall(screen.text)[-1])
    become_jonas(screen, tenant, "enter")
    screen.wait_for(JONAS_NOW)
    screen.wait_for(TO_DELETE)


def signed_in_as_maria(terminal: StartTerminal, tenant: People) -> Terminal:
    """Sign in as Maria, whose tokens are soon over."""
    tenant.let_tokens_last(2)
    screen = start(terminal, tenant, size=(120, 40))
    come_back(end_of_browser(address(screen)))
    screen.wait_for(ALL_THERE)
    screen.wait_for(re.compile(r"As user +Maria Lindqvist"))
    return screen


def become_jonas(screen: Terminal, tenant: People, key: str) -> None:
    """Sign Maria out behind the program's back, press a key that needs her, and sign in as Jonas."""
    assert run("profile", "sign-out", "maria", home=tenant.home, env=with_text(tenant)).returncode == 0
    tenant.wait_until_tokens_end()
    screen.output.clear()
    screen.press(key)
    screen.wait_for("Sign in to maria")
    screen.wait_for("left, until")
    tenant.let_tokens_last(3600)
    come_back(end_of_browser(address(screen), user=JONAS))


def with_text(tenant: People) -> dict[str, str]:
    """The keyring's variables, for a command."""
    return {name: value for name, value in tenant.environment.items() if value is not None}


def test_the_browser_comes_back_by_itself_and_is_remembered_until_one_signs_out(
    terminal: StartTerminal, tenant: People
) -> None:
    screen = start(terminal, tenant, size=(120, 50))
    page = come_back(end_of_browser(address(screen)))
    assert "You can close this page" in page.text
    screen.wait_for(ALL_THERE)
    screen.press("q")
    assert screen.wait_exit() == 0
    again = terminal(sys.executable, "-m", "ocs_tui", size=(120, 50), env=tenant.environment)
    again.wait_for(re.compile(r"As user +Maria Lindqvist"))
    again.wait_for(re.compile(r"Roles +(.*\n.*)?Tenant Administrator"))
    assert "Sign in to" not in again.text
    assert "As client" not in again.text
    again.press(":")
    again.wait_for("Search")
    again.type("sign out")
    again.wait_for("Forget the sign-in of profile maria")
    again.press("enter")
    again.wait_for("Signed out")
    assert "refresh" not in tenant.kept
    again.press("r")  # once: what it says is so
    again.wait_for("Sign in to maria")


def test_a_code_is_typed_elsewhere_and_a_refused_one_may_be_tried_again(
    terminal: StartTerminal, tenant: People
) -> None:
    screen = start(terminal, tenant, "--profile", "field")
    first = CODE.search(screen.wait_for(CODE))
    screen.wait_for("█" * 37)  # the QR code fits the smallest terminal
    screen.press("c")
    screen.wait_gone("█" * 37)
    assert first is not None
    page = address(screen)
    type_code(page, first[1], decision="refuse")
    screen.wait_for("refused on the other device")
    screen.press("enter")
    screen.wait_gone("refused on the other device")
    second = CODE.search(screen.wait_for(CODE))
    assert second is not None
    type_code(page, second[1])
    screen.wait_for(ALL_THERE)


def test_a_qr_code_needs_room(terminal: StartTerminal, tenant: People) -> None:
    screen = start(terminal, tenant)
    screen.wait_for("There is no browser here")
    screen.press("c")
    screen.wait_for(re.compile(r"The QR code needs a terminal of \d+×\d+"))
    screen.resize(160, 50)
    screen.wait_for("█" * 60)
    screen.resize(80, 24)
    screen.wait_gone("█" * 60)
