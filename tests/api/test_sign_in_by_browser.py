"""Signing in by browser, against a real authorization server and a real browser's requests."""

from __future__ import annotations

import asyncio
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import BadInput, OcsError, SignInFailed, SignInNeeded, Unavailable, Untrusted
from ocs_tui.api.signin.by_browser import challenge_of
from ocs_tui.api.signin.person import Person
from tests.api.authority import (
    AUTHORIZE,
    ME,
    TOKEN,
    USER_ID,
    Authority,
    Browser,
    Paster,
)
from tests.api.conftest import SignsIn
from tests.api.loopback import CLIENT_ID, TENANT, Service, http


async def _fails(client: OcsClient, kind: type[OcsError] = SignInFailed) -> str:
    with pytest.raises(kind) as failed:
        await client.sign_in()
    assert "\n" not in failed.value.sentence
    return failed.value.sentence


async def test_a_browser_signs_in(authority: Authority, signs_in: SignsIn, redirect_uri: str) -> None:
    browser = Browser()
    client = signs_in(browser)
    assert (await client.get_tenant()).value.id == TENANT
    assert await client.person() == Person(USER_ID, "Ada", "ada@example.com")
    [asked] = authority.asked
    assert asked["acr_values"] == f"tenant:{TENANT}"
    assert asked["scope"] == "openid ocsapi offline_access"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
    assert (asked["redirect_uri"], asked["ui"]) == (redirect_uri, "plain")
    [(status, page)] = browser.pages
    assert status == 200
    assert "You can close this page" in page
    await browser.left.wait()
    await browser.go(f"{redirect_uri}?code=x&state=y")
    assert browser.pages[-1] == (0, "nothing listens")
    assert len(set(asked["state"] + asked["nonce"])) > 10


def test_the_challenge_is_the_one_of_the_rfc() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_no_refresh_token_is_asked_for_where_the_server_has_none_or_the_profile_says_so(
    authority: Authority, signs_in: SignsIn
) -> None:
    authority.document["scopes_supported"] = ["openid", "ocsapi"]
    await signs_in(Browser()).sign_in()
    authority.document["scopes_supported"].append("offline_access")
    await signs_in(Browser(), scope="openid ocsapi").sign_in()
    assert [asked["scope"] for asked in authority.asked] == ["openid ocsapi", "openid ocsapi"]


async def test_many_requests_wait_for_one_sign_in(authority: Authority, signs_in: SignsIn) -> None:
    browser = Browser()
    client = signs_in(browser)
    answers = await asyncio.gather(*(client.get_tenant() for _ in range(10)), client.person())
    assert len(answers) == 11
    assert len(browser.asked) == len(authority.asked) == authority.tokens == 1


async def test_the_local_address_leads_to_the_page_once(authority: Authority, signs_in: SignsIn) -> None:
    started: list[int] = []

    async def interact(asked: Any) -> None:
        async with httpx.AsyncClient(trust_env=False) as browser:
            for _ in range(2):
                answer = await browser.get(asked.start_url)
                started.append(answer.status_code)
                location = answer.headers.get("Location", "")
                assert location in (asked.url, "")
            await browser.get(asked.url, follow_redirects=True)
        await asyncio.Event().wait()

    await signs_in(interact).sign_in()
    assert started == [302, 404]


async def test_it_answers_at_both_loopback_addresses_and_nowhere_else(
    authority: Authority, signs_in: SignsIn, redirect_uri: str
) -> None:
    port = urlsplit(redirect_uri).port
    answers: dict[str, int] = {}

    async def interact(asked: Any) -> None:
        async with httpx.AsyncClient(trust_env=False) as browser:
            for host in ("127.0.0.1", "[::1]"):
                for path in ("/", "/callback.html/", "/favicon.ico", "/callback.html"):
                    answer = await browser.get(f"http://{host}:{port}{path}")
                    answers[host + path] = answer.status_code
            answers["POST"] = (await browser.post(redirect_uri)).status_code
            for address in _own_addresses():
                with pytest.raises(httpx.ConnectError):
                    await browser.get(f"http://{address}:{port}/callback.html")
            await browser.get(asked.url, follow_redirects=True)
        await asyncio.Event().wait()

    await signs_in(interact).sign_in()
    at_redirect = {key for key, status in answers.items() if status == 400}
    assert at_redirect == {"127.0.0.1/callback.html", "[::1]/callback.html"}
    assert {status for key, status in answers.items() if key not in at_redirect} == {404}


