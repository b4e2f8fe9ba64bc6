"""Keys for lists that are not laid out yet: of the palette, and of what a form chooses from."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandList, CommandPalette
from textual.geometry import Region
from textual.widgets import OptionList, Select

from ocs_tui.app import OcsTui
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start


def _app() -> OcsTui:
    nowhere = Profile("one", "http://127.0.0.1:9", "tenant", "client")
    return OcsTui(Start(nowhere, secret=Secret("hush", "the test")))


@pytest.mark.parametrize("action", ["command_palette", "change_theme"])
@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_page_key_before_the_list_is_painted_does_nothing(
    action: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    app = _app()
    async with app.run_test() as pilot:
        await app.run_action(action)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CommandPalette)
        commands = screen.query_one(CommandList)
        while not commands.option_count:
            await pilot.pause(0.01)
        monkeypatch.setattr(
            CommandList, "scrollable_content_region", Region()
        )  # as it is until it is laid out
        commands.clear_options().add_options(["one", "two"])
        commands.highlighted = 0
        await pilot.press(key)
        await pilot.press("escape")
        assert app.screen is not screen


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_page_key_before_a_choice_is_painted_does_nothing(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    app = _app()
    async with app.run_test() as pilot:
        await app.screen.mount(choice := Select([("one", 1), ("two", 2)], value=1))
        choice.focus().expanded = True
        await pilot.pause()
        monkeypatch.setattr(OptionList, "scrollable_content_region", Region())
        overlay = choice.query_one(OptionList)
        overlay.clear_options().add_options(["one", "two"])
        overlay.highlighted = 0
        await pilot.press(key)
        assert choice.expanded
