"""The operating system's keyring: which backend is fit, and calls to it behind a deadline.

A keyring call can block for ever on a prompt nobody sees (a locked desktop keyring over SSH), so each runs
in a thread that nothing waits for.
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
from ocs_tui.settings.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Call = Callable[["KeyringBackend"], "SecretAnswer"]
"""What is done with the backend."""

READ_SECONDS = 3.0
WRITE_SECONDS = 10.0

_MACOS_CANNOT_ASK = -25308  # errSecInteractionNotAllowed: signed in over SSH, where no window can come up
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


async def ask_to_read(call: Call) -> SecretAnswer:
    """Choose a backend and have it look something up. Never raises: the sentence says what went wrong."""
    return await _ask(READ_SECONDS, call)


async def ask_to_write(call: Call) -> SecretAnswer:
    """Choose a backend and have it keep or forget something. Never raises, as :func:`ask_to_read`."""
    return await _ask(WRITE_SECONDS, call)


async def _ask(seconds: float, call: Call) -> SecretAnswer:
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


def _answer(call: Call, backend: KeyringBackend) -> SecretAnswer:
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

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
    except KeyringError as error:
        if _MACOS_CANNOT_ASK not in getattr(error.__cause__, "args", ()):
            raise
        return SecretAnswer(
            state=KeyringState.LOCKED,
            sentence="The Keychain is locked and cannot ask for its password here: run "
            "'security unlock-keychain' and try again.",
        )


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
    if full_name(found).startswith("keyring.backends.fail."):
        return _absent()
    name = safe(full_name(found), 80)
    return SecretAnswer(
        state=KeyringState.ABSENT,
        sentence=f"There is no usable keyring here: {name} does not keep a secret safe.",
    )


def _parts(backend: KeyringBackend) -> Iterable[KeyringBackend]:
    """Return the backend, or those of a chain: the chain itself would also use the unfit ones among them."""
    if full_name(backend).startswith("keyring.backends.chainer."):
        return list(getattr(backend, "backends", ()))
    return [backend]


def _is_fit(backend: KeyringBackend) -> bool:
    name = full_name(backend)
    if name.startswith(_UNFIT_PACKAGES) or _UNFIT_NAME.search(name):
        return False
    return float(backend.priority) >= 1


def full_name(backend: KeyringBackend) -> str:
    """Return the name of a backend's class with its module's."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
