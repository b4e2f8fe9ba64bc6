"""What nobody foresaw, and output that goes nowhere: one sentence, a report without values, the right status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, environment, run

CRASH = """
import sys
from ocs_tui.cli import whoami
def run_whoami(arguments):
    password = "canary-in-a-local"
    try:
        raise KeyError("canary-in-a-cause")
    except KeyError as error:
        raise RuntimeError("canary-in-the-message") from error
whoami.run_whoami = run_whoami
from ocs_tui.cli import main
raise SystemExit(main())
"""


def test_a_crash_of_a_command_is_one_sentence_and_a_report_without_values(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, "whoami"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    (report,) = tmp_path.rglob("crash-*.txt")
    assert "RuntimeError" in done.stderr
    assert f"A report without values is in {report}." in done.stderr
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text()
    assert "run_whoami" in text
    assert "KeyError" in text  # what it came of
    assert "canary" not in done.stderr + text


THREAD_CRASH = """
import threading
from ocs_tui.cli import whoami
def work():
    raise RuntimeError("canary-in-the-message")
def run_whoami(arguments):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return 0
whoami.run_whoami = run_whoami
from ocs_tui.cli import main
raise SystemExit(main())
"""


def test_a_crash_of_a_thread_is_one_sentence_and_a_report(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", THREAD_CRASH, "whoami"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    (report,) = tmp_path.rglob("crash-*.txt")
    assert done.stderr.count("\n") == 1
    assert f"A report without values is in {report}." in done.stderr
    assert "canary" not in done.stderr + report.read_text()


def test_where_no_report_can_be_written_the_sentence_stands_alone(tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("a file in the folder's place")
    done = subprocess.run(
        [sys.executable, "-c", CRASH, "whoami"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("please report it.\n")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
@pytest.mark.parametrize("command", [["whoami"], ["acl", "grid", "--csv"], ["acl", "export", "/"]])
def test_output_that_the_disk_cannot_take_is_one_sentence(tmp_path: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *command, "--demo"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
            cwd=tmp_path,
        )
    assert done.returncode == 1
    assert done.stderr.endswith("ocs-tui: The output cannot be written: no space left on device.\n")
    assert not list(tmp_path.rglob("crash-*"))


def test_a_reader_that_is_gone_is_no_crash(tmp_path: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [*PROGRAM, "whoami", "--demo"],
        stdout=writes,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (141, "")
    assert not list(tmp_path.rglob("crash-*"))


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the stream")
def test_where_the_output_was_closed_the_status_still_tells(tmp_path: Path) -> None:
    """As some schedulers start what they run."""
    made = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- >&-', "sh", *PROGRAM, "profile", "list"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    assert (made.returncode, made.stderr.count("\n")) == (0, 1)
    silent = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", *PROGRAM, "profile", "use", "nobody"],
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    assert silent.returncode == 1
    assert not list(tmp_path.rglob("crash-*"))


def test_without_anywhere_to_say_it_the_status_alone_tells(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "profile", "use", "nobody"],
            stdout=full,
            stderr=full,
            env=environment(tmp_path),
            cwd=tmp_path,
        )
    assert done.returncode == 1
    assert run("profile", "use", "nobody", home=tmp_path).returncode == 1
