"""What ocs-tui's own client puts on the wire, held against the contract as data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest

from tests.contract.contract import CONNECT, GLOBAL, OCS, OPERATIONS, Operation, shape_problem
from tests.contract.recorder import Request, recording
from tests.emulator_process import emulator_process

OURS = tuple(operation for operation in OPERATIONS if operation.ours)
ASKS_WHICH_SERVICE = "list the communities, as CONNECT has it"
"""What OCS has no route for: its 404 tells the client which of the two services it is."""


@dataclass(frozen=True)
class Traffic:
    """What was recorded of one run of ``drive_client.py``, started at a region."""

    base: str
    requests: tuple[Request, ...]
    secret: str
    service: str


@pytest.fixture(scope="module", params=[("WestUS", OCS), ("WestEurope", OCS), ("WestEurope", CONNECT)])
def traffic(request: pytest.FixtureRequest) -> Iterator[Traffic]:
    """Drive the client with either region's base URL as the one it is given; and against CONNECT.

    CONNECT is played what it has under other routes: communities, the asset rule's preview, data views' schemas.
    """
    base, service = request.param
    program = "drive_communities" if service == CONNECT else "drive_client"
    arguments = ["--replica-delay", "0", *(["--connect"] if service == CONNECT else [])]
    with emulator_process(*arguments) as emulator, recording(emulator.regions) as record:
        done = subprocess.run(
            [sys.executable, "-m", f"tests.contract.{program}"],
            env={**os.environ, **emulator.environment, "OCS_TUI_BASE_URL": record.regions[base]},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        yield Traffic(base, tuple(record.requests), emulator.client_secret, service)


def operation_of(request: Request) -> Operation:
    """The operation that a request plays; AssertionError when it plays none.

    A read in the name of a community is under the route of the stream's own tenant: its header tells it.
    """
    shared = "community-id" in request.headers
    found = [one for one in OURS if one.verb == request.verb and one.is_at(request.path)]
    assert found, f"{request} is no operation of the contract"
    return next((one for one in found if ("a shared stream" in one.name) is shared), found[0])


def is_of_people(operation: Operation) -> bool:
    """True for an operation of the identity area."""
    words = ("/Roles", "/Users", "Clients", "/AutomationIdentities", "/Invitations", "/IdentityProviders")
    return any(word in operation.path for word in words)


def is_of_connect(operation: Operation) -> bool:
    """True for an operation that CONNECT alone has, under a route that OCS has not."""
    own = ("communities", "/schemas", "/preview/assetrules")
    return operation.only == CONNECT and any(part in operation.path.casefold() for part in own)


def test_every_operation_of_ours_is_played(traffic: Traffic) -> None:
    played = {operation_of(request).name for request in traffic.requests}
    of_connect = traffic.service == CONNECT
    assert {operation.name for operation in OURS if is_of_connect(operation) is of_connect} <= played


def test_nothing_is_answered_that_the_contract_does_not_list(traffic: Traffic) -> None:
    for request in traffic.requests:
        operation = operation_of(request)
        if operation.name == ASKS_WHICH_SERVICE and traffic.service == OCS:
            assert request.status == 404, str(request)
            continue
        assert request.status in operation.codes, f"{request}: {request.status}"


def test_writes_go_to_the_global_base_url_alone(traffic: Traffic) -> None:
    for request in traffic.requests:
        if operation_of(request).at == GLOBAL:
            assert request.region == "WestUS", str(request)


def test_reads_go_to_the_region_that_is_asked_for(traffic: Traffic) -> None:
    """Tenant-level reads to the profile's base URL; a namespace, its ACL and its owner to its own region."""
    tenant_level = {"read the tenant", "list the regions", "list the namespaces", "token", "discovery"}
    tenant_level |= {
        operation.name for operation in OURS if operation.verb == "GET" and is_of_people(operation)
    }
    regions_of: dict[tuple[str, str], set[str]] = {}
    for request in traffic.requests:
        operation = operation_of(request)
        if operation.name in tenant_level:
            assert request.region == traffic.base, str(request)
        if operation.name in ("read the ACL", "read the owner"):
            namespace = request.path.split("/")[6]
            regions_of.setdefault((operation.name, namespace), set()).add(request.region)
    if traffic.service == CONNECT:
        assert regions_of == {}
        return
    assert regions_of == {
        ("read the ACL", "driven%20in%20the%20west"): {"WestUS"},
        ("read the owner", "driven%20in%20the%20west"): {"WestUS"},
        # and once where it will be written, as an editor does
        ("read the ACL", "driven-in.europe"): {"WestEurope", "WestUS"},
        ("read the owner", "driven-in.europe"): {"WestEurope"},
    }


def test_bodies_have_the_shape_of_the_contract(traffic: Traffic) -> None:
    for request in traffic.requests:
        operation = operation_of(request)
        if operation.body is None:
            continue
        content_type = "application/json-patch+json" if request.verb == "PATCH" else "application/json"
        assert request.headers["content-type"] == content_type, str(request)
        sent = json.loads(request.body)
        assert shape_problem(json.loads(operation.body), sent) is None, str(request)
        has = set(sent) if isinstance(sent, dict) else set()  # a list needs no members
        assert not set(operation.needs) - has, f"{request}: {sent}"


def test_reads_and_deletes_have_no_body(traffic: Traffic) -> None:
    for request in traffic.requests:
        if operation_of(request).body is None and operation_of(request).form is None:
            assert request.body == b"", str(request)


def test_the_token_is_asked_for_as_the_contract_says_and_is_used(traffic: Traffic) -> None:
    asked = [request for request in traffic.requests if operation_of(request).name == "token"]
    assert len(asked) == 1, "one token serves a whole run"
    (form,) = (dict(parse_qsl(request.body.decode())) for request in asked)
    assert asked[0].headers["content-type"].partition(";")[0] == "application/x-www-form-urlencoded"
    if "authorization" not in asked[0].headers:
        assert form["client_secret"] == traffic.secret
    assert form["grant_type"] == "client_credentials"
    for request in traffic.requests:
        if operation_of(request).path.startswith("/api/"):
            assert request.headers["authorization"].startswith("Bearer "), str(request)
        elif request is not asked[0]:
            assert "authorization" not in request.headers, str(request)


def test_the_secret_is_nowhere_else(traffic: Traffic) -> None:
    for request in traffic.requests:
        if operation_of(request).name != "token":
            assert traffic.secret not in request.target + str(request.headers) + request.body.decode()
