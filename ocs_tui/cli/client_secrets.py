"""``ocs-tui client secret``: list, add, delete, rotate. A new secret goes to stdout or into the keyring, once."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from typing import Any

from ocs_tui.api.answers import NewSecret
from ocs_tui.api.hidden import Hidden
from ocs_tui.catalog.identity_kinds import CLIENT, SECRET
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.change import Delete
from ocs_tui.changes.plan import plan_of
from ocs_tui.cli.asking import ask_secret, ask_yes, can_ask, secret_from_stdin
from ocs_tui.cli.moments import expiry_of
from ocs_tui.cli.output import put_json
from ocs_tui.cli.people import found
from ocs_tui.cli.table import table
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, refuse_read_only
from ocs_tui.cli.writing import carry_out
from ocs_tui.connection.client_secrets import days_left, secrets_of_client
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.identity import Client
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError


async def run(tenant: Tenant, options: argparse.Namespace) -> int:
    """Do what ``options.deed`` says; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
        OcsError: when the service refuses, or what is needed cannot be read.
    """
    directory = await tenant.directory()
    client: Client = found(options, directory)
    if options.deed == "list":
        return await _list(tenant, client, options)
    if options.deed == "add":
        details = await _wanted(tenant, client, options)
        if details is None:
            return DONE if options.dry_run else FAILED
        address = address_of(CLIENT, client.id)
        made = await tenant.connection.add_secret(address, client.label, details)
        return await hand_over(tenant, client, made, options)
    if options.deed == "delete":
        return await _delete(tenant, client, options.secret, options)
    return await _rotate(tenant, client, options)


def words_of(secret: SecretDetails) -> str:
    """Say a secret's details in one line."""
    days = days_left(secret)
    left = (
        "never expires" if days is None else f"expired {-days} days ago" if days < 0 else f"{days} days left"
    )
    return f"{secret.id}  {secret.description or 'no description'}  {left}"


def body_of(secret: SecretDetails) -> dict[str, Any]:
    """Return a secret's details as plain JSON types, with the days left."""
    return secret.to_wire() | {"DaysLeft": days_left(secret)}


async def _read(tenant: Tenant, client: Client) -> tuple[SecretDetails, ...]:
    listed: tuple[SecretDetails, ...] = (
        (await tenant.connection.load(secrets_of_client(client.id))).got().value
    )
    return listed


async def _list(tenant: Tenant, client: Client, options: argparse.Namespace) -> int:
    listed = await _read(tenant, client)
    if options.json:
        put_json([body_of(one) for one in listed])
    elif listed:
        rows = [(one.id, one.description or "", one.expiration or "never", _days(one)) for one in listed]
        for line in table(("NUMBER", "DESCRIPTION", "EXPIRES", "DAYS LEFT"), rows):
            put(line)
    else:
        say(f"{client.label} has no secret.")
    return DONE


def _days(secret: SecretDetails) -> str:
    days = days_left(secret)
    return "" if days is None else str(days)


async def _wanted(tenant: Tenant, client: Client, options: argparse.Namespace) -> SecretDetails | None:
    """Return what is to be added; None when it is not wanted after all."""
    from ocs_tui.changes.acts import MOST_SECRETS

    refuse_read_only(tenant, options)
    expires = expiry_of(options.expires)
    there = await _read(tenant, client)
    if len(there) >= MOST_SECRETS:
        raise SettingsError(
            f"{client.label} has {len(there)} secrets, and no more are allowed: delete one first."
        )
    body: dict[str, Any] = {
        "Description": options.description or "made by ocs-tui",
        "Expires": expires is not None,
    }
    if expires is not None:
        body["Expiration"] = expires.isoformat()
    until = "that never expires" if expires is None else f"that expires on {expires:%Y-%m-%d}"
    say(f"A secret {until} is added to the client {client.label}.")
    if options.dry_run or (not options.yes and not ask_yes("Add it?")):
        return None
    return SecretDetails.model_validate(body)


