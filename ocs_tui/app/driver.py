"""Textual's driver for terminals, which ends the program at the first byte that is no UTF-8 and hangs on a
terminal that is gone: this one does neither.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from ocs_tui.app.pasting import PasteParser

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui

linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]  # there is no other place for it

_MOST_IN_A_ROW = 50
"""So often reading may fail before it is given up: what fails each time will not get better."""


class SteadyDriver(LinuxDriver):
    """Goes on reading after what it cannot understand, and says so; tells the app when the terminal is gone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file = cast(Any, _Steady(self._file)) if self._file is not None else None
        self.has_left = False
        """Whether the terminal was given back: what takes it then again would keep it when the program ends."""

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self.has_left = False
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back. What is painted afterwards, as screens are when the app crashes, is dropped."""
        super().stop_application_mode()
        self.has_left = True

    def write(self, data: str) -> None:
        """Write to the terminal, as long as it is ours."""
        if not self.has_left:
            super().write(data)

    def _run_input_thread(self) -> None:
        app = cast("OcsTui", self._app)
        for _ in range(_MOST_IN_A_ROW):
            try:
                self.run_input_thread()
                return
            except OSError:
                app.call_later(app.terminal_is_gone)
                return
            except ValueError as error:  # bytes that are no UTF-8, a key with a number that no character has
                if self.exit_event.is_set():
                    return
                app.call_later(app.could_not_read, error)
            except Exception as error:
                app.call_later(app.went_wrong, error)
        app.call_later(app.terminal_is_gone)


class _Steady:
    """A file that may be gone: what cannot be written is dropped, and whoever writes lives on.

    Textual's thread that writes would end otherwise, and the program wait for it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write where that goes."""
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        """Send what was written."""
        self._try(self._file.flush)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    @staticmethod
    def _try(write: Callable[[], object]) -> None:
        with suppress(OSError, ValueError):
            write()
