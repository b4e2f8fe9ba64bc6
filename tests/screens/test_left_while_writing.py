"""An edit whose write was left while it was made: when that fails, the edit is offered again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ocs_tui.api.errors import Unavailable
from ocs_tui.model.address import Address
from ocs_tui.screens.parts_editor import MetadataEditor
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.screens.unfinished import Unfinished
from tests.screens.conftest import Drive

AT = Address.parse("boiler/streams/B1-BU-106")


@pytest.mark.parametrize("fails", [True, False])
async def test_the_edit_of_a_write_that_failed_behind_ones_back_is_offered_again(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    async with drive() as driven:
        write, answered = driven.client.set_metadata, asyncio.Event()

        async def slow(*given: Any) -> Any:
            await answered.wait()
            if fails:
                raise Unavailable("WestUS does not serve now (503).", status=503)
            return await write(*given)

        monkeypatch.setattr(driven.client, "set_metadata", slow)
        explorer = driven.app.explorer
        await driven.open(MetadataEditor(AT))
        editor = await driven.on(MetadataEditor)
        await driven.press("a", *"Shift", "enter", *"night", "enter", "ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.press("enter")
        await driven.until(lambda: review.is_writing)
        await driven.press("escape")
        await driven.until(lambda: driven.screen is explorer)
        answered.set()
        monkeypatch.setattr(driven.client, "set_metadata", write)
        await driven.until(lambda: not driven.app.is_writing_anything)
        if not fails:
            await driven.until(lambda: not driven.connection.drafts.load().drafts)
            assert driven.screen is explorer, "what was written is not asked about"
            return
        asked = await driven.on(Unfinished)
        await driven.sees("Shift: night")
        await driven.until(lambda: not asked.query_one("#GO_ON").disabled)
        await driven.press("y")
        again = await driven.on(MetadataEditor)
        assert again is not editor
        await driven.review_and_apply()
        assert (await driven.client.get_metadata(AT)).value.values["Shift"] == "night"
        await driven.until(lambda: driven.screen is explorer)
        assert not driven.connection.drafts.load().drafts
