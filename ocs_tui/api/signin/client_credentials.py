"""Signing in as a client, with its secret."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ocs_tui.api import failures
from ocs_tui.api.auth import RenewedToken
from ocs_tui.api.clock import seconds
from ocs_tui.api.errors import OcsError, SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import WHAT, Grant, read_grant
from ocs_tui.api.signin.server import IdentityServer
from ocs_tui.api.transport import Answer
from ocs_tui.model.text import safe


class ClientCredentials(RenewedToken):
    """A token source for a client with a secret; tokens come from any base URL.

    Args:
        client_id: who signs in.
        secret: asks for the client secret; called for every token, so that it need not be kept.
        server: where tokens come from.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        client_id: str,
        secret: Callable[[], Awaitable[str]],
        server: IdentityServer,
        clock: Callable[[], float] = seconds,
    ) -> None:
        super().__init__(clock)
        self._client_id = client_id
        self._secret = secret
        self._server = server

    async def sign_in(self) -> None:
        """Get a token now, unless there is one that holds.

        Raises:
            OcsError, Exception: as :meth:`get`.
        """
        await self.get()

    async def sign_out(self) -> None:
        """Forget the token; the secret is not kept here."""
        self._held = None

    async def person(self) -> None:
        """Return None: a client is no person."""

    async def _request(self) -> Grant:
        base, answer = await self._server.token(
            {
                "grant_type": "client_credentials",
                "client_id": self._client_id,
                "client_secret": Hidden(await self._secret()),
            }
        )
        where = self._server.label(base)
        if not answer.ok:
            raise self._refused(answer, where)
        return read_grant(answer, where)

    def _refused(self, answer: Answer, where: str) -> OcsError:
        failure = failures.failed(WHAT, answer, where)
        if answer.status in (404, 410):
            return SignInFailed(
                f"{WHAT} failed: {where} gives no tokens ({answer.status}). Check the profile's base URL.",
                status=answer.status,
                operation_id=failure.operation_id,
                detail=failure.detail,
            )
        if answer.status not in (400, 401, 403):
            return failure
        said = failures.error_body(answer).get("Error")
        said = f": {said}" if said else ""
        return SignInFailed(
            f"{WHAT} was refused at {where} ({answer.status}{said}): check the client id "
            f"({safe(self._client_id, 60)}) and its secret.",
            status=answer.status,
            operation_id=failure.operation_id,
            detail=failure.detail,
        )
