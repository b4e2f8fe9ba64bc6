"""Signing in from the command line: the client secret, and what the service said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.cli.asking import ask_secret, can_ask
from ocs_tui.cli.talk import say
from ocs_tui.model.text import safe
from ocs_tui.settings import secrets
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError


async def secret_for(profile: Profile, given: Secret | None) -> Secret:
    """Return the client secret, asked for where there is somebody to ask.

    Raises:
        SettingsError: when there is none.
    """
    answer = await secrets.read(profile, given)
    if answer.secret is not None:
        return answer.secret
    if can_ask():
        say(answer.sentence)
        typed = ask_secret(f"Client secret of {safe(profile.client_id, 60)}, for this run: ")
        if typed:
            return Secret(typed, "the keyboard")
    raise SettingsError(f"There is no client secret to sign in with. {answer.sentence}")


def say_error(error: OcsError) -> None:
    """Say what failed, with what the service said of it."""
    say(error.sentence)
    for line in error.detail:
        say(line)
    if error.operation_id is not None:
        say(f"Operation-Id {safe(error.operation_id)}")
