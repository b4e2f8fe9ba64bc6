"""What a connection keeps of what lies in namespaces, and how it reads what has no route of its own."""

from __future__ import annotations

from ocs_tui.connection import Connection
from ocs_tui.connection.parts import KEPT_INSIDE
from ocs_tui.connection.slots import at
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.settings.profile import Profile


async def test_of_a_million_streams_those_opened_last_are_kept() -> None:
    async def secret() -> str:
        return "hush"

    connection = Connection(Profile("p", "http://127.0.0.1:1", "tenant", "client"), secret)
    try:
        kept, tenant = connection.slot(("at", "boiler/streams/kept")), connection.slot(("roles",))
        for number in range(5_000):
            connection.slot(("at", f"boiler/streams/s-{number}"))
            assert connection.slot(("at", "boiler/streams/kept")) is kept
        assert connection.slot(("roles",)) is tenant
        assert len(connection._slots) <= KEPT_INSIDE + 1
    finally:
        await connection.aclose()


async def test_a_thing_that_cannot_be_read_alone_is_read_in_its_list(emulator: Emulator) -> None:
    info = emulator.info

    async def secret() -> str:
        return str(info["client_secret"])

    profile = Profile("p", info["global"], info["tenant_id"], info["client_id"])
    connection = Connection(profile, secret)
    try:
        await connection.load(("entitlements",))
        listed = connection.value(("entitlements",))
        slot = await connection.load(at(Address.parse(f"/entitlements/{listed[0].id}")))
        assert slot.error is None
        assert connection.value(at(Address.parse(f"/entitlements/{listed[0].id}"))).id == listed[0].id
        gone = await connection.load(at(Address.parse("/entitlements/gone")))
        assert gone.error is not None
        assert gone.error.sentence == "The list has no entitlement gone."
    finally:
        await connection.aclose()
