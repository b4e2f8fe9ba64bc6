"""``ocs-tui doctor`` on clocks, refusals, certificates, proxies, and a service that hangs."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

import trustme

from tests.api.loopback import CLIENT_ID, HANG, SECRET, TENANT, Service, http, regions
from tests.cli.doctoring import DISCOVERY, as_data, fine, of_service, said_of, sentences
from tests.cli.running import environment, run


async def test_a_clock_that_is_off_is_warned_of_and_named_where_a_token_is_refused(tmp_path: Path) -> None:
    dated = formatdate(time.time() - 3 * 3600, usegmt=True)
    scripts = fine(**{DISCOVERY: http(404, Date=dated)})
    async with Service(scripts) as service:
        service.scripts["GET /Regions"] = http(200, regions(West=service.url))
        said = await said_of(service, tmp_path, status=0)
        assert "clock is 3 hours ahead of that of West" in sentences(said, "warnings")
        assert abs(said["regions"][0]["clock_difference_seconds"] - 10800) < 60
        service.scripts["GET /"] = http(401)
        said = await said_of(service, tmp_path, status=1)
    assert "does not accept even a fresh token" in sentences(said)
    assert "differ by 3 hours, which may be why" in sentences(said)
    assert said["regions"][0]["token_accepted"] is False


async def test_a_refused_secret_is_told_with_what_the_service_said(tmp_path: Path) -> None:
    async with Service(fine()) as service:
        said = await said_of(service, tmp_path, status=1, OCS_TUI_CLIENT_SECRET="canary")
    assert "Signing in was refused" in sentences(said)
    assert (said["sign_in"]["signed_in"], said["regions"][0]["token_accepted"]) == (False, None)
    assert said["regions"][0]["reachable"] is True
    assert "canary" not in json.dumps(said)


async def test_an_untrusted_certificate_says_whose_and_what_to_do(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    async with Service(fine(), tls=context) as service:
        service.scripts["GET /Regions"] = http(200, regions(West=service.url))
        said = await said_of(service, tmp_path, status=1)
        assert "its certificate is of an authority unknown here" in sentences(said)
        assert "SSL_CERT_FILE" in sentences(said)
        assert said["regions"][0]["fault"] == "certificate of an unknown authority"
        trusted = {"SSL_CERT_FILE": str(tmp_path / "authority.pem")}
        said = await said_of(service, tmp_path, status=0, **trusted)
    assert said["regions"][0]["tls"] == "TLSv1.3"
    assert said["network"]["certificates"]["ssl_cert_file"] == trusted["SSL_CERT_FILE"]
    said = await said_of(service, tmp_path, status=1, SSL_CERT_FILE=str(tmp_path / "gone.pem"))
    assert "SSL_CERT_FILE names" in sentences(said)


async def test_proxies_are_told_without_their_passwords(tmp_path: Path) -> None:
    async with Service() as proxy:  # refuses every CONNECT
        env = {
            "OCS_TUI_BASE_URL": "https://ocs.invalid",
            "OCS_TUI_TENANT_ID": TENANT,
            "OCS_TUI_CLIENT_ID": CLIENT_ID,
            "OCS_TUI_CLIENT_SECRET": SECRET,
            "HTTPS_PROXY": proxy.url.replace("//", "//user:canary@"),
            "all_proxy": "user:canary@proxy.example:3128",
            "HTTP_PROXY": "http://user:canary@proxy.example",
            "NO_PROXY": "other.example",
        }
        said = await asyncio.to_thread(as_data, tmp_path, env, status=1)
        for_people = await asyncio.to_thread(run, "doctor", home=tmp_path, env=env)
    assert said["network"]["proxies"] == {"HTTPS_PROXY": proxy.url, "all_proxy": "http://proxy.example:3128"}
    assert said["network"]["no_proxy"] == "other.example"
    assert said["network"]["proxy_of_base_url"] == proxy.url
    assert "the proxy refused: 404" in sentences(said)
    assert "name the host in NO_PROXY" in sentences(said)
    assert len(said["problems"]) == 1, "that nobody can be signed in to follows from it"
    assert "HTTP_PROXY is not used" in for_people.stdout
    assert "canary" not in json.dumps(said) + for_people.stdout + for_people.stderr


async def test_a_service_that_hangs_is_given_up(tmp_path: Path) -> None:
    patient = "import ocs_tui.cli.doctor.tenant as t; t.SECONDS = 0.5; from ocs_tui.cli import main; main(%r)"
    async with Service({DISCOVERY: HANG}) as service:
        process = await asyncio.to_thread(
            _python, patient % ["doctor", "--json"], home=tmp_path, env=of_service(service)
        )
    said = json.loads(process.stdout)
    assert "no answer in time" in sentences(said)
    assert said["regions"][0]["reachable"] is False


def _python(code: str, *, home: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(home, env),
        cwd=home,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
