"""Signing in by authorization code and PKCE."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.store import Kind
from tests.emulator.person import CHALLENGE, JONAS, MARIA, Clock, Person, error_of, query_of, store_of


def test_a_user_signs_in_and_the_api_knows_them(emulator: Emulator) -> None:
    with Person(emulator) as person:
        given = person.sign_in()
        assert given["token_type"] == "Bearer"
        assert given["expires_in"] == 3600
        assert given["scope"] == "openid profile email ocsapi offline_access"
        assert person.get("/Namespaces/boiler", given["access_token"]).status_code == 200
        access = person.verified(given["access_token"], "ocsapi", algorithm="ES256")
        assert access["sub"] == MARIA
        assert access["client_id"] == demo_signin.TERMINAL
        assert access["exp"] == access["iat"] + 3600
        identity = person.verified(given["id_token"], demo_signin.TERMINAL, algorithm="RS256")
        assert identity["sub"] == MARIA
        assert identity["nonce"] == "a nonce"
        assert identity["name"] == "Maria Lindqvist"
        assert identity["email"] == "maria.lindqvist@northwind-process.example"
        assert access["auth_time"] == identity["auth_time"] <= identity["iat"]


def test_state_comes_back_as_it_went_with_who_answers(person: Person) -> None:
    state = "ü &=?#/% + \r\nLocation: x"
    answer = person.answer(person.open(state=state))
    assert answer.headers["location"].startswith(demo_signin.REDIRECT_URI + "?code=")
    assert query_of(answer)["state"] == state
    assert query_of(answer)["iss"] == f"{person.base_url}/identity"
    assert "state" not in query_of(person.answer(person.open(state=None)))


def test_who_refuses_is_sent_back_without_a_code(person: Person) -> None:
    back = query_of(person.answer(person.open(), None, allow=False))
    assert back["error"] == "access_denied"
    assert back["state"] == "a state"
    assert "code" not in back


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://localhost:5005/callback.html",
        "http://localhost:5004/callback.html/",
        "http://localhost:5004/Callback.html",
        "http://localhost:5004/callback.html?x=1",
        "http://localhost:5004/callback.html#x",
        "https://localhost:5004/callback.html",
        "http://evil.example/callback.html",
        "",
        None,
    ],
)
def test_a_redirect_uri_that_is_not_registered_gets_a_page_and_no_redirect(
    person: Person, redirect_uri: str | None
) -> None:
    page = person.open(redirect_uri=redirect_uri)
    assert page.status_code == 400
    assert "location" not in page.headers
    assert "bad_client" in page.text
    assert "evil.example" not in page.text


@pytest.mark.parametrize("client_id", [None, "nobody", demo.DEMO_CLIENT, demo_signin.FIELD_TERMINALS])
def test_a_client_that_signs_nobody_in_gets_a_page(person: Person, client_id: str | None) -> None:
    page = person.open(client_id=client_id)
    assert (page.status_code, "location" in page.headers) == (400, False)
    assert "bad_client" in page.text
    assert "no such client" in page.text


def test_a_parameter_that_is_there_twice_gets_a_page(person: Person) -> None:
    url = "/identity/connect/authorize?" + str(httpx.QueryParams(person.wish()))
    page = person.http.get(url + "&redirect_uri=http%3A%2F%2Fevil.example")
    assert (page.status_code, "location" in page.headers) == (400, False)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"scope": None}, "invalid_request"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"acr_values": "tenant:11111111-2222-3333-4444-555555555555"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"request": "x.y.z"}, "request_not_supported"),
        ({"request_uri": "http://evil.example"}, "request_uri_not_supported"),
    ],
)
def test_a_wish_that_cannot_be_is_told_to_the_client(
    person: Person, changes: dict[str, str | None], error: str
) -> None:
    answer = person.open(**changes)
    assert answer.headers["location"].startswith(demo_signin.REDIRECT_URI + "?")
    assert query_of(answer)["error"] == error
    assert query_of(answer)["state"] == "a state"


def test_the_request_may_be_posted_too(person: Person) -> None:
    page = person.http.post("/identity/connect/authorize", data=person.wish())
    assert "code" in query_of(person.answer(page))


def test_the_tenant_may_be_left_out(person: Person) -> None:
    assert person.sign_in(acr_values=None)["access_token"]


def test_a_code_is_good_once_and_a_second_use_takes_back_the_first(person: Person) -> None:
    code = person.code()
    first = person.redeem(code).json()
    assert error_of(person.redeem(code)) == (400, "invalid_grant")
    assert error_of(person.refresh(first["refresh_token"])) == (400, "invalid_grant")


def test_a_code_lives_for_a_minute(person: Person, clock: Clock) -> None:
    early, late = person.code(), person.code()
    clock.now += 59
    assert person.redeem(early).status_code == 200
    clock.now += 1
    assert error_of(person.redeem(late)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "another-verifier-of-forty-three-characters-"},
        {"code_verifier": CHALLENGE},
        {"code_verifier": None},
        {"redirect_uri": "http://127.0.0.1:5004/callback.html"},
        {"redirect_uri": None},
        {"client_id": demo_signin.DASHBOARD},
    ],
)
def test_a_code_is_bound_and_lost_at_a_wrong_try(person: Person, changes: dict[str, str | None]) -> None:
    code = person.code()
    assert error_of(person.redeem(code, **changes)) == (400, "invalid_grant")
    assert error_of(person.redeem(code)) == (400, "invalid_grant")


def test_a_code_that_nobody_gave_is_refused(person: Person) -> None:
    assert error_of(person.redeem("made-up")) == (400, "invalid_grant")
    without = person.token(grant_type="authorization_code", client_id=demo_signin.TERMINAL)
    assert error_of(without) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("client_id", "grant"),
    [
        (demo_signin.TERMINAL, "client_credentials"),
        (demo_signin.TERMINAL, "urn:ietf:params:oauth:grant-type:device_code"),
        (demo_signin.FIELD_TERMINALS, "authorization_code"),
        (demo_signin.FIELD_TERMINALS, "refresh_token"),
    ],
)
def test_a_kind_of_client_has_its_own_grants(person: Person, client_id: str, grant: str) -> None:
    assert error_of(person.token(client_id=client_id, grant_type=grant)) == (400, "unauthorized_client")


def test_a_client_without_a_secret_has_no_use_for_one(person: Person) -> None:
    assert error_of(person.redeem(person.code(), client_secret="guessed")) == (400, "invalid_client")


def test_without_openid_there_is_no_id_token(person: Person) -> None:
    given = person.sign_in(scope="ocsapi")
    assert "id_token" not in given
    assert person.get("", given["access_token"]).status_code == 200


def test_a_token_without_the_api_in_its_scope_is_not_for_the_api(person: Person) -> None:
    given = person.sign_in(scope="openid")
    assert person.get("", given["access_token"]).status_code == 401
    assert person.get("", given["id_token"]).status_code == 401


def test_a_user_may_what_their_roles_may(person: Person) -> None:
    contractor = person.sign_in(JONAS)["access_token"]
    administrator = person.sign_in(MARIA)["access_token"]
    # Contractors are denied everything there; only Tenant Members may read the other one.
    assert person.get("/Namespaces/flare.monitoring", contractor).status_code == 403
    assert person.get("/Namespaces/sandbox", contractor).status_code == 200
    assert person.get("/Namespaces/flare.monitoring", administrator).status_code == 200
    rights = person.get("/Namespaces/sandbox/AccessRights", contractor).json()
    assert rights == ["Read"]


def test_every_user_is_a_tenant_member(person: Person) -> None:
    store = store_of(person.emulator)
    store.write((Kind.USER, JONAS, store.primary.one(Kind.USER, JONAS) | {"RoleIds": []}))
    assert person.get("/Namespaces/sandbox", person.sign_in(JONAS)["access_token"]).status_code == 200


def test_an_address_that_has_a_query_keeps_it(person: Person) -> None:
    store, uri = store_of(person.emulator), "http://localhost:5004/back?from=ocs"
    client = store.primary.one(Kind.CODE_CLIENT, demo_signin.TERMINAL)
    store.write((Kind.CODE_CLIENT, client["Id"], client | {"RedirectUris": [uri]}))
    back = query_of(person.answer(person.open(redirect_uri=uri)))
    assert (back["from"], back["state"]) == ("ocs", "a state")


def test_a_user_who_owns_a_namespace_may_everything(person: Person) -> None:
    henk = person.sign_in(demo.user_id("Henk", "van der Molen"))["access_token"]
    assert len(person.get("/Namespaces/antwerp-terminal/AccessRights", henk).json()) == 5


def test_a_users_token_is_good_in_every_region_until_it_expires(person: Person, clock: Clock) -> None:
    token = person.sign_in()["access_token"]
    with Person(person.emulator, "WestEurope") as elsewhere:
        assert elsewhere.get("", token).status_code == 200
        clock.now += 3600
        assert elsewhere.get("", token).status_code == 401
        assert person.get("", token).status_code == 401


def hybrid_form(person: Person, code: str) -> dict[str, str]:
    return {
        "client_id": demo_signin.PORTAL,
        "client_secret": person.emulator.secret_of(demo_signin.PORTAL),
        "redirect_uri": "http://localhost:5005/signin-oidc",
        "code": code,
        "grant_type": "authorization_code",
    }


def test_a_hybrid_client_proves_itself_by_its_secret(person: Person) -> None:
    wish = {
        "client_id": demo_signin.PORTAL,
        "redirect_uri": "http://localhost:5005/signin-oidc",
        "code_challenge": None,
        "code_challenge_method": None,
    }
    form = hybrid_form(person, person.code(**wish))
    assert error_of(person.token(**form | {"client_secret": "wrong"})) == (400, "invalid_client")
    given = person.token(**form).json()
    refreshed = person.refresh(
        given["refresh_token"], client_id=demo_signin.PORTAL, client_secret=form["client_secret"]
    ).json()
    assert person.get("", refreshed["access_token"]).status_code == 200
    stolen = person.refresh(refreshed["refresh_token"], client_id=demo_signin.PORTAL)
    assert error_of(stolen) == (400, "invalid_client")


def test_a_hybrid_client_that_sent_no_challenge_has_no_verifier(person: Person) -> None:
    redirect_uri = "http://localhost:5005/signin-oidc"
    code = person.code(
        client_id=demo_signin.PORTAL,
        redirect_uri=redirect_uri,
        code_challenge=None,
        code_challenge_method=None,
    )
    form = hybrid_form(person, code)
    assert error_of(person.token(**form, code_verifier="sent-though-no-challenge-was")) == (
        400,
        "invalid_grant",
    )


def test_a_hybrid_client_that_sent_a_challenge_is_held_to_it(person: Person) -> None:
    code = person.code(client_id=demo_signin.PORTAL, redirect_uri="http://localhost:5005/signin-oidc")
    assert error_of(person.token(**hybrid_form(person, code))) == (400, "invalid_grant")
