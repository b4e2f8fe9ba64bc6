"""The quick form of the soak; ``make soak`` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.soak import Sample, growth, soak


async def test_some_seconds_of_use_with_faults_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = await soak(6, 7, tmp_path, monkeypatch)
    assert len(samples) >= 2
    assert growth(samples) == ""


def test_what_grows_is_said() -> None:
    flat = [Sample(60.0 * minute, 100 + minute % 3, 40) for minute in range(60)]
    assert growth(flat) == ""
    filling = [Sample(60.0 * minute, 100 + min(minute, 20), 40) for minute in range(60)]
    assert growth(filling) == ""
    leaking = [Sample(60.0 * minute, 100 + minute / 2, 40 + minute) for minute in range(60)]
    assert growth(leaking) == "memory by 10.0 MB since the middle and handles by 21"
    assert growth([Sample(60.0 * m, 100 + 2 * m, 40) for m in range(60)]).startswith("memory by 42.0 MB and")
