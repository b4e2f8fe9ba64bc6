"""Every secret, token and code of a full run, looked for in all that the run writes, shows and hands on."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.terminal.canaries import Arguments, Canaries
from tests.terminal.conftest import StartTerminal
from tests.terminal.full_run import FullRun
from tests.terminal.signing_in import come_back, end_of_browser, people
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import change_contributor_write
from tests.terminal.test_secrets_of_clients import VALUE, open_secrets, send, value_on

KINDS = {
    "access_token",
    "client_secret",
    "code",
    "code_verifier",
    "id_token",
    "refresh_token",
    "Secret",
    "token",  # one that is taken back
}
"""All that a full run has to do with."""

READS = (
    ("whoami", "--json"),
    ("acl", "export"),
    ("client", "secret", "list", "Monthly reports", "--json"),
    ("doctor", "--json"),
)


@pytest.fixture
def full_run(terminal: StartTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FullRun]:
    """An emulator that is listened to, and a home."""
    canaries = Canaries()
    canaries.listen(monkeypatch)
    with Arguments() as arguments, people(tmp_path / "home") as tenant:
        yield FullRun(terminal, tenant, canaries, arguments, tmp_path)


@pytest.mark.timeout(300)  # a dozen programs, each of which waits for another
def test_no_secret_is_anywhere_after_a_full_run(full_run: FullRun, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    info = full_run.tenant.emulator.info
    full_run.command(
        "profile", "add", "plant", "--base-url", info["global"], "--tenant-id", info["tenant_id"],
        "--client-id", info["client_id"], "--secret-stdin", stdin=info["client_secret"] + "\n",
    )  # fmt: skip
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(_commands_that_read, full_run)
        _an_edit_that_is_cut_off(full_run)
        reading.result()
    _commands_that_write(full_run)
    _a_person(full_run)
    _failures_nobody_foresaw(full_run)
    _a_write_a_new_secret_and_a_loss(full_run)

    canaries = full_run.canaries
    assert set(canaries.seen) == KINDS
    assert len(canaries.seen["access_token"]) > 10
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ocs_tui")]
    assert len(ours) > 100
    full_run.search("the emulator's log", "\n".join(ours).encode())
    full_run.search("the arguments of a process", full_run.arguments.text)
    assert b"--profile maria" in full_run.arguments.text
    kept = canaries.found_in(full_run.tenant.kept.encode())
    assert {"client_secret", "Secret"} <= set(kept), "what is there is found"
    for part in ("journal-", "draft-", "crash-", ".svg", "regions-", "tmux-was-given", "browser-was-given"):
        assert [name for name in full_run.files if part in name], part


def _commands_that_read(full_run: FullRun) -> None:
    for arguments in READS:
        full_run.command(*arguments, "--profile", "plant")
    wrong = "kanari-that-is-no-secret-of-this-client"
    refused = full_run.command("whoami", "--profile", "plant", OCS_TUI_CLIENT_SECRET=wrong)
    assert refused.returncode == 1


def _an_edit_that_is_cut_off(full_run: FullRun) -> None:
    """The trace, a copied request, and a draft."""
    screen = ready(full_run.explorer("plant"))
    screen.press("t")
    screen.wait_for("connect/token")
    screen.press("home", "c")
    screen.wait_for("Sent to the clipboard by tmux.")
    full_run.picture(screen, "connect/token")
    screen.press("t")
    change_contributor_write(screen, "boiler")
    screen.signal(signal.SIGHUP)
    screen.wait_exit()
    full_run.search_all(screen)


def _commands_that_write(full_run: FullRun) -> None:
    own = full_run.tenant.emulator.info["client_id"]
    sure = ("--yes", "--accept-danger", "--profile", "plant")
    grant = ("acl", "grant", "sandbox", "--role", "Shift Leads", "--rights", "read", *sure)
    assert full_run.command(*grant).returncode == 0
    assert full_run.command("client", "secret", "rotate", own, *sure).returncode == 0
    assert full_run.command("journal", "list", "--json", "--profile", "plant").returncode == 0


def _a_person(full_run: FullRun) -> None:
    """Somebody refuses, signs in, comes again, and signs out."""
    screen = full_run.explorer("maria")
    come_back(end_of_browser(full_run.opened(screen), decision="refuse"))
    screen.wait_for("enter tries again")
    full_run.search_all(screen)
    screen.press("enter")
    come_back(end_of_browser(full_run.opened(screen)))
    ready(screen)
    screen.press("q")
    screen.wait_exit()
    assert "refresh_token" in full_run.canaries.found_in(full_run.tenant.kept.encode())
    full_run.search_all(screen)
    later = ready(full_run.explorer("maria"))
    later.press(":")
    later.wait_for("Search")
    later.type("sign out")
    later.wait_for("Forget the sign-in")
    later.press("enter")
    later.wait_for("Signed out")
    later.press("q")
    later.wait_exit()
    full_run.search_all(later)


def _failures_nobody_foresaw(full_run: FullRun) -> None:
    """One in a worker, which is told, and one that ends the program."""
    screen = full_run.explorer("plant", "--fails")
    screen.wait_for("Go on with it?")
    screen.press("escape")
    screen.wait_gone("Go on with it?")
    screen.press("y")
    screen.wait_for("Something unforeseen went wrong")
    full_run.search_all(screen)
    screen.press("t")
    assert screen.wait_exit() == 1
    assert "ocs-tui crashed (ValueError)" in screen.text
    full_run.search_all(screen)


def _a_write_a_new_secret_and_a_loss(full_run: FullRun) -> None:
    """The draft is gone on with, a secret is added and kept, and the service goes away."""
    screen = full_run.explorer("plant")
    screen.wait_for("Go on with it?")
    screen.wait_for("(y)")
    screen.press("y")
    screen.wait_for("1 cell changed")
    send(screen)
    screen.wait_for("Set the ACL of boiler: written.")
    open_secrets(screen, "Monthly reports")
    screen.press("n")
    screen.wait_for("2027-01-31, 90d or never")
    screen.type("nightly export")
    screen.press("enter")
    screen.type("90d")
    send(screen)
    value = value_on(screen)
    shown = frozenset({value})
    assert full_run.canaries.found_in(bytes(screen.output)) == ["Secret"], "what is there is found"
    full_run.picture(screen, "New secret of Monthly reports")
    screen.press("s")
    screen.wait_for("in the keyring")
    screen.press("escape")
    screen.wait_gone(VALUE)
    full_run.tenant.emulator.stop()
    screen.press("r")
    screen.wait_for("✖")
    full_run.picture(screen, "✖")
    screen.press("f2")
    screen.wait_for("What went wrong")
    screen.press("backspace")
    screen.wait_gone("What went wrong")
    screen.press("q")
    screen.wait_exit()
    full_run.search_all(screen, but=shown)
