"""The journal: what it keeps, beside other processes, broken lines and disks that refuse."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ocs_tui.changes import journal as journal_module
from ocs_tui.changes.change import ActChange, Aspect, SetChange
from ocs_tui.changes.entries import Outcome, OutcomeKind
from ocs_tui.changes.journal import LONGEST_WRITE, Journal, JournalFailed
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from tests.access.worlds import acl, allow

CHANGE = SetChange(Address.namespace("boiler"), Aspect.ACL, acl(allow("a", 1)), acl(allow("a", 31)))
DONE = Outcome(OutcomeKind.DONE, "op-1")


@pytest.fixture(params=["file", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    """A journal in a file, and one of a demo."""
    file = tmp_path / "state" / "journal.jsonl" if request.param == "file" else None
    return Journal(file, profile="plant", tenant_id="T-1")


@pytest.fixture
def filed(tmp_path: Path) -> Journal:
    """A journal in a file."""
    return Journal(tmp_path / "state" / "journal.jsonl", profile="plant", tenant_id="T-1")


def path_of(journal: Journal) -> Path:
    """Where a journal is kept."""
    assert journal.file is not None
    return journal.file


def test_what_was_begun_and_ended_is_one_entry_newest_first(kept: Journal) -> None:
    assert kept.entries() == ()
    first = kept.begin(CHANGE)
    second = kept.begin(ActChange(Address(), "Send an invitation"), undoes=None)
    kept.end(first, DONE)
    newest, oldest = kept.entries()
    assert (newest.id, oldest.id) == (second, first)
    assert newest.outcome is None
    assert oldest.change == CHANGE
    assert oldest.outcome is not None
    assert (oldest.outcome.kind, oldest.outcome.operation_id) == (OutcomeKind.DONE, "op-1")
    assert (oldest.profile, oldest.tenant_id) == ("plant", "T-1")
    assert oldest.is_done
    assert kept.read().note is None
    assert [entry.id for entry in kept.find(first[:8])] == [first]
    assert kept.find("") == ()


def test_the_file_is_this_users_alone(filed: Journal) -> None:
    filed.begin(CHANGE)
    file = path_of(filed)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_another_tenants_entries_are_not_shown_and_not_lost(filed: Journal) -> None:
    other = Journal(filed.file, profile="other", tenant_id="T-2")
    filed.begin(CHANGE)
    theirs = other.begin(CHANGE)
    assert [entry.id for entry in other.entries()] == [theirs]
    assert len(filed.read().entries) == 2


def test_a_torn_last_line_costs_only_itself(filed: Journal) -> None:
    kept_id = filed.begin(CHANGE)
    torn_id = filed.begin(CHANGE)
    file = path_of(filed)
    file.write_bytes(file.read_bytes()[:-40])
    assert [entry.id for entry in filed.entries()] == [kept_id]
    assert filed.read().note == "1 line of the journal cannot be read and is left out."
    after = filed.begin(CHANGE)
    filed.end(after, DONE)
    assert [entry.id for entry in filed.entries()] == [after, kept_id]
    assert torn_id not in {entry.id for entry in filed.entries()}


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xfe\x00garbage",
        b"[]",
        b'{"v":1}',
        b"null",
        b"[" * 100_000,
        b'{"v":1,"event":"outcome","id":"nobody","time":"2024-01-01T00:00:00+00:00","kind":"done"}',
        b'{"v":1,"event":"intent","id":"x","time":"yesterday"}',
        b'{"v":"one","event":"intent","id":7}',
    ],
)
def test_garbage_is_skipped_and_said(filed: Journal, garbage: bytes) -> None:
    one = filed.begin(CHANGE)
    with path_of(filed).open("ab") as file:
        file.write(garbage + b"\n")
    filed.end(one, DONE)
    (entry,) = filed.entries()
    assert entry.is_done
    assert "cannot be read" in (filed.read().note or "")


def test_only_as_many_as_wanted_are_taken_apart(kept: Journal) -> None:
    ids = [kept.begin(CHANGE) for _ in range(5)]
    assert [entry.id for entry in kept.entries(limit=2)] == ids[:2:-1]
    (middle,) = kept.read(lambda head: head.id == ids[2]).entries
    assert middle.id == ids[2]


def test_an_entry_whose_change_cannot_be_read_is_said(filed: Journal) -> None:
    filed.begin(CHANGE)
    file = path_of(filed)
    file.write_text(file.read_text().replace('"aspect":"acl"', '"aspect":"mood"'))
    assert filed.entries() == ()
    assert filed.read().note == "1 line of the journal cannot be read and is left out."


def test_lines_of_a_later_version_are_said_to_be(filed: Journal) -> None:
    filed.begin(CHANGE)
    with path_of(filed).open("ab") as file:
        file.write(b'{"v":2,"event":"thought","id":"x"}\n')
    assert filed.read().note == "1 line of the journal come from a later version of ocs-tui."


WRITER = """
import sys
from pathlib import Path
from ocs_tui.changes.change import ActChange
from ocs_tui.changes.entries import Outcome, OutcomeKind
from ocs_tui.changes.journal import Journal
from ocs_tui.model.address import Address
journal = Journal(Path(sys.argv[1]), profile="p", tenant_id="T-1")
sys.stdin.readline()
for number in range(100):
    entry = journal.begin(ActChange(Address(), f"{sys.argv[2]}-{number} " + "x" * 9000))
    journal.end(entry, Outcome(OutcomeKind.DONE))
