"""A kind that the catalog gains by one declaration appears everywhere: tree, table, editor, access, emulator."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import TextArea

from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog.kinds import one_more
from ocs_tui.catalog.models import model_of
from ocs_tui.cli.program import main
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens import panes
from ocs_tui.screens.json_editor import JsonEditor
from ocs_tui.screens.table import TableScreen
from tests.api.test_every_kind import GAUGE
from tests.cli.tenants import variables
from tests.screens.conftest import Drive


async def test_it_is_created_found_edited_and_guarded_on_the_screen(drive: Drive) -> None:
    with one_more(GAUGE):
        async with drive() as driven:
            explorer = driven.app.explorer
            explorer.go_to_thing(Address.parse("boiler/gauges/none"))
            await driven.sees("Gauges")
            await driven.open(JsonEditor(GAUGE, Address.parse("boiler/gauges")))
            screen = await driven.on(JsonEditor)
            text = screen.query_one(TextArea)
            text.load_text('{"Id": "g-1", "Name": "North gauge", "Span": "wide"}')
            await driven.press("ctrl+s")
            assert driven.error == "Span is a text: a number belongs there."
            text.load_text('{"Id": "g-1", "Name": "North gauge", "Span": 40.5}')
            await driven.press("escape")
            await driven.review_and_apply()
            table = TableScreen(Address.parse("boiler/gauges"))
            await driven.open(table)
            await driven.sees("North gauge")
            assert "40.5" in driven.seen()
            await driven.press("e")
            editor = await driven.on(JsonEditor)
            await driven.until(lambda: not editor.query_one(TextArea).disabled)
            assert '"Span": 40.5' in editor.query_one(TextArea).text
            await driven.press("escape")
            await driven.until(lambda: driven.screen is table)
            await driven.press("escape")
            explorer.go_to_thing(Address.parse("boiler/gauges/g-1"))
            await driven.sees("Gauge North gauge")
            assert panes.tabs_of(explorer.resources.current) == ("Overview", "Access", "Owner", "JSON")
            await driven.press("2")
            await driven.sees("Tenant Administrator")


def test_its_access_is_shown_on_the_command_line(
    box: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def run(place: str) -> int:
        # the program takes the secret out of the environment once it has read it
        for name, value in {**variables(box), "XDG_CONFIG_HOME": str(tmp_path)}.items():
            monkeypatch.setenv(name, value)
        return main(["acl", "show", place])

    with one_more(GAUGE):
        asyncio.run(_make_gauge(box))
        assert run("boiler/gauges/g-1") == 0
        assert "Tenant Administrator" in capsys.readouterr().out
        assert run("boiler/gauges") == 0
    assert run("boiler/gauges/g-1") == 2
    assert "has no ACL" in capsys.readouterr().err


async def _make_gauge(box: Emulator) -> None:
    async def secret() -> str:
        return str(box.info["client_secret"])

    endpoint = Endpoint(box.info["global"], box.info["tenant_id"], box.info["client_id"])
    async with OcsClient(endpoint, secret) as client:
        made = model_of(GAUGE).model_validate({"Id": "g-1", "Span": 1.5})
        await client.create(GAUGE, made, "boiler", "g-1")
