"""Canaries of a person's sign-in, looked for in everything the client says of itself."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import unquote

import pytest

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.errors import OcsError
from ocs_tui.api.signin.people import Way
from ocs_tui.widgets.trace_pane import curl_line
from tests.api.authority import DEVICE, KEYS, REVOKE, TOKEN, USERINFO, Authority, Browser, Kept, Paster
from tests.api.conftest import SignsIn
from tests.api.loopback import CUT, Seen, http
from tests.api.test_nothing_leaks import _everything
from tests.api.test_sign_in_by_device import CODES, Waiter

CODE, REFRESH, ACCESS, DEVICE_CODE = (f"kanari-{kind}/9=" for kind in ("code", "refresh", "access", "device"))
GIVEN = {"access_token": ACCESS, "refresh_token": REFRESH, "expires_in": 3600}


def _echo(seen: Seen) -> bytes:
    """A careless server: it repeats what it was sent."""
    return http(400, {"error": "invalid_grant", "error_description": seen.body.decode() + str(seen.headers)})


TROUBLES: dict[str, dict[str, Any]] = {
    "a code that is echoed": {TOKEN: _echo},
    "a fault that echoes": {TOKEN: lambda seen: http(500, _echo(seen).partition(b"\r\n\r\n")[2])},
    "cut": {TOKEN: CUT},
    "no id token": {TOKEN: http(200, GIVEN)},
    "no lifetime": {TOKEN: http(200, {"access_token": ACCESS, "refresh_token": REFRESH})},
    "an odd token": {TOKEN: http(200, GIVEN | {"access_token": ACCESS + "\n"})},
    "an odd id token": {TOKEN: http(200, GIVEN | {"id_token": "kanari-id.kanari-id.kanari-id"})},
    "no keys": {TOKEN: http(200, GIVEN | {"id_token": "kanari-id.kanari-id.kanari-id"}), KEYS: http(404)},
    "no device code": {DEVICE: http(200, CODES | {"device_code": DEVICE_CODE, "user_code": None})},
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("way", ["browser", "pasted", "device", "refresh"])
async def test_no_log_error_trace_or_repr_holds_what_is_secret(
    authority: Authority, signs_in: SignsIn, caplog: pytest.LogCaptureFixture, trouble: str, way: str
) -> None:
    caplog.set_level(logging.DEBUG, "ocs_tui")
    caplog.set_level(logging.DEBUG, "asyncio")
    authority.redirects = lambda query: query | {"code": CODE}
    authority.scripts[DEVICE] = http(200, CODES | {"device_code": DEVICE_CODE, "expires_in": 0.3})
    authority.scripts[USERINFO] = authority.scripts[REVOKE] = _echo
    authority.scripts |= TROUBLES[trouble]
    traces: list[TraceRecord] = []
    person = {"device": Waiter(), "pasted": Paster(lambda url: url)}.get(way, Browser())
    kept = Kept(REFRESH if way == "refresh" else None)
    client = signs_in(
        person, Way.DEVICE if way == "device" else Way.BROWSER, on_trace=traces.append, kept=kept
    )
    ended = await asyncio.gather(
        client.get_tenant(), client.sign_in(), client.person(), return_exceptions=True
    )
    failures = [one for one in ended if isinstance(one, OcsError)]
    assert failures or way == "refresh" or trouble == "no device code"
    note = await client.sign_out()
    sent = [unquote(seen.body.decode()) for seen in authority.of("/connect/token")]
    assert all("kanari" in body for body in sent)
    assert sent or (way, trouble) == ("device", "no device code")
    shown = [caplog.text, repr(traces), str(note), *map(curl_line, traces), *map(_everything, failures)]
    tokens: Any = client._tokens
    shown += [repr(vars(part)) for part in (client, client._transport, tokens, tokens._server)]
    shown += [repr(vars(asked)) for asked in getattr(person, "asked", []) if hasattr(asked, "__dict__")]
    assert len(traces) > 2
    for text in shown:
        assert "kanari" not in text.casefold()
