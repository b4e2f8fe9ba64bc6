"""Opening a text in one's own editor: ``$VISUAL``, else ``$EDITOR``; and what it was saved as."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui

LARGEST = 8 * 1024 * 1024
"""Bytes; nothing that is edited here is near it."""


class NotEdited(Exception):
    """Nothing was taken over; the sentence says why."""


def edit_outside(app: OcsTui, text: str, name: str) -> str:
    """Return what a text was saved as in one's own editor. The program waits for it, and paints nothing.

    The text stands in a file that only its owner can read, in a folder of its own; both go afterwards.

    Args:
        app: the program, which lends its terminal.
        text: the text.
        name: what the file is called; its ending tells the editor what it is.

    Raises:
        NotEdited: when there is no editor, or it failed.
    """
    from textual.app import SuspendNotSupported

    command = _command()
    folder = Path(tempfile.mkdtemp(prefix="ocs-tui-"))  # for its owner only, as mkdtemp makes it
    try:
        file = folder / name
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(text + "\n")
        try:
            with app.suspend(), _own_interrupts():
                code = subprocess.call([*command, str(file)], env=_environment(app))  # noqa: S603 - it is one's own editor
        except SuspendNotSupported:
            raise NotEdited("This terminal cannot be lent to an editor: edit the text here.") from None
        if code != 0:
            raise NotEdited(f"{_named(command)} ended with code {code}: nothing was taken over.")
        return _saved(file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotEdited(f"{_named(command)} could not be run: {safe(why)}.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _own_interrupts() -> Iterator[None]:
    """Let ctrl+c be the editor's own while it has the terminal."""
    before = signal.signal(
        signal.SIGINT, lambda *_: None
    )  # a handler, since what is ignored the editor inherits
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _command() -> list[str]:
    """Return the editor's command.

    Raises:
        NotEdited: none is set, or it cannot be understood.
    """
    said = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not said:
        raise NotEdited("No editor is set: set EDITOR in the environment, such as EDITOR=vi, and start anew.")
    try:
        command = shlex.split(said)
    except ValueError:
        raise NotEdited(
            f"The editor {safe(said, 80)!r} cannot be understood: a quote is open in it."
        ) from None
    if shutil.which(command[0]) is None:
        raise NotEdited(f"The editor {safe(command[0], 80)!r} was not found: see EDITOR in the environment.")
    return command


def _environment(app: OcsTui) -> dict[str, str]:
    """Return the environment that the editor gets: Textual takes ``NO_COLOR`` out of it for itself."""
    environment = dict(os.environ)
    if app.no_color_was is not None:
        environment["NO_COLOR"] = app.no_color_was
    return environment


def _named(command: list[str]) -> str:
    return f"The editor {safe(Path(command[0]).name, 40)}"


def _saved(file: Path) -> str:
    """Return what stands in the file.

    Raises:
        NotEdited: when it is no text, or gone.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise NotEdited("The file is too large by now: nothing was taken over.")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotEdited(f"The file cannot be read by now ({safe(why)}): nothing was taken over.") from None
    except UnicodeDecodeError:
        raise NotEdited("The file is not UTF-8 by now: nothing was taken over.") from None
    return text.rstrip("\n")
