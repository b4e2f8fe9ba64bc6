"""secret_command: a program of the user's, run without a shell, and never a secret in what is said."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from pathlib import Path

import pytest

from ocs_tui.settings import secrets
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import ENVIRONMENT, Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.secret_command import secret_from_command


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def _profile(*command: str, problem: str = "") -> Profile:
    return Profile("a", "https://a.b", "t", "c", secret_command=command, command_problem=problem)


async def test_the_first_line_is_the_secret() -> None:
    secret = await secret_from_command(_python("print('hush hush\\r\\nurl: https://a.b\\n' + 'x' * 200_000)"))
    assert secret.reveal() == "hush hush"


async def test_no_shell_reads_it() -> None:
    secret = await secret_from_command((*_python("import sys; print(sys.argv[1])"), "$HOME; `id` *"))
    assert secret.reveal() == "$HOME; `id` *"


async def test_it_sees_neither_secrets_nor_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCS_TUI_CLIENT_SECRET", "hush")
    monkeypatch.setenv("GPG_TTY", "/dev/pts/0")
    monkeypatch.setenv("KEPT", "1")
    code = (
        "import os, sys; print(sorted({'OCS_TUI_CLIENT_SECRET', 'GPG_TTY', 'KEPT'} & set(os.environ)),"
        "repr(sys.stdin.read()), os.getsid(0) == os.getpid())"
    )
    secret = await secret_from_command(_python(code))
    assert secret.reveal() == "['KEPT'] '' True"


async def test_something_it_left_running_is_not_waited_for(tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    os.mkfifo(stop)
    # The grandchild holds stdout open until the test opens the pipe's other end.
    waits = f"open({str(stop)!r}).read()"
    code = f"import subprocess, sys; print('hush', flush=True); subprocess.Popen([sys.executable, '-c', {waits!r}])"
    secret = await secret_from_command(_python(code), deadline=20)
    assert secret.reveal() == "hush"
    await asyncio.to_thread(stop.write_text, "")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import sys; print('hush'); sys.exit('hush')", "failed with status 1"),
        ("print()", "empty"),
        ("pass", "empty"),
        ("print('\\x1b[2Jhush')", "control character"),
        ("import sys; sys.stdout.buffer.write(b'\\xffhush')", "no text"),
    ],
)
async def test_a_failure_is_one_sentence_without_the_output(code: str, told: str) -> None:
    answer = await secrets.read(_profile(*_python(code)))
    assert answer.secret is None
    assert told in answer.sentence
    assert "hush" not in answer.sentence
    assert "\n" not in answer.sentence


async def test_a_program_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(SettingsError, match="'no-such-program' cannot be run: no such file"):
        await secret_from_command(("no-such-program",))


async def test_a_program_that_hangs_is_ended_at_the_deadline(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with pytest.raises(SettingsError, match="no answer within 2 seconds"):
        await secret_from_command(_python(_writes_pid_and_hangs(pid_file)), deadline=2)
    await _gone(int(pid_file.read_text()))


async def test_leaving_ends_the_program(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    os.mkfifo(pid_file)
    task = asyncio.create_task(secret_from_command(_python(_writes_pid_and_hangs(pid_file))))
    pid = int(await asyncio.to_thread(pid_file.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await _gone(pid)


def _writes_pid_and_hangs(file: Path) -> str:
    return f"import os, pathlib, signal; pathlib.Path({str(file)!r}).write_text(str(os.getpid())); signal.pause()"


async def _gone(pid: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.01)


async def test_the_environments_secret_goes_before_the_command() -> None:
    answer = await secrets.read(_profile("no-such-program"), Secret("given", "somewhere"))
    assert answer.secret is not None
    assert answer.secret.reveal() == "given"


async def test_a_command_that_others_could_have_written_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    code = f"open({str(trace)!r}, 'w')"
    answer = await secrets.read(_profile(*_python(code), problem="It is not run."))
    assert answer.sentence == "It is not run."
    assert not trace.exists()


async def test_the_environments_profile_has_no_keyring_entry() -> None:
    answer = await secrets.read(Profile(ENVIRONMENT, "https://a.b", "t", "c"))
    assert answer.sentence == "OCS_TUI_CLIENT_SECRET is not set."


def test_a_secret_shows_nowhere() -> None:
    secret = Secret("hush", "the keyring")
    assert "hush" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
