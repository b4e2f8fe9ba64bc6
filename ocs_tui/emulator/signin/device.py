"""Signing in on a device that has no browser (RFC 8628).

The reference says nothing of this flow but that device code clients exist; the RFC is what is served.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.signin import pages
from ocs_tui.emulator.signin.clients import authenticated, find
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.paths import DEVICE_PAGE
from ocs_tui.emulator.signin.pending import Device
from ocs_tui.emulator.signin.people import check_origin, chosen, gone, users
from ocs_tui.emulator.signin.protocol import DEVICE_CODE, NO_STORE, Failed, scopes_of

INTERVAL = 1
"""Seconds between two looks. The RFC's 5 are for services that many devices ask."""

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words, and nothing that looks like a digit (RFC 8628, 6.1)
_REMEMBERED = 600.0  # seconds that a device is still told that it was too late


def device_authorization(visit: Visit) -> Response:
    """Answer a device's request with the code that it shows.

    Raises:
        Failed: when the client may not, or asks for a scope that nobody knows.
    """
    client = authenticated(visit.documents, visit.request, visit.given, visit.now)
    if not client.may(DEVICE_CODE):
        raise Failed("unauthorized_client", "Only device code clients sign in like this.")
    scopes = scopes_of(visit.given, offline=client.offline)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    user_code = f"{letters[:4]}-{letters[4:]}"
    lifetime = client.device_code_lifetime
    sign_ins = visit.box.sign_ins
    device = Device(client.id, scopes, user_code, sign_ins.clock() + lifetime, INTERVAL)
    page = visit.base_url + DEVICE_PAGE
    return answer(
        {
            "device_code": sign_ins.devices.hold(device, lifetime + _REMEMBERED),
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": f"{page}?{urlencode({'user_code': user_code})}",
            "expires_in": lifetime,
            "interval": INTERVAL,
        },
        headers=NO_STORE,
    )


def device_page(visit: Visit) -> Response:
    """Answer the page for the code, the page that asks, or what became of it.

    Raises:
        Failed: when the page's form has been sent before, or by another site.
    """
    return _decide(visit) if visit.request.method == "POST" else _ask(visit)


def _ask(visit: Visit, told: str = "") -> Response:
    typed = visit.given.get("user_code", "")
    if not typed:
        return pages.code_entry(DEVICE_PAGE)
    device = _find(visit, typed)
    if device is None:
        return pages.code_entry(
            DEVICE_PAGE, typed=typed, told="No device shows this code, or its time is over."
        )
    return _page(visit, device)


def _page(visit: Visit, device: Device, told: str = "") -> Response:
    client = find(visit.documents, device.client_id)
    if client is None:
        raise gone()
    return pages.consent(
        DEVICE_PAGE,
        visit.box.sign_ins.show_device(device),
        client.name,
        device.scopes,
        users(visit),
        device_code=device.user_code,
        told=told,
    )


def _decide(visit: Visit) -> Response:
    check_origin(visit)
    device = visit.box.sign_ins.device_pages.take(visit.given.get("ticket", ""))
    if device is None or device.decided or device.expires <= visit.box.sign_ins.clock():
        raise gone()
    if visit.given.get("decision") != "allow":
        device.refused = True
        return pages.page("Refused", "<p>The device gets nothing. You may close this page.</p>")
    user = chosen(visit)
    if user is None:
        return _page(visit, device, told="Choose who signs in.")
    device.user_id, device.auth_time = user["Id"], int(visit.box.sign_ins.clock())
    return pages.page("Signed in", "<p>The device goes on by itself. You may close this page.</p>")


def _find(visit: Visit, typed: str) -> Device | None:
    """Return the device that shows a code; letter case and what stands between the letters do not count."""
    wanted = [letter for letter in typed.upper() if letter in _LETTERS]
    now = visit.box.sign_ins.clock()
    return next(
        (
            device
            for device in visit.box.sign_ins.devices.all()
            if [*device.user_code.replace("-", "")] == wanted and device.expires > now and not device.decided
        ),
        None,
    )
