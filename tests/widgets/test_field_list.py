"""Fields are folded for the width they get, and not before they have one."""

from __future__ import annotations

from textual.app import App, ComposeResult

from ocs_tui.widgets.field_list import FieldList, Line, heading

LONG = "The data of a stream, of an asset or of a data view"


class _Fields(App[None]):
    def compose(self) -> ComposeResult:
        fields = FieldList()
        fields.show([heading("About"), Line("What", LONG, LONG)])
        self.before = fields.row_count()
        yield fields


async def test_nothing_is_folded_before_there_is_a_width() -> None:
    app = _Fields()
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        fields = app.query_one(FieldList)
        assert app.before == 0
        assert fields.row_count() == 2
        assert fields.current is not None
        assert fields.copy_text() == LONG  # the cursor is on a field, and not on the heading


async def test_the_cursor_comes_back_to_its_field_after_there_was_no_room_at_all() -> None:
    app = _Fields()
    async with app.run_test(size=(100, 10)) as pilot:
        fields = app.query_one(FieldList)
        fields.show([heading("About"), Line("What", LONG, LONG), Line("Where", "here", "here")])
        fields.focus()
        await pilot.press("down")
        assert fields.copy_text() == "here"
        fields.styles.width = 0
        await pilot.pause()
        assert fields.row_count() == 0
        fields.styles.width = 100
        await pilot.pause()
        assert fields.copy_text() == "here"
