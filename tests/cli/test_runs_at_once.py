"""Several runs of one person's profile at one moment: all are signed in, and stay so."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, environment, run
from tests.cli.test_signing_in import _address, _terminal, _variables
from tests.terminal.signing_in import People, come_back, end_of_browser, people

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it looks at the lock as POSIX has it")


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[People]:
    """A tenant, whose server ends a sign-in when a refresh token comes twice; Maria is signed in."""
    with people(tmp_path) as found:
        with _terminal(found, "whoami") as terminal:
            come_back(end_of_browser(_address(terminal)))
            assert terminal.wait_exit() == 0
        yield found


def lock_of(tenant: People) -> Path:
    """Where the runs of the profile take turns."""
    return tenant.home / ".local/state/ocs-tui/sign-in-maria.lock"


def test_runs_that_start_at_one_moment_stay_signed_in(tenant: People) -> None:
    env = environment(tenant.home, _variables(tenant))
    for _ in range(2):
        runs = [
            subprocess.Popen(
                [*PROGRAM, "whoami", "--json"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=env,
            )
            for _ in range(3)
        ]
        ended = [each.communicate(timeout=60) for each in runs]
        assert [each.returncode for each in runs] == [0, 0, 0], ended
        assert all("Maria Lindqvist" in said for said, _ in ended)
    assert run("whoami", home=tenant.home, env=_variables(tenant)).returncode == 0
    assert lock_of(tenant).stat().st_mode & 0o777 == 0o600


def test_a_run_that_hangs_with_the_lock_holds_up_no_other_for_ever(tenant: People) -> None:
    with lock_of(tenant).open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = run("whoami", home=tenant.home, env=_variables(tenant))
    assert (done.returncode, done.stderr) == (0, "")


def test_where_there_can_be_no_lock_one_signs_in_all_the_same(tenant: People) -> None:
    lock_of(tenant).unlink()
    lock_of(tenant).mkdir()
    done = run("whoami", home=tenant.home, env=_variables(tenant))
    assert (done.returncode, done.stderr) == (0, "")
