"""The benchmark's instrument, tried on the bare app: an instrument that shows nothing holds every bar."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bench import BARE, BARE_FIRST_FRAME

pytestmark = pytest.mark.terminal
REPO = Path(__file__).parents[2]

# A process of its own, since measuring forks and the tests have threads.
MEASURE = """
import dataclasses, json, sys
from benchmarks import measure
measure.LIMIT = float(sys.argv[1])
try:
    measured = measure.measure(json.loads(sys.argv[2]), json.loads(sys.argv[3]), presses=3)
except measure.NotSeen as error:
    sys.exit(str(error))
print(json.dumps(dataclasses.asdict(measured)))
"""


def _measure(limit: float, *moments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MEASURE, str(limit), json.dumps(BARE), json.dumps(moments)],
        capture_output=True,
        text=True,
        cwd=REPO,
    )


def test_the_bare_app_is_measured() -> None:
    done = _measure(20, BARE_FIRST_FRAME, ("namespace 6",))
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert all(at > 0 for at in measured["shown_ms"])
    assert 50 < measured["key_bytes"] < measured["start_bytes"]
    assert measured["exit_ms"] > 0
    assert measured["rss_mb"] > 10


def test_what_is_never_shown_is_said_with_the_screen() -> None:
    done = _measure(2, ("boiler",))
    assert done.returncode == 1
    assert "'boiler' did not appear" in done.stderr
    assert "namespace 6" in done.stderr
