"""A person with a browser, by plain HTTP: opens the pages of signing in, reads them, sends their forms."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.store import Store

MARIA = demo.user_id("Maria", "Lindqvist")
"""A Tenant Administrator."""
JONAS = demo.user_id("Jonas", "Weidner")
"""A contractor."""

VERIFIER = secrets.token_urlsafe(32)
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Form:
    """The form of a page, and the text around it."""

    action: str = ""
    method: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    users: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    words: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._button: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "iframe", "img"), "a page has no such thing"
        given = {name: value or "" for name, value in attrs}
        assert not [name for name in given if name.startswith("on")]
        if tag == "form":
            self.form.action, self.form.method = given["action"], given["method"]
        elif tag == "input" and given["type"] == "radio":
            self.form.users.append(given["value"])
        elif tag == "input":
            self.form.fields[given["name"]] = given.get("value", "")
        elif tag == "button":
            self._button = given

    def handle_data(self, data: str) -> None:
        self.form.words += data
        if self._button is not None:
            self.form.buttons[data] = self._button.get("value", "")
            self._button = None


def form_of(page: httpx.Response) -> Form:
    """Read a page."""
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    reader = _Reader()
    reader.feed(page.text)
    return reader.form


def query_of(answer: httpx.Response) -> dict[str, str]:
    """Return the query that a redirect carries."""
    assert answer.status_code == 303, answer.text
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


class Person:
    """Somebody at a browser, and the client that sent them there.

    Args:
        emulator: where they sign in.
        region: at which region.
    """

    def __init__(self, emulator: Emulator, region: str = "WestUS") -> None:
        self.emulator = emulator
        self.base_url: str = emulator.info["regions"][region]
        self.http = httpx.Client(base_url=self.base_url, trust_env=False, verify=False)

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()

    def wish(self, **changes: str | None) -> dict[str, str]:
        """Return what the terminal client asks at the authorize endpoint, changed; None leaves out."""
        wish: dict[str, str | None] = {
            "response_type": "code",
            "client_id": demo_signin.TERMINAL,
            "redirect_uri": demo_signin.REDIRECT_URI,
            "scope": "openid profile email ocsapi offline_access",
            "state": "a state",
            "nonce": "a nonce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "acr_values": f"tenant:{demo.TENANT_ID}",
        }
        return {name: value for name, value in (wish | changes).items() if value is not None}

    def open(self, **changes: str | None) -> httpx.Response:
        """Open the authorize page."""
        return self.http.get("/identity/connect/authorize", params=self.wish(**changes))

    def answer(self, page: httpx.Response, user: str | None = MARIA, *, allow: bool = True) -> httpx.Response:
        """Send a page's form."""
        form = form_of(page)
        given = dict(form.fields)
        if user is not None:
            assert user in form.users
            given["user"] = user
        given["decision"] = form.buttons["Sign in" if allow else "Refuse"]
        assert form.method == "post"
        return self.http.post(form.action, data=given)

    def code(self, **changes: str | None) -> str:
        """Sign in; return the code."""
        return query_of(self.answer(self.open(**changes)))["code"]

    def redeem(self, code: str, **changes: str | None) -> httpx.Response:
        """Ask for the tokens of a code."""
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "client_id": demo_signin.TERMINAL,
            "code": code,
            "redirect_uri": demo_signin.REDIRECT_URI,
            "code_verifier": VERIFIER,
        }
        return self.token(**(form | changes))

    def token(self, **form: str | None) -> httpx.Response:
        """Post to the token endpoint; None leaves out."""
        given = {name: value for name, value in form.items() if value is not None}
        return self.http.post("/identity/connect/token", data=given)

    def refresh(self, token: str, **changes: str) -> httpx.Response:
        """Use a refresh token."""
        form = {"grant_type": "refresh_token", "client_id": demo_signin.TERMINAL, "refresh_token": token}
        return self.token(**(form | changes))

    def sign_in(self, user: str = MARIA, **changes: str | None) -> dict[str, Any]:
        """Sign in; return the token answer."""
        answer = self.redeem(query_of(self.answer(self.open(**changes), user))["code"])
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return dict(answer.json())

    def get(self, path: str, token: str) -> httpx.Response:
        """Call the API."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.get(f"/api/v1/Tenants/{demo.TENANT_ID}{path}", headers=headers)

    def verified(
        self, token: str, audience: str, *, algorithm: str, whenever: bool = False
    ) -> dict[str, Any]:
        """Return the claims of a token, checked as an outsider does it: by PyJWT and the published keys.

        Args:
            token: the token.
            audience: whom it must be for.
            algorithm: how it must be signed.
            whenever: whether its times are left unchecked, since a test moved the emulator's clock.
        """
        document = self.http.get("/identity/.well-known/openid-configuration").json()
        keys = jwt.PyJWKSet.from_dict(self.http.get(document["jwks_uri"]).json())
        return dict(
            jwt.decode(
                token,
                keys[jwt.get_unverified_header(token)["kid"]],
                algorithms=[algorithm],
                audience=audience,
                issuer=document["issuer"],
                options={
                    "require": ["exp", "iat", "iss", "aud"],
                    "verify_exp": not whenever,
                    "verify_iat": not whenever,
                    "verify_nbf": not whenever,
                },
            )
        )


def store_of(emulator: Emulator) -> Store:
    """Return the tenant's documents, to make of it what no request can."""
    return emulator._started().store


def error_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status code and the error of a JSON answer; a failure is kept in no cache."""
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()["error"]
