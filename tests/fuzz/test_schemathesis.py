"""Requests that schemathesis makes from the emulator's own OpenAPI document, and what it thinks of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import token_of
from tests.fuzz.examples import examples

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Emulator, dict[str, Any]]]:
    """An emulator and the document it answers."""
    with Emulator(replica_delay=0.0, provision_delay=0.0) as emulator:
        answer = httpx.get(emulator.info["global"] + "/openapi.json", trust_env=False)
        yield emulator, answer.json()


def test_the_emulator_keeps_what_its_document_says(served: tuple[Emulator, dict[str, Any]]) -> None:
    emulator, document = served
    schema = schemathesis.openapi.from_dict(document)
    token = token_of(emulator)
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @hypothesis.seed(1)
        @examples(3)
        @hypothesis.given(case=operation.as_strategy())
        def try_it(case: schemathesis.Case[Any]) -> None:
            nonlocal tried
            tried += 1
            if "tenant" in (case.path_parameters or {}):
                case.path_parameters["tenant"] = demo.TENANT_ID
            headers = {"Authorization": f"Bearer {token}"}
            case.call_and_validate(base_url=emulator.info["global"], headers=headers, checks=CHECKS)

        try_it()
    assert tried > 100
