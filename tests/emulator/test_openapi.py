"""The emulator's own OpenAPI document: all that is routed stands in it, as it is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.catalog import identity, identity_kinds, omf, operations, rules
from ocs_tui.catalog.operation import Operation
from ocs_tui.emulator.answers import Family, empty
from ocs_tui.emulator.app import every_route
from ocs_tui.emulator.openapi import document
from ocs_tui.emulator.routing import WireRoute
from ocs_tui.emulator.server import Emulator


@pytest.fixture
def told(emulator: Emulator) -> dict[str, Any]:
    """The document, asked for without a token."""
    answer = httpx.get(emulator.info["global"] + "/openapi.json", trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    found: dict[str, Any] = answer.json()
    return found


def test_every_operation_of_the_catalog_stands_in_it_by_its_name(told: dict[str, Any]) -> None:
    declared = [
        each
        for module in (operations, identity)
        for each in vars(module).values()
        if isinstance(each, Operation)
    ]
    assert len(declared) > 80
    for each in declared:
        summary = told["paths"][each.path][each.verb.lower()]["summary"]
        assert summary.casefold() == each.name.casefold()


def test_what_is_routed_stands_in_it_without_more(emulator: Emulator) -> None:
    box = emulator._started()
    nothing = {"GET": empty(204), "DELETE": empty(204)}
    route = WireRoute("/api/v1/Tenants/{tenant}/Boilers/{id}", nothing, Family.IDENTITY)
    made = document([route], box, box.administrative)["paths"]
    assert made.keys() == {"/api/v1/Tenants/{tenant}/Boilers/{id}"}
    (boilers,) = made.values()
    assert boilers.keys() == {"parameters", "get", "delete"}
    assert [each["name"] for each in boilers["parameters"]] == ["tenant", "id"]
    assert boilers["get"]["tags"] == ["Boilers"]


def test_it_answers_whatever_the_app_of_a_region_routes(emulator: Emulator, told: dict[str, Any]) -> None:
    box = emulator._started()
    routes = every_route(box, box.administrative)
    routed = {(each.path, method) for each in routes for method in each.methods}
    stands = {
        (path, method.upper())
        for path, item in told["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert stands == routed


def test_ids_of_operations_are_unique_and_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    ids = [each["operationId"] for item in told["paths"].values() for each in item.values() if "tags" in each]
    assert len(ids) == len(set(ids)) > 100
    schemas = told["components"]["schemas"]
    for reference in _references(told):
        assert reference.removeprefix("#/components/schemas/") in schemas


def test_a_list_that_lies_in_a_thing_is_answered_with_it(told: dict[str, Any]) -> None:
    def answered(path: str) -> Any:
        return told["paths"][path]["get"]["responses"]["2XX"]["content"]["application/json"]["schema"]

    thing = {"$ref": "#/components/schemas/Tenant"}
    assert answered(operations.GET_TENANT.path) == thing
    assert answered(operations.LIST_NAMESPACES.path)["type"] == "array"
    connections = answered(omf.CONNECTION.lists.path)
    assert connections["properties"]["Results"]["type"] == "array"


def test_pages_are_asked_for_as_the_service_names_them(told: dict[str, Any]) -> None:
    for kind, names in ((identity_kinds.ROLE, ["skip", "count"]), (rules.ASSET_RULE, ["Skip", "Count"])):
        asked = told["paths"][kind.lists.path]["get"]["parameters"]
        assert [each["name"] for each in asked if each["in"] == "query"] == names


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for each in value for found in _references(each)]
    if not isinstance(value, dict):
        return []
    here = [value["$ref"]] if "$ref" in value else []
    return here + [found for each in value.values() for found in _references(each)]
