"""Where the identity endpoints are, below every base URL.

Discovery, token, authorize and userinfo as the public samples have them; the reference names no path for
the others, which stand where the server of those samples' era, IdentityServer, has them.
"""

from __future__ import annotations

from ocs_tui.catalog.operations import DISCOVERY_PATH, IDENTITY, TOKEN_PATH

_CONNECT = IDENTITY + "/connect"

DISCOVERY = DISCOVERY_PATH
KEYS = DISCOVERY_PATH + "/jwks"
TOKEN = TOKEN_PATH
AUTHORIZE = _CONNECT + "/authorize"
DEVICE_AUTHORIZATION = _CONNECT + "/deviceauthorization"
DEVICE_PAGE = IDENTITY + "/device"
"""Where a person types the code that a device shows."""
USERINFO = _CONNECT + "/userinfo"
REVOCATION = _CONNECT + "/revocation"
END_SESSION = _CONNECT + "/endsession"
