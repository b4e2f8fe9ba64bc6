"""Files of ours: for this user alone, whole or not at all, and where they are meant to be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ocs_tui.settings.crash import write_report
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import append_private, state_dir, write_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes and links are those of POSIX")


def mode(path: Path) -> int:
    """The permission bits of a file or a folder."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_and_their_folder_are_this_users_alone_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    written, appended = tmp_path / "a" / "written", tmp_path / "b" / "appended"
    before = os.umask(umask)
    try:
        write_private(written, "secret")
        append_private(appended, "line")
    finally:
        os.umask(before)
    assert [mode(path) for path in (written, appended)] == [0o600, 0o600]
    assert [mode(path.parent) for path in (written, appended)] == [0o700, 0o700]


def test_what_others_could_read_is_private_once_it_was_written_again(tmp_path: Path) -> None:
    file = tmp_path / "profiles.toml"
    file.write_text("old")
    file.chmod(0o666)
    write_private(file, "new")
    assert (file.read_text(), mode(file)) == ("new", 0o600)


def test_a_file_laid_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    """Somebody who could guess the name of the file in the making would have us write over another's."""
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    folder = tmp_path / "state"
    folder.mkdir()
    for name in (".report.txt.", ".report.txt", ".report.txt.tmp", "report.txt.tmp", "report.txt~"):
        (folder / name).symlink_to(victim)
    write_private(folder / "report.txt", "ours")
    assert victim.read_text() == "theirs"
    assert not (folder / "report.txt").is_symlink()


def test_a_link_to_a_folder_or_to_itself_is_one_sentence(tmp_path: Path) -> None:
    loop, folder = tmp_path / "loop", tmp_path / "folder"
    loop.symlink_to(loop)
    (tmp_path / "target").mkdir()
    folder.symlink_to(tmp_path / "target")
    for path in (loop, folder):
        for write in (write_private, append_private):
            with pytest.raises(SettingsError) as caught:
                write(path, "x")
            assert str(path) in caught.value.sentence
            assert caught.value.sentence.count("\n") == 0


def test_a_report_is_this_users_alone_in_the_state_folder() -> None:
    try:
        raise RuntimeError("canary")
    except RuntimeError as error:
        report = write_report(error)
    assert report is not None
    assert report.parent == state_dir()
    assert mode(report) == 0o600
