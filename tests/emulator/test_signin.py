"""Tokens: what sign-in asks for, and what a token is good for."""

from __future__ import annotations

import base64
import hmac
import json

import httpx
import jwt
import pytest

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, token_of
from tests.emulator.person import Clock, Person, error_of


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


def test_the_discovery_document_is_complete_and_true(emulator: Emulator) -> None:
    with Person(emulator) as person:
        document = person.http.get("/identity/.well-known/openid-configuration").json()
        # Each address is there: it answers what its protocol answers to nothing, and not 404.
        answers = {
            "authorization_endpoint": ("GET", 400),
            "token_endpoint": ("POST", 400),
            "userinfo_endpoint": ("GET", 401),
            "end_session_endpoint": ("GET", 200),
            "revocation_endpoint": ("POST", 400),
            "device_authorization_endpoint": ("POST", 400),
            "jwks_uri": ("GET", 200),
        }
        assert {name for name in document if name.endswith(("_endpoint", "_uri"))} == set(answers)
        for name, (method, status) in answers.items():
            assert document[name].startswith(person.base_url + "/identity/")
            assert person.http.request(method, document[name]).status_code == status, name
        for grant in document["grant_types_supported"]:
            asked = person.token(grant_type=grant, client_id=demo_signin.TERMINAL)
            assert asked.json()["error"] != "unsupported_grant_type"
        assert set(document["scopes_supported"]) == {"openid", "profile", "email", "ocsapi", "offline_access"}
        assert person.open(scope=" ".join(document["scopes_supported"])).status_code == 200
    assert document["response_types_supported"] == ["code"]
    assert document["response_modes_supported"] == ["query"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    assert document["request_uri_parameter_supported"] is False
    assert document["authorization_response_iss_parameter_supported"] is True


def test_an_outsider_can_verify_a_clients_token(emulator: Emulator) -> None:
    with Person(emulator) as person:
        claims = person.verified(token_of(emulator), "ocsapi", algorithm="ES256")
    assert claims["client_id"] == emulator.info["client_id"]
    assert claims["scope"] == ["ocsapi"]
    assert "sub" not in claims


def test_published_keys_hold_nothing_secret(emulator: Emulator) -> None:
    with Person(emulator) as person:
        keys = person.http.get("/identity/.well-known/openid-configuration/jwks").json()["keys"]
    public = {"kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"}
    assert {key["alg"] for key in keys} == {"RS256", "ES256"}
    assert all(set(key) <= public for key in keys)


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
    assert error_of(wrong) == (401, "invalid_client")
    assert wrong.headers["www-authenticate"] == "Basic"


def test_what_is_wrong_is_said_as_oauth_says_it(emulator: Emulator) -> None:
    good = credentials(emulator) | {"grant_type": "client_credentials"}

    def error(**changes: str) -> tuple[int, str]:
        return error_of(post_token(emulator, data=good | changes))

    assert error(client_secret="wrong") == (400, "invalid_client")
    assert error(client_secret="wröng") == (400, "invalid_client")
    assert error(client_id="nobody") == (400, "invalid_client")
    assert error(client_id="signing-key") == (400, "invalid_client")
    assert error(grant_type="password") == (400, "unsupported_grant_type")
    assert error_of(post_token(emulator, json=good)) == (400, "invalid_request")
    assert error_of(post_token(emulator, content=b"\xff")) == (400, "invalid_request")
    assert error_of(post_token(emulator)) == (400, "invalid_request")
    assert error_of(post_token(emulator, data=credentials(emulator))) == (400, "invalid_request")
    form = {"content-type": "application/x-www-form-urlencoded"}
    content = f"{httpx.QueryParams(good)}&grant_type=client_credentials"
    assert error_of(post_token(emulator, content=content, headers=form)) == (400, "invalid_request")


def test_a_disabled_client_gets_no_token(emulator: Emulator) -> None:
    body = {
        "grant_type": "client_credentials",
        "client_id": demo.RETIRED_CONNECTOR,
        "client_secret": emulator.secret_of(demo.RETIRED_CONNECTOR),
    }
    assert error_of(post_token(emulator, data=body)) == (400, "invalid_client")


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


def test_a_token_expires(sign_in: SignIn) -> None:
    clock = Clock()
    with Emulator(clock=clock) as emulator:
        client = sign_in(demo.REPORTS, of=emulator)
        clock.now += 599
        assert client.get("").status_code == 200
        clock.now += 1
        assert client.get("").status_code == 401


def changed(token: str, part: int) -> str:
    """Return a token with one letter of a part changed."""
    parts = token.split(".")
    middle = len(parts[part]) // 2
    letter = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + letter + parts[part][middle + 1 :]
    return ".".join(parts)


def test_a_changed_token_is_refused(emulator: Emulator, us: httpx.Client) -> None:
    token, other = token_of(emulator), token_of(emulator, demo.REPORTS)
    header, claims, signature = token.split(".")
    unsigned = jwt.encode(jwt.decode(token, options={"verify_signature": False}), "", algorithm="none")
    forged = [
        *(changed(token, part) for part in range(3)),
        f"{header}.{other.split('.')[1]}.{signature}",
        f"{header}.{claims}.",
        f"{header}.{claims}",
        f"{token}.{signature}",
        f"{token}!!!!",
        unsigned,
    ]
    assert us.get("", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    for each in forged:
        assert us.get("", headers={"Authorization": f"Bearer {each}"}).status_code == 401


def test_a_token_signed_with_the_published_key_as_a_password_is_refused(
    emulator: Emulator, us: httpx.Client
) -> None:
    """The old trick: what everybody can read is taken for the secret of HS256."""
    claims = token_of(emulator).split(".")[1]
    with Person(emulator) as person:
        key = person.http.get("/identity/.well-known/openid-configuration/jwks").json()["keys"][0]

    def encoded(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    header = {"alg": "HS256", "kid": key["kid"], "typ": "at+jwt"}
    signed = f"{encoded(json.dumps(header).encode())}.{claims}"
    for password in (json.dumps(key), key["x"]):
        signature = hmac.digest(password.encode(), signed.encode(), "sha256")
        forged = f"{signed}.{encoded(signature)}"
        assert us.get("", headers={"Authorization": f"Bearer {forged}"}).status_code == 401


def test_another_tenant_is_forbidden(us: httpx.Client, emulator: Emulator) -> None:
    elsewhere = f"{emulator.info['global']}/api/v1/Tenants/11111111-2222-3333-4444-555555555555"
    for path in ("", "/Regions", "/Namespaces", "/Namespaces/boiler"):
        answer = us.get(elsewhere + path)
        assert (answer.status_code, answer.content) == (403, b"")
    assert us.get(elsewhere + "/Roles").json()["Error"] == "Forbidden"
    assert us.head(elsewhere).status_code == 404
