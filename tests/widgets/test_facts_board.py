"""A board says how things stand in mark and word, and Enter opens what the cursor is on."""

from __future__ import annotations

from textual import on

from ocs_tui.widgets.facts_board import Fact, FactsBoard
from tests.widgets.showing import Showing, lines, until

FACTS = [
    Fact("West Europe", "", "Identity", "good", "ok, 12 ms", "we"),
    Fact("West Europe", "boiler", "Streams", "bad", "timed out", "we/boiler/s"),
    Fact("West Europe", "boiler", "Assets", "warning", "slow, 3.1 s", "we/boiler/a"),
    Fact("West US", "wind\x1b[2J[/x]", "Streams", "busy", "asking", "wu/wind/s"),
    Fact("West US", "wind\x1b[2J[/x]", "Assets", "unknown", "not asked", "wu/wind/a"),
]


class Board(Showing):
    """Shows a board, and keeps what was chosen."""

    def __init__(self) -> None:
        self.board = FactsBoard()
        super().__init__(self.board)
        self.chosen: list[str] = []

    @on(FactsBoard.FactChosen)
    def _chosen(self, message: FactsBoard.FactChosen) -> None:
        self.chosen.append(message.fact.key)


async def test_states_are_said_in_mark_and_word() -> None:
    app = Board()
    async with app.run_test(size=(100, 12)) as pilot:
        app.board.show(FACTS)
        await until(pilot, lambda: "ok, 12 ms" in lines(pilot)[1])
        assert lines(pilot)[0].split() == ["Region", "and", "namespace", "Identity", "Streams", "Assets"]
        assert lines(pilot)[1].strip() == "West Europe           ✓ ok, 12 ms"
        assert "boiler" in lines(pilot)[2]
        assert "✗ timed out" in lines(pilot)[2]
        assert "! slow, 3.1 s" in lines(pilot)[2]
        assert lines(pilot)[3].strip() == "West US"
        assert "wind␛[2J[/x]" in lines(pilot)[4]
        assert "… asking" in lines(pilot)[4]
        assert "? not asked" in lines(pilot)[4]


async def test_enter_opens_what_the_cursor_is_on() -> None:
    app = Board()
    async with app.run_test(size=(100, 12)) as pilot:
        app.board.show(FACTS)
        await pilot.press("enter", "right", "enter", "down", "enter", "right", "enter")
        await until(pilot, lambda: app.chosen == ["we", "we/boiler/s", "we/boiler/a"])
        await pilot.click(FactsBoard, offset=(40, 4), times=2)
        assert app.board.current_place == ("West US", "wind\x1b[2J[/x]")


async def test_the_cursor_stays_on_its_fact_when_others_come() -> None:
    app = Board()
    async with app.run_test(size=(100, 12)) as pilot:
        app.board.show(FACTS)
        await pilot.press("down", "right", "right")
        assert app.board.current is FACTS[2]
        first = Fact("Australia", "", "Health", "good", "ok", "au")
        app.board.show([first, *FACTS])
        await pilot.pause()
        assert app.board.current is FACTS[2]


async def test_services_move_by_where_there_is_no_room() -> None:
    app = Board()
    facts = [Fact("r", "n", f"Service {number}", "good", "x" * 20, str(number)) for number in range(9)]
    async with app.run_test(size=(60, 8)) as pilot:
        app.board.show(facts)
        await until(pilot, lambda: lines(pilot)[0].endswith("›"))
        await pilot.press("down")
        for _ in range(8):
            await pilot.press("right")
        await until(pilot, lambda: lines(pilot)[0].endswith("Service 8"))
        assert app.board.current is facts[8]
        assert "✓ " + "x" * 20 in lines(pilot)[2]


async def test_an_empty_board_says_so() -> None:
    app = Board()
    async with app.run_test(size=(60, 8)) as pilot:
        app.board.show([])
        await until(pilot, lambda: lines(pilot)[1].strip() == "Nothing was asked yet.")
        await pilot.press("enter", "right", "down")
        assert app.chosen == []
