"""A tiny program of a terminal: shows its size and each key it gets. ``q`` ends it tidily, ``x`` not."""

from __future__ import annotations

import os
import signal
import sys
import termios
import tty


def show(text: str) -> None:
    os.write(1, text.encode())  # unlike a buffered file it may be interrupted by the signal's own show


def show_size(*_: object) -> None:
    size = os.get_terminal_size()
    show(f"\x1b[Hsize {size.columns}x{size.lines} \x1b[K")


def main() -> int:
    before = termios.tcgetattr(0)
    tty.setraw(0)
    signal.signal(signal.SIGWINCH, show_size)
    show("\x1b[?1049h\x1b[?25l\x1b[2J\x1b[3;1Hkeys:")
    show_size()
    show("\x1b[3;7H")
    while True:
        keys = os.read(0, 64)
        if keys == b"x":
            return 1
        if keys == b"q":
            break
        show(f"{keys!r} ")
    show("\x1b[?25h\x1b[?1049l")
    termios.tcsetattr(0, termios.TCSANOW, before)
    sys.stdout.write("ended\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
