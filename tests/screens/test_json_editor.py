"""Creating and editing what lies in a namespace as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Key, Paste
from textual.widgets import TextArea

from ocs_tui.catalog.kinds import kind_at, kind_in
from ocs_tui.catalog.sds import STREAM, TYPE
from ocs_tui.model.address import Address
from ocs_tui.screens.conflict import ConflictScreen
from ocs_tui.screens.json_editor import JsonEditor
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.screens.unfinished import Unfinished
from tests.screens.conftest import Drive, Driven

STREAM_ID = "B1-BU-106"
STREAM_AT = Address.parse(f"boiler/streams/{STREAM_ID}")


async def open_stream(driven: Driven) -> TextArea:
    """Open the editor of a stream; return its text."""
    await driven.open(JsonEditor(STREAM, STREAM_AT))
    screen = await driven.on(JsonEditor)
    text: TextArea = screen.query_one(TextArea)
    await driven.until(lambda: not text.disabled)
    return text


async def stream_now(driven: Driven) -> Any:
    return (await driven.client.get_item(STREAM, "boiler", STREAM_ID)).value


def put(text: TextArea, old: str, new: str) -> None:
    """Type something in the place of something else."""
    assert old in text.text
    text.load_text(text.text.replace(old, new, 1))


async def test_an_edit_is_reviewed_by_field_and_written_and_taken_back(drive: Drive) -> None:
    async with drive() as driven:
        before = (await stream_now(driven)).to_wire()
        text = await open_stream(driven)
        put(text, '"Natural gas, low NOx."', '"Oil."')
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.sees("- Description: Natural gas, low NOx.")
        assert "+ Description: Oil." in driven.seen()
        assert "TypeId" not in driven.seen(), "what does not change is not in the way"
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        now = (await stream_now(driven)).to_wire()
        assert now == before | {"Description": "Oil."}
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.undo import undo

        entry = driven.connection.journal.read().entries[0]
        back = undo(entry)
        assert isinstance(back, SetChange)
        await driven.connection.apply(back, entry.id)
        assert (await stream_now(driven)).to_wire() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"TypeId": "Burner"', '"TypeId": "Burner",', "Line 6, column 1: a name in double quotes is missing"),
        ('"TypeId": "Burner"', '"TypeId" "Burner"', "Line 5, column 12: a colon is missing"),
        ('"TypeId": "Burner"', '"TypeId": NaN', "NaN, which is no JSON number"),
        ('"TypeId": "Burner"', '"TypeId": "Burner", "Name": "x"', "the field 'Name' stands in it twice"),
        ('"TypeId": "Burner"', '"TypeId": 7', "TypeId is the number 7: a text belongs there."),
        ('"Description"', '"Descripton"', "'Descripton' is no field of a stream: Description is."),
        ('"TypeId": "Burner"', '"TypeId": ""', "TypeId is missing: a stream needs it."),
        (f'"{STREAM_ID}"', '"other"', "an id cannot be changed"),
        ('"TypeId": "Burner"', '"TypeId": "Burner", "InterpolationMode": "Discret"', "'Discrete' is."),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_nothing_is_sent(
    drive: Drive, old: str, new: str, said: str
) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, old, new)
        await driven.press("ctrl+s")
        await driven.until(lambda: driven.error)
        assert said in driven.error
        assert "\n" not in driven.error
        assert isinstance(driven.screen, JsonEditor)
        assert not [one for one in driven.connection.trace if one.method == "PUT"]


async def test_what_is_not_known_is_sent_and_said_to_be(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, '"TypeId": "Burner"', '"TypeId": "Burner",\n  "Zone": {"Ex": 2}')
        await driven.press("ctrl+s")
        await driven.on(ReviewScreen)
        await driven.sees("'Zone' is no field of a stream that is known here: it is sent as it stands.")


async def test_one_is_created_from_its_template_and_what_was_left_empty_is_not_sent(drive: Drive) -> None:
    async with drive() as driven:
        await driven.open(JsonEditor(STREAM, Address.parse("boiler/streams")))
        screen = await driven.on(JsonEditor)
        text = screen.query_one(TextArea)
        assert '"PropertyOverrides": []' in text.text
        assert "CreatedDate" not in text.text
        await driven.press("ctrl+s")
        assert driven.error.startswith("Id is missing: a stream is created under its id.")
        put(text, '"Id": ""', '"Id": "new-1"')
        put(text, '"TypeId": ""', '"TypeId": "Burner"')
        await driven.press("escape")
        await driven.review_and_apply()
        made = (await driven.client.get_item(STREAM, "boiler", "new-1")).value.to_wire()
        assert made["TypeId"] == "Burner"
        assert "PropertyOverrides" not in made


async def test_one_of_that_id_is_shown_beside_what_was_to_be_created(drive: Drive) -> None:
    async with drive() as driven:
        body = {"Id": STREAM_ID, "TypeId": "Burner", "Description": "Mine."}
        await driven.open(JsonEditor(STREAM, Address.parse("boiler/streams"), begins_as=body))
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.press("enter")
        await driven.sees("Yours beside what exists")
        assert "yours: Mine." in driven.seen()
        assert "exists: Natural gas, low NOx." in driven.seen()
        await driven.press("escape")
        assert isinstance(await driven.on(JsonEditor), JsonEditor)
        assert "Mine." in driven.screen.query_one(TextArea).text


async def test_two_who_change_the_same_field_are_asked_whose_holds(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, '"Natural gas, low NOx."', '"Mine."')
        put(text, '"Boiler 1 burner"', '"Burner one"')
        other = (await stream_now(driven)).changed(Description="Theirs.", TypeId="Burner")
        await driven.client.update(STREAM, other, "boiler", STREAM_ID)
        await driven.press("ctrl+s")
        conflict = await driven.on(ConflictScreen)
        await driven.sees("theirs: Theirs.")
        assert len(conflict.table.rows) == 1
        await driven.press("t", "enter")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        assert "Mine." not in driven.seen().split("What changes")[-1]
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        now = await stream_now(driven)
        assert (now.Description, now.Name) == ("Theirs.", "Burner one")


async def test_what_is_taken_out_of_the_text_is_taken_out_of_the_thing(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, '\n  "Description": "Natural gas, low NOx.",', "")
        await driven.review_and_apply()
        assert "Description" not in (await stream_now(driven)).to_wire()


async def test_what_cannot_be_changed_is_offered_as_a_copy(drive: Drive) -> None:
    from ocs_tui.screens import thing_actions
    from ocs_tui.screens.ask import Ask

    async with drive() as driven:
        thing_actions.edit(driven.app.explorer, Address.parse("boiler/types/Burner"), lambda done: None)
        ask = await driven.on(Ask)
        await driven.sees("The type cannot be changed once it is there.")
        await driven.until(lambda: not ask.query_one("#yes").disabled)
        await driven.press("y")
        screen = await driven.on(JsonEditor)
        text = screen.query_one(TextArea)
        assert '"Id": "",' in text.text.splitlines()[1]
        assert '"FlameCount"' in text.text
        put(text, '"Id": ""', '"Id": "Burner-2"')
        await driven.review_and_apply()
        made = (await driven.client.get_item(TYPE, "boiler", "Burner-2")).value
        old = (await driven.client.get_item(TYPE, "boiler", "Burner")).value
        assert made.Properties == old.Properties


async def test_text_that_a_terminal_would_obey_is_written_as_numbers(drive: Drive) -> None:
    name = "burner \x1b]2;hushed\x07 \u202e\x9b31m"
    async with drive() as driven:
        await driven.client.update(STREAM, (await stream_now(driven)).changed(Name=name), "boiler", STREAM_ID)
        text = await open_stream(driven)
        assert "\\u001b]2;hushed" in text.text
        assert "\\u202e\\u009b31m" in text.text
        assert not {"\x1b", "\u202e", "\x9b"} & set(text.text)
        put(text, '"Natural gas, low NOx."', '"Oil."')
        await driven.review_and_apply()
        now = await stream_now(driven)
        assert (now.Name, now.Description) == (name, "Oil."), "what was not changed is sent as it came"


async def test_an_edit_that_is_no_json_yet_comes_back_as_it_was_typed(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, '"TypeId": "Burner"', '"TypeId": "Burner", "Half')
        await driven.pilot.pause()
        typed = text.text
        # nothing is left or closed properly: this window is gone in mid-edit
    async with drive() as driven:
        found = driven.connection.drafts.load().drafts
        assert [draft.text for draft in found] == [typed]
        from ocs_tui.screens.unfinished import editor_of, offer_of

        offer = offer_of(driven.connection, found[0], "")
        assert isinstance(offer, Unfinished)
        assert "no JSON yet" in " ".join(offer._lines)
        await driven.open(editor_of(found[0]))
        screen = await driven.on(JsonEditor)
        assert screen.query_one(TextArea).text == typed
        assert kind_at(STREAM_AT) is kind_in(Address.parse("boiler/streams"))


async def test_what_is_no_json_yet_does_not_take_back_what_others_changed_since(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        put(text, '"Boiler 1 burner"', '"Burner one')
        await driven.pilot.pause()
    async with drive() as driven:
        other = (await stream_now(driven)).changed(Description="Theirs.")
        await driven.client.update(STREAM, other, "boiler", STREAM_ID)
        from ocs_tui.screens.unfinished import editor_of

        (draft,) = driven.connection.drafts.load().drafts
        await driven.open(editor_of(draft))
        screen = await driven.on(JsonEditor)
        text = screen.query_one(TextArea)
        await driven.until(lambda: not text.disabled)
        await driven.sees("Changed since this edit began: the review puts yours onto what is there.")
        put(text, '"Burner one', '"Burner one"')
        await driven.press("ctrl+s")
        await driven.sees("Changed meanwhile, not by this edit")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not review)
        now = await stream_now(driven)
        assert (now.Name, now.Description) == ("Burner one", "Theirs.")


async def test_what_was_pasted_is_taken_back_and_done_again(drive: Drive) -> None:
    """The scroll bar goes while the cursor still stands in a line that is gone."""
    async with drive() as driven:
        text = await open_stream(driven)
        before = text.text
        assert not text.show_vertical_scrollbar
        text.move_cursor(text.document.end)
        pasted = "\n" * 80 + "{}"
        driven.app.post_message(Paste(pasted))  # as the terminal does
        await driven.until(lambda: text.show_vertical_scrollbar)
        await driven.press("ctrl+z")
        await driven.until(lambda: text.text == before)
        assert text.cursor_location == text.document.end
        await driven.press("ctrl+y")
        await driven.until(lambda: text.text == before + pasted)
        text.move_cursor((0, 0))
        text.move_cursor(text.document.end, select=True)
        await driven.press("delete", "ctrl+z", "ctrl+y")
        await driven.until(lambda: not text.text)


@pytest.mark.parametrize("pasted", ['\t"x": 1,', "a\x1b[31mb", "one\r\ntwo"])
async def test_what_was_pasted_and_was_written_otherwise_is_taken_back_by_one_key(
    drive: Drive, pasted: str
) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        before = text.text
        driven.app.post_message(Paste(pasted))
        await driven.until(lambda: text.text != before)
        assert not {"\t", "\x1b", "\r"} & set(text.text)
        await driven.press("ctrl+z")
        await driven.until(lambda: text.text == before)


async def test_what_is_pasted_stands_where_it_was_pasted_between_keys(drive: Drive) -> None:
    async with drive() as driven:
        text = await open_stream(driven)
        before = text.text
        driver = driven.app._driver
        assert driver is not None
        for event in (*keys_of("abcdef"), Paste("PPP"), *keys_of("ghi")):
            event.set_sender(driven.app)
            driver.send_message(event)
        await driven.until(lambda: len(text.text) == len(before) + 12)
        assert text.text == f"abcdefPPPghi{before}"


def keys_of(typed: str) -> list[Key]:
    return [Key(char, char) for char in typed]
