"""What a rule would match, an OMF message from a file, and who shares what with whom: by keys."""

from __future__ import annotations

import json
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from ocs_tui.catalog.communities import COMMUNITY
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.change import Delete
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.collection import CollectionScreen
from ocs_tui.screens.omf_send import OmfSend
from ocs_tui.screens.rule_preview import RulePreview
from ocs_tui.screens.sharing_pane import sharing
from ocs_tui.screens.table import TableScreen
from tests.screens.driving import error_of, opened, push, shown, until, until_shown


async def test_v_on_a_rule_shows_what_it_would_match_and_ends_the_preview(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, TableScreen(Address.parse("boiler/metadata-rules")))
        await until_shown(pilot, "Parts of the tag", "v Preview")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, RulePreview))
        await until_shown(pilot, "streams matched", "Loop number", "B1-TI-101", "Boiler house")
        trace = pilot.app.session.connection.trace  # type: ignore[attr-defined]
        await until(pilot, lambda: any(one.method == "DELETE" and one.status == 204 for one in trace))
        assert not error_of(pilot)


async def test_v_on_an_asset_rule_in_the_tree_shows_the_assets_it_would_make(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        explorer.go_to_thing(Address.parse("boiler/asset-rules/boilers-from-tags"))
        await until_shown(pilot, "Boilers from tags", "v Preview")
        await pilot.press("v")
        await until_shown(pilot, "assets from each", "AssetId", "StreamReferenceName")


async def test_an_omf_message_is_reviewed_sent_and_found_again(emulator: Emulator, tmp_path: Path) -> None:
    path = tmp_path / "type.json"
    index = {"type": "string", "format": "date-time", "isindex": True}
    made = {"id": "FromAFile", "type": "object", "classification": "dynamic"}
    path.write_text(
        json.dumps([{**made, "properties": {"Time": index, "Level": {"type": "number"}}}]), encoding="utf-8"
    )
    async with opened(emulator) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        explorer.resources.reveal("namespace/sandbox")
        await until(pilot, lambda: explorer.resources.current.id == "sandbox")
        await pilot.press("O")
        await until_shown(pilot, "Send an OMF message")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "none.json")
        await pilot.press("enter")
        told = "cannot be read: no such file or directory."
        problem = pilot.app.screen.query_one("#file-problem", Static)
        await until(pilot, lambda: told in str(problem.content))
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OmfSend))
        await until_shown(pilot, "nothing was sent yet", "type FromAFile", "create")
        await pilot.press("enter")
        await until_shown(pilot, "Review:", "MessageType", "It cannot be taken back.")
        await until(pilot, lambda: pilot.app.screen.check_action("apply", ()) is True)
        await pilot.press("enter")
        await until_shown(pilot, "The OMF message was taken", "Operation-Id", "✓ it is there")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is explorer)
        await until_shown(pilot, "The OMF message was taken. Operation-Id")


async def test_a_read_only_profile_sends_no_message(emulator: Emulator) -> None:
    async with opened(emulator, read_only=True) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        explorer.resources.reveal("namespace/sandbox")
        await pilot.press("O")
        await until(pilot, lambda: "read-only" in error_of(pilot))


async def test_a_community_says_who_shares_what_with_whom(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        session = pilot.app.session  # type: ignore[attr-defined]
        page = await session.connection.client.list_page(COMMUNITY)
        address = address_of(COMMUNITY, page.items[0].id)
        session.explorer.go_to_thing(address)
        await until_shown(pilot, "Baltic Grid Partners", "Sharing")
        await pilot.press("2")
        await until_shown(pilot, "Who shares what with whom", "shares nothing")
        body, _ = sharing(session.connection, address)
        words = " ".join(line.value for line in body.lines)
        assert "(this tenant, owns it)" in words
        assert "shares 20 streams with Rügen Offshore Wind, Skåne Nätdrift" in words
        assert "‖ paused" in shown(pilot)
        await pilot.press("9")
        await until_shown(pilot, "9 Access", "Manage")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until_shown(pilot, "11 JSON", '"MemberRoleId"')
        await pilot.press("left_square_bracket")
        await until_shown(pilot, "10 Owner", "ObjectId")


async def test_communities_are_created_deleted_and_renamed_and_a_tenant_of_one_paused(
    emulator: Emulator,
) -> None:
    async with opened(emulator) as pilot:
        connection = pilot.app.session.connection  # type: ignore[attr-defined]
        await push(pilot, CollectionScreen(("communities",)))
        await until_shown(pilot, "Baltic Grid Partners")
        await pilot.press("n")
        await until_shown(pilot, "Create a community", "Name (needed)", "Description")
        await pilot.press(*"Docks", "ctrl+s")
        await _apply(pilot)
        await until_shown(pilot, "Docks")
        page = await connection.client.list_page(COMMUNITY)
        assert "Docks" in [one.Name for one in page.items]

        docks = next(one for one in page.items if one.Name == "Docks")
        await connection.apply(Delete(address_of(COMMUNITY, docks.id), docks))
        await until(pilot, lambda: "1 community" in shown(pilot))

        baltic = next(one for one in page.items if one.Name == "Baltic Grid Partners")
        await pilot.press("home", "e")
        await until_shown(pilot, "Edit the community", "it will be written")
        await pilot.press(*" Ltd", "ctrl+s")
        await _apply(pilot)
        now = (await connection.client.get_item(COMMUNITY, baltic.id)).value
        assert (now.Name, now.Description) == ("Baltic Grid Partners Ltd", baltic.Description)

        tenants = ("in", f"/communities/{baltic.id}/tenants")
        await push(pilot, CollectionScreen(tenants))
        await until_shown(pilot, "Skåne Nätdrift")
        names = [row.Name for row in connection.value(tenants)]
        await pilot.press(*["down"] * names.index("Skåne Nätdrift"), "e")
        await until_shown(pilot, "Status", "it will be written")
        pilot.app.screen.query_one(Select).value = "Paused"
        await pilot.press("ctrl+s")
        await _apply(pilot)
        now = (await connection.client.get_item(COMMUNITY, baltic.id)).value
        assert [one["Status"] for one in now.Tenants if one["Name"] == "Skåne Nätdrift"] == ["Paused"]


async def _apply(pilot: Pilot[int]) -> None:
    """Apply what is reviewed, and wait until it was written."""
    await until_shown(pilot, "Review:")
    review = pilot.app.screen
    await until(pilot, lambda: review.check_action("apply", ()) is True)
    await pilot.press("enter")
    await until(pilot, lambda: not review.is_attached)
