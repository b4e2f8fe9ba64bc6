"""The help of ``acl``, ``owner`` and ``journal``, and what is imported to answer about their arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.test_words import HEAVY, _imported


@pytest.mark.parametrize(
    ("arguments", "holds"),
    [
        (["--help"], "access control"),
        (["acl", "--help"], "grant"),
        (["acl", "grant", "--help"], "--accept-danger"),
        (["acl", "apply", "--help"], "--by-name"),
        (["owner", "set", "--help"], "--client"),
        (["journal", "undo", "--help"], "--dry-run"),
    ],
)
def test_help_goes_to_stdout_and_needs_nothing_heavy(
    arguments: list[str], holds: str, tmp_path: Path
) -> None:
    done = run(*arguments, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert holds in done.stdout
    assert not _imported(arguments, tmp_path) & HEAVY


@pytest.mark.parametrize(
    "arguments", [["acl", "shw"], ["acl", "copy", "boiler", "--yes"], ["journal", "undo"]]
)
def test_what_is_wrong_needs_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert not _imported(arguments, tmp_path) & {*HEAVY, "yaml"}


def test_the_journal_is_read_without_the_service_and_without_screens(tmp_path: Path) -> None:
    where = ("--base-url", "http://127.0.0.1:9", "--tenant-id", "t", "--client-id", "c", "--no-secret")
    assert run("profile", "add", "box", *where, home=tmp_path).returncode == 0
    assert run("journal", home=tmp_path).returncode == 0
    assert not _imported(["journal"], tmp_path) & {"textual", "httpx", "keyring"}
