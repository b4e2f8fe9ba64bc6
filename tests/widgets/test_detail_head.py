"""The line of tabs."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from ocs_tui.widgets.detail_head import DetailHead

TABS = ("Overview", "Data", "Metadata", "Tags", "Access", "Owner", "JSON")
MANY = (
    "Overview",
    "Sharing",
    "Tenants",
    "Invitations",
    "Users",
    "Clients",
    "Roles",
    "Shared streams",
    "JSON",
)


class _Head(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.picked: list[int] = []

    def compose(self) -> ComposeResult:
        yield DetailHead()

    def on_detail_head_picked(self, event: DetailHead.Picked) -> None:
        self.picked.append(event.index)


@pytest.mark.parametrize(("tabs", "width"), [(TABS, 54), (TABS, 110), (MANY, 54), (MANY, 108)])
async def test_every_tab_has_its_number_on_the_screen_and_can_be_clicked(
    tabs: tuple[str, ...], width: int
) -> None:
    app = _Head()
    async with app.run_test(size=(width, 10)) as pilot:
        head = app.query_one(DetailHead)
        head.show("a stream", "", tabs, 2)
        await pilot.pause()
        line = head.render().plain.split("\n")[2]
        assert len(line.rstrip()) <= width
        assert f"3 {tabs[2]}" in line
        for number in range(1, len(tabs) + 1):
            at = f" {line} ".index(f" {number} ")
            await pilot.click(DetailHead, offset=(at, 2))
        assert app.picked == list(range(len(tabs)))


async def test_where_there_is_room_nothing_is_shortened() -> None:
    app = _Head()
    async with app.run_test(size=(80, 10)) as pilot:
        head = app.query_one(DetailHead)
        head.show("a stream", "", TABS, 0)
        await pilot.pause()
        assert "1 Overview   2 Data   3 Metadata" in head.render().plain
