"""Where a profile's client secret comes from.

There is no plain-text fallback: what cannot be kept in a keyring is asked for, for this run only.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocs_tui.model.text import safe
from ocs_tui.settings.environment import CLIENT_SECRET
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.keyrings import KeyringState as KeyringState
from ocs_tui.settings.keyrings import SecretAnswer as SecretAnswer
from ocs_tui.settings.keyrings import ask_to_read, ask_to_write, full_name
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret, secret_problem
from ocs_tui.settings.secret_command import secret_from_command

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

WINDOWS_LIMIT = 1280
"""Characters: the Windows credential store keeps 2,560 bytes of UTF-16."""


@dataclass(frozen=True, slots=True)
class Examined:
    """How the keyring is, as ``examine`` found it.

    Attributes:
        answer: its state, and the secret when it holds one; the sentence is empty when the keyring answered.
        backend: the full name of the backend that was asked; None when none was.
        seconds: how long it took.
    """

    answer: SecretAnswer
    backend: str | None
    seconds: float


def service_name(profile: Profile) -> str:
    """Return the keyring's service name of a profile; the user name beside it is the client id."""
    return f"ocs-tui:{profile.name}"


def client_service_name(tenant_id: str, client_id: str) -> str:
    """Return the keyring's service name of a client that no profile signs in as.

    Each has one of its own: under a second user name, one on Windows would move the first one's entry.
    """
    return f"ocs-tui:secret:{tenant_id}:{client_id}"


async def read(profile: Profile, given: Secret | None = None) -> SecretAnswer:
    """Find the secret of a profile: ``given`` (the environment's) before secret_command before the keyring.

    A profile with a secret_command never asks the keyring: an older secret found there would hide that the
    command has failed. Never raises; an answer without a secret says in a sentence what is missing.
    """
    if given is not None:
        return SecretAnswer(given)
    if profile.secret_command:
        if profile.command_problem:
            return SecretAnswer(sentence=profile.command_problem)
        try:
            return SecretAnswer(await secret_from_command(profile.secret_command))
        except SettingsError as error:
            return SecretAnswer(sentence=error.sentence)
    if not profile.is_saved:
        return SecretAnswer(sentence=f"{CLIENT_SECRET} is not set.")

    def call(backend: KeyringBackend) -> SecretAnswer:
        value = backend.get_password(service_name(profile), profile.client_id)
        if not value:
            return SecretAnswer(sentence=f"The keyring holds no secret for profile {profile.name!r}.")
        return SecretAnswer(Secret(value, "the keyring"))

    return await ask_to_read(call)


async def store(profile: Profile, secret: str) -> SecretAnswer:
    """Keep a profile's secret in the keyring, and read it back: a backend may lose it without a word.

    Never raises; an answer that is not ``done`` says why it is not kept.
    """
    return await _store(service_name(profile), profile.client_id, secret)


async def store_for_client(tenant_id: str, client_id: str, secret: str) -> SecretAnswer:
    """Keep a secret of a client that no profile signs in as, under a name of its own; the rest as ``store``."""
    return await _store(client_service_name(tenant_id, client_id), client_id, secret)


async def _store(service: str, user: str, secret: str) -> SecretAnswer:
    if (problem := secret_problem(secret)) is not None:
        return SecretAnswer(sentence=problem)
    if too_long_for_the_platform(secret, sys.platform):
        sentence = f"The secret is longer than the {WINDOWS_LIMIT} characters that Windows keeps."
        return SecretAnswer(sentence=sentence)

    def call(backend: KeyringBackend) -> SecretAnswer:
        backend.set_password(service, user, secret)
        if backend.get_password(service, user) != secret:
            return SecretAnswer(
                state=KeyringState.BROKEN, sentence="The keyring took the secret and does not give it back."
            )
        return SecretAnswer()

    return await ask_to_write(call)


async def forget(profile: Profile) -> SecretAnswer:
    """Take a profile's secret out of the keyring; none there is as good. Never raises."""

    def call(backend: KeyringBackend) -> SecretAnswer:
        service = service_name(profile)
        # Asked first: what a backend raises when there is nothing to delete differs from one to the next.
        if backend.get_password(service, profile.client_id) is not None:
            backend.delete_password(service, profile.client_id)
        return SecretAnswer()

    return await ask_to_write(call)


async def examine(profile: Profile | None) -> Examined:
    """Ask the keyring for a profile's secret, without one for an entry that nobody made. Never raises."""
    service, user = (service_name(profile), profile.client_id) if profile else ("ocs-tui", "ocs-tui")
    asked: list[str] = []

    def call(backend: KeyringBackend) -> SecretAnswer:
        asked.append(safe(full_name(backend), 80))
        value = backend.get_password(service, user)
        return SecretAnswer(Secret(value, "the keyring") if value else None)

    started = time.perf_counter()
    answer = await ask_to_read(call)
    return Examined(answer, asked[0] if asked else None, time.perf_counter() - started)


def too_long_for_the_platform(secret: str, platform: str) -> bool:
    """True when the credential store of ``platform`` (as in ``sys.platform``) cannot keep ``secret``."""
    return platform == "win32" and len(secret.encode("utf-16-le")) > 2 * WINDOWS_LIMIT
