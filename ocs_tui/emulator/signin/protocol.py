"""The words of OAuth 2.0 and OpenID Connect: parameters as they come, failures as they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.bodies import read_body

CLIENT_CREDENTIALS = "client_credentials"
AUTHORIZATION_CODE = "authorization_code"
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a grant
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"

OPENID, PROFILE, EMAIL, API, OFFLINE = "openid", "profile", "email", "ocsapi", "offline_access"
SCOPES = {
    OPENID: "know who you are",
    PROFILE: "know your name",
    EMAIL: "know your e-mail address",
    API: "use OSIsoft Cloud Services as you",
    OFFLINE: "go on while you are away",
}
"""What a scope lets a client do."""

NO_STORE = {"Cache-Control": "no-store"}

_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 100
_MAY_REPEAT = {"resource"}  # RFC 8707

Parameters = Mapping[str, str]


class Failed(Exception):
    """A request fails with an error of the protocol.

    Attributes:
        error: its code.
        description: what went wrong, as one sentence without anything secret.
        status: the status code of a JSON answer.
        challenge: the ``WWW-Authenticate`` header, where there is one.
    """

    def __init__(self, error: str, description: str, *, status: int = 400, challenge: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.challenge = challenge


def failure(failed: Failed) -> Response:
    """Return a failure as JSON: the older clients read its ``error``."""
    headers = NO_STORE | ({"WWW-Authenticate": failed.challenge} if failed.challenge else {})
    return answer({"error": failed.error, "error_description": failed.description}, failed.status, headers)


def parameters(text: str) -> Parameters:
    """Return the parameters of a query or a form. One without a value counts as left out.

    Raises:
        Failed: when one is there twice (RFC 6749, 3.1), or there are absurdly many.
    """
    try:
        pairs = parse_qsl(text, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise Failed("invalid_request", "There are too many parameters.") from None
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if set(twice) - _MAY_REPEAT:
        raise Failed("invalid_request", "A parameter is there more than once.")
    return dict(pairs)


async def read_form(request: Request) -> Parameters:
    """Return the form that a client posts; a POST without a body is an empty one.

    Raises:
        Failed: when it is none.
        Refused: when its body is too large or badly encoded.
    """
    body = await read_body(request)
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if sent_as != _FORM and (body or sent_as):
        raise Failed("invalid_request", "The body is no form.")
    try:
        return parameters(body.decode())
    except UnicodeDecodeError:
        raise Failed("invalid_request", "The body is no form.") from None


def needed(given: Parameters, name: str) -> str:
    """Return a parameter.

    Raises:
        Failed: when it is missing.
    """
    if name not in given:
        raise Failed("invalid_request", f"{name} is missing.")
    return given[name]


def scopes_of(given: Parameters, *, offline: bool) -> tuple[str, ...]:
    """Return the scopes that are asked for.

    ``offline_access`` is left out where the client may not have it, and is no error: OpenID Connect
    (Core, 11) says to ignore it, the reference is silent.

    Raises:
        Failed: when there is none, or one that nobody knows.
    """
    asked = dict.fromkeys(needed(given, "scope").split())
    if not asked or not asked.keys() <= SCOPES.keys():
        raise Failed("invalid_scope", f"The scopes are {', '.join(SCOPES)}.")
    return tuple(scope for scope in asked if scope != OFFLINE or offline)
