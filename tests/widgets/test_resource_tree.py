"""Names in the tree."""

from __future__ import annotations

from textual.app import App, ComposeResult

from ocs_tui.widgets.resource_tree import Item, ResourceTree

PUMPS = tuple(
    Item("namespace", f"namespace/{number}", str(number), f"Feedwater pump {number}") for number in (1, 2)
)


class _Tree(App[None]):
    def compose(self) -> ComposeResult:
        yield ResourceTree(Item("tenant", "tenant", "", "Somebody", children=PUMPS))


async def _lines(width: int) -> list[str]:
    app = _Tree()
    async with app.run_test(size=(width, 5)) as pilot:
        app.query_one(ResourceTree).show(Item("tenant", "tenant", "", "Somebody", children=PUMPS))
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        return [strip.text.rstrip() for strip in strips]


async def test_names_that_do_not_fit_can_be_told_from_each_other() -> None:
    lines = await _lines(14)
    assert "Feedwa…ump 1" in lines[1]
    assert "Feedwa…ump 2" in lines[2]
    assert all(len(line) <= 14 for line in lines)


async def test_names_that_fit_stay_whole() -> None:
    assert "Feedwater pump 2" in (await _lines(40))[2]