"""


def test_two_processes_at_once_leave_every_line_whole(filed: Journal) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(filed.file), name], stdin=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate()[0] or writer.returncode for writer in writers] == [0, 0]
    history = filed.read()
    assert history.note is None
    assert len({entry.id for entry in history.entries}) == 200
    assert all(entry.is_done for entry in history.entries)


def test_a_full_disk_is_one_sentence(filed: Journal) -> None:
    file = path_of(filed)
    file.parent.mkdir()
    file.symlink_to("/dev/full")
    with pytest.raises(JournalFailed, match=r"cannot be kept: .* cannot be written: no space left"):
        filed.begin(CHANGE)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    journal = Journal(tmp_path / "state" / "journal.jsonl", profile="p", tenant_id="T-1")
    with pytest.raises(JournalFailed, match="cannot be kept"):
        journal.begin(CHANGE)
    assert "cannot be read" in (journal.read().note or "")


def test_what_json_does_not_know_is_one_sentence(kept: Journal) -> None:
    odd = AccessControlList.model_validate({"Odd": float("nan")})
    with pytest.raises(JournalFailed, match="NaN"):
        kept.begin(SetChange(CHANGE.address, Aspect.ACL, odd, odd))


# What is open.


def test_what_this_process_is_writing_is_not_open(filed: Journal) -> None:
    filed.begin(CHANGE)
    assert filed.open_intents() == ()


def rewritten(journal: Journal, **mark: object) -> None:
    """Make the first intent another process's."""
    file = path_of(journal)
    first, *rest = file.read_text().splitlines()
    body = json.loads(first)
    body["by"] |= mark
    file.write_text("\n".join([json.dumps(body), *rest]) + "\n")


def an_ended_process() -> int:
    """The number of a process that is over."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_an_ended_process_left_is_open_until_it_is_known(filed: Journal) -> None:
    entry_id = filed.begin(CHANGE)
    rewritten(filed, pid=an_ended_process(), token="other")
    assert [entry.id for entry in filed.open_intents()] == [entry_id]
    filed.end(entry_id, Outcome(OutcomeKind.UNKNOWN))
    assert [entry.id for entry in filed.open_intents()] == [entry_id]
    filed.end(entry_id, Outcome(OutcomeKind.UNKNOWN, looked=True))
    assert filed.open_intents() == ()


def test_an_earlier_process_of_the_same_number_has_ended(filed: Journal) -> None:
    filed.begin(CHANGE)
    rewritten(filed, pid=os.getpid(), token="earlier")
    assert len(filed.open_intents()) == 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux says when a process was born")
def test_a_running_process_of_the_same_number_born_at_another_time_is_another(filed: Journal) -> None:
    filed.begin(CHANGE)
    rewritten(filed, pid=os.getppid(), token="other", birth="1")
    assert len(filed.open_intents()) == 1
    born = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[19]
    rewritten(filed, birth=born)
    assert filed.open_intents() == ()


def test_of_another_computer_only_age_can_tell(filed: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    filed.begin(CHANGE)
    rewritten(filed, host="elsewhere", token="other")
    assert filed.open_intents() == ()
    later = datetime.now(UTC) + LONGEST_WRITE + timedelta(seconds=1)
    monkeypatch.setattr(journal_module, "_now", lambda: later)
    assert len(filed.open_intents()) == 1


def test_a_look_never_takes_the_place_of_an_answer(kept: Journal) -> None:
    entry_id = kept.begin(CHANGE)
    kept.end(entry_id, Outcome(OutcomeKind.FAILED, looked=True))
    kept.end(entry_id, DONE)
    kept.end(entry_id, Outcome(OutcomeKind.FAILED, looked=True))
    (entry,) = kept.entries()
    assert entry.is_done


def test_what_was_taken_back_and_done_again_is_known_from_the_chain(kept: Journal) -> None:
    first = kept.begin(CHANGE)
    kept.end(first, DONE)
    back = kept.begin(SetChange(CHANGE.address, Aspect.ACL, CHANGE.after, CHANGE.before), undoes=first)
    by_id = {entry.id: entry for entry in kept.entries()}
    assert by_id[first].undone_by is None, "an undo that did not happen takes nothing back"
    kept.end(back, DONE)
    by_id = {entry.id: entry for entry in kept.entries()}
    assert by_id[first].undone_by == back
    forth = kept.begin(CHANGE, undoes=back)
    kept.end(forth, DONE)
    by_id = {entry.id: entry for entry in kept.entries()}
    assert (by_id[first].undone_by, by_id[back].undone_by) == (None, forth)
