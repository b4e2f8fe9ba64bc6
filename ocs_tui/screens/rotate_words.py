"""A rotation in words: its four steps, and the old secrets one of which may go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocs_tui.screens.secret_words import secret_line
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.changes.rotation import Rotation
    from ocs_tui.model.clients import SecretDetails


def unfinished_words(rotation: Rotation) -> str:
    """Say how far a rotation has come that was begun and not finished."""
    from ocs_tui.changes.rotation import Step

    far = {
        Step.ADDED: "added, not proven",
        Step.PROVEN: "added and proven, not stored",
        Step.STORED: "added, proven and stored; no old one was chosen to go",
    }
    return f"A rotation was begun: secret {rotation.secret_id} was {far[rotation.step]}."


def step_lines(rotation: Rotation, new: SecretDetails | None, *, has_value: bool, is_own: bool) -> list[Line]:
    """Return the four steps, and what each waits for.

    Args:
        rotation: how far it has come.
        new: what is known of the new secret.
        has_value: whether its value is known here.
        is_own: whether this program signs in as the client.
    """
    from ocs_tui.changes.rotation import Step

    is_stored = rotation.step is Step.STORED
    added = f"secret {rotation.secret_id}" if new is None else f"secret {rotation.secret_id}, {new.label}"
    if rotation.is_proven:
        proven = "a token was got with it"
    elif has_value:
        proven = "signing in with it; up to an hour until it works (r tries now)"
    else:
        proven = "p pastes its value, to go on · x deletes it, to begin anew"
    if is_stored:
        stored = "yes"
    elif not rotation.is_proven:
        stored = "once it is proven"
    else:
        where = "in the place of the old one" if is_own else "if you like"
        ways = (
            f"s keeps it in the keyring, {where} · v shows it, to copy" if has_value else "p pastes its value"
        )
        stored = f"{ways} · e when it is stored elsewhere"
    chosen = "d deletes the one under the cursor · f leaves them all" if is_stored else "once it is stored"
    return [
        heading("Steps"),
        _step(True, True, "Added", added),
        _step(rotation.is_proven, True, "Proven", proven),
        _step(is_stored, rotation.is_proven, "Stored", stored),
        _step(False, is_stored, "Old one", chosen),
    ]


def _step(done: bool, begun: bool, label: str, words: str) -> Line:
    mark = "✔" if done else "▸" if begun else "·"
    return Line(f"{mark} {label}", words, None, "good" if done else "" if begun else "muted")


def old_lines(old: Sequence[SecretDetails], in_use: int | None) -> list[Line]:
    """Return the old secrets; ``in_use`` is the one that this program signs in with."""
    if not old:
        return [heading("Old secrets"), note("none")]
    return [heading("Old secrets"), *(secret_line(one, in_use) for one in old)]
