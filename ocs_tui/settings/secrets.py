"""Where a profile's client secret comes from, and the operating system's keyring. Only here is keyring known.

A keyring call can block for ever on a prompt nobody sees (a locked desktop keyring over SSH), so each runs
behind a deadline in a thread that nothing waits for. There is no plain-text fallback: what cannot be kept in
a keyring is asked for, for this run only.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ocs_tui.model.text import safe
from ocs_tui.settings.deadline import within
from ocs_tui.settings.environment import CLIENT_SECRET
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret, secret_problem
from ocs_tui.settings.secret_command import secret_from_command

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

READ_SECONDS = 3.0
WRITE_SECONDS = 10.0
WINDOWS_LIMIT = 1280
"""Characters: the Windows credential store keeps 2,560 bytes of UTF-16."""

_BACKEND_VARIABLE = "PYTHON_KEYRING_BACKEND"
# Backends that lose a secret, keep it readable, or ask for a passphrase on our terminal.
_UNFIT_PACKAGES = ("keyrings.alt.", "keyrings.cryptfile.", "keyring.backends.fail.", "keyring.backends.null.")
_UNFIT_NAME = re.compile(r"plain|(?<!pro)file|null|fail", re.IGNORECASE)


class KeyringState(Enum):
    """How the keyring is."""

    OK = "ok"
    ABSENT = "absent"
    LOCKED = "locked"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SecretAnswer:
    """What came of looking for, storing or forgetting a secret.

    Attributes:
        secret: the secret; None when none was found, and after storing and forgetting.
        state: how the keyring is; OK also when it was not asked.
        sentence: what is missing and what to do; empty when all went well.
    """

    secret: Secret | None = None
    state: KeyringState = KeyringState.OK
    sentence: str = ""

    @property
    def done(self) -> bool:
        """True when what was asked for was done."""
        return not self.sentence


def service_name(profile: Profile) -> str:
    """Return the keyring's service name of a profile; the user name beside it is the client id."""
    return f"ocs-tui:{profile.name}"


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

    return await _ask(READ_SECONDS, call)


async def store(profile: Profile, secret: str) -> SecretAnswer:
    """Keep a profile's secret in the keyring, and read it back: a backend may lose it without a word.

    Never raises; an answer that is not ``done`` says why it is not kept.
    """
    if (problem := secret_problem(secret)) is not None:
        return SecretAnswer(sentence=problem)
    if too_long_for_the_platform(secret, sys.platform):
        sentence = f"The secret is longer than the {WINDOWS_LIMIT} characters that Windows keeps."
        return SecretAnswer(sentence=sentence)

    def call(backend: KeyringBackend) -> SecretAnswer:
        service = service_name(profile)
        backend.set_password(service, profile.client_id, secret)
        if backend.get_password(service, profile.client_id) != secret:
            return SecretAnswer(
                state=KeyringState.BROKEN, sentence="The keyring took the secret and does not give it back."
            )
        return SecretAnswer()

    return await _ask(WRITE_SECONDS, call)


async def forget(profile: Profile) -> SecretAnswer:
    """Take a profile's secret out of the keyring; none there is as good. Never raises."""

    def call(backend: KeyringBackend) -> SecretAnswer:
        service = service_name(profile)
        # Asked first: what a backend raises when there is nothing to delete differs from one to the next.
        if backend.get_password(service, profile.client_id) is not None:
            backend.delete_password(service, profile.client_id)
        return SecretAnswer()

    return await _ask(WRITE_SECONDS, call)


def too_long_for_the_platform(secret: str, platform: str) -> bool:
    """True when the credential store of ``platform`` (as in ``sys.platform``) cannot keep ``secret``."""
    return platform == "win32" and len(secret.encode("utf-16-le")) > 2 * WINDOWS_LIMIT


async def _ask(seconds: float, call: Callable[[KeyringBackend], SecretAnswer]) -> SecretAnswer:
    """Choose a backend and call it, in a thread and behind a deadline; say in a sentence what went wrong."""

    def run() -> SecretAnswer:
        backend = _backend()
        return backend if isinstance(backend, SecretAnswer) else _answer(call, backend)

    try:
        return await within(seconds, run)
    except TimeoutError:
        return SecretAnswer(
            state=KeyringState.LOCKED,
            sentence=f"The keyring gave no answer within {seconds:g} seconds: it is probably locked and asks "
            "for its password on another screen.",
        )
    except Exception as error:  # whatever a backend raises; its text may repeat what it was given
        return SecretAnswer(
            state=KeyringState.BROKEN, sentence=f"The keyring does not work ({type(error).__name__})."
        )


def _answer(call: Callable[[KeyringBackend], SecretAnswer], backend: KeyringBackend) -> SecretAnswer:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    try:
        return call(backend)
    except KeyringLocked:
        return SecretAnswer(
            state=KeyringState.LOCKED, sentence="The keyring is locked: unlock it and try again."
        )
    except InitError:
        # The Secret Service says so when it has no default keyring and cannot ask to make one.
        return SecretAnswer(
            state=KeyringState.LOCKED,
            sentence="The keyring service has no unlocked keyring: unlock one, or sign in to the desktop.",
        )
    except NoKeyringError:
        return _absent()


def _absent() -> SecretAnswer:
    missing = {
        "linux": "no Secret Service (GNOME Keyring, KWallet, KeePassXC) answers on D-Bus",
        "darwin": "the macOS Keychain cannot be used",
        "win32": "the Windows credential store cannot be used",
    }.get(sys.platform, "none is installed")
    return SecretAnswer(state=KeyringState.ABSENT, sentence=f"There is no usable keyring here: {missing}.")


def _backend() -> KeyringBackend | SecretAnswer:
    """Return the backend to use, or the answer that says why there is none."""
    # keyring logs to stderr when nobody listens, which would draw over the screen.
    logging.getLogger("keyring").addHandler(logging.NullHandler())
    import keyring

    try:
        found = keyring.get_keyring()
    except Exception as error:  # a chosen backend that is not installed, misspelled, or not viable here
        chosen = os.environ.get(_BACKEND_VARIABLE)
        which = f"{_BACKEND_VARIABLE}={safe(chosen, 80)}" if chosen else "The configured keyring backend"
        return SecretAnswer(
            state=KeyringState.BROKEN, sentence=f"{which} cannot be loaded ({type(error).__name__})."
        )
    fit = next((backend for backend in _parts(found) if _is_fit(backend)), None)
    if fit is not None:
        return fit
    if _full_name(found).startswith("keyring.backends.fail."):
        return _absent()
    name = safe(_full_name(found), 80)
    return SecretAnswer(
        state=KeyringState.ABSENT,
        sentence=f"There is no usable keyring here: {name} does not keep a secret safe.",
    )


def _parts(backend: KeyringBackend) -> Iterable[KeyringBackend]:
    """Return the backend, or those of a chain: the chain itself would also use the unfit ones among them."""
    if _full_name(backend).startswith("keyring.backends.chainer."):
        return list(getattr(backend, "backends", ()))
    return [backend]


def _is_fit(backend: KeyringBackend) -> bool:
    name = _full_name(backend)
    if name.startswith(_UNFIT_PACKAGES) or _UNFIT_NAME.search(name):
        return False
    return float(backend.priority) >= 1


def _full_name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
