"""The demo tenant's clients that sign people in, and devices. Their ids are the same at every start."""

from __future__ import annotations

import uuid

from ocs_tui.emulator.store import Json, Kind

_SPACE = uuid.UUID("0b0f9d0e-6a3c-4f0e-8f5a-3c1d2a7e9b64")


def _id(name: str) -> str:
    return str(uuid.uuid5(_SPACE, name))


TERMINAL = _id("terminal")
"""An authorization code client that gets refresh tokens; its redirect URIs are the public samples'."""
DASHBOARD = _id("dashboard")
"""An authorization code client that gets none."""
PORTAL = _id("portal")
"""A hybrid client: it has a secret."""
FIELD_TERMINALS = _id("field-terminals")
"""A device code client."""

REDIRECT_URI = "http://localhost:5004/callback.html"
"""Where the public samples listen."""

_LOOPBACKS = ("localhost", "127.0.0.1", "[::1]")


def clients() -> list[tuple[Kind, Json]]:
    """Return the clients, each with its kind."""
    return [
        (
            Kind.CODE_CLIENT,
            _client(TERMINAL, "Terminal explorer for people")
            | _redirects(
                *(f"http://{host}:5004/callback.html" for host in _LOOPBACKS),
                "http://localhost:5004/silent-refresh.html",
                "https://127.0.0.1:54567/signin-oidc",
                after=("http://localhost:5004/index.html", "https://127.0.0.1:54567/signout-oidc"),
            )
            | {"AllowOfflineAccess": True},
        ),
        (
            Kind.CODE_CLIENT,
            _client(DASHBOARD, "Energy dashboard", lifetime=600)
            | _redirects("http://localhost:5003/callback.html", after=("http://localhost:5003/index.html",))
            | {"AllowOfflineAccess": False},
        ),
        (
            Kind.HYBRID_CLIENT,
            _client(PORTAL, "Maintenance portal")
            | _redirects("http://localhost:5005/signin-oidc", after=("http://localhost:5005/signout",))
            | {"AllowOfflineAccess": True, "AllowAccessTokensViaBrowser": False},
        ),
        (
            Kind.DEVICE_CLIENT,
            _client(FIELD_TERMINALS, "Field terminals")
            | {"DeviceCodeLifetime": 300, "ClientUri": None, "LogoUri": None},
        ),
    ]


def _client(client_id: str, name: str, *, lifetime: int = 3600) -> Json:
    return {"Id": client_id, "Name": name, "Enabled": True, "AccessTokenLifetime": lifetime, "Tags": []}


def _redirects(*uris: str, after: tuple[str, ...]) -> Json:
    return {
        "RedirectUris": list(uris),
        "PostLogoutRedirectUris": list(after),
        "AllowedCorsOrigins": [],
        "ClientUri": None,
        "LogoUri": None,
    }
