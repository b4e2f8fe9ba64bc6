"""A refresh token that was just had, before the one that the keyring keeps."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

from ocs_tui.settings.refresh_tokens import RefreshTokens
from ocs_tui.settings.secret import Secret


class SignedIn:
    """Where a profile's refresh token is kept, beginning with one from a sign-in of this run.

    Args:
        kept: the keyring; None keeps nothing beyond this object.
        token: the one to begin with; None for the keyring's.
    """

    def __init__(self, kept: RefreshTokens | None, token: Secret | None = None) -> None:
        self._kept = kept
        self.token = token
        """The one to give next; None where the keyring is asked."""

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Hold off other runs while the token is read, used and replaced."""
        return nullcontext() if self._kept is None else self._kept.alone()

    async def read(self) -> str | None:
        """Return the token; None when none is kept."""
        if self._kept is None:
            return self.token.reveal() if self.token else None
        token, self.token = self.token, None
        return token.reveal() if token else await self._kept.read()

    async def keep(self, token: str) -> None:
        """Keep a token in place of the one before."""
        if self._kept is None:
            self.token = Secret(token, "signing in")
        else:
            await self._kept.keep(token)

    async def forget(self) -> None:
        """Keep none."""
        self.token = None
        if self._kept is not None:
            await self._kept.forget()
