"""How a copied value gets to the clipboard of the terminal one sits at.

In tmux its defaults drop OSC 52, while ``tmux load-buffer -w`` reaches the outer terminal. Over SSH a
remote ``pbcopy`` would succeed into the wrong clipboard, so it serves a local macOS alone.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from typing import TYPE_CHECKING

from ocs_tui.model.text import safe_lines

if TYPE_CHECKING:
    from textual.app import App

MOST_BYTES = 74_994
"""What common terminals take in one OSC 52, encoded."""


def _command() -> list[str] | None:
    if os.environ.get("TMUX"):
        return ["tmux", "load-buffer", "-w", "-"]
    if sys.platform == "darwin" and not os.environ.get("SSH_CONNECTION"):
        return ["pbcopy"]
    return None


def route() -> str:
    """Return what a copied value goes through first: ``tmux``, ``pbcopy`` or ``osc52``."""
    command = _command()
    return command[0] if command else "osc52"


async def copy(app: App[None], text: str, *, exact: bool = False) -> str:
    """Copy ``text``; return one sentence that says where it went or why it could not.

    What a terminal obeys is copied as it is shown: pasted, it would end the bracketed paste of a shell and
    run what follows. ``exact`` copies it as it is, for a secret.
    """
    if not exact:
        text = "\n".join(safe_lines(text, len(text) + 1))
    encoded = text.encode("utf-8", "replace")
    command = _command()
    if command is not None:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await asyncio.wait_for(process.communicate(encoded), timeout=3)
            except TimeoutError:
                process.kill()
                raise
            if process.returncode == 0:
                return "Sent to the clipboard by tmux." if command[0] == "tmux" else "Copied."
        except (OSError, TimeoutError):
            pass  # then the terminal's own way
    if len(base64.b64encode(encoded)) > MOST_BYTES:
        return f"Too long for the terminal's clipboard: {len(encoded):,} bytes. Nothing was copied."
    app.copy_to_clipboard(encoded.decode())
    return "Sent to the terminal's clipboard."
