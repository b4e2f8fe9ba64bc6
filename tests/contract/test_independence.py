"""The contract's tests must share no code with what they test: shared code agrees on its own mistakes."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent
DRIVES = ("drive_client.py", "drive_areas.py", "drive_communities.py")
"""Programs of their own: they use the client and judge nothing."""


def test_nothing_of_ocs_tui_is_imported() -> None:
    files = [*HERE.glob("*.py"), HERE.parent / "emulator_process.py", HERE.parent / "__init__.py"]
    assert len(files) > 5
    for file in files:
        if file.name in DRIVES:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            assert not [name for name in modules if name.partition(".")[0] == "ocs_tui"], file.name
            assert not [name for name in modules if name.rpartition(".")[2].startswith("drive_")], file.name
