"""Faults on real HTTP: afterwards journal and service agree, or the journal says what it does not know.

And whatever happened: trying again, when everything works, leaves the thing as it should be, and nothing
was written twice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import OcsError, OutcomeUnknown
from ocs_tui.changes.apply import Applied, Changed, apply
from ocs_tui.changes.change import SetChange
from ocs_tui.changes.entries import Entry, OutcomeKind
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.reread import Already, RereadFailed
from ocs_tui.changes.resolve import resolve_intent
from tests.api.loopback import CUT, HANG, TENANT, Seen, http
from tests.changes.plant import AFTER, BEFORE, CHANGE, GET, PUT, Plant, client_of, entry, plant

Fault = Callable[[Plant, Seen], bytes]
REFUSED, FAILED, UNKNOWN = OutcomeKind.REFUSED, OutcomeKind.FAILED, OutcomeKind.UNKNOWN


def journal_in(folder: Path) -> Journal:
    """A journal of the service's tenant."""
    return Journal(folder / "journal.jsonl", profile="plant", tenant_id=TENANT)


def answers(status: int) -> Fault:
    """The service answers so and does nothing."""
    return lambda _, __: http(status, {"Error": "No."}, Operation_Id="op-no")


def cut_after(plant: Plant, seen: Seen) -> bytes:
    """The service does it, and the connection breaks before it answers."""
    plant.commit(seen)
    return CUT


def hang_after(plant: Plant, seen: Seen) -> bytes:
    """The service does it, and never answers."""
    plant.commit(seen)
    return HANG


FAULTS: dict[str, tuple[Fault, OutcomeKind, bool]] = {
    "401": (answers(401), REFUSED, False),
    "403": (answers(403), REFUSED, False),
    "405": (answers(405), REFUSED, False),
    "409": (answers(409), REFUSED, False),
    "412": (answers(412), REFUSED, False),
    "429": (answers(429), FAILED, False),
    "500": (answers(500), UNKNOWN, False),
    "502": (answers(502), UNKNOWN, False),
    "503": (answers(503), FAILED, False),
    "hang before": (lambda _, __: HANG, UNKNOWN, False),
    "hang after": (hang_after, UNKNOWN, True),
    "cut before": (lambda _, __: CUT, UNKNOWN, False),
    "cut after": (cut_after, UNKNOWN, True),
    "garbage": (lambda _, __: b"garbage\r\n\r\n", UNKNOWN, False),
}
"""The fault, what is recorded, and whether the service did it all the same."""


async def settled(client: OcsClient, plant: Plant, journal: Journal, entry: Entry, done: bool) -> None:
    """Look at what became of it, then try again: the thing is as it should be, written once."""
    if entry.outcome is None or entry.outcome.kind is UNKNOWN:
        found = await resolve_intent(client, journal, entry)
        assert found.happened is done
        (entry,) = [one for one in journal.entries() if one.id == entry.id]
    assert entry.is_done is done
    assert plant.acl == (AFTER if done else BEFORE)
    outcome = await apply(client, CHANGE, None, journal)
    if done:
        assert isinstance(outcome, Changed)
        assert isinstance(outcome.reread, Already)
    else:
        assert isinstance(outcome, Applied)
    assert plant.acl == AFTER
    assert plant.writes == 1
    assert sum(one.is_done for one in journal.entries()) == 1


@pytest.mark.parametrize("name", FAULTS)
async def test_after_a_fault_the_journal_is_right_or_says_what_it_does_not_know(
    name: str, tmp_path: Path
) -> None:
    fault, kind, done = FAULTS[name]
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        running.fault = lambda seen: fault(running, seen)
        with pytest.raises(OcsError) as caught:
            await apply(client, CHANGE, None, journal)
        (left,) = journal.entries()
        assert left.outcome is not None
        assert left.outcome.kind is kind
        assert left.outcome.note == caught.value.sentence
        if name.isdigit():
            assert left.outcome.operation_id == "op-no"
        running.fault = None
        await settled(client, running, journal, left, done)


async def test_an_answer_that_breaks_off_leaves_it_unknown(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        whole = running.commit

        def broken(seen: Seen) -> bytes:
            answer = whole(seen)
            head, _, body = answer.partition(b"\r\n\r\n")
            # One byte of the body is promised and never comes: the connection hangs, then is given up.
            length = f"Content-Length: {len(body)}".encode()
            return head.replace(length, f"Content-Length: {len(body) + 1}".encode()) + b"\r\n\r\n" + body

        running.fault = broken
        with pytest.raises(OutcomeUnknown):
            await apply(client, CHANGE, None, journal)
        running.fault = None
        (left,) = journal.entries()
        await settled(client, running, journal, left, True)


async def test_a_service_that_is_gone_when_the_write_is_sent_was_sent_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        put = client.set_acl_at

        async def after_it_has_gone(*given: object) -> object:
            await running.service.stop()
            return await put(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(client, "set_acl_at", after_it_has_gone)
        with pytest.raises(OcsError, match=r"Nothing was sent"):
            await apply(client, CHANGE, None, journal)
        (left,) = journal.entries()
        assert left.outcome is not None
        assert left.outcome.kind is FAILED
        assert running.writes == 0


@pytest.mark.parametrize("trouble", [CUT, HANG, http(403), http(500), http(503), b"garbage\r\n\r\n"])
async def test_what_cannot_be_read_again_is_neither_written_nor_recorded(
    tmp_path: Path, trouble: bytes
) -> None:
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        running.service.scripts[GET] = trouble
        with pytest.raises(RereadFailed, match=r"^Nothing was written"):
            await apply(client, CHANGE, None, journal)
        assert running.service.calls("PUT") == []
        assert journal.entries() == ()


async def test_a_token_that_ran_out_is_renewed_and_the_write_is_one_entry(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        running.fault = lambda seen: http(401) if seen.token == "token-1" else None
        assert isinstance(await apply(client, CHANGE, None, journal), Applied)
        assert running.service.calls("PUT") == [PUT, PUT]
        (left,) = journal.entries()
        assert left.is_done
        assert running.writes == 1
        assert b"token-" not in (tmp_path / "journal.jsonl").read_bytes()


async def test_what_was_not_touched_is_sent_as_it_came_a_moment_ago(tmp_path: Path) -> None:
    spelled = {"RoleTrusteeAccessControlEntries": [entry("admins", 31) | {"AccessType": "Allowed"}]}
    journal = journal_in(tmp_path)
    async with plant() as running, client_of(running.service.url) as client:
        running.acl = spelled
        assert isinstance(await apply(client, CHANGE, None, journal), Applied)
        first = running.acl["RoleTrusteeAccessControlEntries"][0]
        assert first["AccessType"] == "Allowed"
        (recorded,) = journal.entries()
        assert isinstance(recorded.change, SetChange)
        assert recorded.change.before.to_wire() == spelled
        assert recorded.change.after.to_wire() == running.acl
