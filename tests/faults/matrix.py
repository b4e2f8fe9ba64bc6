"""The operations, and what came of each under each fault, in a word."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from ocs_tui.api.answers import Fetched, Page, SameExists
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import OcsError
from ocs_tui.api.transport import Patience
from ocs_tui.catalog import identity as people
from ocs_tui.catalog.beside import INSERT_DATA, LAST_VALUE, READ_DATA
from ocs_tui.catalog.identity_kinds import ROLE, USER
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.identity import Role
from ocs_tui.model.namespace import Namespace
from tests.faults.faults import CASES, Case
from tests.faults.proxy import Proxy, proxies

WEST, EUROPE = "WestUS", "WestEurope"
PARK = "wind-borkum"
"""A namespace of WestEurope, where what lies in it is served."""
QUICK = Patience(connect=2.0, read=0.2, whole=0.5, attempts=3, first_wait=0.001, longest_wait=1.0)
_numbers = itertools.count(1)

Do = Callable[[OcsClient, Any], Awaitable[Any]]
Prepare = Callable[[OcsClient], Awaitable[Any]]
NewClient = Callable[[Patience], OcsClient]


@dataclass(frozen=True)
class Operation:
    """Something that a user has done.

    Attributes:
        do: does it, with what ``prepare`` returned.
        prepare: what is needed before, while nothing is broken.
        writes: it changes the tenant.
        region: the one that serves it.
    """

    do: Do
    prepare: Prepare
    writes: bool = False
    region: str = WEST


async def _boiler(client: OcsClient) -> Namespace:
    return (await client.find_namespace("boiler")).value


async def _nothing(client: OcsClient) -> None:
    return None


async def _acl(client: OcsClient) -> Any:
    return (await client.get_acl(await _boiler(client), administrative=True)).value


async def _owner(client: OcsClient) -> Any:
    return (await client.get_owner(await _boiler(client), administrative=True)).value


async def _fresh(client: OcsClient) -> Namespace:
    return Namespace(id=f"fault-{next(_numbers)}", region=WEST)


async def _made(client: OcsClient) -> Namespace:
    namespace = await _fresh(client)
    await client.create_namespace(namespace)
    return namespace


async def _fresh_role(client: OcsClient) -> Role:
    return Role(name=f"Fault {next(_numbers)}")


async def _role(client: OcsClient) -> Role:
    made = await client.create(ROLE, await _fresh_role(client))
    role: Role = made.fetched.value  # type: ignore[union-attr]
    return role


async def _client_id(client: OcsClient) -> str:
    listed = await client.read_all(people.LIST_CLIENTS, Role)
    return str(listed.value[-1].id)


async def _turbine(client: OcsClient) -> str:
    return "WT-01"


async def _stream_acl(client: OcsClient) -> Any:
    return (await client.get_acl_at(_stream(await _turbine(client)), administrative=True)).value


async def _fresh_stream(client: OcsClient) -> Any:
    like = (await client.get_item(STREAM, PARK, await _turbine(client))).value
    number = next(_numbers)
    return model_of(STREAM).model_validate({"Id": f"fault-{number}", "TypeId": like.to_wire()["TypeId"]})


async def _made_stream(client: OcsClient) -> Any:
    fresh = await _fresh_stream(client)
    await client.create(STREAM, fresh, PARK, fresh.id)
    return fresh


async def _event(client: OcsClient) -> Any:
    last = (await client.ask(LAST_VALUE, PARK, await _turbine(client))).value
    return last | {"Time": f"2100-01-01T00:00:{next(_numbers) / 1000:06.3f}Z"}  # where nothing stands


def _stream(stream_id: str) -> Address:
    return Address((PARK, "streams", stream_id))


_WINDOW = {"startIndex": "2020-01-01T00:00:00Z", "count": "10"}

OPERATIONS: dict[str, Operation] = {
    "tenant": Operation(lambda client, _: client.get_tenant(), _nothing),
    "regions": Operation(lambda client, _: client.list_regions(), _nothing),
    "namespaces": Operation(lambda client, _: client.list_namespaces(), _nothing),
    "namespace": Operation(lambda client, it: client.get_namespace(it), _boiler),
    "ACL": Operation(lambda client, it: client.get_acl(it), _boiler),
    "owner": Operation(lambda client, it: client.get_owner(it), _boiler),
    "root ACL": Operation(lambda client, _: client.get_root_acl(), _nothing),
    "users": Operation(lambda client, _: client.list_all(USER), _nothing),
    "set ACL": Operation(lambda client, it: client.set_acl("boiler", it), _acl, True),
    "set owner": Operation(lambda client, it: client.set_owner("boiler", it), _owner, True),
    "create namespace": Operation(lambda client, it: client.create_namespace(it), _fresh, True),
    "delete namespace": Operation(lambda client, it: client.delete_namespace(it.id), _made, True),
    "create role": Operation(lambda client, it: client.create(ROLE, it), _fresh_role, True),
    "change role": Operation(
        lambda client, it: client.update(ROLE, it.changed(description="changed"), it.id), _role, True
    ),
    "delete role": Operation(lambda client, it: client.delete(ROLE, it.id), _role, True),
    "add secret": Operation(
        lambda client, it: client.add_secret(people.ADD_SECRET, it, SecretDetails(expires=False)),
        _client_id,
        True,
    ),
    "streams": Operation(lambda client, _: client.list_page(STREAM, 0, 10, (PARK,)), _turbine, region=EUROPE),
    "stream": Operation(lambda client, it: client.get_item(STREAM, PARK, it), _turbine, region=EUROPE),
    "its ACL": Operation(lambda client, it: client.get_acl_at(_stream(it)), _turbine, region=EUROPE),
    "its data": Operation(
        lambda client, it: client.ask(READ_DATA, PARK, it, params=_WINDOW), _turbine, region=EUROPE
    ),
    "set its ACL": Operation(
        lambda client, it: client.set_acl_at(_stream("WT-01"), it), _stream_acl, True, EUROPE
    ),
    "create stream": Operation(
        lambda client, it: client.create(STREAM, it, PARK, it.id), _fresh_stream, True, EUROPE
    ),
    "change stream": Operation(
        lambda client, it: client.update(STREAM, it.changed(description="changed"), PARK, it.id),
        _made_stream,
        True,
        EUROPE,
    ),
    "delete stream": Operation(
        lambda client, it: client.delete(STREAM, PARK, it.id), _made_stream, True, EUROPE
    ),
    "insert data": Operation(
        lambda client, it: client.send(INSERT_DATA, PARK, "WT-01", body=[it]), _event, True, EUROPE
    ),
}
WORDS: dict[str, str] = {
    "Unreachable": "unreachable",
    "TimedOut": "timed out",
    "Unavailable": "not now",
    "BadAnswer": "no OCS answer",
    "OutcomeUnknown": "outcome unknown",
    "SignInFailed": "sign-in refused",
    "Forbidden": "not allowed",
    "NotFound": "not found",
    "NotWritableHere": "not writable",
    "Untrusted": "not trusted",
    "OcsError": "failed",
}


@dataclass(frozen=True)
class Cell:
    """What came of an operation under a fault.

    Attributes:
        word: in a word, for the table.
        error: what was raised; None when it was answered.
        writes: how many writes reached the emulator.
    """

    word: str
    error: OcsError | None
    writes: int


@asynccontextmanager
async def behind_proxies(
    emulator: Emulator,
) -> AsyncIterator[tuple[dict[str, Proxy], NewClient]]:
    """Put an emulator behind proxies; yields them, and what makes a client of such patience that calls them."""
    info = emulator.info
    secret = info["client_secret"]

    async def reveal() -> str:
        return str(secret)

    async with proxies(info["regions"]) as made:

        def client(patience: Patience) -> OcsClient:
            endpoint = Endpoint(made[WEST].url, info["tenant_id"], info["client_id"])
            return OcsClient(endpoint, reveal, patience=patience)

        yield made, client


async def cell(made: dict[str, Proxy], new_client: NewClient, case: Case, operation: Operation) -> Cell:
    """Do an operation under a fault."""
    async with new_client(Patience()) as patient:  # a busy machine is no fault
        it = await operation.prepare(patient)
    async with new_client(QUICK) as client:
        await client.list_regions()  # a running program knows them, and where a namespace is served
        await client.list_namespaces()
        hit = list(made.values()) if case.everywhere else [made[operation.region]]
        before = sum(proxy.writes for proxy in made.values())
        if case.token_expired:
            client._tokens._held = None  # type: ignore[attr-defined]
        for proxy in hit:
            proxy.hits, proxy.fault = case.hits, case.fault
            if case.fault is None:
                await proxy.stop()
        try:
            word, error = _word(await operation.do(client, it), operation.region), None
        except OcsError as problem:
            word, error = WORDS.get(type(problem).__name__, type(problem).__name__), problem
        finally:
            for proxy in hit:
                proxy.fault = None
                if case.fault is None:
                    await proxy.start()
        return Cell(word, error, sum(proxy.writes for proxy in made.values()) - before)


def _word(outcome: object, region: str) -> str:
    if isinstance(outcome, Page):
        outcome = outcome.fetched
    if isinstance(outcome, SameExists):
        return "said to exist"
    if isinstance(outcome, Fetched) and outcome.note and region not in outcome.region:
        return "from another region"
    return "done"


async def row(made: dict[str, Proxy], new_client: NewClient, name: str) -> dict[str, Cell]:
    """Do every operation under one fault."""
    return {
        title: await cell(made, new_client, CASES[name], operation) for title, operation in OPERATIONS.items()
    }
