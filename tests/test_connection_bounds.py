"""A connection keeps what was asked for last of what lies in namespaces, not all that was ever opened."""

from __future__ import annotations

from ocs_tui.connection import Connection
from ocs_tui.connection.parts import KEPT_INSIDE
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
