"""What is told of a user who signed in, and signing out."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo_signin
from ocs_tui.model.enums import TENANT_ADMINISTRATOR, TENANT_MEMBER
from tests.emulator.conftest import token_of
from tests.emulator.person import MARIA, Clock, Person, error_of, query_of

AFTER = "http://localhost:5004/index.html"


def ask(person: Person, token: str, method: str = "GET") -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return person.http.request(method, "/identity/connect/userinfo", headers=headers)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_userinfo_tells_what_was_granted(person: Person, method: str) -> None:
    answer = ask(person, person.sign_in()["access_token"], method)
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told["sub"] == MARIA
    assert told["name"] == "Maria Lindqvist"
    assert told["given_name"] == "Maria"
    assert told["email"] == "maria.lindqvist@northwind-process.example"
    assert set(told["role_type"]) == {TENANT_MEMBER, TENANT_ADMINISTRATOR}
    bare = ask(person, person.sign_in(scope="openid")["access_token"]).json()
    assert bare["sub"] == MARIA
    assert not {"name", "given_name", "email"} & set(bare)


def test_userinfo_refuses_as_bearer_tokens_are_refused(person: Person, clock: Clock) -> None:
    def refused(token: str) -> tuple[int, str]:
        answer = ask(person, token)
        assert answer.headers["www-authenticate"].startswith("Bearer error=")
        return error_of(answer)

    given = person.sign_in()
    assert refused("") == refused("made.up.token") == refused(given["id_token"]) == (401, "invalid_token")
    assert refused(token_of(person.emulator)) == (403, "insufficient_scope")
    assert refused(person.sign_in(scope="ocsapi")["access_token"]) == (403, "insufficient_scope")
    clock.now += 3600
    assert refused(given["access_token"]) == (401, "invalid_token")


def leave(person: Person, **query: str) -> httpx.Response:
    return person.http.get("/identity/connect/endsession", params=query)


def test_signing_out_leads_back_to_where_the_client_registered(person: Person, clock: Clock) -> None:
    token = person.sign_in()["id_token"]
    clock.now += 3600  # an id token that has expired is a good hint
    back = leave(person, id_token_hint=token, post_logout_redirect_uri=AFTER, state="s &")
    assert back.headers["location"].startswith(AFTER)
    assert query_of(back) == {"state": "s &"}
    by_id = leave(person, client_id=demo_signin.TERMINAL, post_logout_redirect_uri=AFTER)
    assert by_id.headers["location"] == AFTER


def test_signing_out_without_an_address_says_so(person: Person) -> None:
    page = leave(person)
    assert page.status_code == 200
    assert "Signed out" in page.text


def test_signing_out_leads_nowhere_else(person: Person) -> None:
    given = person.sign_in()
    hint = given["id_token"]
    pages = [
        leave(person, post_logout_redirect_uri=AFTER),
        leave(person, id_token_hint=hint, post_logout_redirect_uri="http://evil.example/"),
        leave(person, id_token_hint=hint, post_logout_redirect_uri=AFTER + "x"),
        leave(person, id_token_hint="made.up.token", post_logout_redirect_uri=AFTER),
        leave(person, id_token_hint=given["access_token"], post_logout_redirect_uri=AFTER),
        leave(person, id_token_hint=hint, client_id=demo_signin.DASHBOARD, post_logout_redirect_uri=AFTER),
    ]
    for page in pages:
        assert (page.status_code, "location" in page.headers) == (400, False)
        assert "evil.example" not in page.text


def test_what_was_granted_for_offline_use_outlives_a_sign_out(person: Person) -> None:
    given = person.sign_in()
    leave(person, id_token_hint=given["id_token"])
    assert person.refresh(given["refresh_token"]).status_code == 200
