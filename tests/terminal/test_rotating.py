"""Rotating a client's secret, on a real terminal: in order, killed on the way, and one's own in a real keyring."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

from tests.emulator_process import EmulatorProcess
from tests.needs import needs
from tests.settings.secret_service import PROGRAMS, SecretService
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_secrets_of_clients import (
    MINE,
    REPORTS,
    RETIRED,
    open_secrets,
    secrets,
    send,
    signs_in,
    value_on,
    wait_until,
    written_files,
)


def begin_rotation(screen: Terminal, expires: str = "never") -> None:
    """Add the new secret of a client, and wait until it is proven."""
    open_secrets(screen, REPORTS)
    screen.press("R")
    screen.wait_for("rotated 20")
    screen.press("enter")
    screen.type(expires)
    send(screen)
    screen.wait_for("a token was got with it")


def test_rotated_in_order_and_the_old_one_chosen(explorer: StartTerminal, tenant: Tenant) -> None:
    before = secrets(tenant, REPORTS)
    screen = ready(explorer())
    begin_rotation(screen)
    screen.press("d")
    screen.wait_for("Nothing old is deleted before the new secret is stored")
    screen.press("v")
    value_on(screen)
    screen.press("c")
    screen.wait_for("Copied.")
    screen.press("escape")
    screen.wait_for(re.compile(r"Stored +yes"))
    (kept, old) = sorted(before, key=lambda number: bool(before[number].get("Expiration")))
    screen.press("d")
    screen.wait_for(f"type {kept} to delete it")  # the cursor has come to the first old one
    screen.press("escape")
    screen.wait_for(re.compile(r"Stored +yes"))
    screen.press("end", "d")
    screen.wait_for(f"type {old} to delete it")
    assert old in secrets(tenant, REPORTS)
    screen.type(str(old))
    screen.press("enter")
    screen.wait_for(f"Rotated. Secret {old} of {REPORTS} is deleted.")
    wait_until(lambda: old not in secrets(tenant, REPORTS))
    assert len(secrets(tenant, REPORTS)) == 2
    assert "A rotation was begun" not in screen.text


def test_killed_on_the_way_it_is_gone_on_with(explorer: StartTerminal, tenant: Tenant) -> None:
    before = secrets(tenant, REPORTS)
    screen = ready(explorer())
    begin_rotation(screen, "30d")
    screen.press("v")
    value = value_on(screen)
    (made,) = (number for number in secrets(tenant, REPORTS) if number not in before)
    screen.signal(signal.SIGKILL)
    screen.wait_exit()
    assert not [name for name, content in written_files(screen.home).items() if value.encode() in content]

    screen = ready(explorer())
    open_secrets(screen, REPORTS)
    screen.wait_for(f"A rotation was begun: secret {made} was added and proven, not stored.")
    screen.press("R")
    screen.wait_for("p pastes its value")
    screen.press("p")
    screen.wait_for("The value of secret")
    screen.type(value)
    screen.press("enter")
    screen.wait_for(re.compile(r"Stored +yes"))
    screen.press("f")
    screen.wait_for(f"Rotated: secret {made} works, and no old one was deleted.")
    screen.wait_gone("A rotation was begun")
    assert set(secrets(tenant, REPORTS)) == {*before, made}


def test_one_that_does_not_work_yet_is_tried_again_and_nothing_old_can_go(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    """A client that is switched off is refused, as one is whose change does not show yet."""
    before = secrets(tenant, RETIRED)
    screen = ready(explorer())
    open_secrets(screen, RETIRED)
    screen.press("R")
    screen.wait_for("rotated 20")
    screen.press("enter")
    screen.type("never")
    send(screen)
    screen.wait_for(re.compile(r"the next try in [12] s"))
    screen.press("end", "d")
    screen.wait_for("Nothing old is deleted before the new secret is proven.")
    screen.press("backspace")
    screen.wait_for(re.compile(r"the next try in [34] s"))  # a longer pause
    screen.press("escape")
    screen.wait_gone("Nothing old is deleted")
    screen.press("escape")
    screen.wait_for("The new secret is only here")
    screen.wait_for("Leave without it (y)")
    screen.press("y")
    (made,) = (number for number in secrets(tenant, RETIRED) if number not in before)
    screen.wait_for(f"A rotation was begun: secret {made} was added, not proven.")
    screen.press("R")
    screen.wait_for("x deletes it, to begin anew")
    screen.press("x")
    screen.wait_for(f"type {made} to delete it")
    screen.type(str(made))
    screen.press("enter")
    screen.wait_for("Nothing was rotated: R begins anew.")
    screen.wait_gone("A rotation was begun")
    wait_until(lambda: secrets(tenant, RETIRED) == before)


def test_ones_own_secret_is_rotated_in_the_keyring_and_the_program_goes_on_with_it(
    terminal: StartTerminal, emulator_process: EmulatorProcess, tenant: Tenant, tmp_path: Path
) -> None:
    needs(*PROGRAMS)
    (old,) = secrets(tenant, MINE)
    with SecretService(tmp_path / "ring", unlocked=True) as service:
        env: dict[str, str | None] = dict(service.environment)
        adding = terminal(*_adding_a_profile(emulator_process), env=env)
        adding.wait_for("ecret")
        adding.type(emulator_process.client_secret)
        adding.press("enter")
        assert adding.wait_exit() == 0
        screen = ready(terminal(sys.executable, "-m", "ocs_tui", env=env))
        open_secrets(screen, MINE)
        screen.press("R")
        screen.wait_for("rotated 20")
        screen.press("enter")
        screen.type("never")
        send(screen)
        screen.wait_for("in the place of the old one")
        screen.press("s")
        screen.wait_for("Kept in the keyring, for the profile plant.")
        screen.press("end", "d")
        screen.wait_for(f"type {old} to delete it")  # no danger: it signs in with the new one by now
        screen.type(str(old))
        screen.press("enter")
        screen.wait_for("Rotated.")
        wait_until(lambda: old not in secrets(tenant, MINE))
        screen.press("q")
        assert screen.wait_exit() == 0
        assert not signs_in(emulator_process, emulator_process.client_id, emulator_process.client_secret)
        again = ready(terminal(sys.executable, "-m", "ocs_tui", env=env))
        again.wait_for("1 secret, none of them expires")


def _adding_a_profile(emulator: EmulatorProcess) -> list[str]:
    return [
        *(sys.executable, "-m", "ocs_tui", "profile", "add", "plant"),
        *("--base-url", emulator.global_url, "--tenant-id", emulator.tenant_id),
        *("--client-id", emulator.client_id),
    ]
