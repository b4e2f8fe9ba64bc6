"""Running ``ocs-tui doctor --json``, and reading what it says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.api.loopback import CLIENT_ID, SECRET, TENANT, Service, http
from tests.cli.running import run

DISCOVERY = "GET /identity/.well-known/openid-configuration"

KEYS = {
    "versions": {"ocs_tui", "python", "system", "textual", "httpx", "pydantic", "keyring", "truststore"},
    "profile": {
        *("name", "saved", "base_url", "tenant_id", "client_id", "sign_in", "read_only", "problem"),
    },
    "keyring": {"backend", "state", "milliseconds", "needed_for", "holds_secret", "holds_sign_in", "problem"},
    "folders": {"config", "state", "profiles_file", "open_to_others"},
    "terminal": {
        *("streams", "usable", "term", "colorterm", "no_color", "colors", "columns", "lines"),
        *("clipboard", "multiplexer", "encoding", "locale", "ssh"),
    },
    "network": {"proxies", "no_proxy", "proxy_of_base_url", "certificates"},
    "sign_in": {"kind", "secret_from", "signed_in", "milliseconds", "problem"},
}
"""What programs rely on: keys are added, and never go."""

REGION_KEYS = {
    *("id", "base_url", "of_profile", "reachable", "status", "problem", "fault", "tls", "certificate_until"),
    *("clock_difference_seconds", "milliseconds", "token_accepted"),
}


def as_data(home: Path, env: Mapping[str, str], *arguments: str, status: int) -> dict[str, Any]:
    """Run it, see that its status, its "ok" and its problems agree, and return the object."""
    done = run("doctor", "--json", *arguments, home=home, env=env)
    assert (done.returncode, done.stderr) == (status, ""), done.stdout
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["ok"] is (status == 0) is (not said["problems"])
    return said


def of_service(service: Service, **more: str) -> dict[str, str]:
    """The environment that makes a service of the test the tenant."""
    return {
        "OCS_TUI_BASE_URL": service.url,
        "OCS_TUI_TENANT_ID": TENANT,
        "OCS_TUI_CLIENT_ID": CLIENT_ID,
        "OCS_TUI_CLIENT_SECRET": SECRET,
        **more,
    }


def fine(**more: Any) -> dict[str, Any]:
    """Scripts of a service in good health, without regions."""
    return {DISCOVERY: http(404), "GET /": http(200, {"Id": TENANT}), **more}


async def said_of(service: Service, home: Path, *, status: int, **more: str) -> dict[str, Any]:
    """Run it on a service of the test."""
    return await asyncio.to_thread(as_data, home, of_service(service, **more), status=status)


def sentences(said: dict[str, Any], kind: str = "problems") -> str:
    """Its problems, or its warnings, a line each."""
    return "\n".join(f"{one['section']}: {one['sentence']} {one['advice']}" for one in said[kind])


def all_there(said: dict[str, Any]) -> None:
    """See that every key is there."""
    assert list(said) == ["ok", "problems", "warnings", *KEYS, "regions"]
    for section, keys in KEYS.items():
        assert set(said[section]) == keys, section
    for region in said["regions"]:
        assert set(region) == REGION_KEYS
