"""Ids, addresses and the words for what the wire says in numbers."""

from __future__ import annotations

import pytest

from ocs_tui.model.address import Address
from ocs_tui.model.enums import (
    AccessRight,
    NamespaceState,
    TenantState,
    enum_words,
    right_words,
)
from ocs_tui.model.ids import fits_in_a_path, namespace_id_problem


@pytest.mark.parametrize("value", ["a", "Boiler 1", "a.b", "a__b", "_a", "-", "x" * 100, "9"])
def test_a_good_namespace_id(value: str) -> None:
    assert namespace_id_problem(value) is None


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("", "needed"),
        ("x" * 101, "at most 100 characters; this one has 101"),
        ("a/b", "'/'"),
        ("Kühlung", "'ü'"),
        ("a\n", r"'\n'"),
        ("a\u202e", r"'\u202e'"),
        (" a", "space"),
        ("a ", "space"),
        (".a", "dot"),
        ("a.", "dot"),
        (".", "dot"),
        ("a..b", "two dots"),
        ("__a", "two underscores"),
    ],
)
def test_a_bad_one_says_which_rule_it_breaks(value: str, rule: str) -> None:
    problem = namespace_id_problem(value)
    assert problem is not None
    assert rule in problem
    assert problem.endswith(".")


@pytest.mark.parametrize(
    ("value", "fits"), [("", False), (".", False), ("..", False), ("a/b", False), ("...", True)]
)
def test_what_would_address_another_thing_is_not_put_into_a_path(value: str, fits: bool) -> None:
    assert fits_in_a_path(value) is fits


def test_an_address_reads_as_it_is_written() -> None:
    assert str(Address.parse("/")) == "/"
    assert Address.parse("/").is_tenant
    assert Address.parse("boiler") == Address.namespace("boiler") == Address.parse("boiler/")
    assert str(Address.parse("boiler/streams/pump-1")) == "boiler/streams/pump-1"
    assert Address.parse("boiler/streams").namespace_id == "boiler"


@pytest.mark.parametrize("text", ["", "//", ".", "a//b", "a/../b"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        Address.parse(text)


def test_the_tenant_has_no_namespace_id() -> None:
    with pytest.raises(ValueError):
        _ = Address().namespace_id


def test_rights_and_states_in_words() -> None:
    assert right_words(0) == "none"
    assert right_words(AccessRight.READ | AccessRight.MANAGE_ACCESS_CONTROL) == "Read, Manage access"
    assert right_words(33) == "Read, unknown right 32"
    assert enum_words(TenantState.IS_HOME_TENANT) == "IsHomeTenant"
    assert enum_words(12) == "unknown (12)"
    assert NamespaceState.CREATING.settles
    assert not NamespaceState.ACTIVE.settles
