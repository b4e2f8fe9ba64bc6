"""The contract's tests must share no code with what they test: shared code agrees on its own mistakes."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent
DRIVES = "drive_client.py"  # a program of its own: it uses the client and judges nothing


def test_nothing_of_ocs_tui_is_imported() -> None:
    files = [*HERE.glob("*.py"), HERE.parent / "emulator_process.py", HERE.parent / "__init__.py"]
    assert len(files) > 5
    for file in files:
        if file.name == DRIVES:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            assert not [name for name in modules if name.partition(".")[0] == "ocs_tui"], file.name
            assert not [name for name in modules if name.endswith("drive_client")], file.name
