"""A monkey at the keyboard: whatever it presses, nothing crashes, hangs, or is written without a review."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz.monkey import play

KEYS = int(os.environ.get("OCS_MONKEY_KEYS", "500"))
_GIVEN = [int(seed) for seed in os.environ.get("OCS_MONKEY_SEEDS", "").split()]
SEEDS = _GIVEN or [1, 2]
"""The same on every worker of a run; OCS_MONKEY_SEEDS names others."""


@pytest.mark.timeout(max(240, KEYS))
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_monkey_breaks_nothing(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await play(seed, KEYS, tmp_path, monkeypatch)
