"""What the form of a thing asks for, and what it does not take."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.catalog.identity_kinds import CLAIM, CLIENT, CODE_CLIENT, ROLE, USER
from ocs_tui.catalog.kind import Kind
from ocs_tui.model.clients import CodeClient
from ocs_tui.model.enums import TENANT_MEMBER
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.screens.thing_fields import Known, extra_value, extras_of, fields_of
from ocs_tui.widgets.form_fields import FormField, ShownField, TicksField

MEMBER = Role(id="M", name="Tenant Member", role_type_id=TENANT_MEMBER.upper())
LEADS = Role(id="L", name="Shift Leads")
KNOWN = Known((LEADS, MEMBER), ())
NOBODY = Known(None, None)


def field(kind: Kind, name: str, before: Any = None, known: Known = KNOWN) -> FormField:
    """Return one of the fields of a form."""
    return next(one for one in fields_of(kind, before, known) if one.attribute == name)


@pytest.mark.parametrize("kind", [USER, CLIENT])
def test_tenant_member_is_always_held(kind: Kind) -> None:
    roles = field(kind, "role_ids")
    assert isinstance(roles, TicksField)
    assert roles.value == ("M",)
    roles.fill(("L",))
    assert sorted(roles.value) == ["L", "M"]
    assert field(CLAIM, "role_ids").value == ()


def test_roles_that_were_held_stay_as_they_were() -> None:
    roles = field(USER, "role_ids", User(id="u", role_ids=("gone", "m", "l")))
    assert roles.value == ("gone", "m", "l")
    roles.fill(("gone",))
    assert roles.value == ("gone", "m")
    unread = field(USER, "role_ids", User(id="u", role_ids=("m",)), NOBODY)
    assert unread.value == ("m",)


@pytest.mark.parametrize(
    ("uri", "problem"),
    [
        ("https://a.example/cb", None),
        ("http://localhost:5004/callback.html", None),
        ("com.example.app:/callback", None),
        ("callback", "callback is no absolute URI: write it whole, such as https://example.com/callback."),
        (
            "//a.example/cb",
            "//a.example/cb is no absolute URI: write it whole, such as https://example.com/callback.",
        ),
        ("https:/cb", "https:/cb names no host."),
        ("http://[", "http://[ is no URI."),
    ],
)
def test_redirect_uris_are_absolute(uri: str, problem: str | None) -> None:
    redirects = field(CODE_CLIENT, "redirect_uris")
    assert redirects.problem_with((uri,)) == problem


def test_lists_have_a_most_and_what_is_needed_is_asked_for() -> None:
    redirects = field(CODE_CLIENT, "redirect_uris")
    assert redirects.problem_with(()) == "It is needed."
    assert (
        redirects.problem_with(tuple(f"https://a.example/{n}" for n in range(11)))
        == "There are 11: 10 are the most."
    )
    origins = field(CODE_CLIENT, "allowed_cors_origins")
    assert origins.problem_with(("https://a.example",)) is None
    assert "more than an origin" in str(origins.problem_with(("https://a.example/path",)))


def test_what_is_needed_is_not_emptied_later() -> None:
    assert field(ROLE, "name", Role(id="r", name="Shift Leads")).problem_with("") == "It is needed."
    assert field(ROLE, "name", Role(id="r")).problem_with("") is None


def test_what_is_there_already_is_not_judged() -> None:
    old = CodeClient(id="c", redirect_uris=("not a uri",))
    assert field(CODE_CLIENT, "redirect_uris", old).problem_with(("not a uri",)) is None
    assert field(CODE_CLIENT, "redirect_uris", old).problem_with(("not a uri", "x")) is not None


@pytest.mark.parametrize(
    ("typed", "fits"), [(60, True), (3600, True), (59, False), (3601, False), ("1h", False)]
)
def test_a_lifetime_has_its_limits(typed: int | str, fits: bool) -> None:
    assert (field(CLIENT, "access_token_lifetime").problem_with(typed) is None) is fits


def test_what_the_service_would_keep_is_said_where_it_would() -> None:
    emptied = "Emptied it would stay as it is: the service takes an empty field for unchanged."
    assert field(USER, "contact_surname", User(id="u", contact_surname="Krol")).problem_with("") == emptied
    assert field(USER, "contact_surname", User(id="u")).problem_with("") is None
    assert (
        field(CLIENT, "access_token_lifetime", Client(id="c", access_token_lifetime=60)).problem_with(0)
        == emptied
    )
    assert field(ROLE, "description", Role(id="r", name="R", description="x")).problem_with("") is None


@pytest.mark.parametrize(
    ("address", "fits"), [("a@b.example", True), ("a.b.example", False), ("a@", False), ("@b", False)]
)
def test_an_address_looks_like_one(address: str, fits: bool) -> None:
    assert (field(USER, "contact_email").problem_with(address) is None) is fits


def test_control_characters_are_shown_and_not_edited() -> None:
    role = Role(id="r", name="R", description="a\x1b]0;x\x07")
    client = CodeClient(id="c", redirect_uris=("https://a\x9b",))
    assert isinstance(field(ROLE, "description", role), ShownField)
    assert field(ROLE, "description", role).value == role.description
    assert isinstance(field(CODE_CLIENT, "redirect_uris", client), ShownField)


def test_a_clients_first_secret_is_said_as_on_the_wire() -> None:
    names = [one.attribute for one in extras_of(CLIENT)]
    assert names == ["SecretDescription", "SecretExpirationDate"]
    assert extra_value("SecretExpirationDate", "2999-01-31") == "2999-01-31T23:59:59Z"
    assert extra_value("SecretExpirationDate", "never") is None
    assert extra_value("SecretDescription", "") is None
    assert (
        extras_of(CLIENT)[1].problem_with("1999-01-31") == "1999-01-31 is over: write a day that is to come."
    )
