"""Files of acl export on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ocs_tui.settings.access_file import completions, path_of, read_access_file
from ocs_tui.settings.errors import CallError, SettingsError

EMPTY = "ocs-tui-access: 1\ntenant: {id: t}\naccess: {}\n"


def test_a_file_with_a_mark_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "access.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + EMPTY.encode())
    assert read_access_file(file).tenant_id == "t"


def test_what_is_too_large_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "access.yaml"
    file.write_text(EMPTY + "#" * 2_000_000)
    assert read_access_file(file).things == ()
    with pytest.raises(SettingsError, match=r"access.yaml is larger than 1 MB"):
        read_access_file(file, 1024 * 1024)


@pytest.mark.parametrize("name", ["", "nowhere.yaml", "a\0b"])
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(CallError, match=r"cannot be read: .+\.$"):
        read_access_file(tmp_path / name if name else tmp_path)


def test_a_device_without_an_end_is_too_large() -> None:
    with pytest.raises(SettingsError, match="larger than"):
        read_access_file(Path("/dev/zero"), 1024 * 1024)


def test_the_home_of_nobody_is_not_known() -> None:
    with pytest.raises(SettingsError, match="the home of that user is not known"):
        path_of("~nobody-of-that-name/access.yaml")


def test_paths_are_completed_as_they_were_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("access.txt", "access.yaml", ".access.yaml", "access-\x1b[31m.yaml", "other.yml"):
        (tmp_path / name).touch()
    (tmp_path / "accesses").mkdir()
    folder = f"accesses{os.sep}"
    assert completions("acc") == ["access.yaml", folder, "access.txt"]
    assert completions("~/acc") == ["~/access.yaml", f"~/{folder}", "~/access.txt"]
    assert completions("./o") == ["./other.yml"]
    assert completions(".") == [".access.yaml"]
    assert completions("") == ["access.yaml", "other.yml", folder, "access.txt"]
    assert completions("nowhere/") == completions("~nobody-of-that-name/") == []
