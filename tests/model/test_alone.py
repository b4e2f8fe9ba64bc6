"""pydantic hands what is read to no plugin of somebody else's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLUGIN = """
print("the plugin was loaded")

class plugin:
    @staticmethod
    def new_schema_validator(*arguments):
        print("a model was handed to it")
        return None, None, None
"""
READS = "from ocs_tui.model.namespace import Namespace; print(Namespace.model_validate({'Id': 'n'}).id)"
PLAINLY = "from pydantic import BaseModel; type('M', (BaseModel,), {})()"


def test_a_plugin_that_is_installed_beside_it_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "stranger.py").write_text(PLUGIN)
    installed = tmp_path / "stranger-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[pydantic]\nstranger = stranger:plugin\n")
    assert "the plugin was loaded" in _run(PLAINLY, tmp_path)  # it would be
    assert _run(READS, tmp_path) == "n\n"


def _run(code: str, beside: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.append({str(beside)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
