"""Drafts: what survives a closed terminal, broken files and a second profile."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ocs_tui.access.rows import Setting, set_right
from ocs_tui.changes import draft_files
from ocs_tui.changes.change import Aspect, Create, SetChange
from ocs_tui.changes.draft_files import DraftFiles
from ocs_tui.changes.drafts import Drafts, has_changed
from ocs_tui.changes.encoding import to_json
from ocs_tui.changes.process import ProcessMark
from ocs_tui.changes.reread import Conflicting, Same, reread
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.model.namespace import Namespace
from ocs_tui.settings.errors import SettingsError
from tests.access.worlds import acl, allow
from tests.changes.conftest import Tenant

BOILER = Address.namespace("boiler")
EDIT = SetChange(BOILER, Aspect.ACL, acl(allow("a", 1)), acl(allow("a", 3)))
OWNER = SetChange(BOILER, Aspect.OWNER, Trustee(), Trustee(type=1, object_id="u"))


CLOSED = replace(ProcessMark.mine(), token="closed")
"""A window that is gone: its process's number is this one's now."""
ELSEWHERE = ProcessMark("another-computer", 7, "elsewhere")


def drafts_in(
    folder: Path | None, profile: str = "plant", tenant_id: str = "T-1", by: ProcessMark | None = None
) -> Drafts:
    """The drafts of a profile, as this window or another one keeps them."""
    return Drafts(folder, profile=profile, tenant_id=tenant_id, by=by)


@pytest.fixture(params=["files", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Drafts:
    """Drafts in files, and those of a demo."""
    return drafts_in(tmp_path / "drafts" if request.param == "files" else None)


def test_an_edit_is_kept_as_it_grows_one_for_each_thing_and_aspect(kept: Drafts) -> None:
    kept.save(SetChange(BOILER, Aspect.ACL, EDIT.before, EDIT.before))
    kept.save(EDIT)
    kept.save(OWNER)
    root = SetChange(Address(), Aspect.ACL, EDIT.before, EDIT.after)
    kept.save(root)
    create = Create(Address.namespace("n"), Namespace(id="n", region="WestUS"))
    kept.save(create)
    found = kept.load()
    assert found.problems == ()
    newest_first = [to_json(change) for change in (create, root, OWNER, EDIT)]
    assert [to_json(draft.change) for draft in found.drafts] == newest_first
    kept.discard(EDIT)
    kept.discard(EDIT)
    assert len(kept.load().drafts) == 3


def test_the_next_thing_that_is_created_has_a_draft_of_its_own(kept: Drafts) -> None:
    """The one before may still be written, and may yet fail."""
    first = Create(Address(("n",)), Namespace(id="n", region="WestUS"), edit="1")
    then = Create(Address(("m",)), Namespace(id="m", region="WestUS"), edit="2")
    kept.save(first)
    kept.save(then)
    kept.save(replace(then, after=Namespace(id="m2", region="WestUS")))
    assert {draft.change.after.to_wire()["Id"] for draft in kept.load().drafts} == {"n", "m2"}
    kept.discard(first)
    (left,) = kept.load().drafts
    assert isinstance(left.change, Create)
    assert (left.change.after.to_wire()["Id"], left.change.edit) == ("m2", "2")


def test_they_outlive_the_program_and_are_this_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "drafts"
    folder.parent.mkdir()
    drafts_in(folder).save(EDIT)
    (draft,) = drafts_in(folder).load().drafts
    assert to_json(draft.change) == to_json(EDIT)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_each_profile_and_tenant_has_its_own(tmp_path: Path) -> None:
    drafts_in(tmp_path).save(EDIT)
    assert drafts_in(tmp_path, "other").load().drafts == ()
    assert drafts_in(tmp_path, tenant_id="T-2").load().drafts == ()
    drafts_in(tmp_path, "other").discard(EDIT)
    assert len(drafts_in(tmp_path, tenant_id="t-1").load().drafts) == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"v":1}', b'{"v":9,"of":{}}', b"[" * 100_000]
)
def test_a_broken_file_is_said_and_costs_no_other_draft(tmp_path: Path, content: bytes) -> None:
    drafts_in(tmp_path).save(EDIT)
    broken = tmp_path / "draft-broken.json"
    broken.write_bytes(content)
    found = drafts_in(tmp_path).load()
    assert len(found.drafts) == 1
    assert found.problems == (f"The draft {broken} cannot be read: it is left where it is.",)
    assert broken.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    with pytest.raises(SettingsError, match="cannot be made"):
        drafts_in(tmp_path / "drafts").save(EDIT)
    assert drafts_in(tmp_path / "drafts").load().drafts == ()


def test_what_json_does_not_know_is_one_sentence(kept: Drafts) -> None:
    odd = AccessControlList.model_validate({"Odd": float("inf")})
    with pytest.raises(SettingsError, match="Infinity"):
        kept.save(SetChange(Address(), Aspect.ACL, odd, odd))


async def test_whether_the_thing_changed_since_is_what_reading_again_says(
    tenant: Tenant, tmp_path: Path
) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], AccessRight.READ, Setting.ALLOW)
    drafts_in(tmp_path).save(SetChange(Address.namespace(namespace.id), Aspect.ACL, before, after))
    (draft,) = drafts_in(tmp_path).load().drafts
    assert isinstance(draft.change, SetChange)
    assert isinstance(await reread(tenant.client, draft.change), Same)
    await tenant.client.set_acl(
        namespace.id, set_right(before, tenant.others[0], AccessRight.READ, Setting.DENY)
    )
    assert isinstance(await reread(tenant.client, draft.change), Conflicting)


def test_each_window_has_its_own_draft_of_the_same_thing(tmp_path: Path) -> None:
    mine, other = drafts_in(tmp_path), drafts_in(tmp_path, by=CLOSED)
    mine.save(EDIT)
    other.save(replace(EDIT, after=EDIT.before))
    other.discard(EDIT)
    (draft,) = mine.load().drafts
    assert to_json(draft.change) == to_json(EDIT)
    assert draft.is_open is True


def test_whose_window_is_gone_is_known_and_whose_cannot_be_told_is_said(tmp_path: Path) -> None:
    drafts_in(tmp_path, by=CLOSED).save(EDIT)
    drafts_in(tmp_path, by=ELSEWHERE).save(OWNER)
    assert [draft.is_open for draft in drafts_in(tmp_path).load().drafts] == [None, False]


def test_of_two_windows_one_takes_a_draft_over(tmp_path: Path) -> None:
    drafts_in(tmp_path, by=CLOSED).save(EDIT)
    first, second = drafts_in(tmp_path), drafts_in(tmp_path, by=replace(CLOSED, token="another"))
    (draft,) = first.load().drafts
    first.take(draft)
    with pytest.raises(SettingsError, match="in another window"):
        second.take(draft)
    (taken,) = second.load().drafts
    assert taken.is_open is True
    assert to_json(taken.change) == to_json(EDIT)
    first.discard(EDIT)
    assert second.load().drafts == ()


def test_what_is_thrown_away_is_gone_whoever_kept_it(tmp_path: Path) -> None:
    drafts_in(tmp_path, by=CLOSED).save(EDIT)
    drafts_in(tmp_path).save(EDIT)
    mine = drafts_in(tmp_path)
    mine.throw_away(next(draft for draft in mine.load().drafts if not draft.is_open))
    assert [draft.is_open for draft in mine.load().drafts] == [True]


def test_what_somebody_changed_since_is_told_from_another_way_of_writing_it() -> None:
    assert not has_changed(EDIT, acl(allow("A", 1)))
    assert has_changed(EDIT, acl(allow("a", 3)))
    assert not has_changed(OWNER, Trustee(tenant_id="t"))
    assert has_changed(OWNER, Trustee(type=1, object_id="u"))
    fields = SetChange(BOILER, Aspect.FIELDS, Namespace(id="boiler", description="x"), Namespace(id="boiler"))
    assert not has_changed(fields, Namespace(id="boiler", description="x", state=1))
    assert has_changed(fields, Namespace(id="boiler", description="y"))


def test_a_slow_disk_holds_up_one_key_and_gets_the_newest_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = threading.Event()
    written: list[str] = []

    def slow(path: Path, text: str, *, synced: bool) -> None:
        assert moves.wait(10)
        written.append(text)
        path.write_text(text)

    monkeypatch.setattr(draft_files, "write_private", slow)
    monkeypatch.setattr(draft_files, "PATIENCE", 0.01)
    files = DraftFiles(tmp_path)
    for text in ("1", "2", "3", "4"):
        files.write("draft", text)  # returns, though nothing can be written
    files.write("gone", "x")
    files.remove("gone")
    moves.set()
    files.finish()
    assert (written[0], written[-1]) == ("1", "4")
    assert len(written) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["draft"]


def test_a_draft_is_on_the_disk_when_it_was_saved(tmp_path: Path) -> None:
    kept = drafts_in(tmp_path, by=CLOSED)
    for mask in range(30):
        kept.save(replace(EDIT, after=acl(allow("a", mask))))
        (draft,) = drafts_in(tmp_path).load().drafts
        assert isinstance(draft.change, SetChange)
        assert draft.change.after.to_wire() == acl(allow("a", mask)).to_wire()
