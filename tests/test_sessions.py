"""Two profiles open at once: what belongs to one never reaches the other, whichever is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ocs_tui.api.errors import SignInFailed
from ocs_tui.app import OcsTui
from ocs_tui.app.session import Session
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from ocs_tui.widgets.status_line import ErrorLine

NOWHERE = "http://127.0.0.1:9"
NAMESPACES = ("namespaces",)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))


async def until(pilot: Pilot[int], holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError("it did not come to hold")


@asynccontextmanager
async def two_sessions() -> AsyncIterator[tuple[Pilot[int], Session, Session]]:
    """An app with two profiles whose service is not there; the second one is shown."""
    secret = Secret("hush", "the test")
    app = OcsTui(Start(Profile("one", NOWHERE, "tenant", "client"), secret=secret))
    async with app.run_test() as pilot:
        first = app.session
        await until(pilot, lambda: first.connection is not None)
        await until(pilot, lambda: first.connection and first.connection.slot(NAMESPACES).error)
        app.open_profile(Start(Profile("two", NOWHERE, "other", "client")), secret)
        await until(pilot, lambda: app.session is not first and app.session.connection is not None)
        first.explorer.query_one(ErrorLine).dismiss()
        yield pilot, first, app.session


async def test_a_screen_asks_the_profile_that_it_belongs_to() -> None:
    async with two_sessions() as (_, first, second):
        assert (first.tenant_id, second.tenant_id) == ("tenant", "other")
        assert first.explorer.ocs is first
        assert second.explorer.ocs is second
        assert first.connection is not second.connection


async def test_what_is_read_for_a_profile_that_is_not_shown_waits_until_it_is() -> None:
    async with two_sessions() as (pilot, first, second):
        assert first.connection is not None
        first.connection.slot(NAMESPACES).error = SignInFailed("The secret has expired.")
        first.connection.changed(NAMESPACES)
        await pilot.pause()
        line = first.explorer.query_one(ErrorLine)
        assert not line.is_shown
        second.app.show_session(first)
        await until(pilot, lambda: line.is_shown)
        assert line.sentence == "The secret has expired."