def _own_addresses() -> set[str]:
    """This machine's addresses that are not loopback."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return set()
    return {str(item[4][0]) for item in found} - {"127.0.0.1", "127.0.1.1"}


async def test_a_wrong_state_changes_nothing_and_the_right_one_still_comes(
    authority: Authority, signs_in: SignsIn, redirect_uri: str
) -> None:
    def wrong(asked: Any) -> str:
        return f"{redirect_uri}?code=stolen&state=guessed"

    browser = Browser(wrong)
    client = signs_in(browser)
    signing_in = asyncio.create_task(client.sign_in())
    while not browser.pages:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    status, page = browser.pages[0]
    assert status == 400
    assert "belongs to another sign-in" in page
    assert browser.told == [page.split("<p>")[1].split("</p>")[0]]
    assert not signing_in.done()
    assert not authority.forms, "a code of another sign-in goes nowhere"
    await browser.go(browser.asked[0].url)
    await signing_in


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {"error": "access_denied", "error_description": "The user said no."},
            "was refused: The user said no.",
        ),
        ({"error": "access_denied"}, "was refused: access_denied."),
        ({"error": "invalid_scope"}, 'scope = "openid ocsapi"'),
        ({"error": "server_error", "error_description": "a\x1b[2J\n<b>"}, "was refused: a␛[2J␊<b>."),
    ],
)
async def test_a_refusal_is_one_sentence_here_and_on_the_page(
    authority: Authority, signs_in: SignsIn, query: dict[str, str], words: str
) -> None:
    authority.redirects = lambda given: query | {"state": given["state"]}
    browser = Browser()
    client = signs_in(browser)
    assert words in await _fails(client)
    [(status, page)] = browser.pages
    assert status == 200
    assert "Not signed in" in page
    assert "<b>" not in page
    with pytest.raises(SignInNeeded):
        await client.get_tenant()
    assert len(browser.asked) == 1, "who was refused is not asked again by itself"
    authority.redirects = lambda given: given
    await client.sign_in()
    assert (await client.get_tenant()).value.id == TENANT


async def test_a_code_of_another_issuer_is_not_taken(authority: Authority, signs_in: SignsIn) -> None:
    """RFC 9207."""
    authority.redirects = lambda given: given | {"iss": "https://evil.example"}

    def right(url: str) -> str:
        return url.replace("evil.example", "login.example%2Fidentity")

    paster = Paster(
        lambda url: url, lambda url: url.replace("evil", "login").replace(".example", ".example%2Fidentity")
    )
    await signs_in(paster).sign_in()
    assert paster.problems == ["That address comes from another server (https://evil.example)."]


async def test_an_expired_code_is_one_sentence(authority: Authority, signs_in: SignsIn) -> None:
    authority.redirects = lambda given: given | {"code": "used-up"}
    assert "no longer takes the code" in await _fails(signs_in(Browser()))
    assert len([form for form in authority.forms if form["code"] == "used-up"]) == 1


async def test_the_address_may_be_pasted(authority: Authority, signs_in: SignsIn) -> None:
    paster = Paster(
        lambda url: "",
        lambda url: "hello",
        lambda url: url.replace("callback", "other"),
        lambda url: url.replace("localhost", "evil.example"),
        lambda url: url.partition("?")[0],
        lambda url: url.replace("state=", "state=x"),
        lambda url: url.replace("code=", "nothing="),
        lambda url: f"  {url.removeprefix('http://').replace('localhost', '127.0.0.1')}\n",
    )
    client = signs_in(paster)
    await client.sign_in()
    assert len(paster.problems) == 7
    assert all("copy the whole address" in one for one in paster.problems[:4])
    assert all("belongs to another sign-in" in one for one in paster.problems[4:6])
    assert "holds no code" in paster.problems[6]
    assert (await client.person()) == Person(USER_ID, ME["name"], ME["email"])


async def test_a_refusal_may_be_pasted_too(authority: Authority, signs_in: SignsIn) -> None:
    authority.redirects = lambda given: {"error": "access_denied", "state": given["state"]}
    assert "was refused: access_denied" in await _fails(signs_in(Paster(lambda url: url)))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_a_taken_port_is_said_and_pasting_still_works(
    authority: Authority, signs_in: SignsIn, redirect_uri: str, host: str
) -> None:
    port = urlsplit(redirect_uri).port
    server = await asyncio.start_server(lambda reader, writer: None, host, port)
    async with server:
        paster = Paster(lambda url: url)
        await signs_in(paster).sign_in()
    assert paster.notes == [
        f"Port {port} of this machine is taken by another program, so the browser cannot come back by "
        "itself: paste the address that it ends at."
    ]


async def test_the_redirect_uri_of_the_profile_is_where_it_listens(
    authority: Authority, signs_in: SignsIn, unused_tcp_port: int
) -> None:
    redirect_uri = f"http://127.0.0.1:{unused_tcp_port}/a/b"
    await signs_in(Browser(), redirect_uri=redirect_uri).sign_in()
    assert authority.asked[0]["redirect_uri"] == redirect_uri


@pytest.mark.parametrize(
    "redirect_uri", ["https://localhost:1/a", "http://example.com/a", "http://localhost:1/a?b", "x", ""]
)
async def test_another_redirect_uri_is_refused(
    authority: Authority, signs_in: SignsIn, redirect_uri: str
) -> None:
    assert "on this machine" in await _fails(signs_in(Browser(), redirect_uri=redirect_uri), BadInput)
    assert not authority.seen


async def test_who_gives_up_is_not_asked_again_by_itself(authority: Authority, signs_in: SignsIn) -> None:
    browser = Browser(lambda asked: authority.url + "/elsewhere")
    browser.gives_up = True
    client = signs_in(browser)
    both = await asyncio.gather(client.get_tenant(), client.person(), return_exceptions=True)
    assert [type(one) for one in both] == [SignInNeeded, SignInNeeded]
    with pytest.raises(SignInNeeded, match=r"^Nobody is signed in: sign in to go on\.$"):
        await client.get_tenant()
    assert len(browser.asked) == 1
    browser.url_of = lambda asked: asked.url
    browser.gives_up = False
    await client.sign_in()
    assert len(browser.asked) == 2


async def test_who_was_asked_is_not_asked_again_when_the_server_stumbles(
    authority: Authority, signs_in: SignsIn
) -> None:
    authority.scripts[TOKEN] = http(503)
    browser = Browser()
    client = signs_in(browser)
    await _fails(client, Unavailable)
    with pytest.raises(SignInNeeded):
        await client.get_tenant()
    assert len(browser.asked) == 1


async def test_where_nobody_can_be_asked_it_says_so(signs_in: SignsIn) -> None:
    assert await _fails(signs_in(None), SignInNeeded) == "Nobody is signed in: sign in to go on."


async def test_closing_ends_a_sign_in_and_frees_the_port(
    authority: Authority, signs_in: SignsIn, redirect_uri: str
) -> None:
    browser = Browser(lambda asked: authority.url + "/elsewhere")
    client = signs_in(browser)
    waiting = asyncio.create_task(client.get_tenant())
    while not browser.pages:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    await client.aclose()
    with pytest.raises(SignInFailed, match="was broken off"):
        await waiting
    assert browser.left.is_set()
    await browser.go(redirect_uri)
    assert browser.pages[-1] == (0, "nothing listens")


async def test_nobody_waits_for_ever(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, signs_in: SignsIn
) -> None:
    monkeypatch.setattr("ocs_tui.api.signin.by_browser.SECONDS", 0.01)
    browser = Browser(lambda asked: authority.url + "/elsewhere")
    assert "nobody did within" in await _fails(signs_in(browser))
    assert browser.left.is_set()


async def test_what_the_discovery_document_lacks_is_named(authority: Authority, signs_in: SignsIn) -> None:
    browser = Browser()
    for name in ("jwks_uri", "issuer", "authorization_endpoint"):
        del authority.document[name]
        assert f"names no {name}" in await _fails(signs_in(browser))
    assert not browser.asked


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("authorization_endpoint", "The sign-in page"),
        ("token_endpoint", "The token endpoint"),
        ("jwks_uri", "The address of the id tokens' keys,"),
    ],
)
async def test_an_endpoint_elsewhere_is_refused_and_sees_nothing(
    authority: Authority, signs_in: SignsIn, name: str, words: str
) -> None:
    async with Service() as elsewhere:
        authority.document[name] = elsewhere.url + "/identity/x"
        sentence = await _fails(signs_in(Browser()), Untrusted)
        assert sentence.startswith(f"{words} {elsewhere.url} is neither the profile's")
        assert elsewhere.connections == 0
    assert not (name == "authorization_endpoint" and authority.of(AUTHORIZE.split()[1]))


async def test_a_discovery_document_elsewhere_is_refused(authority: Authority, signs_in: SignsIn) -> None:
    async with Service() as elsewhere:
        authority.scripts["GET /identity/.well-known/openid-configuration"] = http(
            302, Location=elsewhere.url + "/x"
        )
        assert "discovery document's new address" in await _fails(signs_in(Browser()), Untrusted)
        assert elsewhere.connections == 0


async def test_the_redirect_page_is_plain_and_kept_nowhere(
    authority: Authority, signs_in: SignsIn, redirect_uri: str
) -> None:
    headers: list[httpx.Headers] = []

    async def interact(asked: Any) -> None:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
            headers.append((await browser.get(asked.url)).headers)
        await asyncio.Event().wait()

    await signs_in(interact).sign_in()
    [given] = headers
    assert given["Cache-Control"] == "no-store"
    assert given["Referrer-Policy"] == "no-referrer"
    assert given["Content-Security-Policy"] == "default-src 'none'"
