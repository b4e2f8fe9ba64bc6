"""Tokens: what sign-in asks for, and what a token is good for."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.tokens import Signer
from tests.emulator.conftest import SignIn, token_of


def post_token(emulator: Emulator, **request: object) -> httpx.Response:
    url = emulator.info["global"] + "/identity/connect/token"
    return httpx.post(url, trust_env=False, verify=False, **request)  # type: ignore[arg-type]


def credentials(emulator: Emulator) -> dict[str, str]:
    return {key: emulator.info[key] for key in ("client_id", "client_secret")}


@pytest.mark.parametrize("region", ["WestUS", "WestEurope"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_discovery_document_stays_where_it_was_asked(emulator: Emulator, region: str, host: str) -> None:
    base_url = emulator.info["regions"][region].replace("127.0.0.1", host)
    document = httpx.get(
        base_url + "//identity/.well-known/openid-configuration", trust_env=False, verify=False
    ).json()
    assert document["token_endpoint"] == f"{base_url}/identity/connect/token"
    assert document["issuer"] == f"{base_url}/identity"
    assert httpx.get(document["jwks_uri"], trust_env=False, verify=False).json() == {"keys": []}
    assert "authorization_endpoint" not in document


def test_a_token_has_the_lifetime_of_its_client(emulator: Emulator) -> None:
    body = {
        "grant_type": "client_credentials",
        "client_id": demo.REPORTS,
        "client_secret": emulator.secret_of(demo.REPORTS),
        "scope": "ocsapi",
        "resource": "anything",
    }
    answer = post_token(emulator, data=body)
    assert answer.json()["expires_in"] == 600
    assert answer.json()["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


def test_credentials_may_come_as_http_basic(emulator: Emulator) -> None:
    auth = (emulator.info["client_id"], emulator.info["client_secret"])
    answer = post_token(emulator, data={"grant_type": "client_credentials"}, auth=auth)
    assert answer.status_code == 200
    wrong = post_token(emulator, data={"grant_type": "client_credentials"}, auth=(auth[0], "wrong"))
    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    assert wrong.headers["www-authenticate"] == "Basic"


def test_what_is_wrong_is_said_as_oauth_says_it(emulator: Emulator) -> None:
    good = credentials(emulator) | {"grant_type": "client_credentials"}

    def error(**changes: str) -> tuple[int, str]:
        answer = post_token(emulator, data=good | changes)
        return answer.status_code, answer.json()["error"]

    assert error(client_secret="wrong") == (400, "invalid_client")
    assert error(client_secret="wröng") == (400, "invalid_client")
    assert error(client_id="nobody") == (400, "invalid_client")
    assert error(client_id="signing-key") == (400, "invalid_client")
    assert error(grant_type="password") == (400, "unsupported_grant_type")
    assert post_token(emulator, json=good).json() == {"error": "invalid_request"}
    assert post_token(emulator, data=credentials(emulator)).json() == {"error": "invalid_request"}


def test_a_disabled_client_gets_no_token(emulator: Emulator) -> None:
    body = {
        "grant_type": "client_credentials",
        "client_id": demo.RETIRED_CONNECTOR,
        "client_secret": emulator.secret_of(demo.RETIRED_CONNECTOR),
    }
    assert post_token(emulator, data=body).json() == {"error": "invalid_client"}


def test_a_token_of_one_region_is_good_in_the_other(emulator: Emulator, sign_in: SignIn) -> None:
    client = sign_in(region="WestEurope")
    client.headers["Authorization"] = "bearer " + token_of(emulator, region="WestUS")
    assert client.get("").status_code == 200


def test_secrets_differ_from_start_to_start(emulator: Emulator) -> None:
    with Emulator() as other:
        assert other.info["client_secret"] != emulator.info["client_secret"]
        assert other.info["tenant_id"] == emulator.info["tenant_id"]
        assert other.info["client_id"] == emulator.info["client_id"]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Bearer é.é.é", "Basic Zm86bw=="]
)
@pytest.mark.parametrize("path", ["", "/Namespaces", "/Roles", "/Namespaces/boiler/AccessControl"])
def test_without_a_good_token_the_answer_is_an_empty_401(us: httpx.Client, header: str, path: str) -> None:
    answer = us.get(path, headers=[(b"Authorization", header.encode("latin-1"))])
    assert (answer.status_code, answer.content) == (401, b"")
    assert "content-type" not in answer.headers
    assert answer.headers["operation-id"]


def test_a_token_of_another_emulator_is_no_good(emulator: Emulator, us: httpx.Client) -> None:
    with Emulator() as other:
        assert us.get("", headers={"Authorization": f"Bearer {token_of(other)}"}).status_code == 401


def test_a_token_expires() -> None:
    now = 1000.0
    signer = Signer(b"key", lambda: now)
    token = signer.issue("me", "tenant", "issuer", 60)
    assert signer.client_of(token) == "me"
    now = 1060.0
    assert signer.client_of(token) is None


def test_a_changed_token_is_refused() -> None:
    signer = Signer(b"key", lambda: 0.0)
    header, claims, signature = signer.issue("me", "tenant", "issuer", 60).split(".")
    other = signer.issue("you", "tenant", "issuer", 60).split(".")[1]
    assert signer.client_of(f"{header}.{claims}.{signature}") == "me"
    assert signer.client_of(f"{header}.{other}.{signature}") is None
    assert signer.client_of(f"{header}.{claims}.") is None


def test_another_tenant_is_forbidden(us: httpx.Client, emulator: Emulator) -> None:
    elsewhere = f"{emulator.info['global']}/api/v1/Tenants/11111111-2222-3333-4444-555555555555"
    for path in ("", "/Regions", "/Namespaces", "/Namespaces/boiler"):
        answer = us.get(elsewhere + path)
        assert (answer.status_code, answer.content) == (403, b"")
    assert us.get(elsewhere + "/Roles").json()["Error"] == "Forbidden"
    assert us.head(elsewhere).status_code == 404
