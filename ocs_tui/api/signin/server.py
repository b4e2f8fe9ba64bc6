"""The identity server under each base URL: what its discovery document names, and asking it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from ocs_tui.api import failures
from ocs_tui.api.bodies import read_document
from ocs_tui.api.errors import BadAnswer, OcsError
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.origins import Origins, resolved
from ocs_tui.api.regions import Router
from ocs_tui.api.retrying import NOT_NOW, NobodyAnswered, NotNow, ask_in_turn, put_repeats, repeat
from ocs_tui.api.signin.grant import WHAT
from ocs_tui.api.transport import Answer, NoAnswer, Patience, Transport
from ocs_tui.catalog.operations import DISCOVERY_PATH, TOKEN_PATH

Form = Mapping[str, "str | Hidden"]
"""Fields of a form; the Hidden ones are secrets."""

_FORM = "application/x-www-form-urlencoded"
_NO_DISCOVERY = frozenset({400, 401, 403, 404, 405, 410, 501})
_MOVED = frozenset({404, 405, 410})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What a discovery document names; empty for what it does not.

    Attributes:
        base: the base URL whose document it is.
        issuer: who signs the id tokens.
        token: gives tokens; the fixed path where the document does not say.
        authorize: the page that a browser is sent to.
        device: gives the codes of the device flow.
        userinfo: says who is signed in.
        keys: the keys of the id tokens.
        revocation: takes back refresh tokens.
        scopes: the scopes that may be asked for.
    """

    base: str
    token: str
    issuer: str = ""
    authorize: str = ""
    device: str = ""
    userinfo: str = ""
    keys: str = ""
    revocation: str = ""
    scopes: frozenset[str] = frozenset()


_NAMES = {
    "token": "token_endpoint",
    "issuer": "issuer",
    "authorize": "authorization_endpoint",
    "device": "device_authorization_endpoint",
    "userinfo": "userinfo_endpoint",
    "keys": "jwks_uri",
    "revocation": "revocation_endpoint",
}
_SUBJECTS = {
    "token": "The token endpoint",
    "authorize": "The sign-in page",
    "device": "The device authorization endpoint",
    "userinfo": "The user info endpoint",
    "keys": "The address of the id tokens' keys,",
    "revocation": "The revocation endpoint",
}


