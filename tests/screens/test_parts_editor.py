"""A stream's metadata and tags: shown, edited as rows, reviewed, merged and taken back."""

from __future__ import annotations

from ocs_tui.changes.change import SetChange
from ocs_tui.changes.undo import undo
from ocs_tui.model.address import Address
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.screens.conflict import ConflictScreen
from ocs_tui.screens.parts_editor import MetadataEditor, TagsEditor
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.screens.stream_tabs import metadata
from ocs_tui.screens.unfinished import editor_of
from ocs_tui.widgets.detail import Fields
from tests.screens.conftest import Drive, Driven

AT = Address.parse("boiler/streams/B1-BU-106")
BEGAN = {"Site": "Northgate", "Unit": "Boiler 1", "Loop": "B1-BU-106", "Commissioned": "2013"}


async def metadata_now(driven: Driven) -> dict[str, str]:
    return (await driven.client.get_metadata(AT)).value.values


async def opened(driven: Driven, screen: MetadataEditor | TagsEditor) -> None:
    await driven.open(screen)
    await driven.on(type(screen))
    await driven.until(lambda: screen._fetched is not None)


async def test_rows_are_added_changed_and_taken_out_and_all_of_it_taken_back(drive: Drive) -> None:
    async with drive() as driven:
        assert await metadata_now(driven) == BEGAN
        await opened(driven, MetadataEditor(AT))
        await driven.press("x", "down", "enter", *("!",), "enter")
        await driven.press("a", *"Shift", "enter", *"night", "enter")
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        for line in ("- Site: Northgate", "- Unit: Boiler 1", "+ Unit: Boiler 1!", "+ Shift: night"):
            assert line in driven.seen()
        assert "Loop" not in driven.seen()
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        now = {"Unit": "Boiler 1!", "Loop": "B1-BU-106", "Commissioned": "2013", "Shift": "night"}
        assert await metadata_now(driven) == now
        for key in ("metadata", "metadata-changes", "users", "clients"):
            await driven.connection.load((key, str(AT)) if key.startswith("meta") else (key,))
        body, _ = metadata(driven.connection, AT)
        assert isinstance(body, Fields)
        lines = [(line.label, line.value) for line in body.lines]
        by = lines[lines.index(("Shift", "night")) + 1][1]
        assert by.startswith("by Terminal explorer · 20")
        entry = driven.connection.journal.read().entries[0]
        back = undo(entry)
        assert isinstance(back, SetChange)
        await driven.connection.apply(back, entry.id)
        assert await metadata_now(driven) == BEGAN


async def test_a_key_that_both_change_is_asked_for_and_the_others_are_kept_from_both(drive: Drive) -> None:
    async with drive() as driven:
        await opened(driven, MetadataEditor(AT))
        await driven.press("x", "down", "enter", *"-mine", "enter")
        await driven.client.set_metadata(AT, Metadata(values={**BEGAN, "Unit": "theirs", "New": "one"}))
        await driven.press("ctrl+s")
        conflict = await driven.on(ConflictScreen)
        assert [row.label for row in conflict.table.rows] == ["Unit"]
        await driven.press("m", "enter")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        now = {key: value for key, value in BEGAN.items() if key != "Site"}
        assert await metadata_now(driven) == {**now, "Unit": "Boiler 1-mine", "New": "one"}


async def test_tags_of_two_people_come_together(drive: Drive) -> None:
    async with drive() as driven:
        await opened(driven, TagsEditor(AT))
        await driven.press("x", "a", *"pilot", "enter")
        await driven.client.set_tags(AT, Tags(tags=("fuel", "audited")))
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.sees("Changed meanwhile, not by this edit")
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        assert (await driven.client.get_tags(AT)).value.tags == ("audited", "pilot")


async def test_what_is_being_typed_is_kept_too(drive: Drive) -> None:
    async with drive() as driven:
        await opened(driven, MetadataEditor(AT))
        await driven.press("a", *"Shift", "enter", *"nig")  # not taken over yet
    async with drive() as driven:
        (draft,) = driven.connection.drafts.load().drafts
        screen = editor_of(draft)
        assert isinstance(screen, MetadataEditor)
        await opened(driven, screen)
        await driven.sees("nig  (new)")
        change = screen.change()
        assert isinstance(change, SetChange)
        assert change.after == Metadata(values={**BEGAN, "Shift": "nig"})


async def test_a_key_that_is_there_is_not_added_again(drive: Drive) -> None:
    async with drive() as driven:
        await opened(driven, MetadataEditor(AT))
        await driven.press("a", *"Unit", "enter", *"x", "enter")
        assert driven.error == "'Unit' is there already: change that one."
        await driven.press("escape", "escape")
        assert driven.screen is driven.app.explorer, "nothing was changed, so nothing is asked"


async def test_a_key_is_kept_as_it_came_and_what_a_terminal_would_obey_is_not_put_into_a_field(
    drive: Drive,
) -> None:
    came = {" spaced ": "one", "title": "a\x1b]2;hushed\x07\nb"}
    async with drive() as driven:
        await driven.client.set_metadata(AT, Metadata(values=came))
        screen = MetadataEditor(AT)
        await opened(driven, screen)
        await driven.press("enter", "!", "enter")
        await driven.press("down", "enter")
        assert "characters that cannot be edited here" in driven.error
        assert not {"\x1b", "\x07"} & set(driven.seen())
        await driven.press("escape")
        change = screen.change()
        assert isinstance(change, SetChange)
        assert change.after == Metadata(values={**came, " spaced ": "one!"})
