"""``ocs-tui profile``: for people at a terminal and for scripts; a secret shows nowhere."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, REPO, environment, run, with_keyring
from tests.terminal.terminal import Terminal

WORK = ("--base-url", "https://dat-b.osisoft.com/", "--tenant-id", "tenant", "--client-id", "client")


def _kept(home: Path) -> dict[str, str]:
    file = home / "keyring.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return kept


def _file(home: Path) -> Path:
    return home / ".config/ocs-tui/profiles.toml"


def test_a_profile_from_its_making_to_its_end(tmp_path: Path) -> None:
    env = with_keyring(tmp_path)

    added = run(
        "profile", "add", "work", *WORK, "--secret-stdin", home=tmp_path, env=env, stdin="hush-hush\n"
    )
    assert (added.returncode, added.stdout) == (0, "")
    assert "Saved profile 'work'" in added.stderr
    assert _kept(tmp_path) == {"ocs-tui:work client": "hush-hush"}

    run("profile", "add", "home", *WORK, "--no-secret", "--read-only", home=tmp_path, env=env)
    listed = run("profile", "list", home=tmp_path, env=env)
    assert listed.returncode == 0
    assert [line.split() for line in listed.stdout.splitlines()] == [
        ["*", "work", "https://dat-b.osisoft.com", "tenant"],
        ["home", "https://dat-b.osisoft.com", "tenant", "read-only"],
    ]

    assert run("profile", "use", "home", home=tmp_path, env=env).returncode == 0
    as_data = json.loads(run("profile", "list", "--json", home=tmp_path, env=env).stdout)
    assert [(entry["name"], entry["current"], entry["read_only"]) for entry in as_data] == [
        ("work", False, False),
        ("home", True, True),
    ]

    shown = run("profile", "show", "work", home=tmp_path, env=env)
    assert "the keyring" in shown.stdout
    current = json.loads(run("profile", "show", "--json", home=tmp_path, env=env).stdout)
    assert (current["name"], current["secret"]) == ("home", None)

    regions = tmp_path / ".local/state/ocs-tui/regions-work.json"
    regions.parent.mkdir(parents=True, exist_ok=True)
    regions.write_text("{}")
    removed = run("profile", "remove", "work", "--yes", home=tmp_path, env=env)
    assert not regions.exists()
    assert (removed.returncode, removed.stdout) == (0, "")
    assert _kept(tmp_path) == {}
    assert "work" not in _file(tmp_path).read_text()

    for done in (added, listed, shown, removed):
        assert "hush" not in done.stdout + done.stderr
    assert "hush" not in _file(tmp_path).read_text()


def test_without_a_keyring_the_profile_is_kept_and_the_loss_is_told(tmp_path: Path) -> None:
    done = run("profile", "add", "work", *WORK, "--secret-stdin", home=tmp_path, stdin="hush-hush\n")
    assert done.returncode == 1
    assert "Its secret was not kept. There is no usable keyring here" in done.stderr
    assert "hush" not in done.stderr
    assert run("profile", "show", home=tmp_path).stdout.startswith("name            work\n")
    assert run("profile", "remove", "work", "--yes", home=tmp_path).returncode == 0


def test_a_secret_is_asked_for_at_a_terminal_and_not_shown(tmp_path: Path) -> None:
    env = {**with_keyring(tmp_path)}
    with Terminal([*PROGRAM, "profile", "add", "work", *WORK], home=tmp_path, env=env) as terminal:
        terminal.wait_for("Client secret of client")
        terminal.type("hush-hush\r")
        assert terminal.wait_exit() == 0
        assert b"hush" not in terminal.output
    assert _kept(tmp_path) == {"ocs-tui:work client": "hush-hush"}


def test_removing_asks_at_a_terminal(tmp_path: Path) -> None:
    run("profile", "add", "work", *WORK, "--no-secret", home=tmp_path)
    for answer, status in (("n\r", 1), ("y\r", 0)):
        with Terminal(
            [*PROGRAM, "profile", "remove", "work"], home=tmp_path, env={"PYTHONPATH": str(REPO)}
        ) as terminal:
            terminal.wait_for("Remove profile 'work' and its secret? [y/N]")
            terminal.type(answer)
            assert terminal.wait_exit() == status
    assert json.loads(run("profile", "list", "--json", home=tmp_path).stdout) == []


def test_ctrl_c_at_a_question_ends_quietly(tmp_path: Path) -> None:
    with Terminal(
        [*PROGRAM, "profile", "add", "work", *WORK], home=tmp_path, env={"PYTHONPATH": str(REPO)}
    ) as terminal:
        terminal.wait_for("Client secret")
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 130
        assert "Traceback" not in terminal.text
        assert terminal.left_behind == []
    assert not _file(tmp_path).exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "work", *WORK], "--secret-stdin"),
        (["add", "../work", *WORK, "--no-secret"], "no name for a profile"),
        (["add", "work", *WORK, "--no-secret", "--base-url", "http://far.example"], "base_url must start"),
        (["add", "work", *WORK, "--no-secret", "--color", "blurple"], "color must be"),
        (["add", "work", *WORK, "--secret-command", "pass 'show"], "a quote that is not closed"),
        (["add", "work", *WORK, "--no-secret", "--secret-stdin"], "not allowed with"),
        (["remove", "gone"], "no profile 'gone'"),
        (["remove", "gone", "--yes"], "no profile 'gone'"),
        (["use", "gone"], "no profile 'gone'"),
        (["show", "gone"], "no profile 'gone'"),
        (["show"], "No profile is chosen"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: list[str], told: str, tmp_path: Path) -> None:
    done = run("profile", *arguments, home=tmp_path)
    assert done.returncode in (1, 2)
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not _file(tmp_path).exists()


def test_a_name_that_is_taken_is_refused_before_the_secret_is_read(tmp_path: Path) -> None:
    run("profile", "add", "work", *WORK, "--no-secret", home=tmp_path)
    done = run("profile", "add", "work", *WORK, "--secret-stdin", home=tmp_path, stdin="hush\n")
    assert done.returncode == 1
    assert "already" in done.stderr


def test_an_empty_secret_saves_nothing(tmp_path: Path) -> None:
    done = run("profile", "add", "work", *WORK, "--secret-stdin", home=tmp_path)
    assert done.returncode == 1
    assert "The secret is empty. Nothing was saved." in done.stderr
    assert not _file(tmp_path).exists()


def test_a_secret_that_is_no_text_saves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "profile", "add", "work", *WORK, "--secret-stdin"],
        input=b"\xff\xfe\n",
        capture_output=True,
        env=environment(tmp_path),
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == b"ocs-tui: What comes on stdin is no text. Nothing was saved.\n"
    assert not _file(tmp_path).exists()


def test_where_the_secret_comes_from_is_told_without_what_could_be_one(tmp_path: Path) -> None:
    run("profile", "add", "work", *WORK, "--secret-command", "printf hush-hush", home=tmp_path)
    shown = run("profile", "show", home=tmp_path)
    assert "secret_command (printf)" in shown.stdout
    assert "hush" not in shown.stdout
    listed = run("profile", "list", "--json", home=tmp_path)
    assert "hush" not in listed.stdout
    given = run("profile", "show", home=tmp_path, env={"OCS_TUI_CLIENT_SECRET": "hush-hush"})
    assert "OCS_TUI_CLIENT_SECRET" in given.stdout
    assert "hush" not in given.stdout


def test_a_wrong_profile_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    run("profile", "add", "work", *WORK, "--no-secret", home=tmp_path)
    with _file(tmp_path).open("a") as file:
        file.write('\n[profiles.bad]\nbase_url = "x"\n')
    done = run("profile", "list", home=tmp_path)
    assert done.returncode == 1
    assert "work" in done.stdout
    assert "profile 'bad'" in done.stderr
    assert run("profile", "remove", "bad", "--yes", home=tmp_path).returncode == 1, "its secret may remain"
    assert run("profile", "list", home=tmp_path).returncode == 0


def test_global_options_stand_before_or_after(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("profile", "add", name, *WORK, "--no-secret", home=tmp_path)
    for arguments in (["--profile", "two", "profile", "show"], ["profile", "show", "--profile=two"]):
        assert run(*arguments, home=tmp_path).stdout.startswith("name            two\n")
    assert run("--read-only", "profile", "list", "--theme", "ocs-dark", home=tmp_path).returncode == 0


def test_nothing_is_left_behind_by_looking(tmp_path: Path) -> None:
    done = run("profile", "list", home=tmp_path)
    assert done.returncode == 0
    assert "no profile yet" in done.stderr
    assert list(tmp_path.iterdir()) == []