async def hand_over(tenant: Tenant, client: Client, made: NewSecret, options: argparse.Namespace) -> int:
    """Give a new secret away: into the keyring with ``--keep``, else on stdout. Nothing else ever holds it.

    A keyring that does not take it makes it go to stdout after all: nobody could read it again.
    """
    if options.keep:
        answer = await tenant.connection.keep_secret(address_of(CLIENT, client.id), made.value.value)
        if answer.done:
            say(f"Secret {made.details.id} of {client.label} is in the keyring.")
            if options.json:
                put_json({"client": client.id, "secret_id": made.details.id})
            return DONE
        say(f"It could not be kept, so it is written here, this once. {answer.sentence}")
    else:
        say(f"Secret {made.details.id} of {client.label}, shown this once:")
    if options.json:
        put_json({"client": client.id, "secret_id": made.details.id, "secret": made.value.value})
    else:
        put(made.value.value)
    return FAILED if options.keep else DONE


async def _delete(
    tenant: Tenant, client: Client, number: int, options: argparse.Namespace, *, says_done: bool = True
) -> int:
    listed = await _read(tenant, client)
    secret = next((one for one in listed if one.id == number), None)
    if secret is None:
        there = ", ".join(str(one.id) for one in listed) or "none"
        raise CallError(f"{safe(client.label)} has no secret {number}; there are: {there}.")
    change = Delete(address_of(SECRET, client.id, str(number)), secret)
    directory = tenant.connection.directory()
    return await carry_out(tenant, plan_of([change]), directory, options, says_done=says_done)


async def _rotate(tenant: Tenant, client: Client, options: argparse.Namespace) -> int:
    """Add, prove, keep, and only then delete the old one that was named."""
    from ocs_tui.changes.rotation import Step

    connection, address = tenant.connection, address_of(CLIENT, client.id)
    listed = await _read(tenant, client)
    if options.delete is not None and all(one.id != options.delete for one in listed):
        raise CallError(f"{safe(client.label)} has no secret {options.delete}.")
    if connection.is_own(address) and connection.profile.is_saved:
        options.keep = True  # what the program signs in with is kept where it finds it again
    made = await _resumed(tenant, client, listed, options)
    if made is None:
        details = await _wanted(tenant, client, options)
        if details is None:
            return DONE if options.dry_run else FAILED
        made, problem = await connection.begin_rotation(address, client.label, details)
        if problem:
            say(problem)
    try:
        works = await _proven(tenant, client, made)
    except asyncio.CancelledError:  # Ctrl-C: what was added must not be lost with it
        await hand_over(tenant, client, made, options)
        raise
    status = await hand_over(tenant, client, made, options)
    if not works:
        say(
            f"Secret {made.details.id} was added and not proven: no old one is deleted. --resume tries again."
        )
        return FAILED
    say(f"Secret {made.details.id} works.")
    rotation = connection.rotations.find(client.id)
    if status != DONE and rotation is not None:
        connection.rotations.advance(rotation, Step.PROVEN)
        return status
    connection.rotations.end(client.id)
    if options.delete is None:
        say("No old one is deleted: --delete NUMBER says which, or ocs-tui client secret delete.")
        return status
    status = await _delete(tenant, client, options.delete, options, says_done=False)
    if status == DONE:  # not on stdout, where the new secret stands alone
        say(f"Secret {options.delete} is deleted.")
    return status


async def _resumed(
    tenant: Tenant, client: Client, listed: Sequence[SecretDetails], options: argparse.Namespace
) -> NewSecret | None:
    """Return the new secret of a rotation that was begun before; None where there is none.

    Raises:
        SettingsError: there is one, and ``--resume`` was not given; or there is none, and it was.
    """
    rotations = tenant.connection.rotations
    found = rotations.find(client.id)
    details = None if found is None else next((one for one in listed if one.id == found.secret_id), None)
    if details is None:
        if options.resume:
            raise SettingsError(f"No rotation of {safe(client.label)} was begun here: leave --resume out.")
        rotations.end(client.id)
        return None
    if not options.resume:
        raise SettingsError(
            f"A rotation of {safe(client.label)} was begun: secret {details.id} was added. --resume goes on and "
            f"asks for its value; ocs-tui client secret delete {safe(client.id)} {details.id} gives it up."
        )
    value = ask_secret(f"Secret {details.id}: ") if can_ask() else secret_from_stdin()
    if not value:
        raise SettingsError(f"--resume needs the value of secret {details.id}, on a terminal or on stdin.")
    return NewSecret(Hidden(value), details)


async def _proven(tenant: Tenant, client: Client, made: NewSecret) -> bool:
    works = False
    async for trial in tenant.connection.prove_secret(client.id, made.value.value):
        works = trial.works
        if trial.again_in is not None:
            say(f"The new secret does not work yet ({trial.sentence}) Again in {trial.again_in:.0f} s.")
    return works
