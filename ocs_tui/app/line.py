"""The line to the terminal, and low bandwidth: less is written where the line is slow, and nothing piles up.

The measure is the question for the cursor's position, which every terminal answers in its turn: when the answer
comes, the terminal has taken all that was written before it. That counts what ssh and the sockets hold back,
of which the system's own queue (TIOCOUTQ, tcdrain) knows nothing on a pseudo-terminal. tmux and screen answer
by themselves, and are quick: behind them only the switch chooses.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.driver import Driver
    from textual.widget import Widget

    from ocs_tui.app import OcsTui

SLOW = 0.5
"""Seconds that the first frame takes beyond a round trip on a slow line: with all colours that is some 40 kB a
second."""
BETWEEN = 0.1
"""Seconds between two repaints with low bandwidth, at least."""
NO_ANSWER = 2.0
"""Seconds after which an answer is waited for no longer."""
THEME = "ocs-ansi"
"""The theme of low bandwidth, where none was chosen: sixteen colours are the fewest bytes."""

OF_A_KEY = 4_096
"""Characters of a frame up to which it is written in fewer bytes on any line: a key's. Whole screens are written
as they are where the line is quick, since they come with something that one waits for."""
_STYLED = 64  # characters; less holds no more than one style

_QUESTION = "\x1b[6n"  # DSR 6: where is the cursor?


class Line:
    """What is known of the line, and whether little is written to it.

    Args:
        app: what is shown through it.
        wanted: whether bandwidth is low; None finds out, where one works over SSH.
        environment: of the process.
    """

    def __init__(self, app: OcsTui, wanted: bool | None, environment: Mapping[str, str] = os.environ) -> None:
        self._app = app
        self._wanted = wanted
        over_ssh = bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
        self._finds_out = wanted is None and over_ssh
        self._asked: list[float] = []
        self._round_trip: float | None = None
        self._frame_at = self._painted_at = 0.0
        self.is_slow = False

    # Finding out.

    def before_the_first_frame(self) -> None:
        """Take low bandwidth where it is wanted; else ask, so that the answer tells the round trip."""
        if self._wanted:
            self._slow_down()
        elif self._finds_out:
            self._ask()

    def after_the_first_frame(self) -> None:
        """Ask again: the answer comes behind the frame."""
        self._frame_at = time.monotonic()
        if self._wanted:
            self._say("Low bandwidth: fewer colours and repaints.")
        elif self._finds_out:
            self._ask()
            self._look_later()

    def answered(self) -> None:
        """Hear an answer."""
        if not self._asked:
            return
        took = time.monotonic() - self._asked.pop(0)
        if not self._finds_out:
            return
        if self._round_trip is None:
            self._round_trip = took
            if self._asked:
                self._look_later()
        else:
            self._finds_out = False
            self._judge(took)

    def _look_later(self) -> None:
        """Look once the frame has had its time, without waiting for an answer that may take many seconds."""
        if self._round_trip is not None:
            self._app.set_timer(self._round_trip + SLOW, self._look)

    def _look(self) -> None:
        if self._finds_out and self._asked and not self.is_slow:
            self._finds_out = False
            self._judge(time.monotonic() - self._asked[-1])

    def _judge(self, took: float) -> None:
        if took - (self._round_trip or 0.0) >= SLOW:
            self._slow_down()
            self._say(
                "A slow line: low bandwidth, fewer colours and repaints. --no-low-bandwidth keeps them."
            )

    def _slow_down(self) -> None:
        app = self._app
        self.is_slow = True
        app.animation_level = "none"
        app.take_theme_of_low_bandwidth(THEME)
        if app.is_running and app.focused is not None:
            self.calm(app.focused)

    def calm(self, widget: Widget) -> None:
        """Keep a field's cursor from blinking, which writes for ever."""
        if self.is_slow:
            from textual.widgets import Input, TextArea

            if isinstance(widget, Input | TextArea):
                widget.cursor_blink = False

    def _say(self, sentence: str) -> None:
        self._app.explorer.tell(sentence)

    # Writing less, and no faster than is taken.

    def takes_more(self) -> bool:
        """Whether to paint now: with low bandwidth only when the terminal has taken the last frame."""
        if not self.is_slow:
            return True
        now = time.monotonic()
        if self._asked and now - self._asked[-1] < NO_ANSWER:
            return False
        return now - self._painted_at >= BETWEEN

    def painted(self) -> None:
        """Ask behind a frame with low bandwidth, so that the next one waits for it."""
        if self.is_slow:
            self._asked.clear()
            self._painted_at = time.monotonic()
            self._ask()

    def _ask(self) -> None:
        driver = self._app._driver
        if driver is not None and not driver.is_headless and not driver.is_web:
            self._asked.append(time.monotonic())
            driver.write(_QUESTION)


def driver_through(line: Line, plain: type[Driver]) -> type[Driver]:
    """Return a driver that writes what ``plain`` would, in fewer bytes."""

    class LeanDriver(plain):  # type: ignore[misc, valid-type]  # which one it is depends on the system
        def write(self, data: str) -> None:
            if line.is_slow or _STYLED <= len(data) <= OF_A_KEY:
                from ocs_tui.app.lean import lean

                data = lean(data)
            super().write(data)

    return LeanDriver
