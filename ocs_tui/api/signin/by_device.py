"""Signing in by a code typed on another device (RFC 8628).

The reference says no more of it than that device code clients exist, so the RFC is followed.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ocs_tui.api import failures
from ocs_tui.api.bodies import read_document
from ocs_tui.api.errors import OcsError, SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.http import httpx
from ocs_tui.api.origins import Origin
from ocs_tui.api.retrying import NOT_NOW
from ocs_tui.api.signin.grant import WHAT, Grant, read_grant, refusal
from ocs_tui.api.signin.id_token import check_verifiable, verified
from ocs_tui.api.signin.interaction import DeviceSignIn, Interact, shown_while
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.public_client import PublicClient
from ocs_tui.api.signin.server import Endpoints, IdentityServer
from ocs_tui.api.transport import Answer, Miss, NoAnswer
from ocs_tui.model.text import safe

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL = 5.0
"""Seconds between two looks, where the server does not say (RFC 8628, 3.2); and what ``slow_down`` adds."""
_LONGEST_INTERVAL = 60.0
_LONGEST = 3600.0
_SECONDS = 300.0
"""How long a code holds where the server does not say, as it must."""


async def by_device(
    server: IdentityServer,
    client: PublicClient,
    interact: Interact,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> tuple[Grant, Person]:
    """Have a code typed on another device, and return the tokens and who signed in.

    Raises:
        SignInNeeded: the person gave up.
        SignInFailed: it was refused, proves nothing, did not come in time, or the server has no such way.
        OcsError: the server cannot be asked, or names an endpoint elsewhere.
    """
    endpoints = await server.discover()
    where = server.label(endpoints.base)
    if not endpoints.device:
        raise SignInFailed(
            f"{WHAT} by device failed: the discovery document of {where} names no "
            'device_authorization_endpoint. Use sign_in = "browser" in the profile.'
        )
    check_verifiable(endpoints, where)
    answer = await server.post(
        endpoints,
        "device",
        {
            "client_id": client.client_id,
            "scope": client.scope_for(endpoints),
            "acr_values": client.acr_values,
        },
    )
    if not answer.ok:
        raise _refused(answer, where)
    asked, device_code, interval = _asked(answer, where)
    form: dict[str, str | Hidden] = {
        "grant_type": _GRANT,
        "client_id": client.client_id,
        "device_code": device_code,
    }
    polling = _poll(server, endpoints, form, interval, sleep)
    grant = await shown_while(interact, asked, polling, asked.seconds)
    return grant, await verified(server, endpoints, grant.id_token, client.client_id, None)


async def _poll(
    server: IdentityServer,
    endpoints: Endpoints,
    form: dict[str, str | Hidden],
    interval: float,
    sleep: Callable[[float], Awaitable[None]],
) -> Grant:
    where = server.label(endpoints.base)
    while True:
        await sleep(interval)
        try:
            answer = await server.poll(endpoints, form)
        except NoAnswer as problem:
            if problem.miss is not Miss.UNREADABLE:
                interval = min(interval * 2, _LONGEST_INTERVAL)  # asked for by the RFC (3.5)
                continue
            failure = failures.unreadable(WHAT, problem, where)
        else:
            if answer.ok:
                return read_grant(answer, where)
            why = refusal(answer)
            if why == "slow_down":
                interval += _INTERVAL
            elif answer.status in NOT_NOW:
                interval = min(interval * 2, _LONGEST_INTERVAL)
            elif why != "authorization_pending":
                raise _refused(answer, where)
            continue
        raise failure


def _asked(answer: Answer, where: str) -> tuple[DeviceSignIn, Hidden, float]:
    """Return what to show, the code that is polled with, and the seconds between two looks."""
    told = _told(read_document(answer, WHAT, where).value)
    if not told.device_code.value or not told.code or not told.address:
        missing = "an address that is https" if told.code and told.device_code.value else "its codes"
        raise SignInFailed(f"{WHAT} failed: {where} answered without {missing}.")
    asked = DeviceSignIn(told.address, told.code, told.whole_address, min(told.seconds, _LONGEST))
    return asked, told.device_code, told.interval


@dataclass(frozen=True, slots=True)
class _Told:
    """What the device authorization endpoint told; empty for what cannot be used.

    The addresses need not be of a known origin: nothing of ours is sent there, and short ones of another
    host are what the RFC has in mind.
    """

    device_code: Hidden
    code: str
    address: str
    whole_address: str
    seconds: float
    interval: float


def _told(value: Any) -> _Told:
    told: dict[str, Any] = value if isinstance(value, dict) else {}
    code, device_code = told.get("user_code"), told.get("device_code")
    return _Told(
        Hidden(device_code if isinstance(device_code, str) else ""),
        safe(code, 40) if isinstance(code, str) else "",
        _address(told.get("verification_uri")),
        _address(told.get("verification_uri_complete")),
        _number(told.get("expires_in")) or _SECONDS,
        _number(told.get("interval")) or _INTERVAL,
    )


def _address(value: Any) -> str:
    """Return an address that a person may be sent to; empty for another."""
    if not isinstance(value, str) or not value.isprintable():
        return ""
    try:
        return str(httpx.URL(value)) if Origin.of(value).is_private else ""
    except (ValueError, httpx.InvalidURL):
        return ""


def _number(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if usable and value > 0 else None


def _refused(answer: Answer, where: str) -> OcsError:
    failure = failures.failed(WHAT, answer, where)
    why = refusal(answer)
    if not why:
        return failure
    said = {
        "access_denied": f"{WHAT} was refused on the other device. Sign in again to go on.",
        "expired_token": f"{WHAT} failed: the code was not typed in time. Sign in again.",
        "invalid_grant": f"{WHAT} failed: {where} no longer takes the code, it was used or has expired. "
        "Sign in again.",
        "invalid_scope": f"{WHAT} was refused at {where}: the client may not have all it asks for. Where it "
        'may not stay signed in, set scope = "openid ocsapi" in the profile.',
    }.get(
        why,
        f"{WHAT} was refused at {where} ({answer.status}: {why}): check that the profile's client id is a "
        "device code client.",
    )
    return SignInFailed(said, status=answer.status, operation_id=failure.operation_id, detail=failure.detail)
