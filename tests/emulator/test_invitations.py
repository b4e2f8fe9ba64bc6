"""Invitations: how long they hold, what becomes of them, and what their users' status says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo_people
from ocs_tui.emulator.people.known import AZURE_AD
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn
from tests.emulator.person import MARIA, Clock, Person

ACCEPTED, NONE, NOT_SENT, SENT, EXPIRED = range(5)
ASK = {"IdentityProviderId": AZURE_AD}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Iterator[Emulator]:
    with Emulator(clock=clock) as running:
        yield running


@pytest.fixture
def user(us: httpx.Client) -> str:
    """A new user."""
    made = us.post("/Users", json=ASK | {"ContactGivenName": "Una", "ContactEmail": "una@x.example"})
    return str(made.json()["Id"])


def status(us: httpx.Client, user_id: str) -> int:
    found = us.get(f"/Users/{user_id}/Status").json()
    assert found["User"]["Id"] == user_id
    return int(found.get("InvitationStatus", ACCEPTED))


def later(sign_in: SignIn, clock: Clock, **span: float) -> httpx.Client:
    """Let time pass; return the demo client with a new token."""
    clock.now += timedelta(**span).total_seconds()
    return sign_in()


def at(clock: Clock, days: float) -> str:
    return (datetime.fromtimestamp(clock.now, UTC) + timedelta(days=days)).isoformat()


def test_an_invitation_holds_for_three_weeks_and_is_gone_two_weeks_later(
    us: httpx.Client, sign_in: SignIn, clock: Clock, user: str
) -> None:
    assert status(us, user) == NONE
    made = us.post(f"/Users/{user}/Invitation", json=ASK).json()
    assert status(us, user) == SENT
    issued, expires = (datetime.fromisoformat(made[name]) for name in ("Issued", "Expires"))
    assert expires - issued == timedelta(days=21)
    assert issued == datetime.fromtimestamp(clock.now, UTC)

    us = later(sign_in, clock, days=21)
    everything = {"includeExpiredInvitations": "true"}
    assert status(us, user) == EXPIRED
    assert made["Id"] not in us.get("/Invitations").text
    assert made in us.get("/Invitations", params=everything).json()
    assert us.get(f"/Users/{user}/Invitation").json() == made
    assert us.head(f"/Users/{user}/Invitation").status_code == 404
    assert us.head(f"/Users/{user}/Invitation", params=everything).status_code == 200

    us = later(sign_in, clock, days=14, seconds=1)
    assert status(us, user) == NONE
    assert made["Id"] not in us.get("/Invitations", params=everything).text
    assert us.get(f"/Invitations/{made['Id']}").status_code == 404
    assert us.get(f"/Users/{user}/Invitation").status_code == 404


def test_one_at_a_time_until_it_expires(us: httpx.Client, sign_in: SignIn, clock: Clock, user: str) -> None:
    path = f"/Users/{user}/Invitation"
    first = us.post(path, json=ASK | {"ExpiresDateTime": at(clock, 1)}).json()
    assert us.post(path, json=ASK).status_code == 409
    us = later(sign_in, clock, days=2)
    second = us.post(path, json=ASK)
    assert second.status_code == 201
    assert second.json()["Expires"] > first["Expires"]
    assert len([each for each in us.get("/Invitations").json() if each["UserId"] == user]) == 1
    assert us.delete(path).status_code == 204
    assert us.delete(path).status_code == 404
    assert status(us, user) == NONE


@pytest.mark.parametrize(("days", "code"), [(0, 400), (-1, 400), (62.1, 400), (61.9, 201), (0.001, 201)])
def test_at_most_two_months_ahead(us: httpx.Client, clock: Clock, user: str, days: float, code: int) -> None:
    body = ASK | {"ExpiresDateTime": at(clock, days)}
    assert us.post(f"/Users/{user}/Invitation", json=body).status_code == code


def test_sending_again_issues_it_anew(us: httpx.Client, sign_in: SignIn, clock: Clock, user: str) -> None:
    path = f"/Users/{user}/Invitation"
    first = us.put(path, json=ASK | {"SendInvitation": False})
    assert first.status_code == 201
    assert status(us, user) == NOT_SENT
    us = later(sign_in, clock, days=3)
    for where in (path, f"/Invitations/{first.json()['Id']}"):
        again = us.put(where, json={})
        assert again.status_code == 200
        assert again.json()["Id"] == first.json()["Id"]
        assert again.json()["Expires"] > first.json()["Expires"]
    assert status(us, user) == SENT


def test_signing_in_accepts_it(emulator: Emulator, us: httpx.Client, user: str) -> None:
    made = us.post(f"/Users/{user}/Invitation", json=ASK).json()
    with Person(emulator) as person:
        token = person.sign_in(user)["access_token"]
        assert person.get(f"/Users/{user}", token).json()["Email"] == "una@x.example"
    assert status(us, user) == ACCEPTED
    accepted = us.get(f"/Invitations/{made['Id']}").json()
    assert (accepted["State"], accepted["Accepted"]) == (2, made["Issued"])
    for answer in (
        us.post(f"/Users/{user}/Invitation", json=ASK),
        us.put(f"/Users/{user}/Invitation", json=ASK),
    ):
        assert answer.status_code == 409


def test_statuses_are_selected_by_name_number_and_id(us: httpx.Client) -> None:
    def found(**query: Any) -> set[str]:
        answer = us.get("/Users/Status", params=query)
        assert answer.headers["total-count"] == str(len(answer.json()))
        return {each["User"]["Id"] for each in answer.json()}

    invited = {demo_people.INVITEE, demo_people.EXPIRED_INVITEE}
    assert found(status=[3, "invitationexpired"]) == invited
    assert found(status=4) == {demo_people.EXPIRED_INVITEE}
    assert found(id=[MARIA, demo_people.INVITEE], status="InvitationAccepted") == {MARIA}
    assert MARIA in found(status="") - invited
    part = us.get("/Users/Status", params={"count": 1, "skip": 1})
    assert len(part.json()) == 1
    assert int(part.headers["total-count"]) > 10
    assert us.get("/Users/Status", params={"status": "5"}).status_code == 400


def test_a_removed_user_takes_the_invitation_along(us: httpx.Client) -> None:
    invitation = us.get(f"/Users/{demo_people.INVITEE}/Invitation").json()
    us.delete(f"/Users/{demo_people.INVITEE}", params={"force": "true"})
    assert us.get(f"/Invitations/{invitation['Id']}").status_code == 404
