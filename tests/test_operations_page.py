"""docs/operations.md tells of every operation, and is as the contract and the catalog are."""

from __future__ import annotations

from scripts.operations_table import PAGE, catalog, contracted, key_of, page, row


def test_the_page_is_as_it_would_be_written_now() -> None:
    assert PAGE.read_text("utf-8") == page(), "make operations writes it anew"


def test_every_operation_has_a_place_or_a_reason() -> None:
    nowhere = [f"{one.verb} {one.path}" for one in contracted() if not any(row(one)[1:3])]
    assert nowhere == [], "scripts/operations_reasons.toml holds the reasons"


def test_every_operation_of_the_catalog_is_in_the_contract() -> None:
    known = {key_of(one.verb, one.path) for one in contracted()}
    assert [key for key in catalog() if key not in known] == []
