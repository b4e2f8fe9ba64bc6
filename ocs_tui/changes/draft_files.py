"""Small files that are written at every key: behind the keys where the disk is slow, the newest text last.

A key waits for its own text as long as the disk is quick, so that what one sees outlives the program
from that moment on. Once the disk was slow nobody waits for it: what was not written yet is
overtaken by what is newer, until it has caught up.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import write_private

PATIENCE = 0.25
"""Seconds that a key waits for a disk that was quick until now."""


class DraftFiles:
    """Files of one folder, written by a thread that lives while there is something to write.

    Args:
        folder: where they are; made for this user alone when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._news = threading.Condition()
        self._wanted: dict[str, str | None] = {}
        self._is_running = False
        self._is_quick = True
        self._problem: SettingsError | None = None

    def write(self, name: str, text: str) -> None:
        """Let a file hold a text: whole or not at all.

        Raises:
            SettingsError: when it, or one before it, cannot be written; what was written before still is.
        """
        self._want(name, text)
        with self._news:
            problem, self._problem = self._problem, None
        if problem is not None:
            raise problem

    def remove(self, name: str) -> None:
        """Let a file be gone, also where a text for it is not written yet."""
        self._want(name, None)

    def finish(self) -> None:
        """Wait until everything is written."""
        with self._news:
            self._news.wait_for(lambda: not self._is_running)

    def _want(self, name: str, text: str | None) -> None:
        with self._news:
            self._wanted[name] = text
            if not self._is_running:
                self._is_running = self._is_quick = True
                threading.Thread(target=self._work, name="drafts").start()
            if self._is_quick:
                self._is_quick = self._news.wait_for(lambda: not self._is_running, PATIENCE)

    def _work(self) -> None:
        while True:
            with self._news:
                if not self._wanted:
                    self._is_running = False
                    self._news.notify_all()
                    return
                name = next(iter(self._wanted))
                text = self._wanted.pop(name)
            self._do(self.folder / name, text)

    def _do(self, file: Path, text: str | None) -> None:
        if text is None:
            with suppress(OSError):
                file.unlink()
            return
        try:
            write_private(file, text, synced=False)
        except SettingsError as error:
            with self._news:
                self._problem = error
