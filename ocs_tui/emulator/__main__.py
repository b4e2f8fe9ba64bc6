"""``python -m ocs_tui.emulator``: the emulator without the rest of the program."""

from __future__ import annotations

import sys

from ocs_tui.emulator.command import main

sys.exit(main(sys.argv[1:]))
