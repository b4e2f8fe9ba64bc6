"""``ocs-tui acl show|who|why|grid`` and ``owner show``, as processes against an emulator."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.cli.meagre import meagre_service
from tests.cli.running import run
from tests.cli.tenants import variables


@pytest.fixture(scope="module")
def tenant() -> Iterator[Emulator]:
    """One tenant for all: nothing here writes."""
    with Emulator() as running:
        yield running


def test_an_acl_with_names_and_the_owner(tmp_path: Path, tenant: Emulator) -> None:
    done = run("acl", "show", "boiler", home=tmp_path, env=variables(tenant))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"user +Maria Lindqvist +owner +everything +", done.stdout.splitlines()[1])
    assert any("Contractors" in line and "Deny" in line for line in done.stdout.splitlines())
    said = json.loads(run("acl", "show", "boiler", "--json", home=tmp_path, env=variables(tenant)).stdout)
    assert said["owner"]["name"] == "Maria Lindqvist"
    assert said["entries"][-1] == {
        "kind": "role",
        "id": demo.CONTRACTORS,
        "name": "Contractors",
        "access": "deny",
        "rights": ["write", "delete"],
    }
    root = json.loads(run("acl", "show", "/", "--json", home=tmp_path, env=variables(tenant)).stdout)
    assert root["address"] == "/"
    assert "owner" not in root


def test_everyone_who_can_write_with_the_reason(tmp_path: Path, tenant: Emulator) -> None:
    env = variables(tenant)
    done = run("acl", "who", "boiler", "--right", "write", home=tmp_path, env=env)
    assert done.returncode == 0
    assert "everything: owner" in done.stdout
    assert "Ewa Krol" not in done.stdout
    assert "through a group or a claim" in done.stderr
    said = json.loads(run("acl", "who", "boiler", "--json", home=tmp_path, env=env).stdout)
    by_name = {one["name"]: one for one in said["who"]}
    assert by_name["Ewa Krol"]["rights"] == ["read"]
    assert by_name["Ewa Krol"]["denied"] == ["write", "delete"]
    assert by_name["Mill connector (retired)"]["enabled"] is False
    assert (
        "Write: denied by Contractors, although Boiler Operators allows it" in by_name["Ewa Krol"]["reasons"]
    )
    assert said["not_known"]
    assert run("acl", "who", "boiler", "--right", "all", home=tmp_path, env=env).returncode == 2


def test_why_one_may_or_may_not(tmp_path: Path, tenant: Emulator) -> None:
    env = variables(tenant)
    done = run("acl", "why", "boiler", "--user", "ewa krol", home=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Write: denied by Contractors, although Boiler Operators allows it\n" in done.stdout
    owner = run("acl", "why", "boiler", "--user", "Maria Lindqvist", home=tmp_path, env=env)
    assert owner.stdout == "everything: owner\n"
    gone = run("acl", "why", "tank-farm", "--user", demo.DEPARTED_USER, home=tmp_path, env=env)
    assert gone.stdout == "everything: owner\n", "an owner that is in no list may do everything all the same"
    unknown = run("acl", "why", "boiler", "--user", demo.DEPARTED_USER, home=tmp_path, env=env)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "its roles are not known" in unknown.stderr
    role = run("acl", "why", "boiler", "--role", demo.CONTRACTORS, "--json", home=tmp_path, env=env)
    write = json.loads(role.stdout)["why"][1]
    assert write == {
        "right": "write",
        "allowed": False,
        "allowed_by": [],
        "denied_by": [{"id": demo.CONTRACTORS, "name": "Contractors"}],
    }


def test_the_grid(tmp_path: Path, tenant: Emulator) -> None:
    env = variables(tenant)
    for_people = run("acl", "grid", home=tmp_path, env=env)
    assert (for_people.returncode, for_people.stderr) == (0, "")
    boiler = next(line for line in for_people.stdout.splitlines() if line.startswith("boiler"))
    assert "·✗✗··*" in boiler, "a denial that the root ACL does not have"
    assert "(gone)" in next(line for line in for_people.stdout.splitlines() if line.startswith("tank-farm"))
    rows = list(csv.DictReader(io.StringIO(run("acl", "grid", "--csv", home=tmp_path, env=env).stdout)))
    by_id = {row["namespace"]: row for row in rows}
    assert len(rows) == 17
    assert by_id["boiler"]["Contractors"] == "deny write delete"
    assert by_id["tank-farm"]["owner gone"] == "yes"
    assert by_id["lab-results"]["Laboratory"] == "allow read write delete; deny delete"
    said = json.loads(run("acl", "grid", "--json", home=tmp_path, env=env).stdout)
    body = {row["address"]: row for row in said["namespaces"]}
    assert demo.CONTRACTORS in body["boiler"]["differs_from_root"]
    assert body["boiler"]["cells"][demo.CONTRACTORS] == {"allow": [], "deny": ["write", "delete"]}


def test_what_a_client_may_not_read_is_named_in_the_grid(tmp_path: Path, tenant: Emulator) -> None:
    """The contractor's tablets may not read ``flare.monitoring``, and it is not even listed for them."""
    env = variables(tenant, demo.CONTRACTOR_TABLETS)
    done = run("acl", "show", "flare.monitoring", home=tmp_path, env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "403" in done.stderr
    grid = run("acl", "grid", home=tmp_path, env=env)
    assert grid.returncode == 0
    assert "flare.monitoring" not in grid.stdout


def test_owners(tmp_path: Path, tenant: Emulator) -> None:
    env = variables(tenant)
    done = run("owner", "show", "boiler", "tank-farm", "nope", home=tmp_path, env=env)
    assert done.returncode == 1
    assert "nope" in done.stderr
    lines = done.stdout.splitlines()
    assert "Maria Lindqvist" in lines[1]
    assert lines[2].endswith("gone")
    said = json.loads(run("owner", "show", "tank-farm", "--json", home=tmp_path, env=env).stdout)
    assert said == [
        {
            "address": "tank-farm",
            "owner": {"kind": "user", "id": demo.DEPARTED_USER, "name": None, "gone": True},
        }
    ]


@pytest.mark.parametrize(
    "arguments", [["acl", "show", "boiler"], ["acl", "grid"], ["owner", "show", "boiler"]]
)
def test_the_demo_needs_nothing_and_leaves_nothing(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, "--demo", home=tmp_path)
    assert done.returncode == 0
    assert "Maria Lindqvist" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["acl"], "show|who|why"),
        (["acl", "shw"], "shw"),
        (["acl", "show"], "ADDRESS"),
        (["acl", "show", "boiler/units"], "has no ACL"),
        (["acl", "show", ".."], "is no address"),
        (["acl", "who", "boiler", "--right", "raed"], "'raed' is no right"),
        (["acl", "why", "boiler"], "--user"),
        (["acl", "why", "boiler", "--user", "a", "--role", "b"], "not allowed with"),
        (["acl", "grant", "boiler", "--role", "a"], "--rights"),
        (["acl", "grant", "boiler", "--role", "a", "--rights", "read"], "--yes"),
        (["acl", "grant", "boiler", "--role", "a", "--rights", "fly", "--yes"], "'fly' is no right"),
        (["acl", "plan", "/nowhere/access.yaml"], "cannot be read"),
        (["acl", "show", "boiler", "--demo", "--profile", "x"], "both choose a tenant"),
        (["owner", "show", "/"], "have no owner"),
        (["owner", "set", "boiler", "--yes"], "--user"),
        (["journal", "undo"], "ID"),
        (["acl", "show", "boiler"], "profile add"),
    ],
)
def test_what_is_wrong_with_the_arguments_is_one_line_and_status_2(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    done = run(*arguments, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


STRICT = {
    "/api/v1/tenants/t/namespaces/boiler": {"Id": "boiler", "State": 1},
    "/api/v1/tenants/t/namespaces/boiler/accesscontrol": {
        "RoleTrusteeAccessControlEntries": [
            {"Trustee": {"Type": 3, "ObjectId": "r-\x1b[1m"}, "AccessRights": 1}
        ]
    },
    "/api/v1/tenants/t/namespaces/boiler/owner": {"Type": 1, "ObjectId": "u-1"},
}
"""A tenant in strict mode: no lists of users, roles and clients; a namespace with a bold name in it."""


def test_in_strict_mode_ids_stand_and_what_is_not_known_is_named(tmp_path: Path) -> None:
    with meagre_service(STRICT) as env:
        who = run("acl", "who", "boiler", home=tmp_path, env=env)
        shown = run("acl", "show", "boiler", home=tmp_path, env=env)
    assert who.returncode == shown.returncode == 0
    assert "u-1" in who.stdout
    assert "everything: owner" in who.stdout
    for told in ("what users may do", "what clients may do", "the names of roles"):
        assert told in who.stderr
    assert "r-␛[1m" in shown.stdout
    assert "\x1b" not in shown.stdout + shown.stderr + who.stdout + who.stderr


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_name_in_the_csv_is_no_formula(tmp_path: Path, emulator: Emulator, name: str) -> None:
    env = variables(emulator)
    assert run("role", "create", "--yes", "--", name, home=tmp_path, env=env).returncode == 0
    granted = run(
        "acl", "grant", "boiler", f"--role={name}", "--rights", "read", "--yes", home=tmp_path, env=env
    )
    assert granted.returncode == 0, granted.stderr
    titles = next(csv.reader(io.StringIO(run("acl", "grid", "--csv", home=tmp_path, env=env).stdout)))
    assert f"'{name}" in titles
    assert not [title for title in titles if title.startswith(("=", "+", "-", "@"))]
