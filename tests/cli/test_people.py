"""``ocs-tui role``, ``user`` and ``client``: what they show, write, and never tell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ocs_tui.changes.rotation import Rotation, Rotations, Step
from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.cli.running import PROGRAM, environment, run, with_keyring
from tests.cli.tenants import Inside, variables
from tests.terminal.terminal import Terminal

SURE = ("--yes", "--accept-danger")


def _json(*arguments: str, home: Path, env: dict[str, str]) -> Any:
    done = run(*arguments, "--json", home=home, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("command", "holds"),
    [
        ("role", "Shift Leads"),
        ("user", "Ingrid Haugland"),
        ("client", "Historian writer"),
    ],
)
def test_lists_name_things(tmp_path: Path, emulator: Emulator, command: str, holds: str) -> None:
    done = run(command, "list", home=tmp_path, env=variables(emulator))
    assert done.returncode == 0
    assert holds in done.stdout
    bodies = _json(command, "list", home=tmp_path, env=variables(emulator))
    assert len(bodies) == len(done.stdout.splitlines()) - 1


def test_users_are_listed_with_how_far_their_invitations_have_come(
    tmp_path: Path, emulator: Emulator
) -> None:
    done = run("user", "list", home=tmp_path, env=variables(emulator)).stdout
    assert re.search(r"Ewa Krol.+ accepted ", done)
    assert re.search(r"Ravi Menon.+ expired ", done)


def test_who_is_in_a_role(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    members = _json("role", "members", "tenant member", home=tmp_path, env=env)
    everybody = len(_json("user", "list", home=tmp_path, env=env)) + len(
        _json("client", "list", home=tmp_path, env=env)
    )
    assert len(members) == everybody


def test_a_role_is_created_changed_and_deleted_with_the_entries_that_name_it(
    tmp_path: Path, emulator: Emulator
) -> None:
    env, inside = variables(emulator), Inside(emulator)
    assert run("role", "create", "Night Watch", "--yes", home=tmp_path, env=env).returncode == 0
    role = inside.one("Roles", "Night Watch")
    again = run("role", "create", "Night Watch", "--description", "x", "--yes", home=tmp_path, env=env)
    assert again.returncode in (0, 3), "the same or another of that name exists: nothing is created"
    assert len([one for one in inside.all("Roles") if one["Name"] == "Night Watch"]) == 1
    edit = ("role", "edit", "night watch", "--description", "Weekends", "--yes")
    assert run(*edit, home=tmp_path, env=env).returncode == 0
    assert inside.one("Roles", "Night Watch")["Description"] == "Weekends"
    grant = ("acl", "grant", "boiler", "/", "--role", "Night Watch", "--rights", "read", "--yes")
    assert run(*grant, home=tmp_path, env=env).returncode == 0
    assert inside.rights("boiler", role["Id"]) == (1, 0)

    refused = run("role", "delete", "Night Watch", "--yes", home=tmp_path, env=env)
    assert (refused.returncode, "--accept-danger" in refused.stderr) == (1, True)
    assert inside.one("Roles", "Night Watch")
    deleted = run("role", "delete", "Night Watch", *SURE, home=tmp_path, env=env)
    assert deleted.returncode == 0, deleted.stderr
    assert not [one for one in inside.all("Roles") if one["Name"] == "Night Watch"]
    assert inside.rights("boiler", role["Id"]) == inside.rights("/", role["Id"]) == (0, 0)


def test_built_in_roles_and_oneself_stay(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    refused = run("role", "delete", "Tenant Viewer", *SURE, home=tmp_path, env=env)
    assert (refused.returncode, "built-in" in refused.stderr) == (1, True)
    me = demo.DEMO_CLIENT
    refused = run("client", "delete", me, *SURE, home=tmp_path, env=env)
    assert (refused.returncode, "signed in" in refused.stderr) == (1, True)
    assert any(one["Id"] == me for one in inside.all("ClientCredentialClients"))


def test_a_user_is_created_invited_given_roles_and_removed(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    provider = inside.all("IdentityProviders")[0]["Id"]
    create = (
        "user",
        "create",
        "nina@northwind.example",
        "--provider",
        provider,
        "--surname",
        "Berg",
        "--invite",
    )
    done = run(*create, "--yes", home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    user = next(one for one in inside.all("Users") if one.get("ContactEmail") == "nina@northwind.example")
    shown = run("user", "show", user["Id"], home=tmp_path, env=env)
    assert re.search(r"Invitation +sent", shown.stdout)
    roles = ("user", "roles", user["Id"], "--add", "shift leads", "--yes")
    assert run(*roles, home=tmp_path, env=env).returncode == 0
    now = next(one for one in inside.all("Users") if one["Id"] == user["Id"])
    assert set(now["RoleIds"]) == {*user["RoleIds"], demo.SHIFT_LEADS}
    assert run("user", "delete", user["Id"], *SURE, home=tmp_path, env=env).returncode == 0
    assert all(one["Id"] != user["Id"] for one in inside.all("Users"))


def test_a_new_client_signs_in_with_the_secret_that_is_shown_once(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    create = ("client", "create", "Night reader", "--role", "shift leads", "--lifetime", "600", "--yes")
    done = run(*create, home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    (secret,) = done.stdout.splitlines()  # alone, for a pipe into a vault
    client = inside.one("ClientCredentialClients", "Night reader")
    assert client["AccessTokenLifetime"] == 600
    assert demo.SHIFT_LEADS in client["RoleIds"]
    as_it = env | {"OCS_TUI_CLIENT_ID": client["Id"], "OCS_TUI_CLIENT_SECRET": secret}
    assert run("whoami", home=tmp_path, env=as_it).returncode == 0
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or secret not in file.read_text(errors="replace")


def test_a_secret_is_rotated_and_the_old_one_goes_last(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    made = run("client", "create", "Rotated", "--yes", home=tmp_path, env=env)
    old, client = made.stdout.splitlines()[-1], inside.one("ClientCredentialClients", "Rotated")
    (listed,) = _json("client", "secret", "list", "Rotated", home=tmp_path, env=env)
    assert 360 < listed["DaysLeft"] < 366
    rotate = ("client", "secret", "rotate", "Rotated", "--delete", str(listed["Id"]), *SURE)
    done = run(*rotate, home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    (new,) = done.stdout.splitlines()
    for secret, status in ((old, 1), (new, 0)):
        as_it = env | {"OCS_TUI_CLIENT_ID": client["Id"], "OCS_TUI_CLIENT_SECRET": secret}
        assert run("whoami", home=tmp_path, env=as_it).returncode == status
    (left,) = _json("client", "secret", "list", "Rotated", home=tmp_path, env=env)
    assert left["Id"] != listed["Id"]
    journal = run("journal", home=tmp_path, env=env).stdout
    assert "Add a secret to the client Rotated" in journal
    assert new not in journal


def test_json_of_a_new_secret_is_one_object(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    made = _json("client", "create", "Piped", "--yes", home=tmp_path, env=env)
    assert made["secret"]
    rotate = ("client", "secret", "rotate", "Piped", "--delete", str(made["secret_id"]), *SURE)
    rotated = _json(*rotate, home=tmp_path, env=env)
    assert (rotated["client"], rotated["secret"] != made["secret"]) == (made["client"], True)


def test_an_invitation_that_cannot_be_is_said_before_anything_is_made(
    tmp_path: Path, emulator: Emulator
) -> None:
    env, inside = variables(emulator), Inside(emulator)
    provider = ("--provider", inside.all("IdentityProviders")[0]["Id"], "--yes")
    for given in (("late@northwind.example", "--invite", "--until", "400d"), ("no-address",)):
        refused = run("user", "create", *given, *provider, home=tmp_path, env=env)
        assert refused.returncode == 2
        assert all(one.get("ContactEmail") != given[0] for one in inside.all("Users"))
    accepted = run("user", "withdraw", "Ewa Krol", "--yes", home=tmp_path, env=env)
    assert (accepted.returncode, "has accepted" in accepted.stderr) == (1, True)
    assert "is taken back" not in accepted.stderr


@pytest.mark.terminal
def test_on_a_terminal_the_name_of_what_is_deleted_is_typed(tmp_path: Path, emulator: Emulator) -> None:
    run("role", "create", "Temporary", "--yes", home=tmp_path, env=variables(emulator))
    delete = [*PROGRAM, "role", "delete", "Temporary"]
    env = {**environment(tmp_path), **variables(emulator)}
    for typed, status in (("\x03", 130), ("y\r", 1), ("Temporary\r", 0)):
        with Terminal(delete, home=tmp_path, env=env) as terminal:
            terminal.wait_for("type Temporary")
            terminal.type(typed)
            assert terminal.wait_exit() == status
        there = [one["Name"] for one in Inside(emulator).all("Roles")]
        assert ("Temporary" in there) is (status != 0)


def test_a_rotation_that_broke_off_is_said_and_gone_on_with(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    run("client", "create", "Broken off", "--yes", home=tmp_path, env=env)
    client = inside.one("ClientCredentialClients", "Broken off")
    (old,) = _json("client", "secret", "list", "Broken off", home=tmp_path, env=env)
    added = run("client", "secret", "add", "Broken off", "--yes", home=tmp_path, env=env).stdout.strip()
    listed = _json("client", "secret", "list", "Broken off", home=tmp_path, env=env)
    (new,) = (one["Id"] for one in listed if one["Id"] != old["Id"])
    rotations = Rotations(tmp_path / ".local/state/ocs-tui/rotations", emulator.info["tenant_id"])
    rotations.keep(Rotation(client["Id"], new, Step.ADDED))  # as a process that was killed leaves it
    rotate = ("client", "secret", "rotate", "Broken off", "--delete", str(old["Id"]), *SURE)
    refused = run(*rotate, home=tmp_path, env=env)
    assert (refused.returncode, "--resume" in refused.stderr) == (1, True)
    done = run(*rotate, "--resume", home=tmp_path, env=env, stdin=f"{added}\n")
    assert done.returncode == 0, done.stderr
    (left,) = _json("client", "secret", "list", "Broken off", home=tmp_path, env=env)
    assert left["Id"] == new
    assert rotations.find(client["Id"]) is None


def test_a_secret_is_kept_in_the_keyring_on_request(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator) | with_keyring(tmp_path)
    run("client", "create", "Kept", "--yes", home=tmp_path, env=env)
    add = ("client", "secret", "add", "Kept", "--keep", "--expires", "never", "--yes")
    done = run(*add, home=tmp_path, env=env)
    assert (done.returncode, done.stdout) == (0, "")
    (kept,) = json.loads((tmp_path / "keyring.json").read_text()).values()
    assert len(kept) >= 16
    assert kept not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("client", "create", "x", "--lifetime", "10"), "60 to 3600"),
        (("client", "secret", "add", "Historian writer", "--expires", "soon"), "write 2027-01-31"),
        (("client", "secret", "add", "Historian writer", "--expires", "2020-01-01"), "is over"),
        (("client", "secret", "delete", "Historian writer", "99"), "has no secret 99"),
        (("role", "edit", "Shift Leads"), "Nothing was said"),
        (("role", "create", " "), "A role needs a name"),
        (("role", "create", ""), "A role needs a name"),
        (("user", "roles", "Ewa Krol", "--remove", "Tenant Member"), "everybody in the tenant has it"),
        (("role", "show", "Nobody knows"), "Nobody knows"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    tmp_path: Path, emulator: Emulator, arguments: tuple[str, ...], says: str
) -> None:
    reads = arguments[1] == "show"
    done = run(*arguments, *(() if reads else ("--yes",)), home=tmp_path, env=variables(emulator))
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_created_namespace_and_a_deleted_role_are_taken_back_from_the_journal(
    tmp_path: Path, emulator: Emulator
) -> None:
    env, inside = variables(emulator), Inside(emulator)
    assert run("role", "create", "Brief", "--yes", home=tmp_path, env=env).returncode == 0
    (made,) = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)
    another = run("role", "create", "Briefer", "--yes", "--json", home=tmp_path, env=env)
    assert json.loads(another.stdout)["results"][0]["journal"]
    undone = run("journal", "undo", made["id"], *SURE, home=tmp_path, env=env)
    assert undone.returncode == 0, undone.stderr
    assert not [one for one in inside.all("Roles") if one["Name"] == "Brief"]
    newest = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)[0]
    assert newest["title"] == "Delete the role Brief"
    back = run("journal", "undo", newest["id"], *SURE, home=tmp_path, env=env)
    assert back.returncode == 0, back.stderr
    assert inside.one("Roles", "Brief")
