"""Folders and files as they are; nothing is left where it was tried whether something can be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ocs_tui.settings.places import files_open_to_others, look_at_file, look_at_folder

posix = pytest.mark.skipif(os.name != "posix", reason="permissions are another matter on Windows")


@posix
def test_a_private_folder_is_fine_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    before = folder.stat().st_mtime_ns
    place = look_at_folder(folder)
    assert (place.exists, place.mine, place.mode, place.fault) == (True, True, 0o700, "")
    assert place.free_bytes is not None
    assert place.free_bytes > 0
    assert not place.others_may_read
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mtime_ns == before or os.uname().sysname != "Linux"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    place = look_at_folder(tmp_path / "a" / "b")
    assert (place.exists, place.mode, place.fault) == (False, None, "")
    assert not (tmp_path / "a").exists()


@posix
def test_a_folder_below_a_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = look_at_folder(tmp_path / "file" / "ocs-tui")
    assert not below.exists
    assert "not a directory" in below.fault
    in_place = look_at_folder(tmp_path / "file")
    assert in_place.fault == "it is no folder"


@posix
def test_a_link_that_leads_nowhere_cannot_be_made_a_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert "leads nowhere" in look_at_folder(tmp_path / "link").fault
    assert "leads nowhere" in look_at_folder(tmp_path / "link" / "ocs-tui").fault


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o500)
    assert "permission denied" in look_at_folder(folder).fault
    assert "cannot be written" in look_at_folder(folder / "below").fault


@posix
def test_whose_it_is_and_who_else_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "profiles.toml"
    assert not look_at_file(file).exists
    file.write_text("")
    for mode, reads, writes in ((0o600, False, False), (0o640, True, False), (0o602, False, True)):
        file.chmod(mode)
        place = look_at_file(file)
        assert (place.others_may_read, place.others_may_write) == (reads, writes)
        assert place.mine
    another = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: another)
    assert look_at_file(file).mine is False


@posix
def test_files_that_others_may_open_are_found_unless_they_cannot_get_there(tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for name, mode in (("journal-a.jsonl", 0o600), ("journal-b.jsonl", 0o644), ("drafts/one.json", 0o620)):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(mode)
    tmp_path.chmod(0o755)
    assert {path.name for path in files_open_to_others(tmp_path)} == {"journal-b.jsonl", "one.json"}
    tmp_path.chmod(0o700)
    assert files_open_to_others(tmp_path) == []
    assert files_open_to_others(tmp_path / "gone") == []
