"""Signing in from the command line: a client's secret, or a person; and what the service said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from ocs_tui.cli.asking import ask_secret, can_ask
from ocs_tui.cli.talk import say
from ocs_tui.model.text import safe
from ocs_tui.settings import secrets
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.api.signin.people import ByPerson

Signer: TypeAlias = "Callable[[], Awaitable[str]] | ByPerson"
"""What a connection signs in with."""


def signer_for(profile: Profile, given: Secret | None) -> Signer:
    """Return how to sign in to a profile: its secret, asked for where there is somebody; or its person.

    Raises:
        SettingsError: when a client has no secret.
    """
    if profile.sign_in != "client":
        return by_person(profile)
    return revealing(asyncio.run(secret_for(profile, given)))


def revealing(secret: Secret) -> Signer:
    """Return what gives a secret when a token is needed."""

    async def reveal() -> str:
        return secret.reveal()

    return reveal


def by_person(profile: Profile) -> ByPerson:
    """Return how a person signs in: by what the keyring keeps, else asked, where there is a terminal."""
    from ocs_tui.api.signin.people import ByPerson, Way
    from ocs_tui.cli.person import ask_person
    from ocs_tui.settings.refresh_tokens import RefreshTokens

    return ByPerson(
        Way(profile.sign_in),
        profile.redirect_uri,
        profile.scope,
        ask_person(profile) if can_ask() else None,
        RefreshTokens(profile, say),
    )


async def sign_out(profile: Profile) -> list[str]:
    """Forget a person's sign-in, here and at the service; return what could not be done, as sentences."""
    from ocs_tui.api.client import Endpoint, OcsClient
    from ocs_tui.api.signin.people import ByPerson, Way
    from ocs_tui.settings.refresh_tokens import RefreshTokens

    problems: list[str] = []
    kept = RefreshTokens(profile, problems.append)
    async with OcsClient(Endpoint.of(profile), ByPerson(Way(profile.sign_in), kept=kept)) as client:
        told = await client.sign_out()
    return [*problems, *([told] if told else [])]


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


def say_error(error: OcsError, profile: Profile) -> None:
    """Say what failed in signing in to a profile or at work there, with what the service said of it."""
    from ocs_tui.api.errors import SignInNeeded

    say(error.sentence)
    if isinstance(error, SignInNeeded) and not can_ask():
        command = f"ocs-tui --profile {profile.name} whoami"  # without the name it may be another profile's
        say(f"Nobody can be asked here: run {command} in a terminal once, it keeps the sign-in.")
    for line in error.detail:
        say(line)
    if error.operation_id is not None:
        say(f"Operation-Id {safe(error.operation_id)}")
