"""A table of a million rows keeps few of them, and asks for what is about to be seen."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import on
from textual.pilot import Pilot

from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.row_pages import KEPT, PAGE, BigRow
from tests.widgets.showing import Showing, lines, until

MILLION = 1_000_000
HOSTILE = "pump\x1b]0;owned\x07[/oops][@click=app.bell]x[/]‮"

MakeRow = Callable[[int], BigRow]


def plain_row(number: int) -> BigRow:
    """Return a row as a list of streams has it."""
    return BigRow(f"id-{number}", (f"stream {number}", f"type {number % 7}", f"2026-{number % 12 + 1:02}"))


class Source(Showing):
    """Shows a table, and answers what it asks for when told to."""

    def __init__(self, there: int | None, row: MakeRow = plain_row, most: int = PAGE) -> None:
        self.table = BigTable()
        super().__init__(self.table)
        self.there, self.row, self.most = there, row, most
        self.asked: list[tuple[int, int]] = []
        self.waiting: list[BigTable.PageWanted] = []
        self.answers = True
        self.said: list[str] = []

    @on(BigTable.PageWanted)
    def _note(self, message: BigTable.PageWanted) -> None:
        self.asked.append((message.first, message.count))
        if self.answers:
            self.answer(message)
        else:
            self.waiting.append(message)

    @on(BigTable.Chosen)
    def _chosen(self) -> None:
        self.said.append(f"chosen {self.table.current_id}")

    @on(BigTable.Marked)
    def _marked(self, message: BigTable.Marked) -> None:
        self.said.append("partly" if message.partly else "marked")

    def answer(self, message: BigTable.PageWanted) -> None:
        """Give what there is of a page, and not more than the service does at once."""
        end = min(message.first + min(message.count, self.most), self.there or MILLION)
        rows = [self.row(number) for number in range(message.first, end)]
        self.table.give(message.first, rows, message.edition)


HEADINGS = ("Stream", "Type", "Changed")


async def started(app: Source, pilot: Pilot[None], total: int | None = MILLION) -> BigTable:
    """Show the table and wait for its first rows."""
    app.table.show(HEADINGS, total)
    await until(pilot, lambda: app.table.current is not None)
    return app.table


async def test_only_what_is_about_to_be_seen_is_asked_for() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(app, pilot)
        assert app.asked == [(0, PAGE)]
        assert lines(pilot)[0].split() == ["Stream", "Type", "Changed"]
        assert lines(pilot)[1].split() == ["stream", "0", "type", "0", "2026-01"]
        await pilot.press("end")
        await until(pilot, lambda: "stream 999999" in lines(pilot)[-1])
        assert app.asked == [(0, PAGE), (MILLION - PAGE, PAGE)]
        assert app.table.current_id == "id-999999"
        assert lines(pilot)[0].split() == ["Stream", "Type", "Changed"], "the headings stay"


async def test_few_rows_are_kept_and_dropped_ones_are_asked_for_again() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot)
        most = 0
        for number in range(0, 60 * PAGE, PAGE):
            table.go_to(number)
            await until(pilot, lambda: table.current is not None)
            most = max(most, table.kept)
        assert most <= KEPT
        assert table.kept > KEPT // 2, "what was seen lately stays"
        await pilot.press("end")
        await until(pilot, lambda: table.current_id == "id-999999")
        app.asked.clear()
        await pilot.press("home")
        await until(pilot, lambda: table.current_id == "id-0" and "stream 0" in lines(pilot)[1])
        assert app.asked == [(0, PAGE)]
        app.asked.clear()
        await pilot.press("end")
        await until(pilot, lambda: "stream 999999" in lines(pilot)[-1])
        assert app.asked == [], "what was seen a moment ago is still there"


async def test_rows_that_have_not_come_have_a_quiet_place() -> None:
    app = Source(MILLION)
    app.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(HEADINGS, MILLION)
        await until(pilot, lambda: app.waiting)
        assert {line.strip() for line in lines(pilot)[1:]} == {"·"} or "·" in lines(pilot)[2]
        await pilot.press("down", "enter", "space")
        assert app.table.current is None
        assert app.said == [], "what is not known is neither chosen nor marked"
        app.answer(app.waiting[0])
        await until(pilot, lambda: "stream 5" in lines(pilot)[6])


async def test_going_on_fast_asks_for_where_one_comes_to_rest_only() -> None:
    app = Source(MILLION)
    app.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(HEADINGS, MILLION)
        await until(pilot, lambda: app.waiting)
        app.table.go_to(500_000)
        for _ in range(400):
            app.table.action_page(1)
        at = app.table.current_number
        assert at > 500_000 + 70 * PAGE
        await until(pilot, lambda: any(first <= at < first + count for first, count in app.asked))
        assert len(app.asked) < 6, "not the 80 pages in between"
        app.answers = True
        for message in app.waiting:
            app.answer(message)
        await until(pilot, lambda: app.table.current is not None)


async def test_a_table_of_unknown_length_grows_and_ends() -> None:
    app = Source(250)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot, None)
        assert table.total is None
        assert table.known == PAGE
        await pilot.press("end")
        await until(pilot, lambda: table.known == 2 * PAGE)
        assert table.current_id == "id-99", "the cursor stays on the last row that was known"
        await pilot.press("end")
        await until(pilot, lambda: table.known == 250)
        await pilot.press("end")
        await until(pilot, lambda: table.total == 250)
        await until(pilot, lambda: "stream 249" in lines(pilot)[-1])
        assert app.asked == [(0, 100), (100, 100), (200, 100), (250, 50)]


async def test_the_last_line_says_that_there_is_more() -> None:
    app = Source(None)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot, None)
        app.answers = False
        await pilot.press("end")
        await until(pilot, lambda: lines(pilot)[-1].strip() == "more")
        assert app.asked == [(0, 100), (100, 100)]
        assert table.current_id == "id-99"
        table.end_reached()
        await until(pilot, lambda: "stream 99" in lines(pilot)[-1])


async def test_a_service_that_gives_less_than_was_asked_for_is_asked_again() -> None:
    app = Source(180, most=30)
    async with app.run_test(size=(80, 40)) as pilot:
        await started(app, pilot, 180)
        await until(pilot, lambda: "stream 38" in lines(pilot)[39])
        assert app.asked[:2] == [(0, 100), (30, 70)]
        await pilot.press("end")
        await until(pilot, lambda: "stream 179" in lines(pilot)[-1])


async def test_rows_that_are_gone_meanwhile_are_not_asked_for_for_ever() -> None:
    app = Source(10)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(app, pilot, 20)
        await until(pilot, lambda: lines(pilot)[15].strip() == "gone")
        assert app.asked == [(0, 20), (10, 10)]


async def test_what_could_not_be_read_is_said_and_asked_for_again() -> None:
    app = Source(MILLION)
    app.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(HEADINGS, MILLION)
        await until(pilot, lambda: app.waiting)
        app.table.failed(app.waiting[0].first, app.waiting[0].edition)
        await until(pilot, lambda: lines(pilot)[2].strip() == "not read")
        app.answers = True
        await pilot.press("down")
        await until(pilot, lambda: app.table.current_id == "id-1")


async def test_an_answer_for_the_table_before_is_passed_over() -> None:
    app = Source(MILLION)
    app.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(HEADINGS, MILLION)
        await until(pilot, lambda: app.waiting)
        old = app.waiting.pop()
        app.table.show(("Asset",), 1)
        await until(pilot, lambda: app.waiting)
        app.answer(old)
        app.table.failed(0, old.edition)
        assert app.table.current is None
        app.table.give(0, [BigRow("a", ("the asset",))], app.waiting[0].edition)
        await until(pilot, lambda: lines(pilot)[1].strip() == "the asset")


async def test_hostile_text_is_shown_and_not_obeyed() -> None:
    app = Source(5, lambda number: BigRow(f"{number}", (HOSTILE, "[bold]b", "日本語" * 60)))
    async with app.run_test(size=(60, 10)) as pilot:
        app.table.show((HOSTILE, "B", "C"), 5)
        await until(pilot, lambda: app.table.current is not None)
        shown = "\n".join(lines(pilot))
        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert "‮" not in shown
        assert "pump␛]0;owned␇[/oops]" in lines(pilot)[1]
        assert "…" in lines(pilot)[1]


async def test_rows_are_marked_by_id() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot)
        await pilot.press("space", "j", "space")
        assert table.marked == {"id-0", "id-2"}
        assert lines(pilot)[1].startswith("◆ stream 0")
        assert lines(pilot)[2].startswith("  stream 1")
        await pilot.press("asterisk")
        assert table.marked == {f"id-{number}" for number in range(23)}, "of a million, those on the screen"
        await pilot.press("asterisk")
        assert table.marked == set()
        await until(pilot, lambda: app.said == ["marked", "marked", "partly", "partly"])


async def test_all_rows_are_marked_where_all_are_there() -> None:
    app = Source(60)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot, 60)
        await pilot.press("asterisk")
        assert len(table.marked) == 60
        await until(pilot, lambda: app.said == ["marked"])


async def test_columns_move_by_while_the_first_stays() -> None:
    def wide(number: int) -> BigRow:
        return BigRow(str(number), (f"n{number}", *(f"cell-{column}-" + "x" * 20 for column in range(8))))

    app = Source(50, wide)
    async with app.run_test(size=(80, 12)) as pilot:
        app.table.show(("Name", *(f"C{column}" for column in range(8))), 50)
        await until(pilot, lambda: app.table.current is not None)
        assert lines(pilot)[0].endswith("›")
        assert "cell-0-" in lines(pilot)[1]
        assert "cell-7-" not in lines(pilot)[1]
        assert lines(pilot)[1].endswith("…"), "what has no room ends in an ellipsis"
        for _ in range(12):
            await pilot.press("right")
        assert lines(pilot)[0].startswith("‹")
        assert "›" not in lines(pilot)[0]
        assert "cell-7-" + "x" * 20 in lines(pilot)[1]
        assert lines(pilot)[1].startswith("  n0")
        for _ in range(12):
            await pilot.press("h")
        assert "cell-0-" in lines(pilot)[1]


async def test_columns_do_not_jump_with_each_page_and_widen_at_a_rest() -> None:
    def wider(number: int) -> BigRow:
        return BigRow(str(number), ("n" * (5 if number < PAGE else 20), "second"))

    app = Source(1000, wider)
    async with app.run_test(size=(80, 12)) as pilot:
        app.table.show(("Name", "B"), 1000)
        await until(pilot, lambda: app.table.current is not None)
        assert lines(pilot)[1].index("second") == 9
        app.answers = False
        app.table.go_to(PAGE + 50)
        await until(pilot, lambda: app.waiting)
        app.answer(app.waiting[0])
        assert app.table.row_text(PAGE + 51, 80).plain.index("second") == 9, (
            "when a page comes, nothing moves"
        )
        app.answers = True
        await until(pilot, lambda: lines(pilot)[1].index("second") == 24)
        await pilot.press("home")
        await until(pilot, lambda: lines(pilot)[1].index("second") == 24)


async def test_mouse_and_wheel() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot)
        await pilot.click(BigTable, offset=(5, 4))
        assert table.current_id == "id-3"
        await pilot.click(BigTable, offset=(5, 4), times=2)
        await until(pilot, lambda: app.said == ["chosen id-3"])
        table.scroll_relative(y=400, animate=False)
        await until(pilot, lambda: "stream 400" in lines(pilot)[1])
        assert table.current_id == "id-3", "the wheel moves the view and not the cursor"


async def test_an_empty_table_says_so() -> None:
    app = Source(0)
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(HEADINGS, 0, empty="No streams.")
        await until(pilot, lambda: lines(pilot)[1].strip() == "No streams.")
        app.table.show(HEADINGS, None, empty="No assets.")
        app.answers = False
        await until(pilot, lambda: lines(pilot)[1].strip() == "reading…")
        await until(pilot, lambda: app.waiting)
        app.table.give(0, [], app.waiting[0].edition)
        await until(pilot, lambda: lines(pilot)[1].strip() == "No assets.")


async def test_a_key_repaints_the_two_lines_that_changed() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot)
        await until(pilot, lambda: not table._repaint_required)
        drawn: list[int] = []
        draw = table.row_text

        def drawing(row: int, width: int) -> Text:
            drawn.append(row)
            return draw(row, width)

        table.row_text = drawing  # type: ignore[method-assign]
        await pilot.press("down")
        await pilot.pause()
        assert sorted(set(drawn)) == [1, 2]


async def test_reading_again_keeps_the_place() -> None:
    app = Source(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(app, pilot)
        table.go_to(5_000)
        await until(pilot, lambda: table.current_id == "id-5000")
        app.row = lambda number: BigRow(f"new-{number}", ("new", "", ""))
        app.asked.clear()
        table.again(MILLION)
        await until(pilot, lambda: table.current_id == "new-5000")
        assert {first // PAGE for first, _ in app.asked} <= {49, 50}, "only what is seen is read again"
        table.set_total(3)
        await until(pilot, lambda: table.current_id == "new-2")
        assert [line.strip() for line in lines(pilot)[1:5]] == ["new", "new", "new", ""]


async def test_a_larger_screen_asks_for_more() -> None:
    app = Source(None)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(app, pilot, None)
        assert app.asked == [(0, 100)]
        await pilot.resize_terminal(80, 160)
        await until(pilot, lambda: "stream 150" in lines(pilot)[151])
