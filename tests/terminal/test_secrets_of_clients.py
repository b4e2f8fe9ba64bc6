"""Clients' secrets, on a real terminal, down to what the emulator then holds."""

from __future__ import annotations

import base64
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import MATCHES, ready
from tests.terminal.test_editing import APPLIES

REPORTS, RETIRED, MINE = "Monthly reports", "Mill connector (retired)", "Terminal explorer"
VALUE = re.compile(r"^ +([A-Za-z0-9_-]{40,})$", re.MULTILINE)
SURVEYED = "expired 2 days ago"


@pytest.fixture
def standstill(emulator_process: EmulatorProcess) -> Iterator[EmulatorProcess]:
    """An emulator that a test may stop in its tracks by SIGSTOP; afterwards it goes on."""
    yield emulator_process
    emulator_process.process.send_signal(signal.SIGCONT)


def client_id(tenant: Tenant, name: str) -> str:
    """Return a client's id by its name."""
    return next(str(one["Id"]) for one in tenant.get("/ClientCredentialClients") if one["Name"] == name)


def secrets(tenant: Tenant, name: str) -> dict[int, dict[str, Any]]:
    """Return what is known of a client's secrets, by their numbers."""
    path = f"/ClientCredentialClients/{client_id(tenant, name)}/Secrets"
    return {one["Id"]: one for one in tenant.get(path)}


def wait_until(holds: Callable[[], bool], timeout: float = 8) -> None:
    """Look at the tenant until something holds there."""
    end = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"


def find(screen: Terminal, name: str, title: str) -> None:
    """Put the cursor on something by filtering; the filter stays."""
    screen.press("/")
    screen.wait_for("find by name or id")
    screen.type(name)
    screen.wait_for(MATCHES)
    screen.press("enter")
    screen.wait_for(title)


def open_secrets(screen: Terminal, name: str) -> None:
    """Show a client's secrets, with the keyboard in their list."""
    screen.wait_for(SURVEYED)  # the clients were read by then
    find(screen, name, f"Client {name}")
    screen.press("2")
    screen.wait_for("of at most 10")
    screen.press("enter")


def send(screen: Terminal) -> None:
    """Review, and send when it can be."""
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    screen.press("enter")


def value_on(screen: Terminal) -> str:
    """Return the secret that is shown."""
    found = VALUE.search(screen.wait_for(VALUE))
    assert found is not None
    return found[1]


def written_files(home: Path) -> dict[str, bytes]:
    """Return every file of the home, by its path."""
    return {str(file): file.read_bytes() for file in home.rglob("*") if file.is_file()}


def signs_in(emulator: EmulatorProcess, client: str, secret: str) -> bool:
    """Return whether a token can be got with a secret."""
    import httpx

    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    return httpx.post(f"{emulator.global_url}/identity/connect/token", data=form).status_code == 200


def test_a_new_secret_is_shown_once_and_stands_nowhere_else(
    explorer: StartTerminal, tenant: Tenant, emulator_process: EmulatorProcess
) -> None:
    before = secrets(tenant, REPORTS)
    screen = ready(explorer())
    open_secrets(screen, REPORTS)
    screen.press("n")
    screen.wait_for("2027-01-31, 90d or never")
    screen.type("nightly export")
    screen.press("enter")
    screen.type("90x")
    screen.wait_for("'90x' is no date")
    screen.press("backspace", "d")
    screen.wait_for("in 90 days")
    screen.press("ctrl+s")
    screen.wait_for("+ Description: nightly export")
    screen.wait_for(APPLIES)
    assert secrets(tenant, REPORTS) == before
    screen.press("enter")
    value = value_on(screen)
    assert signs_in(emulator_process, client_id(tenant, REPORTS), value)

    # Neither escape nor quitting by habit loses it
    screen.press("escape")
    screen.wait_for("was neither copied nor kept")
    screen.press("n")
    screen.wait_gone("was neither copied nor kept")
    screen.press("q")
    screen.wait_for("The new secret, shown this once, is not written. Quit")
    screen.press("n")
    screen.wait_gone("is not written. Quit")
    assert value_on(screen) == value
    screen.press("s")
    screen.wait_for("There is no usable keyring here")
    screen.press("c")
    screen.wait_for("Copied.")
    assert b"\x1b]52;c;" + base64.b64encode(value.encode()) in screen.output
    screen.press("escape")  # dismisses the error
    screen.wait_gone("There is no usable keyring here")
    screen.press("escape")
    screen.wait_for("3 of at most 10")
    screen.wait_for("nightly export")
    assert value not in screen.text
    shown_until = len(screen.output)

    screen.press("J")
    screen.wait_for(f"Add a secret to the client {REPORTS}")
    screen.press("backspace")
    screen.press("t")
    screen.wait_for("/Secrets")
    screen.press("q")
    assert screen.wait_exit() == 0
    assert value.encode() not in screen.output[shown_until:]
    files = written_files(screen.home)
    assert any("journal-" in name for name in files)
    assert not [name for name, content in files.items() if value.encode() in content]
    (made,) = (one for number, one in secrets(tenant, REPORTS).items() if number not in before)
    days = datetime.fromisoformat(made["Expiration"]) - datetime.now(UTC)
    assert timedelta(days=89, hours=23) < days <= timedelta(days=90)


