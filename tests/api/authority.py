"""An identity server on loopback that signs people in; it plays by the RFCs and can be told not to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
from tests.api.loopback import CLIENT_ID, TENANT, Seen, Service, http

USER_ID = "user-of-the-tests"
ME = {"sub": USER_ID, "name": "Ada", "email": "ada@example.com"}
AUTHORIZE = "GET /identity/connect/authorize"
TOKEN = "POST /identity/connect/token"
DISCOVERY = "GET /identity/.well-known/openid-configuration"
KEYS = "GET /identity/keys"
USERINFO = "GET /identity/connect/userinfo"
DEVICE = "POST /identity/connect/deviceauthorization"
REVOKE = "POST /identity/connect/revocation"


@cache
def signing_key(name: str) -> rsa.RSAPrivateKey:
    """A key; one of each name, since making it takes time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_keys(*names: str) -> dict[str, Any]:
    """The key set that a server publishes."""
    keys = [
        jwt.algorithms.RSAAlgorithm.to_jwk(signing_key(name).public_key(), as_dict=True) | {"kid": name}
        for name in names
    ]
    return {"keys": keys}


class Authority(Service):
    """``async with`` starts it. Access tokens are called ``access-1`` and so on, refresh tokens ``refresh-1``.

    Attributes:
        document: its discovery document.
        claims: what the id tokens say besides issuer, audience, times and nonce; a claim here goes before those.
        redirects: changes the query that the browser is sent back with.
        asked: the queries of the authorize page.
        good_refresh: the refresh token that works; None for none.
        device_answers: what the polls are told, one after the other, before the tokens.
    """

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        at = self.url + "/identity"
        self.document: dict[str, Any] = {
            "issuer": "https://login.example/identity",
            "authorization_endpoint": at + "/connect/authorize?ui=plain",
            "token_endpoint": at + "/connect/token",
            "userinfo_endpoint": at + "/connect/userinfo",
            "device_authorization_endpoint": at + "/connect/deviceauthorization",
            "revocation_endpoint": at + "/connect/revocation",
            "jwks_uri": at + "/keys",
            "scopes_supported": ["openid", "ocsapi", "offline_access"],
        }
        self.claims: dict[str, Any] = dict(ME)
        self.redirects: Callable[[dict[str, str]], dict[str, str]] = lambda query: query
        self.signs_with: dict[str, Any] = {
            "key": signing_key("one"),
            "algorithm": "RS256",
            "headers": {"kid": "one"},
        }
        self.asked: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.good_refresh: str | None = None
        self.refreshes = 0
        self.device_answers: list[bytes] = []
        self.interval: float = 0.001
        self.scripts = {
            DISCOVERY: lambda _: http(200, self.document),
            AUTHORIZE: self._authorize,
            TOKEN: self._token_of_a_person,
            KEYS: http(200, public_keys("other", "one")),
            USERINFO: http(200, ME),
            DEVICE: self._device,
            REVOKE: self._revoke,
            "GET /": self._tenant,
        }
        return self

    def _tenant(self, seen: Seen) -> bytes:
        return http(200, {"Id": TENANT}) if seen.token == f"access-{self.tokens}" else http(401)

    def _authorize(self, seen: Seen) -> bytes:
        asked = {key: value[0] for key, value in seen.query.items()}
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked
        query = self.redirects({"code": code, "state": asked["state"]})
        return http(302, Location=f"{asked['redirect_uri']}?{urlencode(query)}")

    def _token_of_a_person(self, seen: Seen) -> bytes:
        form = {key: value[0] for key, value in parse_qs(seen.body.decode()).items()}
        self.forms.append(form)
        if form["client_id"] != CLIENT_ID:
            return http(400, {"error": "invalid_client"})
        if form["grant_type"] == "authorization_code":
            asked = self.codes.pop(form["code"], None)
            if asked is None or _challenge(form["code_verifier"]) != asked["code_challenge"]:
                return http(400, {"error": "invalid_grant"})
            if form["redirect_uri"] != asked["redirect_uri"]:
                return http(400, {"error": "invalid_grant"})
            return self._tokens(asked["scope"], {"nonce": asked["nonce"]})
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] != self.good_refresh:
                return http(400, {"error": "invalid_grant"})
            return self._tokens("offline_access", None)
        if self.device_answers:
            return self.device_answers.pop(0)
        return self._tokens("offline_access", {})

    def _tokens(self, scope: str, of_sign_in: dict[str, Any] | None) -> bytes:
        self.tokens += 1
        body = {"access_token": f"access-{self.tokens}", "expires_in": self.lifetime, "token_type": "Bearer"}
        if of_sign_in is not None:
            body["id_token"] = self.id_token(of_sign_in)
        if "offline_access" in scope:
            self.refreshes += 1
            self.good_refresh = body["refresh_token"] = f"refresh-{self.refreshes}"
        return http(200, body)

    def id_token(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        usual = {"iss": self.document["issuer"], "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        said = {key: value for key, value in {**usual, **claims, **self.claims}.items() if value is not None}
        return jwt.encode(said, **self.signs_with)

    def _device(self, seen: Seen) -> bytes:
        self.forms.append({key: value[0] for key, value in parse_qs(seen.body.decode()).items()})
        page = self.url + "/identity/device"
        return http(
            200,
            {
                "device_code": "device-code-1",
                "user_code": "BCDF-GHJK",
                "verification_uri": page,
                "verification_uri_complete": page + "?user_code=BCDF-GHJK",
                "expires_in": 300,
                "interval": self.interval,
            },
        )

    def _revoke(self, seen: Seen) -> bytes:
        form = {key: value[0] for key, value in parse_qs(seen.body.decode()).items()}
        self.forms.append(form)
        if form["token"] == self.good_refresh:
            self.good_refresh = None
        return http(200)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


class Browser:
    """A person at a browser: opens what is asked for, and ends at a page. Call it as ``interact``.

    Attributes:
        asked: what was shown.
        pages: status and text of the pages it ended at.
        told: what was told meanwhile.
        url_of: what it opens.
        gives_up: whether it gives up once the page stands there.
    """

    def __init__(self, url_of: Callable[[BrowserSignIn], str] = lambda asked: asked.url) -> None:
        self.asked: list[BrowserSignIn] = []
        self.pages: list[tuple[int, str]] = []
        self.told: list[str] = []
        self.url_of = url_of
        self.gives_up = False
        self.left = asyncio.Event()
        """Set when what was shown is shown no longer."""

    async def __call__(self, asked: BrowserSignIn | DeviceSignIn) -> None:
        assert isinstance(asked, BrowserSignIn)
        self.asked.append(asked)
        asked.tell = self.told.append
        try:
            await self.go(self.url_of(asked))
            if not self.gives_up:
                await asyncio.Event().wait()
        finally:
            self.left.set()

    async def go(self, url: str) -> None:
        """Open an address."""
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False, timeout=20) as http_client:
            try:
                page = await http_client.get(url)
            except httpx.ConnectError:
                self.pages.append((0, "nothing listens"))
            else:
                self.pages.append((page.status_code, page.text))


class Paster:
    """A person whose browser runs elsewhere: pastes addresses, each of which may be turned down."""

    def __init__(self, *makes: Callable[[str], str]) -> None:
        self._makes = makes
        self.problems: list[str] = []
        self.notes: list[str] = []

    async def __call__(self, asked: BrowserSignIn | DeviceSignIn) -> None:
        assert isinstance(asked, BrowserSignIn)
        self.notes.append(asked.note)
        async with httpx.AsyncClient(trust_env=False, timeout=20) as http_client:
            ended_at = (await http_client.get(asked.url)).headers["Location"]
        for make in self._makes:
            try:
                asked.paste(make(ended_at))
            except SignInFailed as problem:
                self.problems.append(problem.sentence)
        await asyncio.Event().wait()


class Kept:
    """A place for refresh tokens that another run may use too."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.history: list[str | None] = []
        self.lock = asyncio.Lock()
        """Held while a run reads, uses and replaces it."""

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        async with self.lock:
            yield

    async def read(self) -> str | None:
        return self.token

    async def keep(self, token: str) -> None:
        self.token = token
        self.history.append(token)

    async def forget(self) -> None:
        self.token = None
        self.history.append(None)
