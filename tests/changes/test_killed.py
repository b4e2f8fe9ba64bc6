"""The process killed at every step of ``apply``: what the next start finds out, and that nothing is done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from ocs_tui.changes.apply import Applied, Changed, apply
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.reread import Already
from ocs_tui.changes.resolve import resolve_intent
from tests.api.loopback import CUT, TENANT, Seen
from tests.changes.plant import AFTER, BEFORE, CHANGE, Plant, client_of, plant

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks and kills")


class Mortals:
    """Processes that apply the change, one after the other."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = 0

    async def run(self, step: int, file: Path) -> str:
        """Run one that is killed at ``step``; return where that was, or ``lived``."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{step} {file}\n".encode())
        self.pid = int(await self._line())
        return await self._line()

    async def _line(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()


@asynccontextmanager
async def mortals(url: str) -> AsyncIterator[Mortals]:
    """Start what forks them."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.changes.mortal", url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield Mortals(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def the_next_start(running: Plant, journal: Journal) -> str:
    """Do what the program does when it starts again, check it, and apply the change once more.

    Returns what was known of the write: ``nothing`` where no intent was recorded.
    """
    done = running.acl == AFTER
    assert running.writes == int(done)
    known = "nothing"
    async with client_of(running.service.url) as client:
        for entry in journal.open_intents():
            found = await resolve_intent(client, journal, entry)
            assert found.happened is done, found.sentence
            known = "open"
        assert journal.open_intents() == ()
        entries = journal.entries()
        assert len(entries) <= 1
        assert all(entry.outcome is not None and entry.is_done is done for entry in entries)
        if not entries:
            assert not done, "it was written, and no record says so"
        elif known == "nothing":
            known = "all"
        outcome = await apply(client, CHANGE, None, journal)
        if done:
            assert isinstance(outcome, Changed)
            assert isinstance(outcome.reread, Already)
        else:
            assert isinstance(outcome, Applied)
    assert running.acl == AFTER
    assert running.writes == 1, "it was written twice"
    assert sum(entry.is_done for entry in journal.entries()) == 1
    return known


async def test_killed_at_every_step_the_next_start_knows_or_finds_out(tmp_path: Path) -> None:
    found: list[tuple[str, str]] = []
    async with plant() as running, mortals(running.service.url) as program:
        for step in count(1):
            journal = Journal(tmp_path / f"{step}.jsonl", profile="plant", tenant_id=TENANT)
            running.acl, running.writes = dict(BEFORE), 0
            where = await program.run(step, tmp_path / f"{step}.jsonl")
            known = await the_next_start(running, journal)
            if where == "lived":
                break
            found.append((where.removeprefix("killed "), known))
    assert known == "all"
    put = found.index(("PUT leaves", "open"))
    before, after = found[:put], found[put:]
    assert before[-3:] == [
        ("before a line", "nothing"),
        ("within a line", "nothing"),
        ("after a line", "open"),
    ]
    assert {known for _, known in before[:-1]} == {"nothing"}
    assert after == [
        ("PUT leaves", "open"),
        ("PUT answered", "open"),
        ("before a line", "open"),
        ("within a line", "open"),
        ("after a line", "all"),
    ]


@pytest.mark.parametrize("done", [False, True])
async def test_killed_while_the_service_is_at_it(tmp_path: Path, done: bool) -> None:
    journal = Journal(tmp_path / "journal.jsonl", profile="plant", tenant_id=TENANT)
    async with plant() as running, mortals(running.service.url) as program:

        def kill(seen: Seen) -> bytes:
            if done:
                running.commit(seen)
            os.kill(program.pid, signal.SIGKILL)
            return CUT

        running.fault = kill
        assert await program.run(0, tmp_path / "journal.jsonl") == "killed by another"
        running.fault = None
        assert len(journal.open_intents()) == 1
        assert await the_next_start(running, journal) == "open"
