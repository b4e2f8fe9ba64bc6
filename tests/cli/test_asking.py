"""A question that a signal ends: the terminal shows again what one types."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, REPO
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

ADD = ("profile", "add", "w", "--base-url", "https://x.example", "--tenant-id", "t", "--client-id", "c")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_at_a_hidden_question_leaves_the_terminal_in_order(
    tmp_path: Path, number: signal.Signals
) -> None:
    with Terminal([*PROGRAM, *ADD], home=tmp_path, env={"PYTHONPATH": str(REPO)}) as terminal:
        terminal.wait_for("Client secret of c")
        terminal.wait_for(lambda _: terminal.left_behind != [])  # it hides what is typed
        terminal.type("half a sec")
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.left_behind == []
        assert "half a sec" not in terminal.text
    assert not list(tmp_path.rglob("profiles.toml"))
