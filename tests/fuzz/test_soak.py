"""The quick form of the soak; ``make soak`` is the long one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.soak import Sample, growth, soak


async def test_some_seconds_of_use_with_faults_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = await soak(6, 7, tmp_path, monkeypatch)
    assert len(samples) >= 2
    assert growth(samples) == ""


def test_what_grows_is_said() -> None:
    def run(
        megabytes: Callable[[int], float], blocks: Callable[[int], float], handles: int = 0
    ) -> list[Sample]:
        return [Sample(60.0 * at, megabytes(at), int(blocks(at)), 40 + handles * at) for at in range(60)]

    def flat(at: int) -> float:
        return 100 + at % 3

    assert growth(run(flat, flat)) == ""
    assert growth(run(lambda at: 100 + min(at, 20), lambda at: 100 + min(at, 20))) == ""
    leaks = run(flat, lambda at: 600_000 + 3_000 * at, 1)
    assert growth(leaks) == "what is alive by 9% since the middle and handles by 21"
    assert growth(run(lambda at: 100 + 2 * at, flat)) == "memory by 42.0 MB"
