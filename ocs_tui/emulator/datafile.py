"""The data file: the emulator's documents in SQLite, so that they survive a restart.

The file holds the clients' secrets, so it is made for its owner alone.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

from ocs_tui.emulator.failure import CannotStart
from ocs_tui.emulator.store import Change, Json, Kind

_APPLICATION_ID = 0x4F435345  # "OCSE": tells our files from other people's databases
_VERSION = 2

_TABLE = """
CREATE TABLE document (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, key))
"""
_THINGS = """
CREATE TABLE IF NOT EXISTS thing
(place TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT, UNIQUE (place, kind, key))
"""
"""What lies in namespaces; files of earlier releases have none."""
_KEEP_THING = """
INSERT INTO thing (place, kind, key, body) VALUES (?, ?, ?, ?)
ON CONFLICT (place, kind, key) DO UPDATE SET body = excluded.body
"""
_KEEP = """
INSERT INTO document (kind, key, body) VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body
"""
_FORGET = "DELETE FROM document WHERE kind = ? AND key = ?"


class DataFile:
    """An open data file, held by this process alone until :meth:`close`.

    Raises:
        CannotStart: when it cannot be opened or made, belongs to something else, or is in use.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # Made by us and not by SQLite, which would let everybody read it.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise CannotStart(
                f"The data file {str(path)!r} cannot be opened: {error.strerror or error}. "
                "Name a file in a folder you may write to."
            ) from None
        self._database = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except CannotStart:
            self._database.close()
            raise
        except sqlite3.Error as error:
            self._database.close()
            raise CannotStart(self._sentence(error)) from None

    def load(self) -> list[tuple[Kind, str, Json]]:
        """Return every document, in the order they were first written.

        Raises:
            CannotStart: when the file holds what no emulator wrote.
        """
        try:
            rows = self._database.execute("SELECT kind, key, body FROM document ORDER BY rowid").fetchall()
            return [(Kind(kind), key, json.loads(body)) for kind, key, body in rows]
        except (sqlite3.Error, ValueError) as error:
            self._database.close()
            raise CannotStart(
                f"The data file {str(self._path)!r} is damaged ({error}). Move it away or name another one."
            ) from None

    def keep(self, changes: tuple[Change, ...]) -> None:
        """Keep these changes, all of them or none."""
        with self._database:  # commits, or rolls back on an error
            self._database.execute("BEGIN")
            for kind, key, document in changes:
                if document is None:
                    self._database.execute(_FORGET, (kind.value, key.casefold()))
                else:
                    self._database.execute(_KEEP, (kind.value, key.casefold(), json.dumps(document)))

    def things(self, place: str, kind: str) -> list[tuple[str, Json | None]]:
        """Return what was written of a kind in a place; None for what was deleted."""
        rows = self._database.execute(
            "SELECT key, body FROM thing WHERE place = ? AND kind = ? ORDER BY rowid", (place, kind)
        ).fetchall()
        return [(key, None if body is None else json.loads(body)) for key, body in rows]

    def keep_things(self, changes: list[tuple[str, str, str, Json | None]]) -> None:
        """Keep these changes, all of them or none."""
        with self._database:
            self._database.execute("BEGIN")
            for place, kind, key, body in changes:
                kept = None if body is None else json.dumps(body)
                self._database.execute(_KEEP_THING, (place, kind, key, kept))

    def forget_things(self, place: str) -> None:
        """Forget all that lies in a place, however deep."""
        self._database.execute(
            "DELETE FROM thing WHERE place = ? OR substr(place, 1, ?) = ?",
            (place, len(place) + 1, place + "/"),
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _prepare(self) -> None:
        run = self._database.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("BEGIN EXCLUSIVE")  # takes the lock that locking_mode then holds on to
        (application,) = run("PRAGMA application_id").fetchone()
        (version,) = run("PRAGMA user_version").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and (application, version) != (_APPLICATION_ID, _VERSION):
            raise CannotStart(
                f"The data file {str(self._path)!r} was made by another program or version. "
                "Name another file; this one is left as it is."
            )
        if not tables:
            run(f"PRAGMA application_id = {_APPLICATION_ID}")
            run(f"PRAGMA user_version = {_VERSION}")
            run(_TABLE)
        run(_THINGS)
        run("COMMIT")

    def _sentence(self, error: sqlite3.Error) -> str:
        path = repr(str(self._path))
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return f"The data file {path} is in use by another emulator: end that one or name another file."
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            return f"The data file {path} is no emulator's: name another file; this one is left as it is."
        return f"The data file {path} cannot be used: {error}. Name another file."
