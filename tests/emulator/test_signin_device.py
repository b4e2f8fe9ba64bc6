"""Signing in on a device without a browser."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.store import Kind
from tests.emulator.person import JONAS, MARIA, Clock, Person, error_of, form_of, store_of

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def begin(person: Person, **changes: str) -> httpx.Response:
    form = {"client_id": demo_signin.FIELD_TERMINALS, "scope": "openid ocsapi"}
    return person.http.post("/identity/connect/deviceauthorization", data=form | changes)


def begun(person: Person) -> dict[str, Any]:
    answer = begin(person)
    assert answer.headers["cache-control"] == "no-store"
    return dict(answer.json())


def look(person: Person, device_code: str, client_id: str = demo_signin.FIELD_TERMINALS) -> httpx.Response:
    return person.token(grant_type=GRANT, client_id=client_id, device_code=device_code)


def type_code(person: Person, code: str) -> httpx.Response:
    """Type a code into the page that the device names."""
    form = form_of(person.http.get("/identity/device"))
    assert form.method == "get"
    assert list(form.fields) == ["user_code"]
    return person.http.get(form.action, params={"user_code": code})


def test_a_device_waits_for_its_user(person: Person, clock: Clock) -> None:
    device = begun(person)
    assert device["expires_in"] == 300
    assert error_of(look(person, device["device_code"])) == (400, "authorization_pending")
    page = type_code(person, device["user_code"])
    words = form_of(page).words
    assert "Field terminals" in words
    assert device["user_code"] in words
    assert "Signed in" in form_of(person.answer(page, JONAS)).words
    clock.now += device["interval"]
    given = look(person, device["device_code"]).json()
    assert person.get("", given["access_token"]).status_code == 200
    identity = person.verified(
        given["id_token"], demo_signin.FIELD_TERMINALS, algorithm="RS256", whenever=True
    )
    assert identity["sub"] == JONAS
    assert "refresh_token" not in given
    clock.now += device["interval"]
    assert error_of(look(person, device["device_code"])) == (400, "invalid_grant")


def test_the_address_with_the_code_in_it_leads_to_the_question(person: Person) -> None:
    device = begun(person)
    assert device["verification_uri"] == f"{person.base_url}/identity/device"
    page = person.http.get(device["verification_uri_complete"])
    assert device["user_code"] in form_of(page).words
    assert "Signed in" in form_of(person.answer(page, MARIA)).words


def test_a_code_may_be_typed_as_people_type(person: Person) -> None:
    code = begun(person)["user_code"]
    for typed in (code.lower(), code.replace("-", ""), f" {code[:4]} {code[5:]} "):
        assert code in form_of(type_code(person, typed)).words


def test_who_refuses_ends_it(person: Person, clock: Clock) -> None:
    device = begun(person)
    page = type_code(person, device["user_code"])
    assert "Refused" in form_of(person.answer(page, None, allow=False)).words
    assert error_of(look(person, device["device_code"])) == (400, "access_denied")
    clock.now += 10
    assert error_of(look(person, device["device_code"])) == (400, "invalid_grant")


def test_who_looks_too_often_is_slowed_down(person: Person, clock: Clock) -> None:
    device = begun(person)
    code, interval = device["device_code"], device["interval"]
    assert error_of(look(person, code)) == (400, "authorization_pending")
    assert error_of(look(person, code)) == (400, "slow_down")
    clock.now += interval
    assert error_of(look(person, code)) == (400, "slow_down")
    clock.now += interval + 10
    assert error_of(look(person, code)) == (400, "authorization_pending")


def test_who_comes_too_late_is_told(person: Person, clock: Clock) -> None:
    device = begun(person)
    page = type_code(person, device["user_code"])
    clock.now += 300
    assert error_of(look(person, device["device_code"])) == (400, "expired_token")
    assert person.answer(page, MARIA).status_code == 400
    assert type_code(person, device["user_code"]).status_code == 400


def test_a_code_that_no_device_shows_is_told(person: Person) -> None:
    page = type_code(person, "BCDF-GHJK")
    assert page.status_code == 400
    assert "No device shows this code" in form_of(page).words


def test_two_pages_for_one_device_are_answered_once(person: Person) -> None:
    device = begun(person)
    first, second = (type_code(person, device["user_code"]) for _ in range(2))
    assert person.answer(first, None, allow=False).status_code == 200
    assert person.answer(second, MARIA).status_code == 400
    assert error_of(look(person, device["device_code"])) == (400, "access_denied")


def test_who_chooses_nobody_is_asked_again(person: Person, clock: Clock) -> None:
    device = begun(person)
    page = person.answer(type_code(person, device["user_code"]), None)
    assert "Choose who signs in." in form_of(page).words
    assert error_of(look(person, device["device_code"])) == (400, "authorization_pending")
    assert person.answer(page, MARIA).status_code == 200


def test_a_device_code_is_its_clients_own(person: Person) -> None:
    assert error_of(look(person, "made-up")) == (400, "invalid_grant")
    code = begun(person)["device_code"]
    assert error_of(look(person, code, demo_signin.TERMINAL)) == (400, "unauthorized_client")
    store = store_of(person.emulator)
    other = store.primary.one(Kind.DEVICE_CLIENT, demo_signin.FIELD_TERMINALS) | {"Id": "another"}
    store.write((Kind.DEVICE_CLIENT, "another", other))
    assert error_of(look(person, code, "another")) == (400, "invalid_grant")
    assert error_of(look(person, code)) == (400, "authorization_pending")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_id": demo_signin.TERMINAL}, "unauthorized_client"),
        ({"client_id": demo.DEMO_CLIENT}, "invalid_client"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_request"),
    ],
)
def test_a_device_that_may_not_begin_is_told(person: Person, changes: dict[str, str], error: str) -> None:
    assert error_of(begin(person, **changes)) == (400, error)
