"""``acl export``, ``plan`` and ``apply``: access as a file that lives in git."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ocs_tui.access.directory import Directory
from ocs_tui.access.file import AccessFile, FileProblem, Wanted, unchecked, wanted
from ocs_tui.access.file_export import export
from ocs_tui.access.guard import owner_refusal, refusal
from ocs_tui.access.things import Thing
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.plan import Plan, Planned, Reading, changes_of, read_all
from ocs_tui.cli.progress import counted
from ocs_tui.cli.review import AT_ONCE, review
from ocs_tui.cli.talk import DONE, FAILED, put_file, say
from ocs_tui.cli.tenant import Tenant
from ocs_tui.cli.writing import carry_out, put_review
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.access_file import LARGEST, access_file_of, read_access_file
from ocs_tui.settings.errors import CallError, SettingsError

Readings = Mapping[Aspect, Mapping[Address, Reading]]


async def write_file(tenant: Tenant, addresses: list[Address]) -> int:
    """Write ACLs and owners as YAML on stdout; without addresses, everything there is."""
    directory = await tenant.directory()
    for _, sentence in directory.problems:
        say(f"Names are missing from the file. {sentence}")
    chosen = addresses or [Address(), *await tenant.every_namespace()]
    slot = await tenant.connection.load(("tenant",))
    name = (slot.fetched.value.company_name or slot.fetched.value.alias or "") if slot.fetched else ""
    found = await _readings(tenant, chosen, chosen)
    things = [_thing(address, found) for address in chosen]
    put_file(export(things, directory, name))
    problems = 0
    for thing in things:
        for what, problem in (("ACL", thing.acl_problem), ("owner", thing.owner_problem)):
            if problem is not None:
                say(f"The {what} of {safe(thing.address)} is not in the file. {problem}")
                problems += 1
    return FAILED if problems else DONE


async def show_plan(tenant: Tenant, file: AccessFile, options: argparse.Namespace) -> int:
    """Show what applying a file would change."""
    directory, plan, found = await _plan(tenant, file, by_name=options.by_name)
    shown = await review(tenant, plan, directory, found)
    put_review(shown, as_json=options.json)
    if not plan:
        say("Nothing would change.")
    return FAILED if shown.problems or (options.check and changes_of(plan)) else DONE


async def apply_file(tenant: Tenant, file: AccessFile, options: argparse.Namespace) -> int:
    """Make ACLs and owners as a file has them."""
    directory, plan, found = await _plan(tenant, file, by_name=options.by_name)
    if not plan:
        say("Nothing is to do: everything is as the file has it.")
    return await carry_out(tenant, plan, directory, options, known=found)


def read_file(name: str) -> AccessFile:
    """Read a file; ``-`` is stdin.

    Raises:
        SettingsError: when it cannot be read, or is no such file; all that is wrong with it was said.
    """
    try:
        if name == "-":
            return access_file_of(sys.stdin.buffer.read(LARGEST + 1), name)
        return read_access_file(Path(name))
    except OSError as error:  # of stdin: a folder, or nothing
        raise CallError(
            f"stdin cannot be read: {(error.strerror or 'no reason is given').lower()}."
        ) from None
    except FileProblem as problem:
        raise _told(problem, safe(name)) from None


def _told(problem: FileProblem, what: str = "The file") -> SettingsError:
    """Say all that is wrong but the last, and return that to be raised."""
    *most, last = (f"{what}: {sentence}" for sentence in problem.sentences)
    for sentence in most:
        say(sentence)
    return SettingsError(last)


async def _plan(tenant: Tenant, file: AccessFile, *, by_name: bool) -> tuple[Directory, Plan, Readings]:
    directory = await tenant.directory()
    try:
        things = wanted(file, directory, by_name=by_name)
    except FileProblem as problem:
        raise _told(problem) from None
    if not by_name:
        for sentence in unchecked(file, directory):
            say(sentence)
    with_acl = [thing.address for thing in things if thing.entries is not None]
    with_owner = [thing.address for thing in things if thing.owner is not None]
    found = await _readings(tenant, with_acl, with_owner)
    places = [place for thing in things for place in _places(thing, found)]
    return directory, tuple(place for place in places if place.change is not None or place.is_problem), found


def _places(thing: Wanted, found: Readings) -> list[Planned]:
    """Return what would be written to a thing: first its ACL, then its owner."""
    places = []
    for aspect in (Aspect.ACL, Aspect.OWNER):
        reading = found[aspect].get(thing.address)
        if reading is None:
            continue
        if isinstance(reading, OcsError):
            places.append(Planned(thing.address, None, reading.sentence, True))
        elif reading.problem is not None:
            places.append(Planned(thing.address, None, reading.problem, True))
        else:
            places.append(_place(thing, aspect, reading.value))
    return places


def _place(thing: Wanted, aspect: Aspect, before: AccessControlList | Trustee) -> Planned:
    after: AccessControlList | Trustee
    if isinstance(before, AccessControlList):
        after = thing.acl(before)
        problem = refusal(after)
    else:
        after = thing.owner_after(before)
        problem = owner_refusal(after)
    if after is before:
        return Planned(thing.address, None, "It is so already.")
    if problem is not None:
        return Planned(thing.address, None, problem, True)
    return Planned(thing.address, SetChange(thing.address, aspect, before, after))


async def _readings(tenant: Tenant, with_acl: list[Address], with_owner: list[Address]) -> Readings:
    """Read ACLs and owners where they would be written."""
    client = tenant.connection.client
    owned = [address for address in with_owner if address.has_owner]
    acls, owners = counted("Reading ACLs:"), counted("Reading owners:")
    return {
        Aspect.ACL: await read_all(client, with_acl, Aspect.ACL, concurrency=AT_ONCE, on_progress=acls),
        Aspect.OWNER: await read_all(client, owned, Aspect.OWNER, concurrency=AT_ONCE, on_progress=owners),
    }


def _thing(address: Address, found: Readings) -> Thing:
    values: list[Any] = []
    for aspect in (Aspect.ACL, Aspect.OWNER):
        reading = found[aspect].get(address)
        if isinstance(reading, OcsError):
            values.append((None, reading.sentence))
        elif reading is None:
            values.append((None, None))
        else:
            # What would not survive being written back has no place in a file that is written back.
            values.append((None, reading.problem) if reading.problem else (reading.value, None))
    (acl, acl_problem), (owner, owner_problem) = values
    return Thing(address, acl, owner, acl_problem, owner_problem)
