"""Bulk ACL jobs: created, reviewed, followed to their end, and what failed said in words."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import TimedOut
from ocs_tui.catalog.sds import ACL_JOB
from ocs_tui.changes.change import Create
from ocs_tui.changes.undo import Instead, undo
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.screens.acl_job_editor import AclJobEditor
from ocs_tui.screens.ask import Ask
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.screens.unfinished import editor_of
from tests.screens.conftest import Drive, Driven

STREAMS = ("B1-BU-106", "B1-LI-104")


async def rights(client: OcsClient, stream_id: str, role_id: str) -> list[int]:
    acl = (await client.get_acl_at(Address.parse(f"boiler/streams/{stream_id}"))).value
    return [one.access_rights for one in acl.entries if one.trustee.object_id == role_id]


async def begun(driven: Driven, *stream_ids: str) -> AclJobEditor:
    """Open the editor of a job, with the role Tenant Data Steward added and its Read allowed."""
    editor = AclJobEditor("boiler", stream_ids)
    await driven.open(editor)
    await driven.on(AclJobEditor)
    await driven.press("a", *"Data Stew", "enter")
    await driven.until(lambda: driven.screen is editor)
    await driven.press("space")
    return editor


def steward(driven: Driven) -> str:
    roles = driven.connection.value(("roles",))
    return next(str(role.id) for role in roles if role.name == "Tenant Data Steward")


async def test_the_rights_of_a_role_are_set_on_the_marked_streams_alone(drive: Drive) -> None:
    async with drive() as driven:
        await begun(driven, *STREAMS)
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.is_armed)
        seen = driven.seen()
        assert "Of 2 streams of boiler:" in seen
        assert "what other roles may do stays as it is" in seen
        assert "B1-LI-104" in seen
        await driven.press("enter")
        await driven.until(lambda: driven.screen is driven.app.explorer)
        role = steward(driven)
        assert [await rights(driven.client, one, role) for one in STREAMS] == [[1], [1]]
        assert await rights(driven.client, "B1-P-105", role) == []
        entry = driven.connection.journal.read().entries[0]
        assert isinstance(entry.change, Create)
        assert entry.change.title == "Create a bulk ACL job in boiler"
        assert entry.is_done
        assert undo(entry) == Instead(
            "It cannot be taken back: do what opposes it, where there is such a thing."
        )


async def test_all_streams_of_a_namespace_are_confirmed_by_its_id(drive: Drive) -> None:
    async with drive() as driven:
        await begun(driven)
        await driven.press("ctrl+s")
        review = await driven.on(ReviewScreen)
        await driven.until(lambda: review.query(Input))
        await driven.press("enter")
        assert driven.screen is review, "nothing is written before the id is typed"
        await driven.press(*"boiler")
        await driven.until(lambda: review.is_armed and review.is_accepted)
        await driven.press("enter")
        await driven.until(lambda: driven.screen is driven.app.explorer)
        assert await rights(driven.client, "B5-LI-104", steward(driven)) == [1]


async def test_the_whole_acl_begins_as_the_default_of_new_streams(drive: Drive) -> None:
    async with drive() as driven:
        default = (await driven.client.get_acl_at(Address.parse("boiler/streams"))).value
        editor = AclJobEditor("boiler", STREAMS)
        await driven.open(editor)
        await driven.on(AclJobEditor)
        await driven.press("ctrl+s")
        assert driven.error.startswith("No role is said yet")
        await driven.press("escape", "w")
        change = editor.change()
        assert isinstance(change, Create)
        body = change.after.to_wire()
        assert (body["Operation"], body["Scope"], body["ResourceIds"]) == (1, 1, list(STREAMS))
        assert AccessControlList.model_validate(body["AccessControlList"]) == default


async def test_a_job_is_followed_to_its_end_and_says_what_failed(drive: Drive) -> None:
    async with drive() as driven:
        await driven.until(lambda: driven.connection.value(("roles",)))
        role = steward(driven)
        body = {
            "Scope": 1,
            "Operation": 0,
            "ResourceIds": [STREAMS[0], "nobody"],
            "RoleIds": [role],
            "AccessControlList": {"RoleTrusteeAccessControlEntries": []},
        }
        from ocs_tui.catalog.models import model_of

        made = await driven.client.create(ACL_JOB, model_of(ACL_JOB).model_validate(body), "boiler")
        job_id = made.fetched.value.id
        explorer = driven.app.explorer
        explorer.go_to_thing(Address.parse(f"boiler/acl-jobs/{job_id}"))
        await driven.sees("It goes on: looked at again by itself.")
        await driven.sees("2 of 2")  # nobody presses r
        await driven.sees("1 failed")
        await driven.sees("nobody")
        await driven.sees("There is no such stream.")
        assert "Partially" in driven.seen()
        assert explorer._job_watch is None, "what has ended is not asked for again"


async def test_a_job_that_was_not_sent_is_gone_on_with(drive: Drive) -> None:
    async with drive() as driven:
        await begun(driven, *STREAMS)
        await driven.pilot.pause()
        role = steward(driven)
    async with drive() as driven:
        (draft,) = driven.connection.drafts.load().drafts
        screen = editor_of(draft)
        assert isinstance(screen, AclJobEditor)
        await driven.open(screen)
        await driven.on(AclJobEditor)
        change = screen.change()
        assert isinstance(change, Create)
        body = change.after.to_wire()
        assert (body["RoleIds"], body["ResourceIds"]) == ([role], list(STREAMS))
        (entry,) = body["AccessControlList"]["RoleTrusteeAccessControlEntries"]
        assert entry["AccessRights"] == 1


async def test_what_was_said_of_roles_is_not_lost_by_looking_at_the_whole_acl(drive: Drive) -> None:
    async with drive() as driven:
        editor = await begun(driven, *STREAMS)
        await driven.press("w", "escape")
        ask = await driven.on(Ask)
        await driven.sees("The job for 2 streams of boiler is not written.")
        role = steward(driven)
        await driven.press("escape")
        await driven.until(lambda: driven.screen is not ask)
        (draft,) = driven.connection.drafts.load().drafts
        assert draft.change.after.to_wire()["RoleIds"] == [role]
        await driven.press("w")
        change = editor.change()
        assert isinstance(change, Create)
        assert change.after.to_wire()["RoleIds"] == [role]


async def test_a_default_that_could_not_be_read_is_no_empty_one(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive() as driven:

        async def read_for_edit(*_: object) -> None:
            raise TimedOut("No answer came in time.")

        monkeypatch.setattr(driven.connection, "read_for_edit", read_for_edit)
        editor = await begun(driven, *STREAMS)
        await driven.press("w")
        await driven.until(lambda: driven.error)
        assert "which is not known. No answer came in time." in driven.error
        change = editor.change()
        assert isinstance(change, Create)
        assert change.after.to_wire()["Operation"] == 0, "the rights of roles can be set all the same"
