"""``ocs-tui acl export|plan|apply``: access as a file."""

from __future__ import annotations

from pathlib import Path

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.cli.running import run
from tests.cli.tenants import Inside, entry, variables


def test_what_is_exported_is_planned_as_nothing(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    odd = [
        entry(demo.CONTRACTORS, 0),
        entry(demo.CONTRACTORS, 2, 1),
        entry(demo.CONTRACTORS, 64 + 1),
        entry(demo.UNKNOWN_ROLE, 5, 1),
        {"Trustee": {"Type": 3, "ObjectId": demo.VIEWER, "TenantId": "elsewhere"}, "AccessRights": 1},
    ]
    inside.put_acl("sandbox", [*odd, *inside.acl("sandbox")])
    before = inside.acl("sandbox")
    exported = run("acl", "export", home=tmp_path, env={**env, "PYTHONIOENCODING": "ascii"})
    assert (exported.returncode, exported.stderr) == (0, "")
    assert "Northwind Process Industries" in exported.stdout
    assert "Tomás Ferreira" in exported.stdout, "a file is UTF-8 whatever the locale"
    file = tmp_path / "access.yaml"
    file.write_text(exported.stdout, encoding="utf-8")
    plan = run("acl", "plan", str(file), "--check", home=tmp_path, env=env)
    assert (plan.returncode, plan.stdout) == (0, "")
    assert "Nothing would change" in plan.stderr
    apply = run("acl", "apply", str(file), "--yes", home=tmp_path, env=env)
    assert (apply.returncode, apply.stdout) == (0, "")
    assert inside.acl("sandbox") == before


def test_a_file_is_applied_and_what_is_not_in_it_is_untouched(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    text = run("acl", "export", "boiler", "tank-farm", home=tmp_path, env=env).stdout
    assert "sandbox" not in text
    others = inside.acl("sandbox")
    text = text.replace("deny: [write, delete]", "deny: [write, delete, share]")
    text = text.replace(f"{{user: null, id: {demo.DEPARTED_USER}}}", "{client: Historian writer}")
    plan = run("acl", "plan", "-", "--check", home=tmp_path, env=env, stdin=text)
    assert plan.returncode == 1
    assert "Contractors: Share unset → Deny" in plan.stdout
    assert "client Historian writer" in plan.stdout
    assert inside.rights("boiler", demo.CONTRACTORS) == (0, 6), "a plan writes nothing"
    done = run("acl", "apply", "-", "--yes", home=tmp_path, env=env, stdin=text)
    assert done.returncode == 0
    assert inside.rights("boiler", demo.CONTRACTORS) == (0, 22)
    assert inside.owner("tank-farm") == demo.HISTORIAN_WRITER
    assert inside.acl("sandbox") == others
    assert run("acl", "plan", "-", "--check", home=tmp_path, env=env, stdin=text).returncode == 0


def test_a_name_that_does_not_fit_its_id_is_an_error(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    text = run("acl", "export", "boiler", home=tmp_path, env=env).stdout
    wrong = text.replace("role: Contractors", "role: Tenant Viewer")
    done = run("acl", "apply", "-", "--yes", home=tmp_path, env=env, stdin=wrong)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is 'Contractors' here, and the file calls it 'Tenant Viewer'" in done.stderr
    bad = run("acl", "plan", "-", home=tmp_path, env=env, stdin="ocs-tui-access: 1\naccess: [\n")
    assert bad.returncode == 1
    assert "line 3" in bad.stderr


def test_the_file_of_another_tenant_goes_by_name(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    text = run("acl", "export", "boiler", home=tmp_path, env=env).stdout
    theirs = text.replace(demo.TENANT_ID, "another").replace(demo.CONTRACTORS, "another-id")
    theirs = theirs.replace("[write, delete]", "[write]")
    refused = run("acl", "apply", "-", "--yes", home=tmp_path, env=env, stdin=theirs)
    assert refused.returncode == 1
    assert "--by-name" in refused.stderr
    done = run("acl", "apply", "-", "--by-name", "--yes", home=tmp_path, env=env, stdin=theirs)
    assert done.returncode == 0
    assert inside.rights("boiler", demo.CONTRACTORS) == (0, 2)


def test_what_cannot_be_exported_is_said(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator, demo.CONTRACTOR_TABLETS)
    done = run("acl", "export", "boiler", "flare.monitoring", home=tmp_path, env=env)
    assert done.returncode == 1
    assert "The ACL of flare.monitoring is not in the file." in done.stderr
    assert "# Not in this file: the acl of flare.monitoring." in done.stdout
    assert "  boiler:" in done.stdout
