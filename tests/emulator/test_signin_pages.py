"""The pages of signing in: what a browser may do with them, and what they show."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo_signin
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.signin.pending import ShortLived
from ocs_tui.emulator.store import Kind
from tests.emulator.person import MARIA, Clock, Person, form_of, query_of, store_of

NASTY = "</label><script>alert(1)</script>\"'> \x1b]0;x\x07"


def policy_of(page: httpx.Response) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in page.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in directives}


def test_the_page_tells_who_asks_for_what(person: Person) -> None:
    page = person.open()
    words = form_of(page).words
    assert page.status_code == 200
    assert "Terminal explorer for people" in words
    assert "use OSIsoft Cloud Services as you" in words
    assert "Maria Lindqvist <maria.lindqvist@northwind-process.example>" in words
    assert demo_signin.REDIRECT_URI in words
    assert MARIA in form_of(page).users


def test_every_page_is_kept_out_of_caches_and_frames(person: Person) -> None:
    page = person.open()
    pages = [
        page,
        person.answer(page, None),
        person.open(client_id="nobody"),
        person.http.get("/identity/device"),
        person.http.get("/identity/device?user_code=none"),
        person.http.get("/identity/connect/endsession"),
    ]
    for each in pages:
        assert each.headers["cache-control"] == "no-store"
        assert each.headers["x-frame-options"] == "DENY"
        policy = policy_of(each)
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == "'unsafe-inline'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["form-action"].startswith("'self'")
        form_of(each)


@pytest.mark.parametrize(
    ("redirect_uri", "source"),
    [
        ("http://localhost:5004/callback.html", "http://localhost:5004"),
        ("http://[::1]:5004/callback.html", "http:"),
    ],
)
def test_the_form_may_be_redirected_to_the_client_alone(
    person: Person, redirect_uri: str, source: str
) -> None:
    assert policy_of(person.open(redirect_uri=redirect_uri))["form-action"] == f"'self' {source}"


def test_a_form_is_good_once(person: Person) -> None:
    page = person.open()
    assert "code" in query_of(person.answer(page))
    again = person.answer(page)
    assert (again.status_code, "location" in again.headers) == (400, False)
    assert "used already" in again.text


def test_a_form_is_good_for_ten_minutes(person: Person, clock: Clock) -> None:
    page = person.open()
    clock.now += 600
    assert person.answer(page).status_code == 400


def test_a_form_without_its_token_does_nothing(person: Person) -> None:
    forged = {"ticket": "made-up", "user": MARIA, "decision": "allow"}
    for path in ("/identity/connect/authorize", "/identity/device"):
        answer = person.http.post(path, data=forged)
        assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_a_form_of_another_site_does_nothing(person: Person) -> None:
    wish = {"client_id": demo_signin.FIELD_TERMINALS, "scope": "ocsapi"}
    device = person.http.post("/identity/connect/deviceauthorization", data=wish).json()
    pages = {303: person.open(), 200: person.http.get(device["verification_uri_complete"])}
    for done, page in pages.items():
        form = form_of(page)
        given = form.fields | {"user": MARIA, "decision": "allow"}
        for origin, status in (("http://evil.example", 400), ("null", 400), (person.base_url, done)):
            answer = person.http.post(form.action, data=given, headers={"Origin": origin})
            assert answer.status_code == status


def test_who_chooses_nobody_is_asked_again(person: Person) -> None:
    page = person.answer(person.open(), None)
    assert page.status_code == 400
    assert "Choose who signs in." in form_of(page).words
    assert query_of(person.answer(page))["state"] == "a state"


def test_what_stands_in_names_is_shown_and_does_nothing(emulator: Emulator) -> None:
    store = store_of(emulator)
    for kind, document in [(kind, doc) for kind, _, doc in store.primary.items() if doc.get("Name")]:
        store.write((kind, document["Id"], document | {"Name": NASTY, "Email": NASTY}))
    with Person(emulator) as person:
        page = person.open()
        assert "\x1b" not in page.text
        assert form_of(page).words.count("<script>alert(1)</script>") >= 14
        typed = person.http.get("/identity/device", params={"user_code": NASTY})
        assert "<script>alert(1)</script>" in form_of(typed).fields["user_code"]


def test_a_large_tenant_shows_some_and_takes_the_others_by_name(emulator: Emulator) -> None:
    store = store_of(emulator)
    pattern, known = store.primary.one(Kind.USER, MARIA), len(store.primary.all(Kind.USER))
    for number in range(150):
        user = pattern | {"Id": f"user-{number}", "Name": f"U {number}", "Email": f"u{number}@x.example"}
        store.write((Kind.USER, user["Id"], user))
    with Person(emulator) as person:
        page = person.open()
        form = form_of(page)
        assert len(form.users) == 100
        assert f"first 100 of {known + 150}" in form.words
        given = form.fields | {"decision": "allow", "other": " U149@X.example "}
        code = query_of(person.http.post(form.action, data=given))["code"]
        token = person.redeem(code).json()["access_token"]
        assert person.verified(token, "ocsapi", algorithm="ES256")["sub"] == "user-149"


def test_open_pages_are_bounded() -> None:
    now = 0.0
    held: ShortLived[int] = ShortLived(lambda: now, most=3)
    keys = [held.hold(number, 10) for number in range(5)]
    assert [held.get(key) for key in keys] == [None, None, 2, 3, 4]
    assert held.take(keys[2]) == 2
    assert held.take(keys[2]) is None
    now = 10.0
    assert held.all() == []
    assert held.get(keys[4]) is None
