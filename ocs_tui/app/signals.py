"""Signals: an end that leaves the terminal in order; being stopped and going on (ctrl+z, fg, bg).

Textual has handlers of its own for the latter. Its one for SIGCONT starts what already runs a second time
where the program was stopped by SIGSTOP, and nothing can be typed then; and its stop is one that nobody ends
where no shell waits. So these take their place.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

from ocs_tui.app.quitting import Quitting
from ocs_tui.screens.base import Base

if TYPE_CHECKING:
    from textual.driver import Driver

_ENDING = ("SIGTERM", "SIGHUP")
_JOB_CONTROL = ("SIGTSTP", "SIGCONT")


class Signals(Quitting):
    """Hears signals in the event loop, between two pieces of work, and what the driver says of the terminal."""

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, on terminals a steadier one."""
        found = super().get_driver_class()
        if found.__module__ != "textual.drivers.linux_driver":
            return found
        from ocs_tui.app.driver import SteadyDriver

        return SteadyDriver

    def hear_signals(self) -> None:
        """Listen from now on."""
        for name in _ENDING:
            self._hear(name)
        self._hear_job_control()

    def _hear(self, name: str) -> None:
        handlers = {"SIGTSTP": self._stop, "SIGCONT": self._goes_on}
        # Windows has few of them, and its event loop hears none
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError, AttributeError):
            number = signal.Signals[name] if name in signal.Signals.__members__ else None
            if number is None:
                return
            loop = asyncio.get_running_loop()
            if name in handlers:
                loop.add_signal_handler(number, handlers[name])
            else:
                loop.add_signal_handler(number, self._end, number)

    def _hear_job_control(self) -> None:
        for name in _JOB_CONTROL:
            self._hear(name)

    def _end(self, number: int) -> None:
        self.leave_unknown()
        self.exit(128 + number, return_code=128 + number)

    def terminal_is_gone(self) -> None:
        """End as at SIGHUP, which is not heard where it was ignored from the start (nohup)."""
        self._end(getattr(signal, "SIGHUP", 1))

    def could_not_read(self, error: ValueError) -> None:
        """Say that something typed could not be understood."""
        what = "is no UTF-8" if isinstance(error, UnicodeError) else "is no key"
        screen = self.screen if isinstance(self.screen, Base) else self.explorer
        screen.fail(f"What was typed {what}, and was left out. Does the terminal send UTF-8?")

    # Stopping and going on.

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until its ``fg``; edits and writes stay as they are."""
        self._stop()

    def _stop(self) -> None:
        driver = self._terminal()
        if sys.platform == "win32" or driver is None:
            return
        loop = asyncio.get_running_loop()
        for name in _JOB_CONTROL:
            loop.remove_signal_handler(signal.Signals[name])
        driver.suspend_application_mode()
        # The system itself stops the whole job, and does not where no shell waits that could go on with it.
        os.kill(0, signal.SIGTSTP)
        while not _is_in_the_foreground():  # gone on with by the shell's bg: nothing may be drawn yet
            os.kill(os.getpid(), signal.SIGSTOP)
        driver.resume_application_mode()
        self._hear_job_control()
        self._draw_anew()

    def _goes_on(self) -> None:
        """It was stopped without being asked (SIGSTOP): the shell has had the terminal meanwhile."""
        driver = self._terminal()
        if driver is None:
            return
        driver.suspend_application_mode()
        driver.resume_application_mode()
        self._draw_anew()

    def _terminal(self) -> Driver | None:
        """Return the terminal's driver; None without a terminal, and when the program ends: the kernel sends
        SIGCONT behind SIGHUP, and what took the terminal again then would keep it.
        """
        driver = self._driver
        ends = self._exit or getattr(driver, "has_left", False)
        if driver is None or not driver.can_suspend or self.is_headless or ends:
            return None
        return driver

    def _draw_anew(self) -> None:
        self.refresh(layout=True)


def _is_in_the_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno()) == os.getpgrp() if sys.__stdin__ is not None else True
    except OSError:  # the terminal is gone: reading from it tells
        return True
