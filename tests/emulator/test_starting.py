"""An emulator that cannot start says so, and nobody waits for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SHORT_OF_FILES = """
import os, resource, sys
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.failure import CannotStart
with Emulator():
    pass  # what is imported and opened once is
free = os.dup(0)
os.close(free)
resource.setrlimit(resource.RLIMIT_NOFILE, (free + int(sys.argv[1]),) * 2)
try:
    Emulator().start()
except CannotStart as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize("files", [1, 2])
def test_too_many_open_files_are_one_sentence(files: int) -> None:
    """One more file is too few for the sockets, two are too few for the server behind them."""
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_FILES, str(files)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    (sentence,) = done.stdout.splitlines()
    assert "many" in sentence.casefold()
