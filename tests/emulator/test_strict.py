"""Strict mode: people, roles and clients are for administrators alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn
from tests.emulator.person import JONAS, MARIA, Person

OF_PEOPLE = ["/Users", f"/Users/{JONAS}", "/Roles", f"/Roles/{demo.MEMBER}", "/ClientCredentialClients"]


@pytest.fixture
def strict() -> Iterator[Emulator]:
    with Emulator(strict=True) as emulator:
        yield emulator


@pytest.mark.parametrize("path", [*OF_PEOPLE, f"/ClientCredentialClients/{demo.REPORTS}/Roles"])
def test_others_are_refused_with_a_reason(strict: Emulator, sign_in: SignIn, path: str) -> None:
    reports = sign_in(demo.REPORTS, of=strict)
    answer = reports.get(path)
    assert answer.status_code == 403
    assert "Tenant Administrator" in answer.json()["Reason"]
    assert reports.head(path).status_code == 403
    assert sign_in(of=strict).get(path).status_code == 200


def test_users_are_held_to_it_too(strict: Emulator) -> None:
    with Person(strict) as person:
        administrator, contractor = (person.sign_in(user)["access_token"] for user in (MARIA, JONAS))
        for path in OF_PEOPLE:
            assert person.get(path, administrator).status_code == 200
            assert person.get(path, contractor).status_code == 403


def test_the_rest_is_as_it_was(strict: Emulator, sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS, of=strict)
    for path in ("", "/Regions", "/Namespaces", "/Namespaces/sandbox", "/Namespaces/sandbox/Owner"):
        assert reports.get(path).status_code == 200


@pytest.mark.parametrize("path", OF_PEOPLE)
def test_without_it_everybody_may_look(sign_in: SignIn, path: str) -> None:
    assert sign_in(demo.REPORTS).get(path).status_code == 200
