"""People sign in from the command line: asked on a terminal, remembered by the keyring, refused without both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, run
from tests.terminal.signing_in import People, come_back, end_of_browser, people, type_code
from tests.terminal.terminal import Terminal

_URL = re.compile(rb"http://\S+/authorize\?\S+")
_CODE = re.compile(r"\b([B-Z]{4}-[B-Z]{4})\b")


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[People]:
    """A tenant, and a home with the profiles ``maria`` (by browser) and ``field`` (by device)."""
    with people(tmp_path) as found:
        yield found


def _variables(tenant: People) -> dict[str, str]:
    return {name: value for name, value in tenant.environment.items() if value is not None}


def _terminal(tenant: People, *arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    return Terminal([*PROGRAM, *arguments], home=tenant.home, env=tenant.environment, size=size)


def _address(terminal: Terminal) -> str:
    terminal.wait_for("which begins with")
    found = _URL.search(bytes(terminal.output))
    assert found is not None
    return found[0].decode()


def test_a_person_signs_in_once_and_is_remembered(tenant: People) -> None:
    with _terminal(tenant, "whoami") as terminal:
        come_back(end_of_browser(_address(terminal)))
        assert terminal.wait_exit() == 0
        assert re.search(r"User +Maria Lindqvist", terminal.text)
        assert "Tenant Administrator" in terminal.text
    env = _variables(tenant)
    again = run("whoami", "--json", home=tenant.home, env=env)
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout)["user"]["name"] == "Maria Lindqvist"
    acl = run("acl", "show", "boiler", home=tenant.home, env=env)
    assert "Tenant Contributor" in acl.stdout
    shown = run("profile", "show", "maria", home=tenant.home, env=env)
    assert re.search(r"signed in +the keyring", shown.stdout)
    done = run("profile", "sign-out", "maria", home=tenant.home, env=env)
    assert (done.returncode, done.stderr) == (0, "ocs-tui: Signed out of profile 'maria'.\n")
    assert tenant.kept in ("", "{}")
    refused = run("whoami", home=tenant.home, env=env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Nobody is signed in" in refused.stderr
    assert "run ocs-tui --profile maria whoami in a terminal once" in refused.stderr


def test_what_is_pasted_signs_in_and_what_is_wrong_with_it_is_said(tenant: People) -> None:
    with _terminal(tenant, "whoami") as terminal:
        end = end_of_browser(_address(terminal))
        terminal.type("http://elsewhere.example/\r")
        terminal.wait_for("That is not where the browser ends at")
        terminal.type(end.replace("state=", "state=x") + "\r")
        terminal.wait_for("belongs to another sign-in")
        terminal.type(end + "\r")
        assert terminal.wait_exit() == 0
        assert "Maria Lindqvist" in terminal.text


def test_the_end_of_the_input_and_ctrl_c_give_up(tenant: People) -> None:
    for keys, status in (("ctrl+d", 1), ("ctrl+c", 130)):
        with _terminal(tenant, "whoami") as terminal:
            _address(terminal)
            terminal.press(keys)
            assert terminal.wait_exit() == status
            assert "Traceback" not in terminal.text
            assert terminal.left_behind == []


def test_who_is_refused_is_told_in_one_sentence(tenant: People) -> None:
    with _terminal(tenant, "whoami") as terminal:
        come_back(end_of_browser(_address(terminal), decision="refuse"))
        assert terminal.wait_exit() == 1
        assert "Signing in was refused" in terminal.text


def test_a_code_is_typed_elsewhere_and_the_qr_code_shows_where_there_is_room(tenant: People) -> None:
    with _terminal(tenant, "--profile", "field", "whoami", size=(100, 40)) as terminal:
        found = _CODE.search(terminal.wait_for(_CODE))
        assert found is not None
        terminal.wait_for("█" * 37)
        page = next(line.strip() for line in terminal.lines if line.strip().endswith("/device"))
        type_code(page, found[1])
        assert terminal.wait_exit() == 0
        assert re.search(r"User +Maria Lindqvist", terminal.text)


def test_the_question_after_signing_in_gets_its_own_answer(tenant: People) -> None:
    with _terminal(
        tenant, "acl", "deny", "boiler", "--role", "Tenant Contributor", "--rights", "Write"
    ) as terminal:
        come_back(end_of_browser(_address(terminal)))
        terminal.wait_for("[y/N]")
        terminal.type("n\r")
        assert terminal.wait_exit() == 1
        assert "Nothing was written" in terminal.text


def test_a_profile_for_a_person_is_added_without_a_secret(tenant: People) -> None:
    options = ["--base-url", "https://one.example", "--tenant-id", "t", "--client-id", "c"]
    home = tenant.home
    done = run("profile", "add", "me", *options, "--sign-in", "browser", home=home)
    assert done.returncode == 0
    assert "asked to sign in at the first use" in done.stderr
    shown = run("profile", "show", "me", "--json", home=home)
    saved = json.loads(shown.stdout)
    assert (saved["sign_in"], saved["redirect_uri"]) == ("browser", "http://localhost:5004/callback.html")
    refused = run("profile", "add", "two", *options, "--sign-in", "device", "--secret-stdin", home=home)
    assert refused.returncode == 2
    assert "without a secret" in refused.stderr
    elsewhere = run(
        "profile", "add", "two", *options, "--sign-in", "browser", "--redirect-uri", "http://far.example/",
        home=home,
    )  # fmt: skip
    assert elsewhere.returncode == 2
    assert "redirect_uri" in elsewhere.stderr
    client = run("profile", "add", "two", *options, "--no-secret", "--scope", "openid ocsapi", home=home)
    assert client.returncode == 2


def test_removing_a_profile_forgets_its_sign_in(tenant: People) -> None:
    with _terminal(tenant, "whoami") as terminal:
        come_back(end_of_browser(_address(terminal)))
        assert terminal.wait_exit() == 0
    assert "refresh" in tenant.kept
    assert (
        run("profile", "remove", "maria", "--yes", home=tenant.home, env=_variables(tenant)).returncode == 0
    )
    assert tenant.kept == "{}"


def test_signing_out_of_a_clients_profile_says_what_there_is_instead(tmp_path: Path) -> None:
    run(
        "profile", "add", "work", "--base-url", "https://one.example", "--tenant-id", "t", "--client-id", "c",
        "--no-secret", home=tmp_path,
    )  # fmt: skip
    done = run("profile", "sign-out", "work", home=tmp_path)
    assert done.returncode == 1
    assert "signs in as a client" in done.stderr
