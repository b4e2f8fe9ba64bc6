"""What thousands of entries cost is counted, not timed: each is looked at so often, however many there are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from ocs_tui.access.diff import diff
from ocs_tui.access.rows import Setting, edit
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.enums import AccessRight, AccessType, TrusteeType


def acl_of(entries: int, kind: TrusteeType = TrusteeType.ROLE, rights: int = 1) -> AccessControlList:
    return AccessControlList.model_validate(
        {
            "RoleTrusteeAccessControlEntries": [
                {
                    "Trustee": {"Type": int(kind), "ObjectId": f"one-{number}"},
                    "AccessType": int(AccessType.ALLOWED),
                    "AccessRights": rights,
                }
                for number in range(entries)
            ]
        }
    )


def edit_every_row(size: int) -> None:
    edit(acl_of(size), {(f"one-{number}", AccessRight.SHARE): Setting.ALLOW for number in range(size)})


def add_every_row(size: int) -> None:
    edit(acl_of(0), {(f"one-{number}", AccessRight.SHARE): Setting.ALLOW for number in range(size)})


def change_every_role(size: int) -> None:
    assert len(diff(acl_of(size), acl_of(size, rights=3)).rows) == size


def change_every_user(size: int) -> None:
    users = TrusteeType.USER
    assert len(diff(acl_of(size, users), acl_of(size, users, rights=3)).rest) == size


def compare_repeats(size: int) -> None:
    acl = acl_of(1)
    diff(acl.with_entries(acl.entries * size), acl)


@pytest.mark.parametrize(
    "work", [compare_repeats, edit_every_row, add_every_row, change_every_role, change_every_user]
)
def test_twice_the_entries_are_twice_the_work(work: Callable[[int], None]) -> None:
    work(10)  # what is made once is made
    assert calls_of(work, 200) < 2.2 * calls_of(work, 100)


def calls_of(work: Callable[[int], None], size: int) -> int:
    """Count the lines of ours that run."""
    lines = 0

    def count(frame: FrameType, event: str, argument: object) -> object:
        nonlocal lines
        if "ocs_tui" not in frame.f_code.co_filename:
            return None
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]
    try:
        work(size)
    finally:
        sys.settrace(before)
    return lines
