"""``ocs-tui client secret``: list, add, delete, rotate. A new secret goes to stdout or into the keyring, once."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.identity_kinds import CLIENT, SECRET
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.change import Delete
from ocs_tui.changes.plan import plan_of
from ocs_tui.cli.asking import ask_yes
from ocs_tui.cli.moments import moment_of
from ocs_tui.cli.output import put_json
from ocs_tui.cli.people import found
from ocs_tui.cli.table import table
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, refuse_read_only
from ocs_tui.cli.writing import carry_out
from ocs_tui.connection.people import days_left, secrets_of_client
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.identity import Client
from ocs_tui.model.text import safe
from ocs_tui.settings import secrets
from ocs_tui.settings.errors import CallError, SettingsError

if TYPE_CHECKING:
    from ocs_tui.api.answers import NewSecret


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
        made = await _add(tenant, client, options)
        return DONE if made is None else await hand_over(tenant, client, made, options)
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
    slot = await tenant.connection.load(secrets_of_client(client.id))
    if slot.fetched is None:
        assert slot.error is not None, "it was read or failed"
        raise slot.error
    listed: tuple[SecretDetails, ...] = slot.fetched.value
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


async def _add(tenant: Tenant, client: Client, options: argparse.Namespace) -> NewSecret | None:
    """Add a secret; None when it was not wanted after all."""
    from ocs_tui.changes.acts import MOST_SECRETS

    refuse_read_only(tenant, options)
    expires = moment_of(options.expires)
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
    address = address_of(CLIENT, client.id)
    return await tenant.connection.add_secret(address, client.label, SecretDetails.model_validate(body))


async def hand_over(tenant: Tenant, client: Client, made: NewSecret, options: argparse.Namespace) -> int:
    """Give a new secret away: into the keyring with ``--keep``, else on stdout. Nothing else ever holds it.

    A keyring that does not take it makes it go to stdout after all: nobody could read it again.
    """
    if options.keep:
        answer = await _keep(tenant, client, made)
        if answer.done:
            say(f"Secret {made.details.id} of {client.label} is in the keyring.")
            return DONE
        say(f"It could not be kept, so it is written here, this once. {answer.sentence}")
    else:
        say(f"Secret {made.details.id} of {client.label}, shown this once:")
    if options.json:
        put_json({"client": client.id, "secret_id": made.details.id, "secret": made.value.value})
    else:
        put(made.value.value)
    return FAILED if options.keep else DONE


async def _keep(tenant: Tenant, client: Client, made: NewSecret) -> secrets.SecretAnswer:
    profile = tenant.connection.profile
    if _is_own(tenant, client):
        return await secrets.store(profile, made.value.value)
    return await secrets.store_for_client(profile.tenant_id, client.id, made.value.value)


def _is_own(tenant: Tenant, client: Client) -> bool:
    profile = tenant.connection.profile
    return client.id.casefold() == profile.client_id.casefold() and profile.is_saved


async def _delete(tenant: Tenant, client: Client, number: int, options: argparse.Namespace) -> int:
    listed = await _read(tenant, client)
    secret = next((one for one in listed if one.id == number), None)
    if secret is None:
        there = ", ".join(str(one.id) for one in listed) or "none"
        raise CallError(f"{safe(client.label)} has no secret {number}; there are: {there}.")
    change = Delete(address_of(SECRET, client.id, str(number)), secret)
    return await carry_out(tenant, plan_of([change]), tenant.connection.directory(), options)


async def _rotate(tenant: Tenant, client: Client, options: argparse.Namespace) -> int:
    """Add, prove, keep, and only then delete the old one that was named."""
    if options.delete is not None and all(one.id != options.delete for one in await _read(tenant, client)):
        raise CallError(f"{safe(client.label)} has no secret {options.delete}.")
    if _is_own(tenant, client):  # what the program signs in with is kept where it finds it again
        options.keep = True
    made = await _add(tenant, client, options)
    if made is None:
        return DONE if options.dry_run else FAILED
    try:
        works = await _proven(tenant, client, made)
    except asyncio.CancelledError:  # Ctrl-C: what was added must not be lost with it
        await hand_over(tenant, client, made, options)
        raise
    status = await hand_over(tenant, client, made, options)
    if not works:
        say(f"Secret {made.details.id} was added and not proven: no old one is deleted.")
        return FAILED
    say(f"Secret {made.details.id} works.")
    if options.delete is None:
        say("No old one is deleted: --delete NUMBER says which, or ocs-tui client secret delete.")
        return status
    if status != DONE:
        return status
    return await _delete(tenant, client, options.delete, options)


async def _proven(tenant: Tenant, client: Client, made: NewSecret) -> bool:
    works = False
    async for trial in tenant.connection.prove_secret(client.id, made.value.value):
        works = trial.works
        if trial.again_in is not None:
            say(f"The new secret does not work yet ({trial.sentence}) Again in {trial.again_in:.0f} s.")
    return works
