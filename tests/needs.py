"""Programs that a test needs beside Python: missing ones skip it, and fail it in CI, where all must run."""

from __future__ import annotations

import os
import shutil

import pytest

_PACKAGES = {
    "dbus-daemon": "dbus-daemon",
    "gnome-keyring-daemon": "gnome-keyring",
    "screen": "screen",
    "tmux": "tmux",
    "Xvfb": "xvfb",
}
"""Where Debian and its kin keep a program, when the package has another name."""


def needs(*programs: str) -> None:
    """Skip the test when one of ``programs`` is not installed, naming what to install; fail it in CI."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    packages = " ".join(sorted({_PACKAGES.get(program, program) for program in missing}))
    sentence = f"needs {', '.join(missing)}: apt-get install -y {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