class IdentityServer:
    """Asks the identity server; every region has it.

    Args:
        transport: sends the requests.
        router: which base URLs to ask.
        origins: where secrets may go; what a discovery document names elsewhere is refused.
        patience: how often to try.
    """

    def __init__(self, transport: Transport, router: Router, origins: Origins, patience: Patience) -> None:
        self._transport = transport
        self._router = router
        self._origins = origins
        self._patience = patience
        self._known: dict[str, Endpoints] = {}

    def label(self, base: str) -> str:
        """Return a base URL as sentences name it."""
        return self._router.label(base)

    def checked(self, endpoints: Endpoints, name: str) -> str:
        """Return an endpoint by the name of its attribute; empty where the document names none.

        Raises:
            Untrusted: it lies outside the known origins.
        """
        url: str = getattr(endpoints, name)
        if url:
            self._origins.check(url, _SUBJECTS[name])
        return url

    async def discover(self) -> Endpoints:
        """Return the endpoints of the first base URL that answers.

        Raises:
            OcsError: none does, or its document cannot be used.
        """
        found: dict[str, Endpoints] = {}

        async def ask(base: str) -> Answer:
            answer, found[base] = await self._discover(base)
            return answer

        base, answer = await self._in_turn(ask)
        if answer.status in NOT_NOW:
            raise failures.failed(WHAT, answer, self.label(base))
        self._known[base] = found[base]
        return found[base]

    async def token(self, form: Form) -> tuple[str, Answer]:
        """Ask for a token, at one base URL after the other; return which answered, and its answer.

        Raises:
            OcsError: none answered, or the token endpoint lies elsewhere.
        """

        async def ask(base: str) -> Answer:
            if base not in self._known:
                _, self._known[base] = await self._discover(base)
            answer = await self._send_form(self.checked(self._known[base], "token"), form)
            if answer.status in _MOVED:
                self._known.pop(base, None)  # it may have moved: look again the next time
            return answer

        return await self._in_turn(ask)

    async def post(self, endpoints: Endpoints, name: str, form: Form) -> Answer:
        """Send a form to one endpoint, at one base URL, and repeat it only when it surely was not sent.

        Raises:
            OcsError: no answer came, or the endpoint lies elsewhere.
        """
        url = self.checked(endpoints, name)
        try:
            return await repeat(lambda: self._send_form(url, form), self._patience, put_repeats)
        except NoAnswer as problem:
            failure = failures.not_read(WHAT, problem, self.label(endpoints.base))
        raise failure

    async def poll(self, endpoints: Endpoints, form: Form) -> Answer:
        """Ask for a token once.

        Raises:
            NoAnswer: none came.
            Untrusted: the token endpoint lies elsewhere.
        """
        return await self._send_form(self.checked(endpoints, "token"), form)

    async def get(self, endpoints: Endpoints, name: str, token: Hidden | None = None) -> Any:
        """Read a JSON body from an endpoint; ``token`` signs the request.

        Raises:
            OcsError: it cannot be read, or the endpoint lies elsewhere.
        """
        url, where = self.checked(endpoints, name), self.label(endpoints.base)
        try:
            answer = await repeat(
                lambda: self._transport.send("GET", url, token=token),
                self._patience,
                lambda problem: isinstance(problem, NoAnswer | NotNow),
            )
        except NoAnswer as problem:
            failure = failures.not_read(WHAT, problem, where)
        else:
            if not answer.ok:
                raise failures.failed(WHAT, answer, where)
            return read_document(answer, WHAT, where).value
        raise failure

    async def _in_turn(self, ask: Callable[[str], Awaitable[Answer]]) -> tuple[str, Answer]:
        failure: OcsError
        try:
            return await ask_in_turn(self._router.tenant_bases(), ask, self._patience, self._router)
        except NobodyAnswered as nobody:
            failure = failures.nobody_answered(WHAT, nobody.missed, self._router.label)
        except NoAnswer as problem:
            failure = failures.unreadable(WHAT, problem, self.label(self._router.base_url))
        raise failure

    async def _send_form(self, url: str, form: Form) -> Answer:
        secret = tuple(value for value in form.values() if isinstance(value, Hidden))
        body = Hidden(
            urlencode(
                {key: value.value if isinstance(value, Hidden) else value for key, value in form.items()}
            )
        )
        return await self._transport.send("POST", url, body=body, content_type=_FORM, hidden=secret)

    async def _discover(self, base: str) -> tuple[Answer, Endpoints]:
        """Read a discovery document; where there is none, the token endpoint has a fixed path."""
        answer = await self._transport.send("GET", base + DISCOVERY_PATH)
        where = self.label(base)
        fixed = base + TOKEN_PATH
        if answer.status in NOT_NOW:
            raise NotNow(answer)
        if answer.status in _NO_DISCOVERY:
            return answer, Endpoints(base, fixed)
        if answer.location is not None:
            address = resolved(answer.url, answer.location)
            self._origins.check(address, "The discovery document's new address")
        if not answer.ok:
            raise failures.failed("Reading the discovery document", answer, where)
        document = read_document(answer, "Reading the discovery document", where).value
        return answer, _endpoints(base, document if isinstance(document, dict) else {}, where)


def _endpoints(base: str, document: Mapping[str, Any], where: str) -> Endpoints:
    found: dict[str, str] = {}
    for field in fields(Endpoints):
        name = _NAMES.get(field.name)
        value = document.get(name) if name else None
        if value is None:
            continue
        if not isinstance(value, str) or not value or not value.isprintable():
            raise BadAnswer(f"{WHAT} failed: the discovery document of {where} holds no address in {name}.")
        found[field.name] = value
    scopes = document.get("scopes_supported")
    return Endpoints(
        base,
        found.pop("token", base + TOKEN_PATH),
        **found,
        scopes=frozenset(scope for scope in scopes if isinstance(scope, str))
        if isinstance(scopes, list)
        else frozenset(),
    )
