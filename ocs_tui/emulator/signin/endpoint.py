"""An identity endpoint: what every one of them gets, and how its failures are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ocs_tui.catalog.operations import IDENTITY
from ocs_tui.emulator.answers import empty
from ocs_tui.emulator.call import Box, Region, called_base_url
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.signin.protocol import Failed, Parameters, failure, parameters, read_form
from ocs_tui.emulator.store import Documents, Json, Kind


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to an identity endpoint.

    Attributes:
        box: what every route shares.
        base_url: the scheme, host and port that were called.
        request: the request.
        given: its form if it is a POST, else its query.
    """

    box: Box
    base_url: str
    request: Request
    given: Parameters

    @property
    def issuer(self) -> str:
        """Who issues the tokens: the identity service at the very place that was called."""
        return self.base_url + IDENTITY

    @property
    def documents(self) -> Documents:
        """The tenant: who signs in is not behind, wherever it is."""
        return self.box.store.primary

    @property
    def now(self) -> float:
        """Seconds since the epoch."""
        return self.box.store.clock()

    def user(self, user_id: str) -> Json | None:
        """Return a user of the tenant."""
        return self.documents.get(Kind.USER, user_id)


class IdentityEndpoint:
    """An ASGI app that answers a request to an identity endpoint.

    Args:
        box: what every route shares.
        region: the region it is served at.
        handler: what it does. Runs without a pause, so that what may be used once is used once.
        told: how it tells a failure.
        about_people: whether an id token may be signed or checked, which takes a key that is made then.
    """

    def __init__(
        self,
        box: Box,
        region: Region,
        handler: Callable[[Visit], Response],
        told: Callable[[Failed], Response] = failure,
        about_people: Callable[[Parameters], bool] = lambda given: False,
    ) -> None:
        self._box = box
        self._region = region
        self.handler = handler
        self._told = told
        self._about_people = about_people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        response: Response
        try:
            posted = request.method == "POST"
            given = await read_form(request) if posted else parameters(request.url.query)
            if self._about_people(given):
                await self._box.signer.ready()
            base_url = called_base_url(request, self._region)
            response = self.handler(Visit(self._box, base_url, request, given))
        except Failed as failed:
            response = self._told(failed)
        except Refused as refused:
            response = empty(refused.status, refused.headers)
        await response(scope, receive, send)
