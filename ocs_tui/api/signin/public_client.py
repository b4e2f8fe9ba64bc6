"""As which client people sign in."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.api.signin.server import Endpoints

_SCOPE = "openid ocsapi"
_STAY = "offline_access"


@dataclass(frozen=True, slots=True)
class PublicClient:
    """A client without a secret: of authorization code, or of device code.

    Attributes:
        client_id: its id.
        tenant_id: the tenant to sign in to.
        redirect_uri: where a browser comes back to; as registered with the client.
        scope: what is asked for; empty for the default.
    """

    client_id: str
    tenant_id: str
    redirect_uri: str = ""
    scope: str = ""

    @property
    def acr_values(self) -> str:
        """Picks the tenant at the sign-in page, as every OCS sample has it.

        Sent with the device flow too, for which no source says anything: a server leaves alone what it
        does not know (RFC 6749, 3.1).
        """
        return f"tenant:{self.tenant_id}"

    def scope_for(self, endpoints: Endpoints) -> str:
        """Return the scope to ask a server for.

        Sources disagree on whether people's clients get refresh tokens; asked for is what the server says
        that it knows. A client that may not have them is refused by some servers: then the profile says so.
        """
        if self.scope:
            return self.scope
        return f"{_SCOPE} {_STAY}" if _STAY in endpoints.scopes else _SCOPE
