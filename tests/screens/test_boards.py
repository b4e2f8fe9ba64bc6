"""The boards by keys: health, logs, metrics, usage beside entitlements, the service blog."""

from __future__ import annotations

import pytest

from ocs_tui.emulator.server import Emulator
from ocs_tui.screens.boards import board_screen
from ocs_tui.screens.health_board import facts_of
from ocs_tui.widgets.big_table import BigTable
from tests.screens.driving import NARROW, WIDE, error_of, opened, push, shown, until, until_shown


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_health_stands_by_region_namespace_and_service(
    emulator: Emulator, size: tuple[int, int]
) -> None:
    async with opened(emulator, size) as pilot:
        await push(pilot, board_screen("health", ""))
        text = await until_shown(pilot, "the tenant: ✓ ok", "WestUS", "boiler", "Data ingress")
        assert "✓ ok" in text
        await pilot.press("end")
        await pilot.press("right")
        await pilot.press("r")
        await until_shown(pilot, "the tenant: ✓ ok")
        assert not error_of(pilot)


def test_a_state_is_told_in_mark_and_word_whatever_came() -> None:
    body = {
        "Regions": [{"Region": "West", "HealthState": 2}, "odd"],
        "Namespaces": [
            {"NamespaceId": "n", "Region": "West", "HealthState": "Error", "Services": [{"Name": "s"}]}
        ],
    }
    states = {(one.namespace, one.service): (one.state, one.words) for one in facts_of(body)}
    assert states == {
        ("", "Health"): ("warning", "warning"),
        ("n", "Health"): ("bad", "error"),
        ("n", "s"): ("unknown", "not valid"),
    }


async def test_logs_are_narrowed_by_severity_source_and_text(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, board_screen("logs", "boiler"))
        await pilot.press("w")
        await until_shown(pilot, "The window")
        await pilot.press("ctrl+u", *"last 30d", "enter")
        table = pilot.app.screen.query_one(BigTable)
        await until(pilot, lambda: "last 30d" in shown(pilot) and (table.total or 0) > 50)
        everything = table.total
        await pilot.press("s")
        await until_shown(pilot, "From which severity on?")
        await pilot.press(*"warning", "enter")
        await until_shown(pilot, "from warning on", "! Warning")
        assert "Verbose" not in shown(pilot)
        assert table.total is not None
        assert everything is not None
        assert table.total < everything
        await pilot.press("o")
        await until_shown(pilot, "Of which source?")
        await pilot.press(*"storage", "enter")
        await until_shown(pilot, "· Data storage")
        await until(pilot, lambda: "Metadata" not in shown(pilot))
        await pilot.press("slash")
        await pilot.press(*"refused")
        await until_shown(pilot, " of ", "refused")
        await pilot.press("escape")
        assert not error_of(pilot)


async def test_the_tail_of_a_log_looks_again_only_when_asked(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, board_screen("logs", ""))
        await until_shown(pilot, "last 24h", " line")  # how many there are depends on the day
        connection = pilot.app.session.connection  # type: ignore[attr-defined]
        await pilot.press("f")
        await until_shown(pilot, "live, every 5 s")

        def looks() -> int:
            return sum("/logs" in record.url for record in connection.trace)

        before = looks()
        await until(pilot, lambda: looks() > before)
        await pilot.press("f")
        await until(pilot, lambda: "live" not in shown(pilot))


async def test_metrics_are_a_plot_and_a_table(emulator: Emulator) -> None:
    async with opened(emulator, NARROW) as pilot:
        await push(pilot, board_screen("metrics", "boiler"))
        await until_shown(pilot, "IngressEvents:", "MessagesRejected:", "rows")
        await pilot.press("x")
        await until_shown(pilot, "IngressEvents [events]", ":00:00")


async def test_usage_stands_beside_the_entitlements_and_by_billing_cycle(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, board_screen("usage", ""))
        await until_shown(pilot, "Streams ", " of 250,000", "Namespaces", "Billing cycle", "IngressEvents:")
        await pilot.press("g")
        await until_shown(pilot, "busiest of", "boiler")
        await pilot.press("c")
        await until_shown(pilot, "Which billing cycle?")
        await pilot.press("down", "enter")
        await until_shown(pilot, "-01 00:00:00 – ")
        assert not error_of(pilot)


async def test_the_blog_has_its_newest_entry_first(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, board_screen("blog", ""))
        text = await until_shown(pilot, "Service operations", "UTC")
        assert text.index("Resolved: delayed search") < text.index("Maintenance of West US")
