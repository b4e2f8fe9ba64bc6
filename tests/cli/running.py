"""Runs ocs-tui as a person or a script does: a process of its own, with an empty home."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.terminal.terminal import clean_environment

REPO = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "ocs_tui")

KEYRING = '''
import json, os, pathlib
from keyring.backend import KeyringBackend

class Kept(KeyringBackend):
    """Keeps secrets in a file of the test, whatever the test's home holds."""

    priority = 5
    path = pathlib.Path(os.environ["TEST_KEYRING"])

    def _all(self): return json.loads(self.path.read_text()) if self.path.exists() else {}
    def get_password(self, service, username): return self._all().get(f"{service} {username}")
    def set_password(self, service, username, password):
        self.path.write_text(json.dumps(self._all() | {f"{service} {username}": password}))
    def delete_password(self, service, username):
        kept = self._all()
        del kept[f"{service} {username}"]
        self.path.write_text(json.dumps(kept))
'''


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with an empty home, no session bus, and our modules to be found from anywhere."""
    return {
        **clean_environment(home),
        "PYTHONPATH": str(REPO),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        **(extra or {}),
    }


def with_keyring(home: Path) -> dict[str, str]:
    """Variables for a keyring that works; what it keeps is in ``home/keyring.json``."""
    modules = home / "modules"
    modules.mkdir(exist_ok=True)
    (modules / "kept_keyring.py").write_text(KEYRING)
    return {
        "PYTHONPATH": f"{REPO}:{modules}",
        "PYTHON_KEYRING_BACKEND": "kept_keyring.Kept",
        "TEST_KEYRING": str(home / "keyring.json"),
    }


def run(
    *arguments: str, home: Path, env: Mapping[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ocs-tui without a terminal until it ends; stdin is empty unless given."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin or "",
        capture_output=True,
        text=True,
        env=environment(home, env),
        cwd=home,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done
