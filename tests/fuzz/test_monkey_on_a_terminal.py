"""A monkey on a real terminal: bytes of keys, halves of them, and resizes by SIGWINCH, all told by a seed.

The monkey inside the process (``test_monkey``) knows what the app offers; this one knows what terminals send.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random

import pytest

from tests.terminal.terminal import KEYS, Terminal, key_bytes

PRESSES = int(os.environ.get("OCS_MONKEY_KEYS", "500")) // 2
SEEDS = [int(seed) for seed in os.environ.get("OCS_MONKEY_SEEDS", "").split()] or [11]
SIZES = ((120, 36), (80, 24), (200, 50), (60, 20), (20, 5), (81, 25))
HABITS = (
    ("home", "down", "down", "right", "down", "down", "enter", "end", "up", "v"),
    ("/", *"boiler", "enter", "2", "enter", "down", "right", "space", "ctrl+s"),
    ("g", "down", "right", "enter"),
    ("end", "up", "up", "enter"),
    ("w", "enter"),
)
TYPED = "abcdefghijklmnoprstuvwxyzENRJOX0123456789 /:?*[]<>'\"é火"
"""No q: it ends the program, which is no crash."""
ODD = (
    b"\x1b[200~pasted\nlines\x1b[201~",
    b"\x1b[<0;40;12M\x1b[<0;40;12m",
    b"\x1b[<64;10;10M",
    b"\x1b[1;5A",
    b"\x1b[I\x1b[O",
    b"\x1b[",
    b"\xc3",
    b"\xff\xfe",
    b"\x1b]11;rgb:ffff/ffff/ffff\x07",
)


def _some_keys(random: Random) -> bytes:
    roll = random.random()
    if roll < 0.04:
        return random.choice(ODD)
    if roll < 0.4:
        return key_bytes(random.choice(sorted(KEYS)))
    if roll < 0.5:
        return key_bytes(f"ctrl+{random.choice('akpusw')}")
    return key_bytes(random.choice(TYPED)) if roll < 0.96 else random.choice("火é").encode()[:1]


@pytest.mark.timeout(max(240, PRESSES * 2))
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_on_a_terminal_breaks_nothing(seed: int, tmp_path: Path) -> None:
    random, sent = Random(seed), []
    with Terminal([sys.executable, "-m", "ocs_tui", "--demo"], home=tmp_path) as screen:
        screen.wait_for("boiler")
        try:
            for _ in range(PRESSES):
                if random.random() < 0.03:
                    size = random.choice(SIZES)
                    sent.append(f"{size[0]}x{size[1]}")
                    screen.resize(*size)
                habit = random.choice(HABITS) if random.random() < 0.03 else ()
                data = b"".join(map(key_bytes, habit)) or _some_keys(random)
                sent.append(repr(data))
                screen.type_bytes(data)
                assert screen.process.poll() is None, "the program has ended"
            screen.resize(120, 36)
            _answers(screen)
            assert not (reports := [file.read_text() for file in tmp_path.rglob("crash-*")]), reports[0]
            screen.signal(signal.SIGTERM)
            screen.wait_exit()
            assert not screen.left_behind
        except BaseException as error:
            error.add_note(f"The seed is {seed}; the last it sent: {' '.join(sent[-80:])}")
            raise


def _answers(screen: Terminal) -> None:
    """Pass when a key still opens the help, from wherever the monkey has got to."""
    for _ in range(40):
        screen.press("f1")
        try:
            screen.wait_for("escape goes back", timeout=1)
        except AssertionError:
            screen.press("escape")
            continue
        return
    raise AssertionError(f"It answers no key:\n{screen.text}")
