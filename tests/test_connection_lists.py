"""A connected tenant: lists that come in pages, and what a write does to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from ocs_tui.catalog.identity_kinds import ROLE, USER
from ocs_tui.changes.change import Aspect, Create, Delete, SetChange
from ocs_tui.connection import Connection, Key
from ocs_tui.connection.slots import at
from ocs_tui.model.address import Address
from ocs_tui.model.identity import Role, User
from ocs_tui.settings.profile import Profile
from tests.api.loopback import CLIENT_ID, SECRET, TENANT, Script, Seen, Service, http

USERS: Key = ("users",)


@asynccontextmanager
async def connected(
    service: Service, changed: Callable[[Connection, Key | None], None] = lambda one, key: None
) -> AsyncIterator[Connection]:
    """A connection to a service of the test's own."""

    async def reveal() -> str:
        return SECRET

    profile = Profile("work", service.url, TENANT, CLIENT_ID)
    made = Connection(profile, reveal, changed=lambda key: changed(made, key))
    try:
        yield made
    finally:
        await made.aclose()


def pages_of(users: list[dict[str, Any]], until: int | None = None) -> Script:
    """Answer a list in pages, of which those from ``until`` on cannot be had."""

    def answer(seen: Seen) -> bytes:
        skip, count = int(seen.query["skip"][0]), int(seen.query["count"][0])
        if until is not None and skip >= until:
            return http(403, {"Error": "no"})
        return http(200, users[skip : skip + count], Total_Count=str(len(users)))

    return answer


def people(count: int) -> list[dict[str, Any]]:
    """Users of the wire."""
    return [{"Id": f"u{number}", "Name": f"n{number}", "RoleIds": ["r"]} for number in range(count)]


async def test_what_came_of_a_list_is_there_while_the_rest_is_read() -> None:
    seen: list[tuple[int, bool]] = []

    def changed(connection: Connection, key: Key | None) -> None:
        slot = connection.slot(USERS)
        if key == USERS and slot.there is not None:
            seen.append((len(slot.there), connection.value(USERS) is None))
            assert connection.item(USERS, "U7").name == "n7"

    async with (
        Service({"GET /Users": pages_of(people(2500))}) as service,
        connected(service, changed) as made,
    ):
        await made.load(USERS)
        assert made.slot(USERS).begun is None
        assert len(made.value(USERS)) == 2500
    assert (1000, True) in seen, "the first page is shown, and the list is not taken for whole"
    assert seen[-1] == (2500, False)


async def test_a_page_that_fails_keeps_those_before_it() -> None:
    async with (
        Service({"GET /Users": pages_of(people(2500), until=2000)}) as service,
        connected(service) as made,
    ):
        slot = await made.load(USERS)
        assert slot.error is not None
        assert slot.there is not None
        assert len(slot.there) == 2000
        assert made.value(USERS) is None, "who stands in it not is not known to be gone"
        assert made.users_in("r") is None


async def test_a_long_list_is_told_of_a_write_and_not_read_again() -> None:
    scripts: dict[str, Script] = {
        "GET /Users": pages_of(people(1500)),
        "GET /Users/u7": http(200, people(8)[7]),
        "PUT /Users/u7": lambda seen: http(200, seen.body),
        "DELETE /Users/u8": http(204),
        "POST /Users": http(201, {"Id": "new", "Name": "Nora"}),
    }
    async with Service(scripts) as service, connected(service) as made:
        await made.load(USERS)
        before = User.model_validate(people(8)[7])
        address = Address(("", "users", "u7"))
        change = SetChange(address, Aspect.FIELDS, before, before.changed(contact_surname="Krol"))
        outcome = await made.apply(change)
        scripts["GET /Users/u7"] = http(200, people(8)[7] | {"ContactSurname": "Krol"})
        service.scripts = scripts
        _ = [sighting async for sighting in made.follow(change, outcome)]
        assert made.item(USERS, "u7").contact_surname == "Krol"
        gone = Address(("", "users", "u8"))
        made.slot(at(gone)).fetched = made.slot(USERS).fetched
        await made.apply(Delete(gone, made.item(USERS, "u8")))
        assert made.item(USERS, "u8") is None
        assert made.known(gone) is None
        await made.apply(Create(Address(("", "users")), User(name="Nora"), USER))
        assert made.item(USERS, "new").name == "Nora"
        lists = [seen for seen in service.seen if "skip" in seen.query]
        assert len(lists) == 2, "the two pages of the beginning"


async def test_names_follow_what_was_written() -> None:
    role = {"Id": "r-1", "Name": "Old"}
    scripts: dict[str, Script] = {
        "GET /Roles": http(200, [role], Total_Count="1"),
        "GET /Roles/r-1": http(200, role),
        "PUT /Roles/r-1": lambda seen: http(200, seen.body),
    }
    async with Service(scripts) as service, connected(service) as made:
        assert made.role_name("R-1") == "R-1"
        await made.load(("roles",))
        assert made.role_name("R-1") == "Old"
        before = Role.model_validate(role)
        address = Address(("", ROLE.collection, "r-1"))
        await made.apply(SetChange(address, Aspect.FIELDS, before, before.changed(name="New")))
        assert made.role_name("r-1") == "New"
