"""Rotating a secret: how far it has come is kept without the secret; a new one is proven with longer pauses."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ocs_tui.api.errors import SignInFailed
from ocs_tui.changes.rotation import Rotation, Rotations, Step, Trial, Waits, prove
from ocs_tui.settings.errors import SettingsError

TENANT, CLIENT = "6f0c2b1e", "the-client"
BEGUN = Rotation(CLIENT, 7, Step.ADDED)


def test_a_rotation_is_found_by_another_process_that_looks(tmp_path: Path) -> None:
    folder = tmp_path / "rotations"
    assert Rotations(folder, TENANT).find(CLIENT) is None
    Rotations(folder, TENANT).keep(BEGUN)
    found = Rotations(folder, TENANT.upper()).find(CLIENT)
    assert found == BEGUN
    assert not found.is_proven
    proven = Rotations(folder, TENANT).advance(found, Step.PROVEN)
    assert proven.is_proven
    assert Rotations(folder, TENANT).find(CLIENT) == proven
    Rotations(folder, TENANT).end(CLIENT)
    Rotations(folder, TENANT).end(CLIENT)
    assert Rotations(folder, TENANT).find(CLIENT) is None
    assert list(folder.iterdir()) == []


def test_clients_and_tenants_do_not_see_each_others(tmp_path: Path) -> None:
    rotations = Rotations(tmp_path, TENANT)
    rotations.keep(BEGUN)
    rotations.keep(Rotation("../other/client", 8, Step.STORED))
    assert rotations.find(CLIENT) == BEGUN
    assert rotations.find("../other/client") == Rotation("../other/client", 8, Step.STORED)
    assert rotations.find("the-CLIENT") is None
    assert Rotations(tmp_path, "another").find(CLIENT) is None
    assert sorted(path.parent for path in tmp_path.rglob("*")) == [tmp_path, tmp_path]


@pytest.mark.skipif(os.name != "posix", reason="looks at the mode of the file")
def test_the_file_is_its_users_alone(tmp_path: Path) -> None:
    Rotations(tmp_path / "state", TENANT).keep(BEGUN)
    (file,) = (tmp_path / "state").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert CLIENT not in file.name


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"v": 1}', '{"v": 2, "client": "the-client", "secret": 7, "step": "added"}',
     '{"v": 1, "client": "the-client", "secret": 7, "step": "eaten"}',
     '{"v": 1, "client": "someone-else", "secret": 7, "step": "added"}', "\x00\xff",
     '{"v": 1, "client": "the-client", "secret": 1e999, "step": "added"}', "[" * 5000],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_no_rotation(tmp_path: Path, content: str) -> None:
    rotations = Rotations(tmp_path, TENANT)
    rotations.keep(BEGUN)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content.encode("latin-1"))
    assert rotations.find(CLIENT) is None


def test_in_memory_nothing_is_written() -> None:
    rotations = Rotations(None, TENANT)
    rotations.keep(BEGUN)
    assert rotations.advance(BEGUN, Step.STORED).step is Step.STORED
    assert rotations.find(CLIENT) == Rotation(CLIENT, 7, Step.STORED)
    rotations.end(CLIENT)
    assert rotations.find(CLIENT) is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError):
        Rotations(tmp_path / "file" / "state", TENANT).keep(BEGUN)


WRITES = """\
import sys
from pathlib import Path
from ocs_tui.changes.rotation import Rotation, Rotations, Step
rotations = Rotations(Path(sys.argv[1]), "6f0c2b1e")
while True:
    for step in Step:
        rotations.keep(Rotation("the-client", 7, step))
        print(step.value, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="it kills")
def test_killed_while_it_is_kept_one_of_the_two_stands_there(tmp_path: Path) -> None:
    for lines in range(1, 12, 2):
        command = [sys.executable, "-c", WRITES, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(lines):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        found = Rotations(tmp_path, TENANT).find(CLIENT)
        assert found is not None
        assert found.secret_id == 7


# Proving.


class Time:
    """Stands still but for what is slept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def waits(self) -> Waits:
        """An hour of it."""
        return Waits(sleep=self.sleep, clock=lambda: self.now)


async def trials(works_at: int, time: Time) -> list[Trial]:
    """Prove a secret that works at the try of that number; 0 never."""
    tries = 0

    async def sign_in() -> None:
        nonlocal tries
        tries += 1
        if tries != works_at:
            raise SignInFailed("Not yet.")

    return [trial async for trial in prove(sign_in, time.waits)]


async def test_a_secret_that_works_is_proven_at_once() -> None:
    time = Time()
    assert await trials(1, time) == [Trial(True)]
    assert time.slept == []


async def test_one_that_does_not_work_yet_is_tried_after_longer_and_longer_pauses() -> None:
    time = Time()
    found = await trials(4, time)
    assert [trial.works for trial in found] == [False, False, False, True]
    assert [trial.again_in for trial in found[:3]] == pytest.approx([2.0, 3.2, 5.12])
    assert time.slept == [trial.again_in for trial in found[:3]]
    assert found[0].sentence == "Not yet."


async def test_after_an_hour_it_is_given_up_and_no_pause_was_longer_than_a_minute() -> None:
    time = Time()
    found = await trials(0, time)
    assert [trial.works for trial in found] == [False] * len(found)
    assert found[-1].again_in is None
    assert None not in [trial.again_in for trial in found[:-1]]
    assert max(time.slept) == 60
    assert 3480 < sum(time.slept) <= 3600


async def test_proving_can_be_cancelled_between_two_tries() -> None:
    asleep = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asleep.set()
        await asyncio.Event().wait()

    async def sign_in() -> None:
        raise SignInFailed("Not yet.")

    async def run() -> None:
        async for _ in prove(sign_in, Waits(sleep=sleep)):
            pass

    task = asyncio.create_task(run())
    await asleep.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_is_no_answer_of_the_service_is_not_tried_again() -> None:
    async def sign_in() -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        async for _ in prove(sign_in, Time().waits):
            pass
