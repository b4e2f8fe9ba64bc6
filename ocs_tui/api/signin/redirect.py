"""The redirect URI: where on this machine the browser brings the code, and reading what it brought."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from ocs_tui.api.errors import BadInput, SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.origins import is_loopback
from ocs_tui.api.signin.grant import WHAT
from ocs_tui.model.text import safe


@dataclass(frozen=True, slots=True)
class RedirectUri:
    """An address on this machine, as it is registered with the client.

    Attributes:
        text: the address as it is sent: servers compare it letter by letter.
        host: its host; ``localhost`` stands for 127.0.0.1 and ::1.
        port: its port.
        path: its path.
    """

    text: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, text: str) -> RedirectUri:
        """Read a redirect URI.

        Raises:
            BadInput: it is not plain http on this machine: the code would be brought to somebody else.
        """
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port or 80
        except ValueError:
            host, port = "", 0
        if (
            not is_loopback(host)
            or parts.scheme != "http"
            or "@" in parts.netloc
            or "?" in text
            or "#" in text
        ):
            raise BadInput(
                f"The redirect URI {safe(text, 120)!r} cannot be used: it must be http:// on this machine, "
                "such as http://localhost:5004/callback.html."
            )
        return cls(text, host, port, parts.path or "/")

    def matches(self, url: str) -> bool:
        """Return whether an address is this one, whatever its query; ``localhost`` is 127.0.0.1 and ::1."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        same_host = host == self.host or (is_loopback(host) and "localhost" in (host, self.host))
        return parts.scheme == "http" and same_host and (port, parts.path or "/") == (self.port, self.path)


class NotOurs(SignInFailed):
    """A redirect that does not belong to this sign-in: it changes nothing, the right one may still come."""


def read_redirect(query: Hidden, state: str, issuer: str) -> Hidden:
    """Return the code that a redirect brings.

    Args:
        query: its query; hidden, since it holds the code.
        state: what the sign-in under way is called.
        issuer: who may have issued the code (RFC 9207); looked at where the redirect says it.

    Raises:
        NotOurs: it is not about this sign-in, or brings neither code nor error.
        SignInFailed: it says that signing in was refused.
    """
    given = dict(parse_qsl(query.value, keep_blank_values=True, errors="replace"))
    code = Hidden(given.pop("code", ""))
    if not hmac.compare_digest(given.get("state", "").encode(errors="replace"), state.encode()):
        raise NotOurs(
            "That address belongs to another sign-in (its state is not the one sent): "
            "sign in at the address shown here."
        )
    if given.get("iss", issuer) != issuer:
        raise NotOurs(f"That address comes from another server ({safe(given['iss'], 120)}).")
    if "error" in given:
        raise _refused(given["error"], given.get("error_description", ""))
    if not code.value:
        raise NotOurs("That address holds no code: copy the whole address that the browser ended at.")
    return code


def _refused(error: str, description: str) -> SignInFailed:
    said = safe(description.strip() or error, 200).rstrip(".")
    advice = {
        "access_denied": "Sign in again to go on",
        "invalid_scope": 'Where the client may not stay signed in, set scope = "openid ocsapi" in the profile',
        "unauthorized_client": "Check the profile's client id: it must be an authorization code client",
    }.get(error, "Sign in again, or check the profile's client id and redirect_uri")
    return SignInFailed(f"{WHAT} was refused: {said}. {advice}.")
