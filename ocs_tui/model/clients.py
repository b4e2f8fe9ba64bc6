"""The other kinds of clients, and the details of secrets, which never hold the secret itself."""

from __future__ import annotations

from ocs_tui.model.wire import Count, Wire


class CodeClient(Wire):
    """A client that signs people in: authorization code, hybrid or implicit; it carries no roles."""

    id: str = ""
    name: str | None = None
    enabled: bool = False
    access_token_lifetime: Count = 0
    tags: tuple[str, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    allowed_cors_origins: tuple[str, ...] = ()
    client_uri: str | None = None
    logo_uri: str | None = None
    allow_offline_access: bool = False
    allow_access_tokens_via_browser: bool = False

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class DeviceClient(Wire):
    """A device code client; it carries no roles. ``device_code_lifetime`` is in seconds."""

    id: str = ""
    name: str | None = None
    enabled: bool = False
    access_token_lifetime: Count = 0
    device_code_lifetime: Count = 0
    tags: tuple[str, ...] = ()
    client_uri: str | None = None
    logo_uri: str | None = None

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class Automation(Wire):
    """An automation identity of CONNECT and the last OCS pages."""

    id: str = ""
    name: str | None = None
    tenant_id: str | None = None
    role_ids: tuple[str, ...] = ()
    role_type_ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class SecretDetails(Wire):
    """What is known of a client's secret: anything but the secret.

    ``expires`` absent means true; ``expiration`` is a date-time, None for a secret that never expires.
    """

    id: Count = 0
    description: str | None = None
    expiration: str | None = None
    expires: bool = True

    @property
    def label(self) -> str:
        """Its description, else its number."""
        return self.description or f"secret {self.id}"
