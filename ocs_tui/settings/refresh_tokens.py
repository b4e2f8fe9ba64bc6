"""The refresh token of a person, in the operating system's keyring under service names of its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING

from ocs_tui.settings.keyrings import KeyringState, SecretAnswer, ask_to_read, ask_to_write
from ocs_tui.settings.one_run import one_run_at_a_time
from ocs_tui.settings.paths import state_dir
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PART = 1280
"""Characters of UTF-16 that an entry may have. Windows takes no more; split alike everywhere, so that what
runs there is what was tried here."""

_MARK = re.compile(r"ocs-tui:(\d+)/(\d+):([0-9a-f]{8}):")
_MARK_LENGTH = 40
_MOST_PARTS = 64


class RefreshTokens:
    """Keeps a profile's refresh token for another run.

    What cannot be kept is told once, and costs a sign-in at the next start; what cannot be forgotten is told
    each time. A profile made of environment variables keeps none.

    Args:
        profile: whose token.
        tell: told in a sentence that the keyring does not serve.
    """

    def __init__(self, profile: Profile, tell: Callable[[str], None]) -> None:
        self._profile = profile
        self._tell = tell
        self._told = False

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Hold off other runs of this profile while the token is read, used and replaced."""
        if not self._profile.is_saved:
            return nullcontext()
        return one_run_at_a_time(state_dir() / f"sign-in-{self._profile.name}.lock")

    async def read(self) -> str | None:
        """Return the token; None when there is none, or it cannot be had."""
        if not self._profile.is_saved:
            return None
        answer = await ask_to_read(self._read)
        self._say(answer, "Whether you are still signed in cannot be looked up")
        return answer.secret.reveal() if answer.secret is not None else None

    async def keep(self, token: str) -> None:
        """Keep a token in place of the one before."""
        if not self._profile.is_saved:
            return
        hidden = Secret(token, "the server")
        answer = await ask_to_write(lambda backend: self._replace(backend, hidden))
        self._say(answer, "The sign-in is kept for this run only")

    async def forget(self) -> None:
        """Keep none."""
        if not self._profile.is_saved:
            return
        answer = await ask_to_write(self._delete)
        if answer.state is not KeyringState.ABSENT:  # where no keyring is, nothing was kept
            self._told = False  # that somebody is still signed in is told whatever was told before
            self._say(answer, f"The sign-in may still be in the keyring, as {self._service(1)!r}")

    def _say(self, answer: SecretAnswer, what: str) -> None:
        if not answer.done and not self._told:
            self._told = True
            self._tell(f"{what}. {answer.sentence}")

    def _service(self, number: int) -> str:
        """Return the service name of a part. Each has one of its own: under a second user of the same service
        name, Windows moves entries about."""
        name = f"ocs-tui:{self._profile.name}:refresh"
        return name if number == 1 else f"{name}:{number}"

    def _read(self, backend: KeyringBackend) -> SecretAnswer:
        text = backend.get_password(self._service(1), self._profile.client_id)
        if not text:
            return SecretAnswer()
        mark = _MARK.match(text)
        if mark is None:
            return SecretAnswer(Secret(text, "the keyring"))
        parts = [text[mark.end() :]]
        for number in range(2, min(int(mark[2]), _MOST_PARTS) + 1):
            part = backend.get_password(self._service(number), self._profile.client_id) or ""
            start = f"ocs-tui:{number}/{mark[2]}:{mark[3]}:"
            if not part.startswith(start):
                return SecretAnswer()  # of another token: a run was ended between two parts
            parts.append(part[len(start) :])
        return SecretAnswer(Secret("".join(parts), "the keyring"))

    def _replace(self, backend: KeyringBackend, token: Secret) -> SecretAnswer:
        texts = _in_parts(token.reveal())
        # Deleted first: Windows keeps what is overwritten under another name. The one before is used up.
        self._delete(backend)
        for number, text in enumerate(texts, start=1):
            backend.set_password(self._service(number), self._profile.client_id, text)
        kept = self._read(backend).secret
        if kept is None or kept.reveal() != token.reveal():
            return SecretAnswer(
                state=KeyringState.BROKEN,
                sentence="The keyring took the refresh token and does not give it back.",
            )
        return SecretAnswer()

    def _delete(self, backend: KeyringBackend) -> SecretAnswer:
        user, count = self._profile.client_id, 0
        # Asked first: what a backend raises when there is nothing to delete differs from one to the next.
        while backend.get_password(self._service(count + 1), user) is not None:
            count += 1
        for number in range(count, 0, -1):  # the first one last: those after it are found by it
            backend.delete_password(self._service(number), user)
        return SecretAnswer()


def _in_parts(token: str) -> list[str]:
    """Return what the entries of a token hold: the token alone where it fits into one.

    A part says which of how many it is, and of which writing, so that parts of two tokens never meet.
    """
    if len(token.encode("utf-16-le")) <= 2 * PART and not _MARK.match(token):
        return [token]
    size = (PART - _MARK_LENGTH) // 2  # a character may take two units of UTF-16
    if token.isascii():
        size *= 2
    cut = [token[start : start + size] for start in range(0, len(token), size)]
    writing = secrets.token_hex(4)
    return [f"ocs-tui:{number}/{len(cut)}:{writing}:{part}" for number, part in enumerate(cut, start=1)]
