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
    leaking = [Sample(60.0 * minute, 100 + minute, 40 + minute) for minute in range(60)]
    assert growth(leaking) == "memory by 21.0 MB and handles by 21" or "handles by 21" in growth(leaking)
    assert "memory by" in growth([Sample(60.0 * m, 100 + 2 * m, 40) for m in range(60)])