def test_edited_and_deleted_through_what_is_typed(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    open_secrets(screen, RETIRED)
    number = next(number for number, one in secrets(tenant, RETIRED).items() if one.get("Expiration"))
    screen.press("down", "e")
    screen.wait_for(f"Edit secret {number}")
    screen.wait_for("Key vault")
    screen.press("tab", *["backspace"] * 10)
    screen.type("never")
    screen.press("ctrl+s")
    screen.wait_for("+ Expires: no")
    screen.wait_for(APPLIES)
    screen.press("enter")
    wait_until(lambda: not secrets(tenant, RETIRED)[number]["Expires"])
    screen.wait_for("written.")
    screen.wait_gone(re.compile(r"in \d days"))

    screen.press("d")
    screen.wait_for(f"type {number} to delete it")
    screen.type("yes")
    screen.press("enter")
    screen.wait_for("exactly as it is")
    assert number in secrets(tenant, RETIRED)
    screen.press(*["backspace"] * 3)
    screen.type(str(number))
    screen.press("enter")
    screen.wait_for(f"Secret {number} of {RETIRED} is deleted.")
    wait_until(lambda: number not in secrets(tenant, RETIRED))

    # The last one is a danger: its number is not enough
    screen.wait_for("1 of at most 10")
    (last,) = secrets(tenant, RETIRED)
    screen.press("up", "d")
    screen.wait_for("It is the client's last one")
    screen.type(str(last))
    screen.press("enter")
    screen.wait_for(f"Type '{RETIRED}', exactly as it is")
    assert last in secrets(tenant, RETIRED)


def test_which_secret_this_program_signs_in_with_is_said(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    open_secrets(screen, MINE)
    screen.wait_for("this program signs")
    screen.press("d")
    screen.wait_for("This program signs in with it: once its token has run out")


def test_the_eleventh_is_refused_before_it_is_asked_for(explorer: StartTerminal, tenant: Tenant) -> None:
    path = f"/ClientCredentialClients/{client_id(tenant, REPORTS)}/Secrets"
    for _ in range(10 - len(secrets(tenant, REPORTS))):
        tenant.post(path, {"Description": "filler", "Expires": False})
    screen = ready(explorer())
    open_secrets(screen, REPORTS)
    screen.press("n")
    screen.wait_for("This client has 10 secrets, and no more are allowed")
    screen.press("backspace", "R")
    screen.wait_for("This client has 10 secrets, and no more are allowed")
    screen.press("backspace", "t")
    screen.wait_for("Trace")
    assert not re.search(r"POST .*Secrets", screen.text)


def test_what_expires_soon_stands_on_the_tenants_page_and_leads_to_its_client(
    explorer: StartTerminal,
) -> None:
    screen = ready(explorer(size=(160, 50)))
    screen.wait_for("Your own")
    screen.wait_for("1 secret, none of them expires")
    listed = (SURVEYED, "Historian writer", RETIRED)
    text = screen.wait_for(lambda text: all(words in text for words in listed))
    places = [text.index(words) for words in listed]
    assert places == sorted(places)
    assert "Hand-over to operations" not in text  # 41 days are not soon
    screen.click("Historian writer")
    screen.press("enter")
    screen.wait_for("Client Historian writer")
    screen.wait_for("2 of at most 10")
    screen.press("R")
    screen.wait_for("Rotate the secret of the client Historian writer")


def test_of_many_clients_the_secrets_are_read_when_asked_for_and_it_can_be_stopped(
    explorer: StartTerminal, tenant: Tenant, standstill: EmulatorProcess
) -> None:
    member = tenant.role("Tenant Member")
    for number in range(50):
        tenant.post("/ClientCredentialClients", {"Name": f"Client {number}", "RoleIds": [member]})
    screen = ready(explorer(size=(160, 50)))
    asks = "56 clients · enter reads the secrets of all of them"
    screen.wait_for(asks)
    assert SURVEYED not in screen.text
    standstill.process.send_signal(signal.SIGSTOP)
    screen.click(asks)
    screen.press("enter")
    screen.wait_for("enter stops")
    screen.press("enter")
    screen.wait_for(asks)
    standstill.process.send_signal(signal.SIGCONT)
    screen.press("enter")
    screen.wait_for(SURVEYED)
    screen.wait_gone("enter stops")


def test_a_secret_that_comes_back_while_one_quits_is_shown_all_the_same(
    explorer: StartTerminal, standstill: EmulatorProcess
) -> None:
    screen = ready(explorer())
    open_secrets(screen, REPORTS)
    screen.press("n")
    screen.wait_for("2027-01-31, 90d or never")
    screen.press("enter")
    screen.type("never")
    screen.press("ctrl+s")
    screen.wait_for(APPLIES)
    standstill.process.send_signal(signal.SIGSTOP)
    screen.press("enter")
    screen.wait_for("Sending…")
    screen.press("backspace")
    screen.wait_for("still being sent")
    screen.press("q")
    screen.wait_for("Waiting for what is being written")
    standstill.process.send_signal(signal.SIGCONT)
    value_on(screen)
    screen.press("c")
    screen.wait_for("Copied.")
    screen.press("escape")
    screen.wait_for("of at most 10")


def test_read_only_refuses_at_the_key(explorer: StartTerminal) -> None:
    screen = ready(explorer("--read-only"))
    open_secrets(screen, REPORTS)
    for key in ("n", "e", "d", "R"):
        screen.press(key)
        screen.wait_for("is read-only here")
        screen.press("backspace")
        screen.wait_gone("is read-only here")


def test_what_one_may_not_read_takes_one_quiet_line(
    terminal: StartTerminal, emulator_process: EmulatorProcess, tenant: Tenant
) -> None:
    """A client that is no administrator sees its own secrets, and nobody else's."""
    member = tenant.role("Tenant Member")
    made = tenant.post("/ClientCredentialClients", {"Name": "Reader", "Enabled": True, "RoleIds": [member]})
    env: dict[str, str | None] = {
        **emulator_process.environment,
        "OCS_TUI_CLIENT_ID": made["Client"]["Id"],
        "OCS_TUI_CLIENT_SECRET": made["Secret"],
    }
    screen = terminal(sys.executable, "-m", "ocs_tui", env=env)
    screen.wait_for("Those of other clients cannot be read")
    screen.wait_for("1 secret, none of them expires")
    assert "✖ (!" not in screen.text


async def test_a_picture_of_the_screen_shows_the_secret_covered() -> None:
    from ocs_tui.api.answers import NewSecret
    from ocs_tui.api.hidden import Hidden
    from ocs_tui.app import OcsTui
    from ocs_tui.model.clients import SecretDetails
    from ocs_tui.screens.new_secret import NewSecretScreen
    from ocs_tui.settings.start import Start

    value = Hidden("canary-" * 30)
    app = OcsTui(Start(profile=None, demo=False))
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause()  # until the first run is offered
        made = NewSecret(value, SecretDetails(id=7, expires=False))
        await app.push_screen(NewSecretScreen("Pump Gateway", made))
        await pilot.pause()
        picture = re.sub(r"<[^>]*>|\s", "", app.export_screenshot())  # it is drawn a letter at a time
        assert "Pump&#160;Gateway" in picture
        assert "•••" in picture
        assert not [part for part in ("canary", "anary-c", "nary-can") if part in picture]
        await pilot.pause()
        shown = "".join(strip.text for strip in app.screen.query_one("#value").render_lines(_all_of(app)))
        assert "canary-canary-" in shown
        await app.pop_screen()
    assert value.value == ""


def _all_of(app: Any) -> Any:
    from textual.geometry import Region

    return Region(0, 0, *app.screen.query_one("#value").size)
